"""Everybody can read what people signed: every version in its language, what changed, why, and a check number."""

import hashlib
import re

import pytest
from django.conf import settings

from campaign import privacy_notice
from petitions import briefly, outbox, wordings, wordings_count
from petitions.models import Wording
from tests.crawl import browser

PAGE = "/en/petition/wordings/"


@pytest.fixture
def released(petition):
    privacy_notice.record(petition)
    return petition


@pytest.fixture
def corrected(released):
    """The consent in English got a second version: "ask" became "beg"."""
    first = Wording.objects.get(kind="consent", language="en")
    Wording.objects.filter(pk=first.pk).update(body="<p>We ask you.</p>", sha256=wordings.fingerprint("old"))
    wordings.record_texts(released, {("consent", "en"): "<p>We beg you.</p>"})
    Wording.objects.filter(kind="consent", language="en", version=2).update(reason="A word that nobody understood.")
    return released


def get(path: str = PAGE) -> str:
    briefly.forget_everything()
    answer = browser().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def section(page: str, kind: str) -> str:
    return re.sub(r">\s+<", "><", page.partition(f'<section id="{kind}">')[2].partition("</section>")[0])


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_every_kind_of_text_stands_on_the_page_with_its_version_in_each_language(released, language):
    page = get(f"/{language}/petition/wordings/")
    for row in Wording.objects.filter(language=language):
        words = section(page, row.kind)
        assert f'href="/{language}/petition/wordings/{row.kind}/1/"' in words
        assert f"{row.sha256[:12]}…" in words


def test_the_first_version_says_that_it_is_the_first(released):
    assert "This is the first version." in section(get(), "petition")


def test_a_correction_is_shown_as_words_removed_and_added_with_its_reason(corrected):
    words = section(get(), "consent")
    assert "<p><strong>Removed:</strong> We <del>ask</del> you.</p>" in words
    assert "<p><strong>Added:</strong> We <ins>beg</ins> you.</p>" in words
    assert "<p>Reason: A word that nobody understood.</p>" in words
    assert (words.index("Version: 2") < words.index("Version: 1"), "What changed" in words) == (True, True)


def test_a_reason_in_english_is_marked_as_english_on_other_pages(released):
    wordings.record_texts(released, {("consent", "de"): "<p>Neu.</p>"})
    Wording.objects.filter(kind="consent", language="de", version=2).update(reason="A & B.")
    assert '<span lang="en">A &amp; B.</span>' in get("/de/petition/wordings/")


def test_a_number_that_may_be_told_stands_beside_its_version(released, monkeypatch):
    number = wordings.current(released.pk, "en")[0]
    monkeypatch.setattr(wordings_count, "public", lambda petition: {number: 1234})
    assert get().count("Signatures with this version:") == 1
    assert "Signatures with this version: 1,234" in section(get(), "petition")


def test_the_exact_words_of_a_version_can_be_read(corrected):
    page = get("/en/petition/wordings/consent/1/")
    assert '<section class="exact-words"><p>We ask you.</p></section>' in page
    assert Wording.objects.get(kind="consent", language="en", version=1).sha256 in page


@pytest.mark.parametrize("kind", ["petition", "consent", "news", "news_list", "privacy"])
def test_anybody_can_make_the_check_number_again_from_the_file_PV_08(released, kind):
    body = browser().get(f"/mt/petition/wordings/{kind}/1/words.txt").content
    number = hashlib.sha256(body).hexdigest()
    assert number == Wording.objects.get(kind=kind, language="mt").sha256
    assert number in get(f"/mt/petition/wordings/{kind}/1/")


def test_a_version_that_this_language_never_had_leads_to_the_list(released):
    for number in ("7", "99999999999999999999999"):
        answer = browser().get(f"/de/petition/wordings/consent/{number}/")
        assert (answer.status_code, answer["Location"]) == (302, "/de/petition/wordings/")


@pytest.mark.parametrize("path", ["nothing/1/", "consent/7/words.txt", "consent/-1/", "consent/one/"])
def test_what_is_not_there_is_not_found(released, path):
    assert browser().get(PAGE + path).status_code == 404


def test_a_kind_that_was_never_recorded_has_no_heading(petition):
    assert ('id="privacy"' in get(), 'id="consent"' in get()) == (False, True)


def test_the_receipt_leads_to_the_very_version_that_was_signed(petition, confirmed, mailoutbox):
    row = confirmed(language="de")
    wordings.record_texts(petition, {("petition", "de"): "<p>Neu.</p>"})
    outbox.pay()
    assert (
        f"{settings.SITE_ORIGIN}/de/petition/wordings/petition/{row.petition_wording.version}/" in mailoutbox[-1].body
    )
