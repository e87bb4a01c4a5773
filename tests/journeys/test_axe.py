"""axe on every page: in English and German, light and dark, on the smallest phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.chromium import DESK
from tests.journeys.places import NAMES

SMALL = {"viewport": {"width": 320, "height": 700}, "reduced_motion": "reduce"}
EVERYTHING = {"resultTypes": ["violations"]}  # the other results are not read, and cost most of the time
CONTRAST = EVERYTHING | {"runOnly": ["color-contrast"]}
UNFOLD = "for (const one of document.querySelectorAll('details')) { one.removeAttribute('name'); one.open = true }"
OTHER = {"light": "dark", "dark": "light"}
# Every page meets each language, each theme and each width; contrast is looked at in both themes each time.
VIEWS = [("en", "light", SMALL), ("de", "dark", DESK)]


def violations(page, options=EVERYTHING) -> list[str]:
    """One line per place: rule and the element."""
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize(("language", "theme", "width"), VIEWS, ids=["en, light, 320 px", "de, dark, 1280 px"])
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(browse, places, name, language, theme, width):
    page = browse(**width, color_scheme=theme, locale=language)
    places.open(page, name, language=language)
    assert violations(page) == []
    page.emulate_media(color_scheme=OTHER[theme])
    assert violations(page, CONTRAST) == []


def test_axe_finds_nothing_with_everything_unfolded(browse):
    page = browse(**SMALL)
    page.goto("/de/petition/")
    page.evaluate(UNFOLD)
    assert violations(page) == []
