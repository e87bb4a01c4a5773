"""Rules that every stylesheet keeps: words as typed, no fight for the last word, both writing directions."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parent.parent / "static" / "css"
SHEETS = sorted(path.name for path in CSS.glob("*.css"))
# Django's own ids and sides stand in the staff area's sheet.
OURS = [name for name in SHEETS if name != "staff.css"]
SIDES = (
    r"(?<!area-)\b(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b"
    r"|[{;]\s*(?:left|right|width|height)\s*:"
)


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


@pytest.mark.parametrize("name", SHEETS)
def test_every_custom_property_that_is_used_is_defined(name):
    text = rules(name)
    used, defined = set(re.findall(r"var\((--[\w-]+)\)", text)), set(re.findall(r"(--[\w-]+)\s*:", text))
    assert used - defined == set()


@pytest.mark.parametrize("name", SHEETS)
def test_no_stylesheet_asks_another_house(name):
    assert re.findall(r"@import|url\(\s*[\"']?(?:https?:)?//", rules(name)) == []
