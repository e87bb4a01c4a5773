"""Every word that a visitor can see or hear is a message for translators: with all messages marked, none is bare.

The marks stand where the translations would; what is left between them was typed into a template or into code.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeData, mark_safe

from campaign.languages import NATIVE
from petitions import countries, forms, wordings
from tests.crawl import browser, public_pages, token_pages
from tests.pages import tree

OPEN, CLOSE = "⟦", "⟧"
NAMES = {
    "#ChildSafetyON", "#ChildSafety", "ON", "| #ChildSafetyON", "ECPAT", "ECLAG", "takeitdown.ncmec.org",
    "Bluesky", "Facebook", "LinkedIn", "Mastodon", "Reddit", "Signal", "Telegram", "Threads", "WhatsApp", "X",
    *NATIVE.values(),
}  # fmt: skip
SPOKEN = ("title", "alt", "aria-label", "placeholder", "data-sending", "data-text", "data-typo", "data-typo-yes",
          "data-typo-no", "label")  # fmt: skip
METAS = ("description", "og:title", "og:description", "og:image:alt")
SITE = f"{settings.SITE_ORIGIN}/"  # an address of ours, shown to be copied
HERE = urlsplit(SITE).netloc + "/"  # and on paper
SILENT = ("script", "style", "template", "time")  # dates are CLDR's
FILE = re.compile(r"(?:SVG|PNG), \d+ kB")


def marked(message: str) -> str:
    if not message:
        return message
    whole = f"{OPEN}{message}{CLOSE}"
    return mark_safe(whole) if isinstance(message, SafeData) else whole


@pytest.fixture
def _every_message_is_marked(petition, monkeypatch):
    """Each message of English comes back as ⟦message⟧; what was remembered of words is forgotten before and after."""
    originals = {name: getattr(translation._trans, name) for name in ("gettext", "pgettext", "ngettext", "npgettext")}
    for name, original in originals.items():
        monkeypatch.setattr(translation._trans, name, lambda *words, _of=original: marked(_of(*words)))
    forms.country_options.cache_clear()
    wordings.forget_what_this_process_knows()
    wordings.record(petition)  # the marked words of the petition are words of their own
    yield
    forms.country_options.cache_clear()


def unmarked(html: str) -> set[str]:
    """Words outside of all marks: in texts, in what is read aloud, and in what search machines show."""
    root = tree(html)
    found = {run for texts in (_stream(root), *map(_alone, _attributes(root))) for run in _outside(texts)}
    words = {run for run in found if re.search(r"[^\W\d_]", run) and SITE not in run and not run.startswith(HERE)}
    return {run for run in words if run.removesuffix(":") not in allowed() and not FILE.fullmatch(run)}


def allowed() -> set[str]:
    """Names, and what the operator and CLDR say in their own words."""
    about = {settings.SITE_NAME, *(str(value) for value in settings.CONTROLLER.values())}
    return NAMES | about | {code.upper() for code in NATIVE} | set(countries.names("en").values())


def _stream(root: Element) -> Iterator[str]:
    """All texts in the order in which they are read; a message may hold tags, and marks may close behind them."""
    if root.tag not in SILENT and root.get("translate") != "no":
        yield root.text or ""
        for child in root:
            yield from _stream(child)
            yield child.tail or ""


def _attributes(root: Element) -> Iterator[str]:
    for element in root.iter():
        yield from (element.get(name, "") for name in SPOKEN if element.tag != "link")
        if element.tag == "meta" and (element.get("name") or element.get("property")) in METAS:
            yield element.get("content", "")


def _alone(text: str) -> Iterator[str]:
    yield text


def _outside(texts: Iterator[str]) -> Iterator[str]:
    """Runs of text at depth 0."""
    depth = 0
    for text in texts:
        for part in re.split(f"([{OPEN}{CLOSE}])", text):
            depth += (part == OPEN) - (part == CLOSE)
            if depth == 0 and part != CLOSE and part.strip():
                yield " ".join(part.split())


@pytest.mark.usefixtures("_every_message_is_marked")
def test_every_word_of_a_public_page_is_a_message_for_translators():
    pages = {page: browser().get(page).content.decode() for page in [*public_pages(), "/en/nowhere/"]}
    assert {page: words for page, html in pages.items() if (words := unmarked(html))} == {}


@pytest.mark.usefixtures("_every_message_is_marked")
def test_every_word_of_a_personal_page_is_a_message_for_translators(sign, confirmed):
    pages = [*token_pages(sign("a@example.org")), *token_pages(confirmed("b@example.org"))]
    assert {page: words for page in pages if (words := unmarked(browser().get(page).content.decode()))} == {}


@pytest.mark.parametrize(
    "html",
    [
        "<p>Sign</p>", "<p>⟦Sign⟧ now</p>", "<p>⟦a <b>b</b>⟧ <i>now</i></p>", '<p title="now">⟦a⟧</p>',
        '<a aria-label="now">⟦a⟧</a>', "<option>now</option>", '<optgroup label="now"></optgroup>',
        "<title>now</title>", '<meta name="description" content="now">', '<meta property="og:title" content="now">',
    ],
)  # fmt: skip
def test_a_word_outside_the_marks_is_seen(html):
    assert len(unmarked(f"<html>{html}</html>")) == 1


def test_marked_words_names_and_numbers_are_let_through():
    html = "<p>⟦Run by: ⟦Us⟧ <b>here</b>⟧ 116&nbsp;111 <b>#ChildSafetyON</b> <a>Malti</a></p><script>let a</script>"
    assert unmarked(f"<html>{html}</html>") == set()
