"""Mail scanners: a thousand visits to the links of letters, by program and by browser, confirm nobody.

The smoke tier pays fifty visits, the full tier a thousand, of which a hundred with JavaScript.
"""

import itertools
import re

import pytest

from tests.journeys.supporter import link_of

PEOPLE = 10
TIERS = {"few": (40, 10), "a_thousand": (900, 100)}  # visits by a program, visits by a browser


@pytest.fixture(scope="module")
def waiting(demo) -> list[str]:
    """The links that ten people who have signed find in their letters."""
    people = [f"scanned{number}@example.org" for number in range(PEOPLE)]
    for email in people:
        demo.sign(email, language="en")
    letters = [demo.wait_for_letter(email, "confirm") for email in people]
    demo.wait_until_nothing_is_owed()
    return [link_of(letter, step) for letter in letters for step in ("confirm", "not-me")]


def visit_by_program(demo, links: list[str], times: int) -> None:
    """A GET, a HEAD, an OPTIONS …; and everything that the page names, as scanners do."""
    ways = itertools.cycle(["GET", "HEAD", "OPTIONS"])
    for link in itertools.islice(itertools.cycle(links), times):
        status, page = demo.ask(next(ways), link)
        assert status in (200, 405)
        for address in re.findall(r'(?:href|src)="(/[^"#]*)"', page.decode())[:3]:
            demo.get(address)


def visit_by_browser(page, links: list[str], times: int) -> None:
    """Scripts run, the mouse moves, the page is read to its end; nobody presses anything."""
    for link in itertools.islice(itertools.cycle(links), times):
        page.goto(link, wait_until="load")
        page.mouse.move(190, 420)
        page.mouse.wheel(0, 4000)
        page.wait_for_timeout(50)


@pytest.mark.parametrize("tier", ["few", pytest.param("a_thousand", marks=pytest.mark.every_view)])
def test_scanners_that_press_nothing_confirm_nobody_and_change_nothing_EM_01(tier, browse, demo, waiting):
    before, (programs, browsers) = (demo.signatures(), demo.confirmed()), TIERS[tier]
    visit_by_program(demo, waiting, programs)
    visit_by_browser(browse(), waiting, browsers)
    assert (demo.signatures(), demo.confirmed()) == before
