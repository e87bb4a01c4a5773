"""The page with the form: what a supporter sends, what is answered, and that nothing typed is ever lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from petitions import briefly, limits, wordings
from petitions.models import Letter, Petition, Signature, Wording
from tests import everything
from tests.past import close

PAGE, NEXT = "/en/petition/", "/en/petition/check-your-email/"
TYPED = {"name": 'Ann <b>"O\'Neill" & Co</b>', "email": "anna@example", "country": "FR", "consent": "on", "news": "on"}


@pytest.fixture
def post(client, same_origin, petition):
    """Send the form as a browser does: post(name="Anna") or post("/de/petition/", consent=None)."""

    def act(page=PAGE, *, address="127.0.0.1", **fields):
        form = {"name": "Anna Example", "email": "anna@example.org", "country": "DE", "consent": "on"} | fields
        sent = {name: value for name, value in form.items() if value is not None}
        return client.post(page, sent, headers=same_origin, REMOTE_ADDR=address)

    return act


def words(response) -> str:
    return unescape(response.content.decode())


def value_of(response, field: str) -> str:
    """What stands in an input, as the browser reads it."""
    tag = re.search(rf'<input[^>]*\bname="{field}"[^>]*>', response.content.decode()).group()
    value = re.search(r'value="([^"]*)"', tag)
    return unescape(value.group(1)) if value else ""


def errors_of(response) -> set[str]:
    """The fields that the page calls wrong."""
    return set(re.findall(r'<(?:input|select)[^>]*\bname="(\w+)"[^>]*aria-invalid="true"', response.content.decode()))


# --- taken in -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_a_signature_is_taken_in_and_its_owner_is_sent_to_the_next_step(post, language):
    answer = post(f"/{language}/petition/")
    row = Signature.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/{language}/petition/check-your-email/")
    assert (row.language, row.country, row.confirmed_at, Letter.objects.get().signature_id) == (
        language, "DE", None, row.pk,
    )  # fmt: skip


def test_the_answer_to_a_signature_is_kept_by_nobody_and_sets_no_cookie(post):
    answer = post()
    assert (answer["Cache-Control"], answer.cookies.output(), answer.content) == ("no-store", "", b"")


def test_a_page_that_a_cache_kept_for_a_day_still_submits(post, client):
    shown = value_of(client.get(PAGE), "shown")
    Wording.objects.filter(language="en").update(sha256="0" * 64, recorded_at=timezone.now() - timedelta(days=1))
    wordings.record(Petition.objects.get())
    assert post(shown=shown).status_code == 303
    assert Signature.objects.get().consent_wording_id == int(shown.split("-")[1])


def test_fields_that_we_do_not_ask_for_change_nothing_in_the_row(post):
    post(confirmed_at="2026-01-01", id="7", petition="9", held_reason="report", unanswered="5", language="de")
    row = Signature.objects.get()
    assert (row.confirmed_at, row.held_reason, row.unanswered, row.language) == (None, "", 0, "en")


# --- to be mended ---------------------------------------------------------------------------------------------------


def test_an_empty_form_names_every_field_that_is_missing(client, same_origin, petition):
    answer = client.post(PAGE, {}, headers=same_origin)
    assert (answer.status_code, errors_of(answer)) == (422, {"name", "email", "country", "consent"})
    assert Signature.objects.count() == 0


def test_everything_that_was_typed_is_kept_and_harmless(post):
    answer = post(**TYPED)
    page = answer.content.decode()
    assert (answer.status_code, errors_of(answer)) == (422, {"email"})
    assert [value_of(answer, field) for field in ("name", "email")] == [TYPED["name"], TYPED["email"]]
    assert (TYPED["name"] in page, escape(TYPED["name"]) in page) == (False, True)
    assert re.findall(r'<option value="(\w+)" selected', page) == ["FR"]
    assert len(re.findall(r'<input type="checkbox"[^>]* checked', page)) == 2


def test_nothing_is_ticked_before_somebody_ticks_it(client, petition):
    page = client.get(PAGE).content.decode()
    assert (page.count('type="checkbox"'), re.findall(r"<input[^>]* checked", page)) == (2, [])


@pytest.mark.parametrize("consent", [None, "off", "0", "true", "ON"])
def test_without_consent_there_is_no_signature(post, consent):
    answer = post(consent=consent)
    assert (answer.status_code, errors_of(answer), Signature.objects.count()) == (422, {"consent"}, 0)


def test_the_page_to_be_mended_is_kept_by_nobody(post):
    assert post(email="").get("Cache-Control") == "no-store"


def test_words_that_we_never_showed_bring_the_current_ones_and_keep_what_was_typed(post, client):
    current = value_of(client.get(PAGE), "shown")
    answer = post(shown="999001-999002-999003", name="Anna Ö", news="on")
    assert (answer.status_code, value_of(answer, "shown"), value_of(answer, "name")) == (422, current, "Anna Ö")
    assert "The text on this page has changed." in words(answer)
    assert post(shown=value_of(answer, "shown")).status_code == 303


@pytest.mark.parametrize("shown", ["x", "1", "1-2", "1-2-3-4", "1 OR 1=1", "-1-2-3", "1-2-99999999999999999999"])
def test_a_garbled_list_of_words_brings_the_current_ones_too(post, shown):
    answer = post(shown=shown)
    assert (answer.status_code, Signature.objects.count()) == (422, 0)


def test_a_filled_trap_is_told_and_nothing_is_lost_AB_01(post):
    answer = post(contact_time="noon")
    assert (answer.status_code, value_of(answer, "email"), Signature.objects.count()) == (422, "anna@example.org", 0)
    assert "Please leave this field empty." in words(answer)


def test_who_never_saw_the_trap_sees_it_empty_and_one_more_press_signs_AB_01(post):
    """A browser that fills forms in by itself had filled it."""
    answer = post(contact_time="noon")
    assert 'class="field field-trap has-error"' in answer.content.decode()
    again = post(**{name: value_of(answer, name) for name in ("name", "email", "contact_time")})
    assert (value_of(answer, "contact_time"), again.status_code, Signature.objects.count()) == ("", 303, 1)


# --- refused --------------------------------------------------------------------------------------------------------


def refused(answer) -> tuple[int, int, int]:
    return answer.status_code, Signature.objects.count(), Letter.objects.count()


def test_a_form_from_a_foreign_page_is_refused(client, petition):
    foreign = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert refused(client.post(PAGE, TYPED | {"email": "anna@example.org"}, headers=foreign)) == (403, 0, 0)


def test_a_field_that_comes_twice_is_a_bad_request(post):
    assert refused(post(email=["anna@example.org", "bela@example.org"])) == (400, 0, 0)


def test_a_body_of_more_than_32_kilobytes_is_too_large(post):
    assert refused(post(name="a" * 33_000)) == (413, 0, 0)


def test_a_body_that_is_no_form_is_of_the_wrong_kind(client, same_origin, petition):
    answer = client.post(PAGE, {"email": "anna@example.org"}, headers=same_origin, content_type="application/json")
    assert refused(answer) == (415, 0, 0)


def test_after_closing_the_page_says_so_and_takes_nothing_in(post, petition):
    close(petition, seconds=1)
    answer = post()
    assert refused(answer) == (410, 0, 0)
    assert ("This petition is closed" in words(answer), "<form" in words(answer)) == (True, False)


def test_before_opening_nothing_is_taken_in(post, petition):
    Petition.objects.update(opens_at=timezone.now() + timedelta(days=1))
    briefly.forget_everything()
    status, *saved = refused(post())
    assert (status in (410, 422), saved) == (True, [0, 0])


def test_too_many_tries_from_one_network_are_asked_to_wait_and_lose_nothing(post, monkeypatch):
    monkeypatch.setattr(limits, "WINDOWS", ((600, 2),))
    answers = [post(**TYPED, address="198.51.100.7") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    minutes = int(re.search(r"Minutes to wait: (\d+)", words(answers[2])).group(1))
    assert (answers[2]["Retry-After"], answers[2]["Cache-Control"]) == (str(minutes * 60), "no-store")
    assert [value_of(answers[2], field) for field in ("name", "email")] == [TYPED["name"], TYPED["email"]]


def test_on_this_machine_itself_nobody_is_limited(post, monkeypatch):
    monkeypatch.setattr(limits, "WINDOWS", ((600, 2),))
    monkeypatch.setattr(settings, "LIMIT_LOOPBACK", False)
    assert {post().status_code for _ in range(5)} == {303}


# --- out of order ---------------------------------------------------------------------------------------------------


def unavailable(answer) -> tuple:
    return answer.status_code, answer["Retry-After"], answer["Cache-Control"], Signature.objects.count()


def test_without_a_public_key_signing_pauses_and_says_so(post, monkeypatch):
    monkeypatch.setattr(settings, "VAULT_PUBLIC_KEYS", [])
    answer = post()
    assert unavailable(answer) == (503, "60", "no-store", 0)
    assert "Your signature was not taken in." in words(answer)


def test_asking_again_without_a_public_key_pauses_too(post, monkeypatch):
    monkeypatch.setattr(settings, "VAULT_PUBLIC_KEYS", [])
    assert unavailable(post(NEXT)) == (503, "60", "no-store", 0)


def test_without_recorded_words_nothing_is_signed(post):
    Wording.objects.all().delete()
    wordings.forget_what_this_process_knows()
    assert unavailable(post()) == (503, "60", "no-store", 0)


def test_without_recorded_words_the_page_is_a_short_break_not_an_error_of_ours(client, petition):
    Wording.objects.all().delete()
    wordings.forget_what_this_process_knows()
    assert client.get(PAGE).status_code == 503


def test_before_the_release_step_every_page_is_a_short_break_not_an_error_of_ours(client, db):
    assert [client.get(reverse(page)).status_code for page in ("petition", "home", "thank_you")] == [503] * 3


def test_an_error_of_ours_tells_nothing_of_the_inside(client, petition, monkeypatch):
    monkeypatch.setattr("petitions.card.progress", lambda _: 1 / 0)
    client.raise_request_exception = False
    answer = client.get(PAGE)
    assert (answer.status_code, answer["Cache-Control"]) == (500, "no-store")
    assert re.findall(r"Traceback|ZeroDivision|/petitions/|site-packages", words(answer)) == []


def test_looking_at_the_page_changes_nothing(client, petition):
    before = everything.rows()
    for _ in range(3):
        client.get(PAGE)
    assert everything.rows() == before
