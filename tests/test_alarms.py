"""Every alarm rings once, by its own rule, in a site that was brought into that state; and each leads to its page.

`promtool test rules deploy/alarms/tests.yml` proves the rest with Prometheus itself: how long each must last first.
"""

import re
import shutil
import subprocess
from datetime import timedelta
from io import StringIO
from itertools import count
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.models import F
from django.utils import timezone

from campaign import alarms, state, timing
from petitions import briefly, counting, jobs, mail_health, outbox, restored, surge, tasks
from petitions.mail_health import Bucket
from petitions.models import AskedMinute, Job, Letter, Signature, Tally, TallyMark
from tests.crawl import GOOD, browser, post
from tests.no_mail import no_mail_server
from tests.past import move_back

FOLDER = Path(__file__).resolve().parent.parent / "deploy" / "alarms"
RULES = [rule for group in yaml.safe_load((FOLDER / "rules.yml").read_text())["groups"] for rule in group["rules"]]
NOW = re.compile(r"(site_\w+(?:\{[^}]*\})?|up\{[^}]*\}) (>=|==|<) (\d+)")
GROWN = re.compile(r"increase\((site_\w+(?:\{[^}]*\})?)\[\d+m\]\) > (\d+)")
SIGNS = {">=": float.__ge__, "==": float.__eq__, "<": float.__lt__}
UP = 'up{job="childsafetyon"}'
PROMTOOL = shutil.which("promtool")


