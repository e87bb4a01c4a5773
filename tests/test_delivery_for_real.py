"""Letters through real doors: an SMTP server on this machine, and two providers' own backends."""

import email
import json
import threading

import pytest
import requests
from aiosmtpd.controller import Controller
from django.conf import settings

from petitions import delivery, outbox
from petitions.models import Letter
from tests import states
from tests.faults.lab.processes import free_port

PROVIDERS = {
    "brevo": {"BREVO_API_KEY": "key"},
    "postal": {"POSTAL_API_KEY": "key", "POSTAL_API_URL": "https://postal.invalid/"},
    "mailjet": {"MAILJET_API_KEY": "key", "MAILJET_SECRET_KEY": "key"},
    "scaleway": {"SCALEWAY_SECRET_KEY": "key", "SCALEWAY_PROJECT_ID": "project"},
    "postmark": {"POSTMARK_SERVER_TOKEN": "token"},
}
NO_TRACKING = {
    "mailjet": lambda sent: [sent["Globals"][name] for name in ("TrackClicks", "TrackOpens")] == ["disabled"] * 2,
    "postmark": lambda sent: (sent["TrackLinks"], sent["TrackOpens"]) == ("None", False),
}


class Sink:
    """Takes every letter, but for those that `refuse` answers for; remembers envelopes and connections."""

    def __init__(self):
        self.envelopes, self.connections, self.refuse, self.lock = [], 0, {}, threading.Lock()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self.refuse.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append((envelope.mail_from, tuple(envelope.rcpt_tos), envelope.original_content))
        return "250 OK"


@pytest.fixture
def sink(settings):
    sink, port = Sink(), free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield sink
    controller.stop()


def test_each_letter_has_one_recipient_and_all_share_one_connection(sink, sign):
    for number in range(25):
        sign(f"person{number}@example.org")
    assert outbox.pay() == 25
    recipients = [rcpt_tos for _, rcpt_tos, _ in sink.envelopes]
    assert recipients == [(f"person{number}@example.org",) for number in range(25)]
    assert sink.connections == 1


def test_a_letter_arrives_as_it_was_written(sink, sign, mailoutbox):
    sign()
    letter = Letter.objects.get()
    outbox.pay()
    sender, _, raw = sink.envelopes[0]
    message = email.message_from_bytes(raw)
    assert (sender, message["To"], message["Auto-Submitted"]) == (
        settings.DEFAULT_FROM_EMAIL.partition("<")[2].rstrip(">"), "anna@example.org", "auto-generated",
    )  # fmt: skip
    assert message["Message-ID"].startswith(f"<{letter.pk}.")


def test_the_bytes_that_arrive_are_those_of_the_message_that_every_backend_gets(sink, sign):
    sign()
    message = outbox.replies.write(outbox.claim()[0])
    with delivery.Mailer() as mailer:
        mailer.send(message)
    assert [raw for _, _, raw in sink.envelopes] == [message.message().as_bytes(linesep="\r\n")]


def test_an_address_abroad_goes_out_with_the_domain_s_ascii_form(sink, sign):
    sign("anna@xn--bcher-kva.example")
    outbox.pay()
    _, recipients, raw = sink.envelopes[0]
    assert (recipients, email.message_from_bytes(raw)["To"]) == (("anna@xn--bcher-kva.example",), recipients[0])


def test_sharp_s_is_not_turned_into_another_person_s_domain(sink, petition, client, same_origin):
    fields = {"name": "Anna", "email": "anna@straße.example", "country": "DE", "consent": "on"}
    client.post("/en/petition/", fields, headers=same_origin)
    outbox.pay()
    assert [rcpt_tos for _, rcpt_tos, _ in sink.envelopes] == [("anna@xn--strae-oqa.example",)]


def test_a_refused_recipient_and_a_busy_one_stop_nobody_else(sink, sign):
    sink.refuse = {"never@example.org": "550 no such mailbox", "later@example.org": "450 busy"}
    for name in ("never", "later", "anna"):
        sign(f"{name}@example.org")
    assert outbox.pay() == 1
    closed = Letter.objects.order_by("id").values_list("outcome", "error_class", "attempts")
    assert list(closed) == [
        ("failed", "SMTPRecipientsRefused 550", 1), ("", "SMTPRecipientsRefused 450", 1), ("sent", "", 1),
    ]  # fmt: skip


def test_every_kind_of_letter_passes_through_a_real_server(sink, sign):
    states.confirmed(sign, "anna@example.org")
    sign("anna@example.org")
    states.withdrawn(sign, "bela@example.org")
    assert outbox.pay() == 3
    assert {bool(email.message_from_bytes(raw)["Date"]) for _, _, raw in sink.envelopes} == {True}


def _accepted(provider: str) -> requests.Response:
    """What each provider answers when it takes a letter."""
    anna = "anna@example.org"
    body = {
        "brevo": {"messageId": "<1@example>"},
        "postal": {"status": "success", "data": {"message_id": "1", "messages": {anna: {"id": 1, "token": "t"}}}},
        "mailjet": {"Messages": [{"Status": "success", "To": [{"Email": anna, "MessageID": 1}]}]},
        "postmark": {"To": anna, "MessageID": "1", "SubmittedAt": "-", "ErrorCode": 0, "Message": "OK"},
        "scaleway": {"emails": [{"id": "1", "message_id": "1", "mail_rcpt": anna, "status": "new"}]},
    }[provider]
    response = requests.Response()
    response.status_code, response._content = 200, json.dumps(body).encode()
    return response


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_provider_takes_our_letters_also_when_it_has_no_switch_for_tracking(settings, sign, monkeypatch, provider):
    settings.EMAIL_BACKEND = f"anymail.backends.{provider}.EmailBackend"
    settings.ANYMAIL = PROVIDERS[provider]
    asked = []
    monkeypatch.setattr(requests.Session, "request", lambda _, **call: asked.append(call) or _accepted(provider))
    sign()
    assert (outbox.pay(), len(asked)) == (1, 1)
    assert Letter.objects.get().outcome == "sent"


@pytest.mark.parametrize("provider", NO_TRACKING)
def test_a_provider_with_a_switch_for_tracking_is_told_to_leave_it_off_EM_21(settings, sign, monkeypatch, provider):
    settings.EMAIL_BACKEND = f"anymail.backends.{provider}.EmailBackend"
    settings.ANYMAIL = PROVIDERS[provider]
    asked = []
    monkeypatch.setattr(requests.Session, "request", lambda _, **call: asked.append(call) or _accepted(provider))
    sign()
    outbox.pay()
    assert [NO_TRACKING[provider](json.loads(call["data"])) for call in asked] == [True]


def test_an_address_that_mail_cannot_carry_yet_is_refused_in_words_EM_22(petition, client, same_origin, mailoutbox):
    form = {"name": "Jörg", "email": "jörg@example.org", "country": "DE", "consent": "on"}
    answer = client.post("/en/petition/", form, headers=same_origin)
    words = "We can’t yet write to addresses with these letters before the @. Please use another address"
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert (outbox.pay(), Letter.objects.count(), mailoutbox) == (0, 0, [])
