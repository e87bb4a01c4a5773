"""The street of 27 windows: one country each, filled from the sill by its share, drawn from what may be published."""

from django.utils.translation import get_language

from petitions import countries, snapshot

HEIGHT = 46  # of a window in the drawing
LEAST_FILL = 0.12  # so that a lit window can be seen
LEAST_TARGET = 50  # signatures per million of a full window, at the least

# Millions of people, rounded; Eurostat, population on 1 January 2024.
SOURCE = "https://ec.europa.eu/eurostat/databrowser/view/tps00001/default/table?lang=en"
MILLIONS = {
    "AT": 9.2, "BE": 11.8, "BG": 6.4, "CY": 0.97, "CZ": 10.9, "DE": 83.4, "DK": 6.0, "EE": 1.4, "ES": 48.6, "FI": 5.6,
    "FR": 68.4, "GR": 10.4, "HR": 3.9, "HU": 9.6, "IE": 5.3, "IT": 59.0, "LT": 2.9, "LU": 0.67, "LV": 1.9, "MT": 0.56,
    "NL": 17.9, "PL": 36.6, "PT": 10.6, "RO": 19.1, "SE": 10.6, "SI": 2.1, "SK": 5.4,
}  # fmt: skip


def windows(petition_id: int) -> list[dict[str, object]]:
    """27 windows in order of country code: code, name in the page's language, and the light's y and height."""
    names = countries.names(get_language() or "en")
    return [
        {"code": code, "name": names[code], "y": round(HEIGHT - height, 1), "height": round(height, 1)}
        for code, height in _heights(petition_id)
    ]


def _heights(petition_id: int) -> list[tuple[str, float]]:
    """From the snapshot of the hour: two pictures in a row must not tell what a single person did."""
    lit = shares(snapshot.newest(petition_id).cells)
    return [(code, HEIGHT * max(LEAST_FILL, lit[code]) if code in lit else 0) for code in sorted(MILLIONS)]


def shares(cells: dict[str, int]) -> dict[str, float]:
    """Country code → its part of a full window, up to 1."""
    shown = rates(cells)
    target = max([LEAST_TARGET, *shown.values()])
    return {code: rate / target for code, rate in shown.items()}


def rates(cells: dict[str, int]) -> dict[str, float]:
    """Country code → signatures per million people."""
    return {code: confirmed / MILLIONS[code] for code, confirmed in cells.items()}
