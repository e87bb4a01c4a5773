"""What providers report: bounces and complaints, by the real webhooks of two of them (EM-15 to EM-18)."""

import base64
import json
import random

import pytest
from django.utils import timezone

from petitions import addresses, bounces, erasure, outbox, signing
from petitions.models import Signature, Suppression

SECRET = {"authorization": "Basic " + base64.b64encode(b"provider:secret").decode()}


def postmark(kind, email="anna@example.org"):
    return "/anymail/postmark/tracking/", {
        "RecordType": kind,
        "Type": kind.replace("Bounce", "HardBounce"),
        "Email": email,
        "MessageID": "m-1",
        "ID": 7,
    }


def brevo(event, email="anna@example.org"):
    return "/anymail/brevo/tracking/", {"event": event, "email": email, "message-id": "<m-1@x>", "ts_event": 1764100000}


def tell(client, message, headers=SECRET):
    address, body = message
    return client.post(address, json.dumps(body), content_type="application/json", headers=headers).status_code


def silent():
    return list(Suppression.objects.values_list("mailbox_digest", "reason"))


@pytest.mark.parametrize("message", [postmark("Bounce"), brevo("hard_bounce")], ids=["postmark", "brevo"])
def test_a_mailbox_that_bounced_is_left_alone_for_90_days(client, sign, mailoutbox, message):
    sign()
    assert tell(client, message) == 200
    assert silent() == [(addresses.mailbox_digest("anna@example.org"), "bounced")]
    assert (Suppression.objects.get().until - timezone.now()).days in (89, 90)
    assert (outbox.pay(), len(mailoutbox)) == (0, 0)


def test_after_90_days_it_is_written_to_again(sign, mailoutbox):
    sign()
    bounces.record("bounced", "anna@example.org")
    Suppression.objects.update(until=timezone.now())
    assert outbox.pay() == 1
    assert erasure.forget_expired()["suppressed"] == 1


@pytest.mark.parametrize("message", [postmark("SpamComplaint"), brevo("spam")], ids=["postmark", "brevo"])
def test_who_complains_is_never_written_to_again_and_the_entry_goes(client, sign, mailoutbox, message):
    sign()
    assert tell(client, message) == 200
    assert (Signature.objects.count(), Suppression.objects.get().until) == (0, None)
    sign()
    assert (outbox.pay(), len(mailoutbox)) == (0, 0)


def test_a_complaint_leaves_a_confirmed_signature_counted(client, confirmed):
    confirmed()
    assert tell(client, postmark("SpamComplaint")) == 200
    assert Signature.objects.filter(confirmed_at__isnull=False).count() == 1


@pytest.mark.parametrize("headers", [{}, {"authorization": "Basic " + base64.b64encode(b"provider:wrong").decode()}])
def test_a_forged_report_changes_nothing(client, sign, headers):
    sign()
    assert tell(client, postmark("SpamComplaint"), headers=headers) == 400
    assert (silent(), Signature.objects.count()) == ([], 1)


def test_reports_may_come_three_times_and_in_any_order(client, sign):
    sign()
    reports = [postmark("Bounce"), postmark("SpamComplaint"), brevo("hard_bounce"), brevo("spam")] * 3
    random.Random(5).shuffle(reports)
    assert {tell(client, report) for report in reports} == {200}
    assert [reason for _, reason in silent()] == ["complained"]


def test_a_later_bounce_does_not_shorten_a_complaint_or_a_not_me(sign):
    signing.disown(sign().pk)
    bounces.record("bounced", "anna@example.org")
    assert [(row.reason, row.until) for row in Suppression.objects.all()] == [("not-me", None)]


@pytest.mark.parametrize("message", [postmark("Delivery"), brevo("delivered"), brevo("deferred"), brevo("opened")])
def test_other_reports_are_taken_and_ignored(client, petition, message):
    assert (tell(client, message), silent()) == (200, [])


@pytest.mark.parametrize("recipient", ["", "nobody", "a@b@c", "jörg@example.org"])
def test_a_report_about_no_address_of_ours_is_ignored(petition, recipient):
    bounces.record("complained", recipient)
    assert silent() == []


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"[" * 10_000, 400), (b"\xff\xfe{}", 400), (b"x" * 1_100_000, 413)],
    ids=["empty", "nested", "no text", "too much"],
)
def test_an_unreadable_report_is_refused(client, petition, body, status):
    answer = client.post("/anymail/postmark/tracking/", body, content_type="application/json", headers=SECRET)
    assert (answer.status_code, silent()) == (status, [])
