"""What a mail server can say, and what it means for one letter, and for all others."""

import smtplib
import socket
import ssl
from datetime import timedelta

import pytest
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.core.mail import EmailMessage

from petitions import clock, delivery, outbox
from petitions.delivery import BREAKER, Later, Mailer, Never, ServerDown
from petitions.models import Letter

ANNA = "anna@example.org"
REFUSED = smtplib.SMTPRecipientsRefused
WORDS = {
    "421 at the end": (smtplib.SMTPDataError(421, b"closing"), Later),
    "450 greylisted": (REFUSED({ANNA: (450, b"later")}), Later),
    "451 local error": (smtplib.SMTPDataError(451, b"later"), Later),
    "452 mailbox full": (REFUSED({ANNA: (452, b"full")}), Later),
    "421 at the recipient": (REFUSED({ANNA: (421, b"busy")}), Later),
    "550 no such mailbox": (REFUSED({ANNA: (550, b"unknown")}), Never),
    "552 too big": (smtplib.SMTPDataError(552, b"size"), Never),
    "554 refused": (smtplib.SMTPDataError(554, b"spam"), Never),
    "451 at the sender": (smtplib.SMTPSenderRefused(451, b"later", "us"), Later),
    "553 our own address is refused": (smtplib.SMTPSenderRefused(553, b"not yours", "us"), ServerDown),
    "554 our host is refused": (smtplib.SMTPHeloError(554, b"listed"), ServerDown),
    "535 wrong password": (smtplib.SMTPAuthenticationError(535, b"no"), ServerDown),
    "530 login wanted": (smtplib.SMTPSenderRefused(530, b"login", "us"), ServerDown),
    "cut": (smtplib.SMTPServerDisconnected("cut"), Later),
    "reset": (ConnectionResetError(), Later),
    "no answer": (TimeoutError(), Later),
    "provider 400": (AnymailAPIError(status_code=400), Never),
    "provider 401": (AnymailAPIError(status_code=401), ServerDown),
    "provider 402": (AnymailAPIError(status_code=402), ServerDown),
    "provider 403": (AnymailAPIError(status_code=403), ServerDown),
    "provider 422": (AnymailAPIError(status_code=422), Never),
    "provider 429": (AnymailAPIError(status_code=429), Later),
    "provider 500": (AnymailAPIError(status_code=500), Later),
    "provider 503": (AnymailAPIError(status_code=503), Later),
    "provider cut": (AnymailAPIError(), Later),
    "provider knows no such mailbox": (AnymailRecipientsRefused(), Never),
}
NO_CONNECTION = (
    ConnectionRefusedError(), TimeoutError(), socket.gaierror(), ssl.SSLError("certificate"),
    smtplib.SMTPConnectError(554, b"no"), smtplib.SMTPAuthenticationError(535, b"no"), smtplib.SMTPServerDisconnected(),
    smtplib.SMTPNotSupportedError("STARTTLS"),
)  # fmt: skip


class Connection:
    """A mail connection that fails as it is told to, and remembers what was done with it."""

    def __init__(self, *, at_open: Exception | None = None, at_send: Exception | None = None):
        self.at_open, self.at_send, self.done = at_open, at_send, []

    def _do(self, what: str, error: Exception | None) -> None:
        self.done.append(what)
        if error:
            raise error

    def open(self) -> None:
        self._do("open", self.at_open)

    def send_messages(self, messages: list[EmailMessage]) -> None:
        assert [len(message.recipients()) for message in messages] == [1]
        self._do("send", self.at_send)

    def close(self) -> None:
        self.done.append("close")


@pytest.fixture
def connect(monkeypatch):
    """Let the mailer get this connection."""

    def act(**errors) -> Connection:
        connection = Connection(**errors)
        monkeypatch.setattr(delivery, "get_connection", lambda **options: connection)
        return connection

    return act


def said(mailer: Mailer) -> type[Exception] | None:
    try:
        mailer.send(EmailMessage("Subject", "Text", "us@example.org", [ANNA]))
    except (Later, Never, ServerDown) as answer:
        return type(answer)
    return None


