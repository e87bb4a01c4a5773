"""The pages behind the links of letters: opening one changes nothing, pressing its button does what it says."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from petitions import counting, tokens
from petitions.models import Letter, Signature, Suppression
from tests import everything, states
from tests.past import close

ANNA = "canary.anna@example.org"
PURPOSES = {"confirm": tokens.CONFIRM, "withdraw": tokens.WITHDRAW, "not-me": tokens.NOT_ME, "yours": tokens.YOURS}


def address(page: str, row: Signature, *, language: str = "en", purpose: str = "", **ago: float) -> str:
    issued_at = timezone.now() - timedelta(**ago)
    return f"/{language}/petition/{page}/{tokens.make(purpose or PURPOSES[page], row.pk, issued_at)}/"


def text_of(answer) -> str:
    return answer.content.decode()


def number(petition) -> int:
    counting.refresh()
    return counting.confirmed(petition.pk)


# --- confirm --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PURPOSES)
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_scanner_that_opens_the_link_changes_nothing(client, sign, page, method):
    row = sign(ANNA)
    before = everything.rows()
    for _ in range(5):
        answer = getattr(client, method)(address(page, row))
        assert answer.status_code < 500
    assert everything.rows() == before


def test_pressing_the_button_confirms_and_leads_to_thanks_at_one_s_own_window(client, petition, sign):
    row = sign(ANNA, country="FR")
    answer = client.post(address("confirm", row))
    assert (answer.status_code, answer["Location"], number(petition)) == (303, "/en/petition/thank-you/#FR", 1)


def test_pressing_it_again_from_any_device_leads_to_the_same_thanks(client, petition, sign):
    row = sign(ANNA)
    answers = [client.post(address("confirm", row)) for _ in range(5)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(303, "/en/petition/thank-you/#DE")}
    assert number(petition) == 1


@pytest.mark.parametrize("headers", [{}, {"origin": "null"}, {"origin": "https://webmail.example"}])
@pytest.mark.parametrize("page", ["confirm", "withdraw", "not-me"])
def test_the_link_is_the_authority_wherever_the_button_was_pressed(client, sign, page, headers):
    assert client.post(address(page, sign(ANNA)), headers=headers).status_code in (200, 303)


def test_a_link_works_in_every_language_of_the_site(client, petition, sign):
    answer = client.post(address("confirm", sign(ANNA), language="de"))
    assert (answer["Location"], number(petition)) == ("/de/petition/thank-you/#DE", 1)


def test_a_link_works_for_fourteen_days(client, sign):
    assert client.get(address("confirm", sign(ANNA), days=13, hours=23)).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_expired_link_offers_to_sign_again_and_tells_nothing_about_the_person(client, sign, method):
    row = sign(ANNA, name="Canary Name")
    answer = getattr(client, method)(address("confirm", row, days=14, seconds=2))
    assert (answer.status_code, "canary" in text_of(answer).lower()) == (410, False)
    assert ('action="/en/petition/"' in text_of(answer), "This link is too old" in text_of(answer)) == (True, True)
    row.refresh_from_db()
    assert row.confirmed_at is None


def test_a_link_pressed_too_late_after_closing_says_so(client, petition, sign):
    row = sign(ANNA)
    close(petition, hours=25)
    answer = client.post(address("confirm", row))
    assert (answer.status_code, number(petition)) == (410, 0)
    assert "Your link came after the end" in text_of(answer)


@pytest.mark.parametrize("page", PURPOSES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_of_a_row_that_is_gone_is_unknown(client, sign, same_origin, page, method):
    row = sign(ANNA)
    link = address(page, row)
    Signature.objects.all().delete()
    status = 405 if (page, method) == ("yours", "post") else 404  # the own page has no button of its own
    assert getattr(client, method)(link, headers=same_origin).status_code == status


@pytest.mark.parametrize("page", PURPOSES)
@pytest.mark.parametrize("purpose", PURPOSES.values())
def test_a_link_of_one_purpose_opens_no_page_of_another(client, sign, page, purpose):
    answer = client.get(address(page, sign(ANNA), purpose=purpose))
    assert answer.status_code == (200 if purpose == PURPOSES[page] else 404)


@pytest.mark.parametrize("page", PURPOSES)
def test_every_false_link_gets_one_and_the_same_page(client, sign, page):
    row = sign(ANNA)
    true = tokens.make(PURPOSES[page], row.pk, timezone.now())
    other = tokens.make(PURPOSES[page], row.pk + 1, timezone.now())
    false = (true[:-1], true + "A", true.swapcase(), true + ".", "x", "A" * 38, "A" * 10_000, "é", other)
    answers = [client.get(f"/en/petition/{page}/{token}/") for token in false]
    bodies = {re.sub(rf"/{page}/[^/\"]*/", "", text_of(answer)) for answer in answers}
    assert ({answer.status_code for answer in answers}, len(bodies)) == ({404}, 1)


@pytest.mark.parametrize("page", PURPOSES)
def test_who_opens_a_link_that_was_cut_is_told_to_copy_the_whole_of_it(client, sign, page):
    answer = client.get(address(page, sign(ANNA))[:-2] + "/")
    sentence = "Please copy the whole link from the e-mail into your browser."
    assert (answer.status_code, sentence in text_of(answer)) == (404, True)


# --- withdraw -------------------------------------------------------------------------------------------------------


def test_withdrawing_deletes_counts_down_and_says_done(client, petition, sign):
    row = states.confirmed(sign, ANNA)
    assert number(petition) == 1
    answer = client.post(address("withdraw", row))
    assert (answer.status_code, answer["Location"], number(petition)) == (303, "/en/petition/withdrawn/", 0)
    assert Signature.objects.count() == 0


def test_a_link_to_withdraw_works_as_long_as_there_is_something_to_withdraw(client, sign):
    row = states.confirmed(sign, ANNA)
    link = address("withdraw", row, days=400)
    assert [client.get(link).status_code, client.post(link).status_code, client.get(link).status_code] == [
        200,
        303,
        404,
    ]


# --- not me ---------------------------------------------------------------------------------------------------------


def test_who_never_signed_is_deleted_and_told_what_stays(client, sign):
    answer = client.post(address("not-me", sign(ANNA)))
    assert (answer.status_code, "The entry is deleted" in text_of(answer)) == (200, True)
    assert (Signature.objects.count(), Suppression.objects.count()) == (0, 1)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_confirmed_signature_is_not_deleted_there_but_can_be_withdrawn(client, sign, method):
    row = states.confirmed(sign, ANNA)
    answer = getattr(client, method)(address("not-me", row))
    link = re.search(r'href="(/en/petition/withdraw/[^"]+)"', text_of(answer)).group(1)
    assert (answer.status_code, Signature.objects.count(), client.get(link).status_code) == (200, 1, 200)


def test_an_old_link_of_a_stranger_s_letter_says_that_it_is_too_old(client, sign):
    assert client.post(address("not-me", sign(ANNA), days=15)).status_code == 410
    assert Signature.objects.count() == 1


def test_the_confirm_page_leads_those_who_never_signed_to_the_way_out(client, sign):
    answer = client.get(address("confirm", sign(ANNA)))
    link = re.search(r'href="(/en/petition/not-me/[^"]+)"', text_of(answer)).group(1)
    assert client.post(link).status_code == 200
    assert Signature.objects.count() == 0


# --- the supporter's own page ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [states.pending, states.confirmed, states.held, states.forgotten])
def test_the_own_page_leads_to_leaving_in_every_state(client, sign, state):
    answer = client.get(address("yours", state(sign, ANNA)))
    button = re.search(r'action="(/en/petition/yours/[^"]+/withdraw/)"', text_of(answer)).group(1)
    assert (answer.status_code, client.post(button).status_code, Signature.objects.count()) == (200, 303, 0)


@pytest.mark.parametrize("page", PURPOSES)
@pytest.mark.parametrize("state", [states.pending, states.confirmed, states.forgotten])
def test_no_page_behind_a_link_shows_a_name_or_an_address(client, sign, page, state):
    row = state(lambda email: sign(email, name="Canary Name"), ANNA)
    answers = [client.get(address(page, row)), client.post(address(page, row))]
    assert ["canary" in text_of(answer).lower() for answer in answers] == [False, False]


@pytest.mark.parametrize("page", PURPOSES)
def test_pages_behind_a_link_are_kept_by_nobody_and_carry_no_cookie(client, sign, page):
    row = sign(ANNA)
    for answer in (
        client.get(address(page, row)),
        client.post(address(page, row)),
        client.get(f"/en/petition/{page}/x/"),
    ):
        assert ("no-store" in answer["Cache-Control"], answer.cookies.output()) == (True, "")


def test_what_is_owed_after_each_button(client, sign):
    row = sign(ANNA)
    client.post(address("confirm", row))
    client.post(address("withdraw", row))
    letters = Letter.objects.order_by("id").values_list("kind", "outcome")
    assert list(letters) == [("reply", "dropped"), ("receipt", "dropped"), ("withdrawn", "")]
