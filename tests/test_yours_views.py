"""The own page over the wire: asking for its link, what it shows, and what each of its buttons does."""

import html
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from petitions import briefly, counting, news_list, outbox, signing, tokens
from petitions.models import Letter, Signature, Wording
from tests import everything, states
from tests.crawl import browser, post, routes
from tests.past import close, move_back
from tests.test_signing_same_answer import statements_of
from tests.test_views_same_answer import whole

ANNA = "canary.anna@example.org"
ASK = "/en/petition/yours/"
BUTTONS = ("change", "start-news", "stop-news", "copy", "withdraw", "forget")
EVERY_STATE = pytest.mark.parametrize("state", states.EVERY, ids=lambda state: state.__name__)
HELD = [states.pending, states.confirmed, states.held, states.forgotten, states.kept]


def page(row: Signature, *, below: str = "", purpose: str = tokens.YOURS, **ago: float) -> str:
    token = tokens.make(purpose, row.pk, timezone.now() - timedelta(**ago))
    return f"/en/petition/yours/{token}/{below and below + '/'}"


def words(answer) -> str:
    """What stands between <main> and </main>, blanks folded."""
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL).group(0)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def data_for(button: str) -> dict[str, str]:
    shown = str(Wording.objects.get(kind="news", language="en").pk)
    return {"change": {"country": "FR", "language": "de"}, "start-news": {"shown": shown}}.get(button, {})


# --- asking for the link --------------------------------------------------------------------------------------------


@EVERY_STATE
def test_asking_answers_the_same_whatever_the_address_is_to_us_EM_27(client, sign, same_origin, state):
    state(sign, ANNA)
    known = client.post(ASK, {"email": ANNA}, headers=same_origin)
    unknown = client.post(ASK, {"email": "nobody@example.org"}, headers=same_origin)
    assert (whole(known), known.status_code, known["Location"]) == (whole(unknown), 303, f"{ASK}#sent")


@EVERY_STATE
def test_asking_runs_one_and_the_same_statement_for_every_state_EM_27(petition, sign, state):
    state(sign, ANNA)
    usual = statements_of(lambda: signing.ask_for_own_page(petition, "nobody@example.org", language="en"))
    ours = statements_of(lambda: signing.ask_for_own_page(petition, ANNA, language="en"))
    assert (len(ours), ours) == (1, usual)


def test_the_page_that_asks_is_one_constant_page(client, sign):
    before = whole(client.get(ASK))
    states.confirmed(sign, ANNA)
    assert (whole(client.get(ASK)), whole(client.get(ASK, {"email": ANNA}))) == (before, before)


@pytest.mark.parametrize("typed", ["", "anna@", '"><b>anna</b>@x', "anna@example.org,bela@example.org"])
def test_an_address_that_is_none_is_kept_for_mending(client, petition, same_origin, typed):
    answer = client.post(ASK, {"email": typed}, headers=same_origin)
    assert (answer.status_code, b"<b>anna" in answer.content, Letter.objects.count()) == (422, False, 0)
    assert "There is a problem" in words(answer)


def test_two_addresses_or_a_foreign_page_are_refused(client, petition, same_origin):
    assert client.post(ASK, {"email": [ANNA, "bela@example.org"]}, headers=same_origin).status_code == 400
    assert client.post(ASK, {"email": ANNA}, headers={"origin": "https://evil.example"}).status_code == 403


def test_asking_too_often_is_answered_with_a_pause(client, petition, same_origin, monkeypatch):
    monkeypatch.setattr("petitions.limits.WINDOWS", ((600, 1),))
    ask = {"headers": same_origin, "REMOTE_ADDR": "192.0.2.9"}
    answers = [client.post(ASK, {"email": ANNA}, **ask) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 429]
    assert (int(answers[1]["Retry-After"]) % 60, ANNA.encode() in answers[1].content) == (0, True)


def test_without_a_key_to_seal_with_the_form_is_on_a_break(petition, monkeypatch):
    monkeypatch.setattr(settings, "VAULT_PUBLIC_KEYS", [])
    answer = post(ASK, {"email": ANNA})
    assert (answer.status_code, "Retry-After" in answer, Letter.objects.count()) == (503, True, 0)


# --- the page -------------------------------------------------------------------------------------------------------

LOCKED = "locked. We forget it on this day:"
SHOWN = {
    "pending": ("State: not yet confirmed", f"Name: {LOCKED}", f"E-mail address: {LOCKED}"),
    "confirmed": ("State: confirmed", f"Name: {LOCKED}", "Day of confirmation:", "Consent text, version: 1"),
    "held": ("State: set aside until we have checked it", "If you think this is wrong, write to us:"),
    "forgotten": ("State: counted, data forgotten", "Name and e-mail address: forgotten", "This page shows all that"),
    "kept": ("State: counted, data forgotten", "Name and e-mail address: forgotten", "This page shows all that"),
}
ALWAYS = ("Coded fingerprint of your address: yes", "Country: Germany", "Language: English", "News: off",
          "Petition text, version: 1", "Everything is deleted at the latest on", "Withdraw my support")  # fmt: skip


