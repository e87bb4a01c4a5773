"""Translators see each page and each letter in two languages beside each other; looking leaves nothing behind."""

import pytest

from campaign import samples, side_by_side
from tests import everything
from tests.crawl import public_pages, routes

EVERYTHING = [(kind, name) for kind, names in side_by_side.sheets().items() for name in names]


@pytest.fixture(autouse=True)
def _site(petition):
    """The petition, without which no page has a form."""


def test_every_public_page_every_personal_page_and_every_letter_can_be_looked_at():
    personal = {f"/{route}" for route in routes() if route.endswith("<str:token>/")}
    shown = {f"/en/{page}".replace("<token>", "<str:token>") for page in samples.pages()}
    assert personal | set(public_pages()) == shown


@pytest.mark.parametrize(("kind", "name"), EVERYTHING)
def test_both_languages_have_the_same_blocks(kind, name):
    before = everything.rows()
    rows = side_by_side.rows(kind, name, "en", "de")
    assert len(rows) > 2
    assert [row for row in rows if not row.left or not row.right] == []
    assert everything.rows() == before


def test_a_string_is_found_where_it_stands():
    kind, name, number = side_by_side.find("Sign the petition", "en")
    assert "Sign the petition" in side_by_side.blocks(kind, name, "en")[number][1]
    assert side_by_side.find("No page says this.", "en") is None


def test_who_is_made_up_is_never_somebody_who_really_signs_meanwhile(sign, monkeypatch):
    original = samples.signing.sign

    def sign_and_be_overtaken(petition, clean, *, language):
        original(petition, clean, language=language)
        monkeypatch.setattr(samples.signing, "sign", original)
        overtaken.append(sign("real@example.org").pk)

    overtaken: list[int] = []
    monkeypatch.setattr(samples.signing, "sign", sign_and_be_overtaken)
    with samples.undone("en"):
        made_up = samples._made_up("en")
        assert overtaken != [made_up.row.pk]
        assert (made_up.row.pk, overtaken) == (made_up.letter.signature_id, [made_up.row.pk + 1])
