"""What CLDR knows of a language, through Babel: one `Locale` for each, without the parts that no page of ours needs."""

from functools import lru_cache

from babel import Locale, localedata

# What is read for a language, the more general first. CLDR's plain `pt` is Brazilian, and the campaign writes British
# English; all others are read under their own name.
READ_AS = {"pt": ("pt", "pt_PT"), "en": ("en", "en_001", "en_GB")}
# Seven eighths of the megabyte that each language is in memory.
UNUSED = (
    "currency_names", "currency_names_plural", "currency_symbols", "currency_formats", "compact_currency_formats",
    "compact_decimal_formats", "compound_unit_patterns", "time_zones", "meta_zones", "date_fields", "interval_formats",
    "scripts", "variants",
)  # fmt: skip
UNITS = ("digital-kilobyte",)


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    """Read once in a process's life. Raises babel.UnknownLocaleError."""
    names = READ_AS.get(language, (language,))
    for name in ("root", *names):
        _forget_the_unused(name)
    return Locale.parse(names[-1])


def _forget_the_unused(name: str) -> None:
    """From what Babel remembers under this name, which is the same dictionary for every reader."""
    known = localedata.load(name)
    for part in UNUSED:
        known.pop(part, None)
    for part in ("unit_patterns", "unit_display_names"):
        known[part] = {unit: words for unit, words in known[part].items() if unit in UNITS}