@pytest.mark.parametrize("state", HELD, ids=lambda state: state.__name__)
def test_the_page_says_all_that_we_hold_and_shows_no_name_and_no_address_PV_20(sign, state):
    row = state(lambda email: sign(email, name="Canary Name"), ANNA)
    answer = browser().get(page(row))
    said = words(answer)
    assert [line for line in (*ALWAYS, *SHOWN[state.__name__]) if line not in said] == []
    assert (answer.status_code, "canary" in answer.content.decode().lower()) == (200, False)


@pytest.mark.parametrize(
    ("state", "ways"),
    [(states.pending, 1), (states.confirmed, 2), (states.held, 2), (states.forgotten, 1), (states.kept, 1)],
)
def test_being_forgotten_is_offered_while_there_is_something_to_forget(sign, state, ways):
    said = words(browser().get(page(state(sign, ANNA))))
    assert (said.count("This can’t be undone."), "There are two ways." in said) == (ways, ways == 2)


def test_who_gets_news_reads_how_long_we_keep_name_and_address(sign):
    said = words(browser().get(page(signing.confirm(sign(ANNA, news=True).pk))))
    assert "Name and e-mail address: locked. We keep them until you leave the news." in said
    assert ("Stop the news" in said, "Start the news" in said, "News: on" in said) == (True, False, True)


def test_who_gets_none_reads_beside_the_button_what_it_agrees_to(sign):
    said = words(browser().get(page(states.confirmed(sign, ANNA))))
    assert "may e-mail me news about this campaign, about once a month. I can stop at any time. Start the news" in said


def test_words_for_news_that_are_in_no_record_are_not_offered(sign):
    row = states.confirmed(sign, ANNA)
    Wording.objects.filter(kind="news", language="en").update(sha256="other")
    briefly.forget_everything()
    assert "Start the news" not in words(browser().get(page(row)))


def test_an_old_link_leads_to_the_form_for_a_new_one(sign):
    row = states.confirmed(sign, ANNA)
    answer = browser().get(page(row, purpose=tokens.YOURS_ASKED, hours=25))
    assert (answer.status_code, "This link is too old." in words(answer)) == (410, True)
    assert 'name="email"' in answer.content.decode()
    assert browser().get(page(row, purpose=tokens.YOURS_ASKED, hours=23)).status_code == 200


def test_a_cut_link_and_one_of_a_deleted_row_are_answered_alike(sign):
    row = states.confirmed(sign, ANNA)
    link = page(row)
    signing.withdraw(row.pk)
    answers = [browser().get(address) for address in (link, link[:-3] + "/", "/en/petition/yours/x/")]
    assert {(answer.status_code, words(answer)) for answer in answers} == {(404, words(answers[0]))}


def test_a_link_for_another_purpose_opens_no_own_page(sign):
    row = states.confirmed(sign, ANNA)
    for purpose in (tokens.CONFIRM, tokens.WITHDRAW, tokens.NOT_ME, tokens.NEWS_STOP_SIGNED):
        assert browser().get(page(row, purpose=purpose)).status_code == 404


def test_no_page_behind_the_link_leads_to_a_foreign_site(sign):
    for state in HELD:
        source = browser().get(page(state(sign, f"{state.__name__}@example.org"))).content.decode()
        links = re.findall(r'(?:href|src|action)="(https?://[^"]+)"', source)
        assert [link for link in links if not link.startswith(settings.SITE_ORIGIN)] == []


# --- the buttons ----------------------------------------------------------------------------------------------------


def test_every_button_has_an_address_of_its_own():
    below = {route.split("<str:token>/")[1].strip("/") for route in routes() if route.startswith("en/petition/yours/<")}
    assert below - {""} == set(BUTTONS)


@pytest.mark.parametrize("button", BUTTONS)
def test_looking_at_a_button_s_address_does_nothing(sign, button):
    row = states.confirmed(sign, ANNA)
    before = everything.rows()
    answers = [browser().generic(method, page(row, below=button)) for method in ("GET", "HEAD")]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(303, page(row))}
    assert browser().generic("OPTIONS", page(row, below=button)).status_code == 405
    assert everything.rows() == before


@pytest.mark.parametrize("button", BUTTONS)
@pytest.mark.parametrize(
    ("site", "sender"), [(None, None), ("cross-site", "null"), ("same-origin", settings.SITE_ORIGIN)]
)
def test_the_link_is_the_authority_wherever_it_was_opened(sign, button, site, sender):
    row = states.confirmed(sign, ANNA)
    answer = post(page(row, below=button), data_for(button), sec_fetch_site=site, origin=sender)
    assert (answer.status_code, "no-store" in answer["Cache-Control"], answer.cookies.output()) == (303, True, "")


