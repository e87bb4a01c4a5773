"""What each provider's report means: a mailbox that is gone, a complaint, or nothing that lasts (EM-15 to EM-18)."""

import base64
import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from petitions import addresses
from petitions.models import Suppression

SECRET = {"authorization": "Basic " + base64.b64encode(b"provider:secret").decode()}
ANNA, BEN = "anna@example.org", "ben@example.org"


def brevo(event: str, email: str = ANNA) -> dict:
    return {
        "event": event, "email": email, "id": 26224, "date": "2026-11-25 12:00:00", "ts": 1764100000,
        "message-id": "<202611251200.1@example.org>", "ts_event": 1764100000, "subject": "-", "sending_ip": "192.0.2.1",
        "ts_epoch": 1764100000000, "reason": "server is down", "tags": [],
    }  # fmt: skip


def mailjet(event: str, email: str = ANNA, **more: object) -> dict:
    return {
        "event": event, "time": 1764100000, "email": email, "MessageID": 19421777835146490, "Message_GUID": "1ab23cd4",
        "mj_campaign_id": 0, "mj_contact_id": 4, "customcampaign": "", "CustomID": "", "Payload": "",
    } | more  # fmt: skip


def postmark(record: str, kind: str, email: str = ANNA) -> dict:
    return {
        "RecordType": record, "Type": kind, "Email": email, "MessageID": "2706ee8a-737c-4285-b032-ccd317af53ed",
        "ID": 901542550, "BouncedAt": "2026-11-25T12:00:00Z", "DumpAvailable": True, "Inactive": True,
        "ServerID": 23, "MessageStream": "outbound", "Subject": "-", "From": "petition@example.org",
    }  # fmt: skip


def sendgrid(event: str, email: str = ANNA, **more: object) -> dict:
    return {
        "event": event, "email": email, "timestamp": 1764100000, "smtp-id": "<1@example.org>", "ip": "192.0.2.1",
        "sg_event_id": "ZyjAM5rnQmuI1KFInHQ3Nw", "sg_message_id": "hrFNL7eyQhqGcz7s", "tls": 0,
    } | more  # fmt: skip


def sparkpost(kind: str, number: str = "", email: str = ANNA) -> dict:
    event = {"type": kind, "raw_rcpt_to": email, "timestamp": "1764100000", "message_id": "000443ee", "raw_reason": "-"}
    return {"msys": {"message_event": event | ({"bounce_class": number} if number else {})}}


GONE = {
    "brevo hard": ("brevo", brevo("hard_bounce")),
    "brevo invalid": ("brevo", brevo("invalid_email")),
    "mailjet hard": ("mailjet", [mailjet("bounce", hard_bounce=True, error="user unknown")]),
    "postmark hard": ("postmark", postmark("Bounce", "HardBounce")),
    "postmark bad address": ("postmark", postmark("Bounce", "BadEmailAddress")),
    "sendgrid bounce": ("sendgrid", [sendgrid("bounce", type="bounce", status="5.1.1", reason="550 no such user")]),
    "sendgrid dropped": ("sendgrid", [sendgrid("dropped", reason="Bounced Address", status="5.0.0")]),
    "sparkpost invalid": ("sparkpost", [sparkpost("bounce", "10")]),
}
COMPLAINED = {
    "brevo spam": ("brevo", brevo("spam")),
    "mailjet spam": ("mailjet", mailjet("spam", source="JMRPP")),
    "postmark complaint": ("postmark", postmark("SpamComplaint", "SpamComplaint")),
    "sendgrid spamreport": ("sendgrid", [sendgrid("spamreport")]),
    "sparkpost complaint": ("sparkpost", [sparkpost("spam_complaint")]),
}
NOTHING = {
    "brevo soft": ("brevo", brevo("soft_bounce")),
    "brevo deferred": ("brevo", brevo("deferred")),
    "brevo delivered": ("brevo", brevo("delivered")),
    "brevo blocked": ("brevo", brevo("blocked")),
    "brevo unknown": ("brevo", brevo("something_of_next_year")),
    "mailjet full": ("mailjet", [mailjet("bounce", hard_bounce=False, error="quota exceeded")]),
    "mailjet grey": ("mailjet", [mailjet("bounce", hard_bounce=False, error="greylisted")]),
    "mailjet blocked": ("mailjet", [mailjet("blocked", error="preblocked")]),
    "mailjet unknown": ("mailjet", [mailjet("something")]),
    "postmark soft": ("postmark", postmark("Bounce", "SoftBounce")),
    "postmark transient": ("postmark", postmark("Bounce", "Transient")),
    "postmark our fault": ("postmark", postmark("Bounce", "SpamNotification")),
    "postmark away": ("postmark", postmark("Bounce", "AutoResponder")),
    "postmark delivery": ("postmark", postmark("Delivery", "")),
    "postmark unknown": ("postmark", postmark("Something", "")),
    "sendgrid blocked": ("sendgrid", [sendgrid("bounce", type="blocked", status="5.7.1")]),
    "sendgrid for now": ("sendgrid", [sendgrid("bounce", type="bounce", status="4.2.2")]),
    "sendgrid deferred": ("sendgrid", [sendgrid("deferred", response="400 try again later")]),
    "sendgrid unknown": ("sendgrid", [sendgrid("something")]),
    "sparkpost full": ("sparkpost", [sparkpost("bounce", "22")]),
    "sparkpost delay": ("sparkpost", [sparkpost("delay", "20")]),
}


