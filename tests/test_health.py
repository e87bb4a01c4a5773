"""Alive, ready, well: three questions of machines, answered without a word about people."""

from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from petitions import counting, mail_health, outbox, surge, tasks
from petitions.mail_health import Bucket
from petitions.models import Letter, Petition, Signature, Subscriber, Tally, TallyMark
from tests.crawl import browser
from tests.past import move_back

STATUS = {
    "well": True, "letters_due": 0, "oldest_due_seconds": 0, "letters_failed": 0, "letters_per_hour": 100_000,
    "letters_in_the_last_hour": 0, "letters_waiting_for_the_budget": 0, "days_to_count": 0,
    "oldest_uncounted_seconds": 0, "unconfirmed_overdue": 0, "surge": False, "domains_at_their_budget": 0,
    "letters_waiting_for_a_domain": 0, "providers_that_hardly_confirm": 0, "countries_beyond_belief": 0,
    "confirmed_by_provider": {}, "letters_given_back": 0, "confirmed": 0, "recount_wrong": 0, "beat_age_seconds": 0,
    "job_age_seconds": {}, "broker_up": True, "read_only": False,
    "sending_paused": False,
}  # fmt: skip
OF_THE_MOMENT = ("disk_free_percent", "letters_closed_lately")  # tests/test_state.py has them


def status(token: str | None = None):
    from_an_operator = {} if token is None else {"authorization": token}
    return browser().get("/statusz", headers=from_an_operator)


@pytest.fixture
def facts(settings):
    """facts() → (HTTP status, the state as operators read it)."""
    settings.STATUS_TOKEN = "a token of operators"

    def ask() -> tuple[int, dict[str, object]]:
        response = status("Bearer a token of operators")
        return response.status_code, {
            name: value for name, value in response.json().items() if name not in OF_THE_MOMENT
        }

    return ask


def test_a_living_process_says_so_without_a_database():
    response = browser().get("/healthz")
    assert (response.status_code, response.content, response["Content-Type"]) == (200, b"ok", "text/plain")


def test_a_released_site_is_ready(petition):
    response = browser().get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready")


def test_a_site_without_its_release_step_is_not_ready(db):
    Petition.objects.all().delete()
    response = browser().get("/readyz")
    assert (response.status_code, response.content) == (503, b"release")


def test_a_site_with_a_migration_to_come_is_not_ready(petition, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [("petitions", "0002")])
    response = browser().get("/readyz")
    assert (response.status_code, response.content) == (503, b"migrations")


@pytest.mark.parametrize("error", [OperationalError("away"), InterfaceError("closed")])
def test_a_site_without_its_database_is_not_ready_and_does_not_break(db, monkeypatch, error):
    def away(*_: object) -> None:
        raise error

    monkeypatch.setattr(MigrationExecutor, "__init__", away)
    response = browser().get("/readyz")
    assert (response.status_code, response.content) == (503, b"database")


@pytest.mark.parametrize("given", [None, "", "Bearer", "Bearer ", "Bearer wrong", "a token of operators", "Bearer ä"])
def test_nobody_reads_the_state_without_the_token(db, facts, given):
    response = status(given)
    assert (response.status_code, response["WWW-Authenticate"], response.content) == (401, "Bearer", b"")


@pytest.mark.parametrize("given", [None, "", "Bearer ", "Bearer"])
def test_an_empty_token_opens_nothing(db, settings, given):
    settings.STATUS_TOKEN = ""
    assert status(given).status_code == 401


def test_a_site_at_rest_is_well(petition, facts):
    assert facts() == (200, STATUS)


def test_a_letter_that_waits_longer_than_a_minute_is_an_alarm_FT_12(sign, facts):
    sign()
    assert facts()[0] == 200
    Letter.objects.update(due_at=timezone.now() - timedelta(seconds=61))
    code, state = facts()
    assert (code, state["well"], state["letters_due"], 61 <= state["oldest_due_seconds"] < 90) == (503, False, 1, True)


def test_a_letter_that_is_not_due_yet_is_no_alarm(sign, facts):
    sign()
    later = timezone.now() + timedelta(hours=1)
    Letter.objects.update(due_at=later, created_at=later)
    assert facts() == (200, STATUS)


def test_failed_letters_are_counted(sign, facts):
    sign()
    Letter.objects.update(closed_at=timezone.now(), outcome=Letter.Outcome.FAILED, sealed_to=None)
    assert facts()[1]["letters_failed"] == 1