@pytest.mark.parametrize("button", BUTTONS)
def test_without_a_good_link_no_button_does_anything(sign, button):
    row = states.confirmed(sign, ANNA)
    before = everything.rows()
    links = [page(row, below=button, purpose=tokens.WITHDRAW), f"/en/petition/yours/x/{button}/"]
    assert [post(link, data_for(button)).status_code for link in links] == [404, 404]
    late = page(row, below=button, purpose=tokens.YOURS_ASKED, hours=25)
    assert (post(late, data_for(button)).status_code, everything.rows() == before) == (410, True)


@pytest.mark.parametrize("button", BUTTONS)
def test_a_second_press_of_any_button_answers_like_the_first(sign, button):
    link = page(signing.confirm(sign(ANNA, news=True).pk), below=button)
    answers = [post(link, data_for(button)) for _ in range(2)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(303, answers[0]["Location"])}


@pytest.mark.parametrize(("button", "done"), [("withdraw", "withdrawn"), ("forget", "forgotten")])
def test_who_has_left_is_on_a_page_without_the_link_and_it_says_what_stays(sign, button, done):
    answer = post(page(states.confirmed(sign, ANNA), below=button))
    assert (answer.status_code, answer["Location"]) == (303, f"/en/petition/{done}/")
    assert "What stays for a short time:" in words(browser().get(answer["Location"]))


def test_change_moves_the_number_and_comes_back_to_the_page(petition, sign):
    row = states.confirmed(sign, ANNA)
    answer = post(page(row, below="change"), {"country": "MT", "language": "de"})
    counting.refresh()
    assert re.fullmatch(r"/en/petition/yours/[^/]+/#saved", answer["Location"])
    assert [cell[2:] for cell in counting.cells()] == [("MT", "de", 1)]


def test_a_country_that_is_none_is_shown_again_with_what_to_mend(sign):
    row = states.confirmed(sign, ANNA)
    answer = post(page(row, below="change"), {"country": "XX", "language": "de"})
    assert (answer.status_code, "Choose a country from the list" in words(answer)) == (422, True)
    assert re.search('<option value="de"[^>]* selected', answer.content.decode())


def test_a_final_number_is_not_changed_and_the_page_does_not_say_saved(petition, sign):
    row = states.confirmed(sign, ANNA)
    close(petition, hours=25)
    answer = post(page(row, below="change"), {"country": "MT", "language": "de"})
    assert ("#" in answer["Location"], Signature.objects.get().country) == (False, "DE")


def test_news_is_started_by_words_of_today_or_of_an_older_page_and_by_no_others(petition, sign):
    row = states.confirmed(sign, ANNA)
    for wrong in ("", "x", "999999", str(Wording.objects.get(kind="consent", language="en").pk)):
        answer = post(page(row, below="start-news"), {"shown": wrong})
        assert (answer.status_code, "The text on this page has changed." in words(answer)) == (422, True)
        assert '<option value="DE" selected>' in answer.content.decode()  # the other form is as it was
    assert post(page(row, below="start-news"), data_for("start-news")).status_code == 303
    assert news_list.count(petition.pk) == 1


def test_stop_the_news_stops_it(petition, sign):
    row = signing.confirm(sign(ANNA, news=True).pk)
    post(page(row, below="stop-news"))
    assert (news_list.count(petition.pk), Signature.objects.count()) == (0, 1)


def test_a_waiting_signature_can_be_deleted_and_not_kept_without_a_person(sign):
    row = sign(ANNA)
    answer = post(page(row, below="forget"))
    assert (answer.status_code, answer["Location"].startswith("/en/petition/yours/"), Signature.objects.count()) == (
        303, True, 1,
    )  # fmt: skip
    post(page(row, below="withdraw"))
    assert (Signature.objects.count(), Letter.objects.filter(closed_at=None).count()) == (0, 0)


@pytest.mark.parametrize("button", ["change", "start-news"])
def test_a_field_that_comes_twice_is_refused(sign, button):
    row = states.confirmed(sign, ANNA)
    twice = "country=DE&country=FR&language=en&shown=1&shown=2"
    assert post(page(row, below=button), twice).status_code == 400


def test_a_withdrawal_is_done_and_the_address_gone_within_a_minute_PV_10(petition, sign):
    row = states.confirmed(sign, ANNA)
    counting.refresh()
    post(page(row, below="withdraw"))
    counting.refresh()
    assert (Signature.objects.count(), counting.confirmed(petition.pk)) == (0, 0)
    move_back(Letter.objects.get(kind="withdrawn"), seconds=61)
    outbox.expire()
    assert Letter.objects.exclude(sealed_to=None).count() == 0
