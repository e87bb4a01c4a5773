"""The colours that stand on each other, recomputed from the stylesheets: readable in light and in dark.

WCAG 2 ratios: 7 for text (AAA), 3 for borders, bars and the focus ring. Amber is never text on light ground.
"""

import re
from pathlib import Path

import pytest

from campaign import joined

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
        "#12163a": ("#ffb938", "#ffd68a", "#c4c5de", "#f6eddd"),  # numerals in windows, lit and unlit
        "sea-ink": ("sea-tint",),
        "error": ("paper", "card", "error-tint"),
        "ok": ("ok-tint",),
        "#fffbf4": ("night",),
    },
    GRAPHIC: {
        "line": (*GROUNDS, "field"),
        "bar": ("bar-track",),
        "focus": (*GROUNDS, "focus-halo"),
    },
}
# A night band is dark in both themes.
NIGHT = {
    TEXT: {name: ("night",) for name in ("ink", "muted", "link", "visited", "amber", "#d6d7ea", "#ffd58a")},
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
# The ratios of the design: a colour that is changed changes one of them. Theme, colour, ground, ratio.
DESIGN = """
light ink paper 16.94      light ink card 17.48         light ink sand 15.04        light ink lilac 14.39
light ink-2 sand 10.82     light muted paper 8.70       light muted sand 7.73       light muted lilac 7.39
light link paper 9.26      light link sand 8.22         light link lilac 7.86       light link sea-tint 8.27
light visited paper 9.60   light on-amber amber 10.19   light on-amber amber-hover 11.46
light on-amber amber-pressed 8.22                       light amber-ink paper 8.49  light amber-ink sand 7.54
light paper night 16.94    light #d6d7ea night 12.29    light amber night 10.19     light #ffffff sea 8.98
light sea-ink sea-tint 7.78                             light ink sea-tint 15.14    light error paper 8.29
light error error-tint 7.47                             light ok ok-tint 7.10       light #ffffff bar 6.25
light bar bar-track 5.02   light line paper 4.25        light line card 4.38        light line sand 3.77
dark ink paper 16.60       dark ink sand 14.71          dark ink lilac 12.50        dark muted paper 10.93
dark muted sand 9.68       dark muted lilac 8.23        dark link paper 13.35       dark link sand 11.83
dark visited sand 10.25    dark on-amber amber 10.88    dark amber paper 11.53      dark amber sand 10.22
dark bar bar-track 6.99    dark sea-ink sea-tint 7.60   dark link sea-tint 8.32     dark error sand 9.62
dark error error-tint 8.70 dark ok ok-tint 7.65         dark line paper 6.00        dark line sand 5.32
dark line lilac 4.52
"""
RATIOS = re.findall(r"(light|dark) (\S+) (\S+) ([\d.]+)", DESIGN)
SHEETS = [("site", SITE, "light"), ("site", SITE, "dark"), ("site", NIGHT, "dark"), ("staff", STAFF, "light")]
SHEETS += [("mailbox", MAILBOX, "light"), ("mailbox", MAILBOX, "dark")]


def tokens(sheet: str, theme: str) -> dict[str, str]:
    """The first value of each custom property: `:root` comes before everything that changes it in one place."""
    found: dict[str, str] = {}
    text = joined.stylesheet(CSS.parent) if sheet == "site" else (CSS / f"{sheet}.css").read_text()
    for name, light, dark, both in TOKEN.findall(text):
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


def colour(sheet: str, theme: str, name: str) -> str:
    """A token's colour, or the colour that is written itself."""
    return name if name.startswith("#") else tokens(sheet, theme)[name]


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
    assert ratio(colour(sheet, theme, name), colour(sheet, theme, ground)) >= least


@pytest.mark.parametrize(("theme", "name", "ground", "wanted"), RATIOS)
def test_each_pair_has_the_ratio_of_the_design(theme, name, ground, wanted):
    assert f"{ratio(colour('site', theme, name), colour('site', theme, ground)):.2f}" == wanted


def test_the_design_is_read_whole():
    assert len(RATIOS) == len(re.findall(r"light|dark", DESIGN)) == 53


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
