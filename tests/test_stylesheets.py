"""Rules that every stylesheet keeps: words as typed, no fight for the last word, both writing directions."""

import gzip
import re
from pathlib import Path

import pytest

from campaign import joined

CSS = Path(__file__).resolve().parent.parent / "static" / "css"
SHEETS = sorted(path.name for path in CSS.glob("*.css"))
# Django's own ids and sides stand in the staff area's sheet.
OURS = [name for name in SHEETS if name != "staff.css"]
SIDES = (
    r"(?<!area-)\b(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|\bborder-(?:top|bottom)-(?:left|right)-radius\b|\b(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    r"|[{;]\s*(?:left|right|top|bottom|width|height|(?:min|max)-(?:width|height))\s*:"
)
PARTS = sorted([*(CSS / "parts").glob("*.css"), *(CSS / "pages").glob("*.css")])
BUDGET = 20_000  # bytes, compressed


def rules(name: str) -> str:
    """The sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", (CSS / name).read_text(), flags=re.DOTALL)


@pytest.mark.parametrize("name", SHEETS)
def test_no_stylesheet_changes_the_letters_that_a_translator_typed(name):
    # capitals by CSS break Irish mutations, Greek accents and the hashtag
    assert re.findall(r"text-transform\s*:\s*(?!none)\w+", rules(name)) == []


@pytest.mark.parametrize("name", OURS)
def test_nothing_is_important_and_nothing_has_an_id(name):
    assert re.findall(r"!\s*important|(?:^|[\s,}])#[a-z][\w-]*\s*[{,:.]", rules(name), re.MULTILINE) == []


@pytest.mark.parametrize("name", OURS)
def test_sides_are_start_and_end_so_that_a_page_can_run_from_right_to_left(name):
    assert re.findall(SIDES, rules(name)) == []


def four_values(text: str) -> list[list[str]]:
    """The values of margins and paddings that name all four sides: physical ones, however they are written."""
    for inner in (r"\([^()]*\)",) * 3:
        text = re.sub(inner, "@", text)
    found = re.findall(r"\b(?:padding|margin|inset|scroll-margin|scroll-padding|border-width)\s*:\s*([^;{}]+)", text)
    return [value.split() for value in found if len(value.split()) == 4]


def lopsided(values: list[str]) -> bool:
    """Whether start and end differ; what was in brackets is not compared."""
    return values[1] != values[3]


@pytest.mark.parametrize("name", OURS)
def test_no_short_form_gives_left_and_right_different_room(name):
    assert [values for values in four_values(rules(name)) if lopsided(values)] == []


@pytest.mark.parametrize("name", SHEETS)
def test_every_custom_property_that_is_used_is_defined(name):
    text = rules(name)
    used, defined = set(re.findall(r"var\((--[\w-]+)\)", text)), set(re.findall(r"(--[\w-]+)\s*:", text))
    assert used - defined == set()


@pytest.mark.parametrize("name", SHEETS)
def test_no_stylesheet_asks_another_house(name):
    assert re.findall(r"@import|url\(\s*[\"']?(?:https?:)?//", rules(name)) == []


def test_the_one_stylesheet_fits_into_its_budget():
    assert len(gzip.compress(joined.stylesheet(CSS.parent).encode())) <= BUDGET


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_part_is_short_says_what_it_is_and_stands_in_one_layer(part):
    lines = part.read_text().splitlines()
    assert len(lines) <= 80
    assert lines[0].startswith("/* ")
    assert len(re.findall(r"^@layer \w+ \{$", part.read_text(), re.MULTILINE)) <= 1
