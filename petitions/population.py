"""How many people live in each country of the EU, and how many of them can be believed to sign."""

# Millions of people, rounded; Eurostat, population on 1 January 2024.
SOURCE = "https://ec.europa.eu/eurostat/databrowser/view/tps00001/default/table?lang=en"
MILLIONS = {
    "AT": 9.2, "BE": 11.8, "BG": 6.4, "CY": 0.97, "CZ": 10.9, "DE": 83.4, "DK": 6.0, "EE": 1.4, "ES": 48.6, "FI": 5.6,
    "FR": 68.4, "GR": 10.4, "HR": 3.9, "HU": 9.6, "IE": 5.3, "IT": 59.0, "LT": 2.9, "LU": 0.67, "LV": 1.9, "MT": 0.56,
    "NL": 17.9, "PL": 36.6, "PT": 10.6, "RO": 19.1, "SE": 10.6, "SI": 2.1, "SK": 5.4,
}  # fmt: skip

# The smallest states of Europe, from which a false number is seen at once; rounded, their own statistics of 2024. Like
# every country outside the EU they are listed nowhere, but staff are told.
SMALL_STATES = {"AD": 0.087, "LI": 0.040, "MC": 0.039, "SM": 0.034, "VA": 0.0009}

# Of the petitions to the EU so far, none came near one in ten people of any country; a number beyond it is a machine's
# until somebody has looked.
BELIEVED = 0.1


def is_plausible(country: str, confirmed: int) -> bool:
    """Whether so many people of this country may have signed; where we know no number of people, always."""
    return confirmed <= bound(country)


def bound(country: str) -> float:
    """The most signatures that are believed without a look."""
    return (MILLIONS | SMALL_STATES).get(country, float("inf")) * 1_000_000 * BELIEVED


def beyond(counts: dict[str, int]) -> dict[str, int]:
    """Those of these numbers by country that nobody should believe yet, the largest first."""
    found = {country: n for country, n in counts.items() if not is_plausible(country, n)}
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))
