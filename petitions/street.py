"""The street of 27 windows: one country each, filled from the sill by its share, drawn from what may be published."""

from django.utils.translation import get_language

from petitions import countries, snapshot
from petitions.population import MILLIONS, SOURCE

__all__ = ["MILLIONS", "SOURCE", "rates", "shares", "windows"]

HEIGHT = 46  # of a window in the drawing
LEAST_FILL = 0.12  # so that a lit window can be seen
LEAST_TARGET = 50  # signatures per million of a full window, at the least


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