@pytest.fixture
def tell(client, petition):
    """tell("brevo", {…}) → the status of our answer."""

    def act(provider: str, report: object, headers: dict[str, str] = SECRET) -> int:
        address, body = f"/anymail/{provider}/tracking/", json.dumps(report)
        return client.post(address, body, content_type="application/json", headers=headers).status_code

    return act


def silent() -> set[tuple[str, str]]:
    return set(Suppression.objects.values_list("mailbox_digest", "reason"))


def about(email: str, reason: str) -> set[tuple[str, str]]:
    return {(addresses.mailbox_digest(email), reason)}


@pytest.mark.parametrize(("provider", "report"), GONE.values(), ids=GONE)
def test_a_mailbox_that_is_gone_for_good_is_left_alone_EM_15(tell, provider, report):
    assert (tell(provider, report), silent()) == (200, about(ANNA, "bounced"))


@pytest.mark.parametrize(("provider", "report"), COMPLAINED.values(), ids=COMPLAINED)
def test_who_complains_at_any_provider_is_left_alone_EM_16(tell, provider, report):
    assert (tell(provider, report), silent()) == (200, about(ANNA, "complained"))


@pytest.mark.parametrize(("provider", "report"), NOTHING.values(), ids=NOTHING)
def test_a_mailbox_that_takes_letters_another_day_is_written_to_again_EM_15(tell, provider, report):
    assert (tell(provider, report), silent()) == (200, set())


@pytest.mark.parametrize(("provider", "report"), (GONE | COMPLAINED).values(), ids=GONE | COMPLAINED)
def test_a_report_that_comes_three_times_does_what_one_does_EM_18(tell, provider, report):
    assert {tell(provider, report) for _ in range(3)} == {200}
    assert len(silent()) == 1


def test_one_message_may_report_about_many_people_EM_18(tell):
    batch = [sendgrid("bounce", type="bounce"), sendgrid("delivered", "carla@example.org"), sendgrid("spamreport", BEN)]
    assert (tell("sendgrid", batch), silent()) == (200, about(ANNA, "bounced") | about(BEN, "complained"))
    mixed = [mailjet("bounce", "dora@example.org", hard_bounce=True, error="user unknown"), mailjet("sent")]
    assert (tell("mailjet", mixed), len(silent())) == (200, 3)


@pytest.mark.parametrize(("provider", "report"), COMPLAINED.values(), ids=COMPLAINED)
@pytest.mark.parametrize("headers", [{}, {"authorization": "Basic " + base64.b64encode(b"provider:x").decode()}])
def test_a_report_without_the_secret_changes_nothing_at_any_provider_EM_17(tell, provider, report, headers):
    assert (tell(provider, report, headers), silent()) == (400, set())


def test_without_a_secret_there_is_no_address_for_reports_at_all_EM_17():
    asked = "import django; django.setup(); from django.urls import resolve; resolve('/anymail/postmark/tracking/')"
    without = {name: value for name, value in os.environ.items() if name != "ANYMAIL_WEBHOOK_SECRET"}
    env = without | {"DJANGO_SETTINGS_MODULE": "campaign.settings"}
    ran = subprocess.run([sys.executable, "-c", asked], env=env, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert (ran.returncode, "Resolver404" in ran.stderr) == (1, True)


def test_letters_that_come_in_are_read_by_nobody_EM_23(client, petition):
    """A provider that forwards out-of-office answers to us is thanked, and nothing is done with them."""
    letter = {
        "From": ANNA,
        "FromFull": {"Email": ANNA, "Name": ""},
        "Subject": "Out of office",
        "TextBody": "Back soon",
    }
    where, body = "/anymail/postmark/inbound/", json.dumps(letter)
    answer = client.post(where, body, content_type="application/json", headers=SECRET)
    assert (answer.status_code, silent()) == (200, set())
