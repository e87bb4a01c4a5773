"""The colours that stand on each other, recomputed from the stylesheets: readable in light and in dark.

WCAG 2 ratios: 7 for text (AAA), 3 for borders, bars and the focus ring. Amber is never text on light ground.
"""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parent.parent / "static" / "css"
TOKEN = re.compile(r"--([\w-]+):\s*(?:light-dark\((#\w{3,6}),\s*(#\w{3,6})\)|(#\w{3,6}));")
TEXT, GRAPHIC = 7, 3
GROUNDS = ("paper", "card", "sand", "lilac")
SITE = {
    TEXT: {
        "ink": (*GROUNDS, "sea-tint", "field"),
        "ink-2": ("sand", "paper"),
        "muted": (*GROUNDS, "field"),
        "link": (*GROUNDS, "sea-tint"),
        "visited": ("paper", "card"),
        "on-amber": ("amber", "amber-hover", "amber-pressed"),
        "amber-ink": ("paper", "sand"),
        "#ffffff": ("sea",),
        "sea-ink": ("sea-tint",),
        "error": ("paper", "card", "error-tint"),
        "ok": ("ok-tint",),
        "#fffbf4": ("night",),
    },
    GRAPHIC: {
        "line": ("paper", "card", "sand", "field"),
        "bar": ("bar-track",),
        "focus": (*GROUNDS, "focus-halo"),
    },
}
# A night band is dark in both themes.
NIGHT = {
    TEXT: {name: ("night",) for name in ("ink", "muted", "link", "visited", "amber")},
    GRAPHIC: {"line": ("night",), "focus": ("night",)},
}
MAILBOX = {TEXT: {name: ("ground", "card") for name in ("ink", "muted", "link")}}
STAFF = {
    TEXT: {
        "ink": (*GROUNDS, "amber"),
        "ink-2": GROUNDS,
        "muted": GROUNDS,
        "amber-ink": ("paper", "card", "sand"),
        "paper": ("night",),
        "night-muted": ("night",),
    },
    GRAPHIC: {"line": ("paper", "card", "sand"), "violet": ("paper", "card", "sand"), "amber": ("night",)},
}
SHEETS = [("site", SITE, "light"), ("site", SITE, "dark"), ("site", NIGHT, "dark"), ("staff", STAFF, "light")]
SHEETS += [("mailbox", MAILBOX, "light"), ("mailbox", MAILBOX, "dark")]


def tokens(sheet: str, theme: str) -> dict[str, str]:
    """The first value of each custom property: `:root` comes before everything that changes it in one place."""
    found: dict[str, str] = {}
    for name, light, dark, both in TOKEN.findall((CSS / f"{sheet}.css").read_text()):
        found.setdefault(name, both or (light if theme == "light" else dark))
    return found


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def pairs() -> list:
    return [
        pytest.param(sheet, theme, name, ground, least, id=f"{sheet}, {theme}: {name} on {ground}")
        for sheet, table, theme in SHEETS
        for least, rows in table.items()
        for name, grounds in rows.items()
        for ground in grounds
    ]


@pytest.mark.parametrize(("sheet", "theme", "name", "ground", "least"), pairs())
def test_what_stands_on_a_ground_can_be_seen(sheet, theme, name, ground, least):
    known = tokens(sheet, theme)
    colour = name if name.startswith("#") else known[name]
    assert ratio(colour, known[ground]) >= least


@pytest.mark.parametrize(
    ("one", "other", "known"), [("#000", "#fff", 21), ("#12163A", "#FFFBF4", 16.94), ("#5A4BD1", "#E9E4F5", 5.02)]
)
def test_the_ratio_is_that_of_wcag(one, other, known):
    assert round(ratio(one, other), 2) == known


def test_white_on_amber_would_be_refused():
    assert ratio("#ffffff", "#ffb938") < GRAPHIC


def test_the_windows_can_be_told_from_the_night():
    assert ratio("#ffb938", "#12163a") >= GRAPHIC
    assert ratio("#b98a2e", "#12163a") >= GRAPHIC