@pytest.mark.parametrize(("word", "meaning"), WORDS.values(), ids=WORDS)
def test_a_word_of_the_server_means_later_never_or_nobody_now(connect, word, meaning):
    connect(at_send=word)
    assert said(Mailer()) is meaning


@pytest.mark.parametrize("error", NO_CONNECTION, ids=lambda error: type(error).__name__)
def test_without_a_connection_nobody_s_letter_is_taken(connect, error):
    connect(at_open=error)
    assert (said(Mailer()), BREAKER.failures, BREAKER.is_closed) == (ServerDown, 1, True)


def test_a_message_that_cannot_be_written_is_not_the_server_s_word(connect):
    connect(at_send=UnicodeEncodeError("ascii", "ö", 0, 1, "no"))
    with pytest.raises(UnicodeEncodeError):
        said(Mailer())
    assert BREAKER.failures == 0


@pytest.mark.parametrize("word", [word for word, meaning in WORDS.values() if meaning is not ServerDown])
def test_one_letter_s_trouble_stops_nobody_else(connect, word):
    connect(at_send=word)
    said(Mailer())
    assert BREAKER.is_closed is False


def test_one_run_uses_one_connection(connect):
    connection = connect()
    with Mailer() as mailer:
        assert [said(mailer) for _ in range(3)] == [None] * 3
    assert connection.done == ["open", "send", "send", "send", "close"]


def test_nothing_is_opened_when_there_is_nothing_to_send(connect):
    connection = connect()
    with Mailer():
        pass
    assert "open" not in connection.done


def test_what_was_half_said_on_a_connection_is_not_continued(connect):
    connection = connect(at_send=smtplib.SMTPDataError(451, b"later"))
    with Mailer() as mailer:
        said(mailer), said(mailer)
    assert connection.done == ["open", "send", "close"] * 2 + ["close"]


def test_a_connection_that_failed_to_log_in_is_closed_and_never_taken_for_a_good_one(connect):
    connection = connect(at_open=smtplib.SMTPAuthenticationError(535, b"no"))
    mailer = Mailer()
    assert [said(mailer), said(mailer)] == [ServerDown] * 2
    assert connection.done == ["open", "close"] * 2


def test_the_pause_grows_to_five_minutes_and_ends_with_the_first_letter_taken(connect):
    pauses = []
    for _ in range(8):
        BREAKER.trip()
        pauses.append(BREAKER.pause_seconds)
    assert pauses == [10, 20, 40, 80, 160, 300, 300, 300]
    connect()
    said(Mailer())
    assert (BREAKER.failures, BREAKER.is_closed) == (0, False)


def test_while_the_pause_lasts_nobody_tries_and_nothing_is_claimed(connect, sign):
    sign()
    connection = connect()
    BREAKER.trip()
    assert (outbox.pay(), "send" in connection.done) == (0, False)
    assert list(Letter.objects.values_list("attempts", "leased_until")) == [(0, None)]


@pytest.mark.parametrize(
    "errors",
    [{"at_open": ConnectionRefusedError()}, {"at_send": smtplib.SMTPAuthenticationError(535, b"no")}],
    ids=["refused", "535"],
)
def test_a_failure_that_concerns_everybody_uses_up_nobody_s_attempt(connect, sign, errors):
    for number in range(3):
        sign(f"person{number}@example.org")
    connection = connect(**errors)
    for _ in range(10):
        BREAKER.closed_until = 0.0
        Letter.objects.update(due_at=clock.now() - timedelta(seconds=1))
        outbox.pay()
    assert connection.done.count("open") == 10
    assert set(Letter.objects.values_list("attempts", "closed_at", "leased_until")) == {(0, None, None)}


def test_a_letter_that_waits_for_the_server_waits_as_long_as_the_pause(connect, sign):
    sign()
    connect(at_open=ConnectionRefusedError())
    outbox.pay()
    wait = (Letter.objects.get().due_at - clock.now()).total_seconds()
    assert 8 < wait <= 10
