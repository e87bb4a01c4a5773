"""The pages of the news: GET looks, POST acts, and no answer tells whether an address is on the list."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from petitions import news_list, tokens, wordings
from petitions.models import Letter, Signature, Subscriber
from tests import news_states
from tests.crawl import browser, post
from tests.everything import rows
from tests.past import end
from tests.test_views_same_answer import whole
from tests.test_wordings import between, folded

ANNA, PAGE, CHECK = "anna@example.org", "/en/stay-informed/", "/en/stay-informed/check-your-email/"
GOOD = {"email": ANNA, "language": "de", "consent": "on"}
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def confirm_link(row: Subscriber, **ago: float) -> str:
    token = tokens.make(tokens.NEWS_CONFIRM, row.pk, timezone.now() - timedelta(**ago))
    return f"/en/stay-informed/confirm/{token}/"


def stop_link(row: Subscriber | Signature) -> str:
    return news_list.stop_link(row, "en", timezone.now()).removeprefix(settings.SITE_ORIGIN)


# --- entering -------------------------------------------------------------------------------------------------------


def test_entering_an_address_leads_to_one_constant_page_and_saves_it(petition):
    answer = post(PAGE, GOOD)
    assert (answer.status_code, answer["Location"], answer["Cache-Control"]) == (303, CHECK, "no-store")
    assert list(Subscriber.objects.values_list("language", "confirmed_at")) == [("de", None)]


@pytest.mark.parametrize("state", news_states.EVERY, ids=lambda state: state.__name__)
def test_the_answer_is_the_same_whatever_the_address_is_to_us_EM_27(client, ask_for_news, sign, same_origin, state):
    state(ask_for_news, sign, ANNA)
    known = client.post(PAGE, GOOD, headers=same_origin)
    unknown = client.post(PAGE, GOOD | {"email": "nobody@example.org"}, headers=same_origin)
    assert whole(known) == whole(unknown)


def test_the_next_page_knows_nothing_of_the_address(petition, reader):
    before = whole(browser().get(CHECK))
    reader(ANNA)
    assert (whole(browser().get(CHECK)), whole(browser().get(f"{CHECK}?email={ANNA}"))) == (before, before)


def test_what_is_wrong_is_named_above_the_form_and_all_entries_are_kept(petition):
    answer = post(PAGE, {"email": "anna@", "language": "mt"})
    page = answer.content.decode()
    assert (answer.status_code, Subscriber.objects.count(), Letter.objects.count()) == (422, 0, 0)
    assert re.findall(r'<li><a href="#(\w+)">([^<]+)</a></li>', between(page, "error-summary", "</div>")) == [
        ("id_email", "Enter an e-mail address in the right format, like name@example.com"),
        ("id_consent", "Tick the box if you want the news"),
    ]
    assert ('value="anna@"' in page, 'value="mt" selected lang="mt"' in page) == (True, True)


def test_the_box_is_never_ticked_for_anybody_PV_09(petition):
    page = browser().get(PAGE).content.decode()
    assert re.findall(r'<input type="checkbox"[^>]*checked', page) == []


def test_the_language_of_the_page_is_chosen_already(petition):
    page = browser().get("/de/stay-informed/").content.decode()
    assert re.findall(r'<option value="(\w+)" selected', page) == ["de"]


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_the_words_on_the_page_are_the_words_of_the_record_PV_08(petition, language):
    page = folded(browser().get(f"/{language}/stay-informed/").content.decode())
    label = between(page, '<label for="id_consent">', "</label>")
    hint = between(page, 'id="id_consent_helptext">', "</div>")
    recorded = petition.wordings.get(language=language, kind="news_list")
    assert folded(recorded.body) == f"<p>{label}</p><p>{hint}</p>"
    assert f'name="shown" value="{recorded.pk}"' in page


def test_words_that_we_never_showed_are_refused_and_the_page_shows_those_of_today(petition):
    answer = post(PAGE, GOOD | {"shown": "999999"})
    current = wordings.current_of_list(petition.pk, "en")
    assert (answer.status_code, f'name="shown" value="{current}"' in answer.content.decode()) == (422, True)
    assert "The text on this page has changed." in answer.content.decode()


def test_a_machine_that_fills_in_the_trap_is_told_so_AB_01(petition):
    answer = post(PAGE, GOOD | {"contact_time": "noon"})
    assert (answer.status_code, Subscriber.objects.count(), ANNA in answer.content.decode()) == (422, 0, True)


def test_two_addresses_at_once_are_a_bad_request(client, petition, same_origin):
    assert client.post(PAGE, GOOD | {"email": [ANNA, "b@example.org"]}, headers=same_origin).status_code == 400


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example"])
def test_a_foreign_page_enters_nobody(petition, origin):
    assert (post(PAGE, GOOD, origin=origin, sec_fetch_site="cross-site").status_code, Subscriber.objects.count()) == (
        403, 0,
    )  # fmt: skip


def test_too_many_tries_from_one_network_wait_and_keep_what_was_typed(client, petition, same_origin, monkeypatch):
    monkeypatch.setattr("petitions.limits.WINDOWS", ((600, 1),))
    ask = {"headers": same_origin, "REMOTE_ADDR": "192.0.2.9"}
    answers = [client.post(PAGE, GOOD, **ask) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 429]
    assert (int(answers[1]["Retry-After"]) % 60, ANNA.encode() in answers[1].content) == (0, True)


def test_without_a_public_key_the_site_says_that_it_cannot_take_anything_in(petition, monkeypatch):
    monkeypatch.setattr(settings, "VAULT_PUBLIC_KEYS", [])
    assert (post(PAGE, GOOD).status_code, Subscriber.objects.count()) == (503, 0)


def test_after_the_last_day_the_page_takes_nothing_in(petition):
    end(petition)
    answer = post(PAGE, GOOD)
    assert (answer.status_code, b"<form" in answer.content, Subscriber.objects.count()) == (410, False, 0)


# --- confirming -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_a_link_changes_no_row_EM_01(ask_for_news, reader, confirmed, method):
    links = [confirm_link(ask_for_news(ANNA)), stop_link(reader("b@example.org"))]
    links.append(stop_link(confirmed("c@example.org", news=True)))
    before = rows()
    statuses = {getattr(browser(), method)(link).status_code for link in links for _ in range(20)}
    assert (statuses, rows() == before) == ({200}, True)


def test_one_button_starts_the_news_and_ten_presses_do_what_one_does(petition, ask_for_news):
    link = confirm_link(ask_for_news(ANNA))
    page = browser().get(link).content.decode()
    assert re.findall(r"<button[^>]*>\s*([^<]+)</button>", between(page, "<main", "</main>")) == ["Start the news"]
    assert {post(link, origin=None, sec_fetch_site=None).status_code for _ in range(10)} == {303}
    assert (len(list(news_list.everyone(petition.pk))), Letter.objects.filter(kind="news_welcome").count()) == (1, 1)


def test_after_the_press_the_page_does_not_say_what_was_before(ask_for_news, reader):
    links = [confirm_link(ask_for_news(ANNA)), confirm_link(reader("b@example.org"))]
    assert whole(post(links[0])) == whole(post(links[1]))


def test_a_link_is_too_old_after_fourteen_days_and_the_address_can_be_entered_there(ask_for_news):
    link = confirm_link(ask_for_news(ANNA), days=15)
    answers = [browser().get(link), post(link)]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert 'action="/en/stay-informed/"' in answers[0].content.decode()
    assert Subscriber.objects.get().confirmed_at is None


def test_a_link_whose_row_is_gone_is_too_old_as_well(ask_for_news):
    link = confirm_link(ask_for_news(ANNA))
    Subscriber.objects.all().delete()
    assert [browser().get(link).status_code, post(link).status_code] == [410, 410]


@pytest.mark.parametrize("page", ["confirm", "unsubscribe"])
@pytest.mark.parametrize("token", ["x", "A" * 38, "A" * 37 + "%2F", "é"])
def test_a_link_that_is_none_is_not_complete_EM_08(petition, page, token):
    answer = browser().get(f"/en/stay-informed/{page}/{token}/")
    assert (answer.status_code, "This link is not complete" in answer.content.decode() or "%2F" in token) == (404, True)


# --- stopping -------------------------------------------------------------------------------------------------------


def test_one_button_stops_the_news(petition, reader):
    link = stop_link(reader(ANNA))
    page = browser().get(link).content.decode()
    assert re.findall(r"<button[^>]*>\s*([^<]+)</button>", between(page, "<main", "</main>")) == ["Stop the news"]
    answer = post(link)
    assert (answer.status_code, answer["Location"]) == (303, "/en/stay-informed/stopped/")
    assert list(news_list.everyone(petition.pk)) == []


@pytest.mark.parametrize("origin", [None, "null", "https://mail.example"])
@pytest.mark.parametrize("site", [None, "cross-site", "none"])
def test_a_mail_program_stops_the_news_with_one_click_from_anywhere_EM_19(petition, reader, origin, site):
    link = stop_link(reader(ANNA))
    answer = post(link, ONE_CLICK, origin=origin, sec_fetch_site=site)
    assert (answer.status_code, answer.content, dict(answer.cookies)) == (200, b"", {})
    assert list(news_list.everyone(petition.pk)) == []


@pytest.mark.parametrize("by", ["reader", "confirmed"])
def test_ten_clicks_do_what_one_does_EM_19(petition, reader, confirmed, by):
    row = reader(ANNA) if by == "reader" else confirmed(ANNA, news=True)
    link = stop_link(row)
    statuses = [post(link, ONE_CLICK, origin=None, sec_fetch_site=None).status_code for _ in range(10)]
    assert (statuses, list(news_list.everyone(petition.pk))) == ([200] * 10, [])


def test_a_one_click_may_come_as_multipart_as_the_standard_allows(petition, reader):
    body = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
    link = stop_link(reader(ANNA))
    answer = post(link, body, kind="multipart/form-data; boundary=b", origin=None, sec_fetch_site=None)
    assert (answer.status_code, Subscriber.objects.count()) == (200, 0)


def test_a_link_whose_address_has_left_says_so_and_does_not_claim_to_stop_another(reader):
    link = stop_link(reader(ANNA))
    post(link)
    reader(ANNA)  # entered again: another row
    answer = post(link)
    assert (answer.status_code, "already deleted" in answer.content.decode()) == (404, True)
    assert Subscriber.objects.count() == 1


def test_pages_with_a_persons_link_are_kept_by_nobody(ask_for_news, reader):
    pages = [confirm_link(ask_for_news(ANNA)), stop_link(reader("b@example.org"))]
    assert {browser().get(page)["Cache-Control"] for page in pages} == {
        "max-age=0, no-cache, no-store, must-revalidate, private"
    }


def test_the_own_page_says_whether_the_news_is_on(confirmed):
    rows = [confirmed(ANNA, news=True), confirmed("b@example.org")]
    links = [f"/en/petition/yours/{tokens.make(tokens.YOURS, row.pk, timezone.now())}/" for row in rows]
    said = [re.search(r"<li>News: (\w+)</li>", browser().get(link).content.decode()).group(1) for link in links]
    assert said == ["on", "off"]


def test_the_own_page_leads_a_supporter_with_news_to_the_way_out(petition, confirmed):
    rows = [confirmed(ANNA, news=True), confirmed("b@example.org")]
    pages = [browser().get(f"/en/petition/yours/{tokens.make(tokens.YOURS, row.pk, timezone.now())}/") for row in rows]
    buttons = [re.findall(r'action="(/en/petition/yours/[^"]+/stop-news/)"', page.content.decode()) for page in pages]
    assert [len(found) for found in buttons] == [1, 0]
    assert post(buttons[0][0]).status_code == 303
    assert list(news_list.everyone(petition.pk)) == []
