"""Every figure on a page carries its source with year and link, and no doubtful source stands anywhere."""

import re
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest
from django.conf import settings

from tests.pages import reached, text_of, tree, with_class

# Sources of grade C, and drafts: nothing of them is shown (campaign brief, source register).
DOUBTFUL = {"vpnlab.io", "qoto.org", "folu.me", "uat.iwf.org.uk"}
FIGURE = re.compile(r"\d\s?%|\d{1,3}(?:,\d{3})+|\d(?:\.\d+)? million")
DATED = re.compile(r"\b20\d\d\b|\bundated\b")
OUR_OWN = ("sign-card", "progress", "thanks-count", "hero-count", "translations")  # counted by ourselves
PARTS = ("p", "li", "td", "dd", "figcaption", "h2", "h3")


@pytest.fixture(autouse=True)
def _site(petition):
    """The petition, without which no page has a form."""


def has_source(element: Element) -> bool:
    """Whether a source line with year and outward link stands in this element."""
    lines = [line for line in with_class(element, "source") if DATED.search(text_of(line))]
    return any(link.get("href", "").startswith("https://") for line in lines for link in line.iter("a"))


def figures_without_source(root: Element) -> list[str]:
    """Words with a figure in them whose nearest section, list item or box has no source."""
    above = {child: parent for parent in root.iter() for child in parent}
    found = [part for part in root.find("body").iter() if part.tag in PARTS and FIGURE.search(text_of(part))]
    innermost = [part for part in found if not any(inner is not part and inner in found for inner in part.iter())]
    return [text_of(part) for part in innermost if not _is_ours(part, above) and not _is_covered(part, above)]


def _upward(part: Element, above: dict[Element, Element]) -> list[Element]:
    way = [part]
    while way[-1] in above and way[-1].tag not in ("main", "body"):
        way.append(above[way[-1]])
    return way


def _is_ours(part: Element, above: dict[Element, Element]) -> bool:
    classes = {name for element in _upward(part, above) for name in element.get("class", "").split()}
    return bool(classes & set(OUR_OWN))


def _is_covered(part: Element, above: dict[Element, Element]) -> bool:
    """By a source in the same item, section or box, or in one of the next three elements."""
    way = _upward(part, above)
    if any(has_source(element) for element in way if element.tag in ("li", "section", "aside", "figure")):
        return True
    beside = list(above[part])
    return any(has_source(one) for one in beside[beside.index(part) :][1:4])


def test_every_figure_carries_source_year_and_link():
    bare = {path: figures_without_source(page.root) for path, page in reached("en").items()}
    assert {path: words for path, words in bare.items() if words} == {}


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_every_box_with_a_figure_links_to_its_source_in_every_language(language):
    for path, page in reached(language).items():
        for box in [*with_class(page.root, "figure"), *with_class(page.root, "fact")]:
            links = [link.get("href", "") for line in with_class(box, "source") for link in line.iter("a")]
            assert (path, [link[:8] for link in links[:1]]) == (path, ["https://"])


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_no_doubtful_source_is_linked_or_named(language):
    for path, page in reached(language).items():
        hosts = {urlsplit(link.get("href", "")).hostname or "" for link in page.root.iter("a")}
        named = {host for host in DOUBTFUL if host in text_of(page.root)}
        assert (path, hosts & (DOUBTFUL | {f"www.{host}" for host in DOUBTFUL}), named) == (path, set(), set())


@pytest.mark.parametrize(
    "link", ["", '<p class="source">IWF, 2024</p>', '<p class="source"><a href="https://a.b">IWF</a></p>']
)
def test_a_figure_without_source_year_or_link_is_named(link):
    page = tree(f"<html><body><main><section><p>62% of pages</p>{link}</section></main></body></html>")
    assert figures_without_source(page) == ["62% of pages"]


def test_a_figure_with_its_source_and_a_count_of_ours_are_let_through():
    source = '<p class="source"><a href="https://iwf.org.uk/">IWF, 2024</a></p>'
    ours = '<div class="sign-card"><p>Signatures: 12,482</p></div>'
    page = tree(f"<html><body><main>{ours}<section><p>62% of pages</p>{source}</section></main></body></html>")
    assert figures_without_source(page) == []
