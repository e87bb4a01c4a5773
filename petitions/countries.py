"""The countries a supporter can live in: our own explicit list of ISO 3166-1 codes, named and sorted per language.

Babel knows every name, and pseudo-countries too (EU, UN, XA …), so the list of codes is ours. Greece is GR, not EL.
"""

from functools import lru_cache

from petitions import cldr, collation

EU = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
    "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
OTHERS = (
    "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AU", "AW", "AX", "AZ", "BA", "BB", "BD",
    "BF", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BV", "BW", "BY", "BZ", "CA", "CC",
    "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CW", "CX", "DJ", "DM", "DO",
    "DZ", "EC", "EG", "EH", "ER", "ET", "FJ", "FK", "FM", "FO", "GA", "GB", "GD", "GE", "GF", "GG", "GH", "GI",
    "GL", "GM", "GN", "GP", "GQ", "GS", "GT", "GU", "GW", "GY", "HK", "HM", "HN", "HT", "ID", "IL", "IM", "IN",
    "IO", "IQ", "IR", "IS", "JE", "JM", "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN", "KP", "KR", "KW", "KY",
    "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LY", "MA", "MC", "MD", "ME", "MF", "MG", "MH", "MK", "ML",
    "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NC", "NE", "NF", "NG",
    "NI", "NO", "NP", "NR", "NU", "NZ", "OM", "PA", "PE", "PF", "PG", "PH", "PK", "PM", "PN", "PR", "PS", "PW",
    "PY", "QA", "RE", "RS", "RU", "RW", "SA", "SB", "SC", "SD", "SG", "SH", "SJ", "SL", "SM", "SN", "SO", "SR",
    "SS", "ST", "SV", "SX", "SY", "SZ", "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO", "TR",
    "TT", "TV", "TW", "TZ", "UA", "UG", "UM", "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI", "VN", "VU", "WF",
    "WS", "YE", "YT", "ZA", "ZM", "ZW",
)  # fmt: skip
ALL = frozenset(EU + OTHERS)

# Campaign brief §6.16: offered first on the page of that language.
LIKELY = {
    "bg": "BG", "cs": "CZ", "da": "DK", "de": "DE AT BE LU IT", "el": "GR CY", "en": "IE MT", "es": "ES", "et": "EE",
    "fi": "FI", "fr": "FR BE LU", "ga": "IE", "hr": "HR", "hu": "HU", "it": "IT", "lt": "LT", "lv": "LV", "mt": "MT",
    "nl": "NL BE", "pl": "PL", "pt": "PT", "ro": "RO", "sk": "SK", "sl": "SI", "sv": "SE FI",
}  # fmt: skip
# Slips in CLDR 2.18's Maltese: a typing error, and articles in capitals between small ones.
CORRECTED = {
    "mt": {
        "MP": "Gżejjer Mariana tat-Tramuntana",
        "BR": "il-Brażil",
        "UM": "il-Gżejjer Minuri Mbiegħda tal-Istati Uniti",
        "TF": "it-Territorji Franċiżi tan-Nofsinhar",
    }
}


@lru_cache(maxsize=32)
def names(language: str) -> dict[str, str]:
    """Code → name in this language, for every code of ALL. Raises KeyError if the locale data lacks one."""
    territories = cldr.locale_of(language).territories
    return {code: territories[code] for code in ALL} | CORRECTED.get(language, {})


@lru_cache(maxsize=32)
def languages(language: str) -> dict[str, str]:
    """Code → name in this language, for the 24 official languages of the EU."""
    found = cldr.locale_of(language).languages
    return {code: found[code] for code in LIKELY}


@lru_cache(maxsize=32)
def groups(language: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """(likely, other EU, all others) as codes, each country once; likely in the brief's order, the others by name."""
    likely = tuple(LIKELY.get(language, "").split())
    name = names(language)

    def by_name(code: str) -> tuple[int, ...]:
        return collation.key(name[code], language)

    rest = sorted(set(EU) - set(likely), key=by_name), sorted(ALL - set(EU) - set(likely), key=by_name)
    return likely, tuple(rest[0]), tuple(rest[1])
