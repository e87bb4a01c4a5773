"""Django has no Maltese and half an Irish: so nothing that a visitor reads may come from its own catalogues."""

import pytest
from django.utils import translation

from campaign import catalog_extraction, samples
from campaign.errors import STATUSES
from tests.crawl import GOOD, browser, post, public_pages, token_pages


@pytest.fixture
def asked(petition, monkeypatch):
    """Every message that anything asks a translation for, from here on."""
    found: set[str] = set()

    def listening(original):
        return lambda *words: found.update(words[:1] if len(words) < 2 else words[:2]) or original(*words)

    for name in ("gettext", "ngettext"):
        monkeypatch.setattr(translation._trans, name, listening(getattr(translation._trans, name)))
    return found


def ours() -> set[str]:
    """Those of the staff area too: fields of a model name themselves, though no visitor reads it."""
    public = catalog_extraction.collect()
    ids = [
        message.id for source in (public, catalog_extraction.collect_staff(public)) for message in source if message.id
    ]
    return {text for found in ids for text in ([found] if isinstance(found, str) else found)}


def test_every_word_that_a_visitor_meets_is_in_our_own_catalogues(asked, sign, confirmed):
    for page in [*public_pages(), *token_pages(sign("a@example.org")), *token_pages(confirmed("b@example.org"))]:
        browser().get(page)
    for wrong in ({}, {"name": "x" * 200, "email": "a@@b", "country": "XX"}, GOOD | {"email": "a@gmial.com"}):
        post("/en/petition/", wrong), post("/en/stay-informed/", wrong)
    for status in STATUSES:
        samples.error(status, "en")
    for kind in samples.LETTERS:
        samples.letter(kind, "en")
    assert sorted(asked - ours()) == []
