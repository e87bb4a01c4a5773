"""The mail server as a payer sees it: one connection for a run, its pace, and three ways in which it says no."""

import logging
import smtplib
import threading
import time
from types import TracebackType

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from petitions import smtp_talk
from petitions.letter_message import LetterMessage

log = logging.getLogger(__name__)

PAUSE_FIRST, PAUSE_LONGEST = 10, 300  # seconds
WAITS = "server"  # error_class of a letter that waits for a server: it takes nobody's, or was too slow for a batch
_NO_LOGIN = (530, 534, 535, 538)
_ABOUT_US = (smtplib.SMTPHeloError, smtplib.SMTPSenderRefused)  # the same answer would meet every letter
_NO_ACCOUNT = (401, 402, 403, 404)  # a provider's: key, unpaid bill, permission, unknown sender domain


class Later(Exception):
    """This letter may be taken another time (4xx, a cut connection)."""


class Never(Exception):
    """This letter will never be taken (5xx, refused recipient)."""


class ServerDown(Exception):
    """Nobody's letter is taken now: no connection, no login, no TLS. No letter's attempt is used up."""


class Breaker:
    """Shared by the payers of one process: after a global failure nobody tries for a while, longer each time."""

    def __init__(self) -> None:
        self.failures, self.closed_until = 0, 0.0

    @property
    def pause_seconds(self) -> int:
        return min(PAUSE_FIRST * 2 ** max(self.failures - 1, 0), PAUSE_LONGEST)

    def trip(self) -> None:
        self.failures += 1
        self.closed_until = time.monotonic() + self.pause_seconds

    def mend(self) -> None:
        self.failures, self.closed_until = 0, 0.0

    @property
    def is_closed(self) -> bool:
        return time.monotonic() < self.closed_until


BREAKER = Breaker()


class Pace:
    """Shared likewise: at most MAIL_PER_SECOND letters a second leave this process, evenly spaced, run after run."""

    SLOWEST = 10  # seconds between two letters: less often than that, a lease would end meanwhile

    def __init__(self) -> None:
        self.next_turn, self.lock = 0.0, threading.Lock()

    def wait(self) -> None:
        if settings.MAIL_PER_SECOND <= 0:
            return
        with self.lock:
            now = time.monotonic()
            turn = max(self.next_turn, now)
            self.next_turn = turn + min(1 / settings.MAIL_PER_SECOND, self.SLOWEST)
        time.sleep(turn - now)


PACE = Pace()


class Mailer:
    """One run's connection, opened with the first letter and closed at the end."""

    def __init__(self) -> None:
        # for a provider without a switch for tracking, to be told not to track is no reason to refuse a letter
        self.connection = get_connection(ignore_unsupported_features=True)
        self.is_open = False

    def __enter__(self) -> "Mailer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    @property
    def is_up(self) -> bool:
        return not BREAKER.is_closed

    @property
    def pause_seconds(self) -> int:
        return BREAKER.pause_seconds

    def send(self, message: EmailMessage) -> None:
        """Hand over one message to one recipient. Raises Later, Never or ServerDown (and opens the breaker)."""
        PACE.wait()
        self._open()
        try:
            self._hand_over(message)
        except Exception as error:
            self._close()  # whatever was half said on this connection is not continued
            self._translate(error)
        BREAKER.mend()

    def _hand_over(self, message: EmailMessage) -> None:
        """By Django's backend whatever it is; over SMTP our letters go as the bytes that they are, in fewer breaths."""
        smtp = getattr(self.connection, "connection", None)
        if isinstance(smtp, smtplib.SMTP) and isinstance(message, LetterMessage) and smtp_talk.is_plain(message.to):
            smtp_talk.hand_over(smtp, sender=message.from_email, recipient=message.to[0], raw=message.wire())
        else:
            self.connection.send_messages([message])

    def _open(self) -> None:
        if self.is_open:
            return
        try:
            self.connection.open()
        except OSError as error:  # refused, timed out, no TLS, no login: smtplib's own errors are OSErrors too
            self._close()  # or Django would take the half-open connection for a good one: no TLS, no login
            self._trip(error)
        self.is_open = True

    def _close(self) -> None:
        try:
            self.connection.close()
        except OSError as error:
            log.info("closing the mail connection: %s", type(error).__name__)
        self.is_open = False

    def _trip(self, error: BaseException) -> None:
        BREAKER.trip()
        raise ServerDown(type(error).__name__) from error

    def _translate(self, error: Exception) -> None:
        if isinstance(error, AnymailError):
            self._translate_provider(error)
        code = _smtp_code(error)
        if code in _NO_LOGIN or (isinstance(error, _ABOUT_US) and code is not None and code >= 500):
            self._trip(error)
        if isinstance(error, (smtplib.SMTPServerDisconnected, ConnectionError, TimeoutError)) or code == 421:
            # cut in the middle of one letter: it uses up its own attempt, or it could stop all others for ever
            raise Later(type(error).__name__) from error
        if code is None:
            raise error  # not the server's word: a message that can't be written
        raise (Never if code >= 500 else Later)(f"{type(error).__name__} {code}") from error

    def _translate_provider(self, error: AnymailError) -> None:
        if isinstance(error, AnymailRecipientsRefused):
            raise Never("refused") from error
        status = error.status_code if isinstance(error, AnymailAPIError) else None
        if status in _NO_ACCOUNT:
            self._trip(error)
        if status is None or status in (408, 429) or status >= 500:
            raise Later(f"provider {status}") from error
        raise Never(f"provider {status}") from error


def _smtp_code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