def scrape() -> dict[str, float]:
    """What Prometheus knows after one look: the values of /metrics by name and labels, and whether it was answered."""
    answer = browser().get("/metrics", headers={"authorization": "Bearer s3cret"})
    lines = [line.rsplit(" ", 1) for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {UP: float(answer.status_code == 200)} | {name: float(value) for name, value in lines}


def rings(expression: str, before: dict[str, float], after: dict[str, float]) -> bool:
    """Whether a rule holds, after two looks; a rule that is written in another way is a ValueError."""
    if said := NOW.fullmatch(expression):
        return said[1] in after and SIGNS[said[2]](after[said[1]], float(said[3]))
    if said := GROWN.fullmatch(expression):
        return after[said[1]] - before[said[1]] > float(said[2])
    if expression == f"absent({UP})":
        return UP not in after
    raise ValueError(expression)


@pytest.fixture(autouse=True)
def _token(settings):
    settings.STATUS_TOKEN = "s3cret"


# --- how a site comes into each state; the arguments are fixtures -----------------------------------------------------


class Site:
    """What the states below need."""

    def __init__(self, sign, confirmed, petition, settings, monkeypatch) -> None:
        self.sign, self.confirmed, self.petition = sign, confirmed, petition
        self.settings, self.monkeypatch = settings, monkeypatch

    def letters(self, number: int, domain: str = "example.org", **values: object) -> None:
        for one in range(number):
            self.sign(f"person{one}@{domain}")
        Letter.objects.update(**values) if values else None

    def fail(self, number: int, **ago: float) -> None:
        moment = timezone.now() - timedelta(**ago)
        self.letters(number, closed_at=moment, outcome=Letter.Outcome.FAILED, error_class="550", sealed_to=None)

    def job(self, name: str, **ago: float) -> None:
        jobs.done(name)
        Job.objects.update(done_at=F("done_at") - timedelta(**ago))


@pytest.fixture
def site(sign, confirmed, petition, settings, monkeypatch) -> Site:
    return Site(sign, confirmed, petition, settings, monkeypatch)


def no_answer(site) -> None:
    site.settings.STATUS_TOKEN = "another"


def no_database(site) -> None:
    def away() -> None:
        raise OperationalError("away")

    site.monkeypatch.setattr(connection, "close", lambda: None)  # it is the test's own
    site.monkeypatch.setattr(state, "facts", away)


def no_valkey(site) -> None:
    site.settings.REDIS_URL = "redis://127.0.0.1:1/0"


def no_beat(site) -> None:
    AskedMinute.objects.create(minute=timezone.now() - timedelta(seconds=181))


def restored_and_left_so(site) -> None:
    if connection.vendor != "postgresql":  # SQLite's copies know nothing of it
        return site.monkeypatch.setattr(restored, "is_one", lambda: True)
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON TABLE petitions_letter IS 'table 1'")


def late(site) -> None:
    site.letters(1, due_at=timezone.now() - timedelta(seconds=61))


def mail_server_gone(site) -> None:
    site.letters(1)
    with no_mail_server():
        outbox.pay()


def over_the_budget(site) -> None:
    site.settings.LETTERS_PER_HOUR = 1
    site.letters(2)
    outbox.pay()


def over_a_domains_budget(site) -> None:
    site.settings.DOMAIN_LETTERS_PER_HOUR = 1
    site.letters(2, domain="catch-all.eu")
    outbox.pay()


def a_provider_drops_us(site) -> None:
    rows = [Bucket("gmx", 60, 3, 40, hardly_confirms=True), Bucket("google", 90, 80, 35)]
    site.monkeypatch.setattr(mail_health, "buckets", lambda: rows)


def nobody_counts(site) -> None:
    site.confirmed()
    move_back(TallyMark.objects.get(), seconds=61)


def a_wrong_number(site) -> None:
    site.confirmed()
    counting.refresh()
    Tally.objects.update(confirmed=5)
    tasks.recount()


def the_vatican_signs(site) -> None:
    day, moment = timezone.localdate(), timezone.now()
    cell = {"country": "VA", "language": "it", "confirmed": 39_000, "counted_at": moment}
    Tally.objects.create(petition=site.petition, day=day, **cell)


def kept_too_long(site) -> None:
    site.sign()
    Signature.objects.update(asked_at=timezone.now() - timedelta(days=14, hours=3))


def a_wave(site) -> None:
    surge.switch(True, reason="a test", by_name="gina")
    briefly.forget_everything()


def slow(site) -> None:
    with site.monkeypatch.context() as patch:
        patch.setattr(timing, "perf_counter", count(step=1.5).__next__)
        for _ in range(21):
            post("/en/petition/", GOOD)


def no_card(site, times: int, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    site.monkeypatch.setattr("campaign.views.card.context", fail)
    site.monkeypatch.setattr(connection, "close", lambda: None)
    for _ in range(times):
        browser().get("/en/")


def no_room(site) -> None:
    disk = type("Disk", (), {"free": 99, "total": 1000})
    site.monkeypatch.setattr(state.shutil, "disk_usage", lambda _: disk)


STATES = {
    "SiteDown": no_answer,
    "DatabaseDown": no_database,
    "ValkeyDown": no_valkey,
    "BeatStopped": no_beat,
    "SendingPaused": restored_and_left_so,
    "LettersLate": late,
    "MailServerDown": mail_server_gone,
    "LettersFailed": lambda site: site.fail(20, hours=1),
    "LettersRefused": lambda site: site.fail(10),
    "LettersWaitForTheBudget": over_the_budget,
    "LettersWaitForADomain": over_a_domains_budget,
    "ProviderHardlyConfirms": a_provider_drops_us,
    "CountStandsStill": nobody_counts,
    "CountMismatch": a_wrong_number,
    "CountryBeyondBelief": the_vatican_signs,
    "DataOverdue": kept_too_long,
    "ForgettingStopped": lambda site: site.job("forget", hours=3),
    "BackupOld": lambda site: site.job("backup", hours=26),
    "Surge": a_wave,
    "SigningIsSlow": slow,
    "PeopleSentAway": lambda site: no_card(site, 21, OperationalError("away")),
    "ErrorsShown": lambda site: no_card(site, 1, ZeroDivisionError()),
    "DiskFull": no_room,
}
NOT_OF_THE_SITE = {"SiteUnwatched"}  # no state of it: Prometheus asks nobody


@pytest.mark.parametrize("name", STATES)
def test_an_alarm_is_silent_until_its_reason_is_there(site, mailoutbox, name):
    expression = next(rule["expr"] for rule in RULES if rule["alert"] == name)
    before = scrape()
    assert rings(expression, before, before) is False
    STATES[name](site)
    assert rings(expression, before, scrape()) is True


def test_an_alarm_rings_at_its_bound_and_not_before():
    better = {">=": -1, "==": 1, "<": 0}
    worse = {">=": 0, "==": 0, "<": -1}
    for alarm in alarms.ALARMS:
        told = {
            by: {alarm.fact: {alarm.part: alarm.bound + by} if alarm.part else alarm.bound + by} for by in (-1, 0, 1)
        }
        rings = [alarm.rings(told[by[alarm.sign]]) for by in (better, worse)]
        assert (alarm.name, rings) == (alarm.name, [False, True])


def test_who_asks_nobody_hears_of_that():
    expression = next(rule["expr"] for rule in RULES if rule["alert"] == "SiteUnwatched")
    assert (rings(expression, {}, {UP: 1.0}), rings(expression, {}, {})) == (False, True)


def test_every_alarm_is_proved_here():
    assert {rule["alert"] for rule in RULES} == set(STATES) | NOT_OF_THE_SITE


def test_staff_and_prometheus_are_woken_by_the_same_bounds_and_led_to_the_same_page():
    rules = {rule["alert"]: (rule["expr"], rule["annotations"]["runbook"]) for rule in RULES}
    ours = {alarm.name: (alarm.expression, alarm.runbook) for alarm in alarms.ALARMS}
    assert ours == {name: rule for name, rule in rules.items() if name in ours}
    site_wide = {"SiteDown", "SiteUnwatched", "DatabaseDown", "SigningIsSlow", "PeopleSentAway", "ErrorsShown"}
    assert set(rules) - set(ours) == site_wide


def test_every_rule_says_how_urgent_it_is_and_what_happened():
    assert {rule["labels"]["severity"] for rule in RULES} == {"page", "ticket", "info"}
    assert [rule["alert"] for rule in RULES if rule["annotations"]["summary"][-1] not in ".?"] == []


def test_every_rule_is_tried_in_prometheus_own_test():
    tried = yaml.safe_load((FOLDER / "tests.yml").read_text())["tests"]
    fires = {test["name"] for test in tried if any(one["exp_alerts"] for one in test["alert_rule_test"])}
    waits = {test["name"] for test in tried if not all(one["exp_alerts"] for one in test["alert_rule_test"])}
    assert fires == waits == {rule["alert"] for rule in RULES}


@pytest.mark.skipif(not PROMTOOL, reason="no promtool here; apt-get install prometheus")
def test_prometheus_finds_nothing_wrong_with_the_rules_and_each_rings_at_its_time():
    for words in ("check config prometheus.yml", "check rules rules.yml", "test rules tests.yml"):
        said = subprocess.run([PROMTOOL, *words.split()], cwd=FOLDER, capture_output=True, text=True, timeout=30)
        assert (said.returncode, "SUCCESS" in said.stdout) == (0, True), said.stdout + said.stderr


@pytest.mark.skipif(not PROMTOOL, reason="no promtool here; apt-get install prometheus")
def test_prometheus_finds_nothing_wrong_with_the_metrics(petition):
    post("/en/petition/", GOOD)
    said = browser().get("/metrics", headers={"authorization": "Bearer s3cret"}).content
    checked = subprocess.run([PROMTOOL, "check", "metrics"], input=said, capture_output=True, timeout=30)
    assert (checked.returncode, checked.stdout + checked.stderr) == (0, b"")


# --- the command of who is called at night ----------------------------------------------------------------------------


def status() -> tuple[list[str], str]:
    """(lines, what it says at its end)."""
    out = StringIO()
    try:
        call_command("status", stdout=out)
    except CommandError as error:
        return out.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), ""


def test_the_command_says_first_what_rings_and_which_page_helps(site):
    assert (len(status()[0]), status()[1]) == (len(alarms.ALARMS), "")
    late(site)
    lines, end = status()
    seconds = re.sub(r"\D", "", lines[0].split("(")[0])
    assert lines[0] == (
        f"RINGS  LettersLate             oldest_due_seconds {seconds} (rings >= 60): docs/runbook/backlog.md"
    )
    assert (lines[1][:2], end) == ("ok", f"1 of {len(alarms.ALARMS)} ring.")


def test_the_command_without_a_database_leads_to_its_page(site):
    no_database(site)
    assert status() == ([], "The database does not answer: docs/runbook/database-down.md")