def test_confirmations_that_are_not_counted_yet_show(confirmed, facts, mailoutbox):
    confirmed()
    outbox.pay()
    code, state = facts()
    paid = STATUS | {"letters_in_the_last_hour": 1}
    assert (code, state | {"oldest_uncounted_seconds": 0}) == (200, paid | {"days_to_count": 1})
    counting.refresh()
    assert facts() == (200, paid | {"confirmed": 1})


def test_a_wrong_number_is_an_alarm_until_a_recount_finds_none(confirmed, facts, mailoutbox):
    confirmed()
    outbox.pay()
    counting.refresh()
    Tally.objects.update(confirmed=5)
    tasks.recount()
    code, state = facts()
    assert (code, state["well"], state["recount_wrong"], state["confirmed"]) == (503, False, 1, 1)
    tasks.recount()
    assert facts()[0] == 200


def test_who_is_not_counted_for_a_minute_is_an_alarm_though_letters_go_FT_36(confirmed, facts, mailoutbox):
    confirmed()
    move_back(TallyMark.objects.get(), seconds=30)
    outbox.pay()
    assert facts()[0] == 200
    move_back(TallyMark.objects.get(), seconds=31)
    code, state = facts()
    assert (code, state["well"], state["letters_due"]) == (503, False, 0)
    assert 61 <= state["oldest_uncounted_seconds"] < 90
    counting.refresh()
    assert facts() == (200, STATUS | {"letters_in_the_last_hour": 1, "confirmed": 1})


def test_letters_that_wait_for_the_budget_are_an_alarm_at_once_EM_11(sign, facts, settings, mailoutbox):
    settings.LETTERS_PER_HOUR = 2
    for number in range(5):
        sign(f"person{number}@example.org")
    outbox.pay()
    code, state = facts()
    named = {"letters_per_hour": 2, "letters_in_the_last_hour": 2, "letters_waiting_for_the_budget": 3}
    assert (code, state) == (503, STATUS | named | {"well": False, "letters_due": 3})


def test_a_budget_that_is_used_up_while_nobody_waits_is_no_alarm_EM_11(sign, facts, settings, mailoutbox):
    settings.LETTERS_PER_HOUR = 1
    sign()
    outbox.pay()
    assert facts() == (200, STATUS | {"letters_per_hour": 1, "letters_in_the_last_hour": 1})


def test_letters_that_wait_for_a_domain_are_an_alarm_and_the_domain_is_not_named_AB_14(
    sign, facts, settings, mailoutbox
):
    settings.DOMAIN_LETTERS_PER_HOUR = 2
    for number in range(5):
        sign(f"box{number}@catch-all.eu")
    outbox.pay()
    code, state = facts()
    named = {"letters_in_the_last_hour": 2, "domains_at_their_budget": 1, "letters_waiting_for_a_domain": 3}
    assert (code, state) == (503, STATUS | named | {"well": False})


def test_a_surge_is_told_and_alone_wakes_nobody_AB_09(petition, facts):
    surge.switch(True, reason="a test", by_name="gina")
    assert facts() == (200, STATUS | {"surge": True})


def test_a_provider_that_hardly_confirms_is_an_alarm(petition, facts, monkeypatch):
    bad, good = Bucket("gmx", 60, 3, 40, hardly_confirms=True), Bucket("google", 90, 80, 35)
    monkeypatch.setattr(mail_health, "buckets", lambda: [good, bad])
    code, state = facts()
    assert (code, state["providers_that_hardly_confirm"]) == (503, 1)
    assert state["confirmed_by_provider"]["gmx"] == {"asked": 60, "confirmed": 3, "median_seconds": 40}


def test_data_that_should_be_gone_is_an_alarm(sign, facts, mailoutbox):
    row = sign()
    outbox.pay()
    Signature.objects.filter(pk=row.pk).update(asked_at=timezone.now() - timedelta(days=14, hours=3))
    assert facts() == (503, STATUS | {"well": False, "letters_in_the_last_hour": 1, "unconfirmed_overdue": 1})


def test_an_address_for_the_news_that_should_be_gone_is_counted_as_well(ask_for_news, facts):
    row = ask_for_news()
    outbox.pay()
    Subscriber.objects.filter(pk=row.pk).update(asked_at=timezone.now() - timedelta(days=14, hours=3))
    assert facts() == (503, STATUS | {"well": False, "letters_in_the_last_hour": 1, "unconfirmed_overdue": 1})


def test_the_state_names_nobody(sign, facts):
    sign("canary@canary.example", name="Canary Person")
    assert [word for word in ("canary", "Canary", "@") if word in str(facts())] == []
