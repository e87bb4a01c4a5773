"""The laboratory itself: a harness that breaks nothing would prove nothing."""

import smtplib
from email.message import EmailMessage

import pytest
import redis

from tests.faults.lab.figures import auc, percentile, share_slower
from tests.faults.lab.letters import count_copies
from tests.faults.lab.people import NAMES, make_people


def send(port: int, *, number: int = 0, line: str = "A line.") -> str:
    """Send one mail; "sent", or the class of what went wrong."""
    message = EmailMessage()
    message["From"], message["To"] = "a@example.org", "b@example.org"
    message["Message-ID"] = f"<{number}@example.org>"
    message.set_content(f"{line}\n.\n..two dots\n")
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=5) as client:
            client.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        return type(error).__name__
    return "sent"


@pytest.fixture
def mailbox(ground):
    yield ground.mailbox
    ground.mailbox.misbehave("ok")


@pytest.mark.parametrize(
    ("mode", "outcome", "kept"),
    [
        ("ok", "sent", 1),
        ("slow", "sent", 1),
        ("421", "SMTPSenderRefused", 0),
        ("451", "SMTPRecipientsRefused", 0),
        ("535", "SMTPSenderRefused", 0),
        ("550", "SMTPRecipientsRefused", 0),
        ("drop-after-DATA", "SMTPServerDisconnected", 0),
        ("accept-then-close-before-250", "SMTPServerDisconnected", 1),
    ],
)
def test_the_mail_server_misbehaves_as_told(mailbox, mode, outcome, kept):
    before = mailbox.count()
    mailbox.misbehave(mode, 0.1)
    assert (send(mailbox.port), mailbox.count() - before) == (outcome, kept)


def test_the_mail_server_keeps_every_byte(mailbox):
    before = mailbox.count()
    send(mailbox.port, number=7)
    (letter,) = mailbox.letters(before)
    assert letter.message_id == "<7@example.org>"
    assert letter.message.get_content().splitlines() == ["A line.", ".", "..two dots"]


def test_a_copy_is_a_copy_and_a_changed_copy_is_seen(mailbox):
    before = mailbox.count()
    for number, line in ((1, "A line."), (1, "A line."), (2, "A line."), (2, "Another.")):
        send(mailbox.port, number=number, line=line)
    copies = count_copies(mailbox.letters(before))
    assert (copies.messages, copies.extra, len(copies.differences)) == (4, 2, 1)
    assert "+Another." in copies.differences[0]


def test_a_database_stopped_like_a_crash_keeps_what_it_committed(ground):
    ground.postgres.create("crash")
    ground.postgres.query("crash", "CREATE TABLE kept AS SELECT 1 AS n")
    ground.postgres.stop_immediate()
    ground.postgres.start()
    assert ground.postgres.query("crash", "SELECT n FROM kept") == [(1,)]


def test_row_hashes_see_one_changed_row(ground):
    ground.postgres.create("hashes")
    ground.postgres.query("hashes", "CREATE TABLE t AS SELECT generate_series(1, 9) AS n")
    before = ground.postgres.row_hashes("hashes")
    ground.postgres.query("hashes", "UPDATE t SET n = 10 WHERE n = 9")
    assert ground.postgres.row_hashes("hashes") != before


def test_a_killed_broker_forgets_and_a_frozen_one_is_silent(ground):
    client = redis.Redis(port=ground.valkey.port, db=15, socket_timeout=0.2, retry=None)
    client.set("a", "b")
    ground.valkey.kill()
    ground.valkey.start()
    assert client.get("a") is None
    ground.valkey.freeze()
    with pytest.raises(redis.TimeoutError):
        client.get("a")
    ground.valkey.thaw()


def test_people_come_from_27_countries_and_share_no_address():
    people = make_people(2000, seed=1)
    assert {person.country for person in people} == set(NAMES)
    assert len(NAMES) == 27
    assert len({person.email for person in people}) == 2000
    assert people == make_people(2000, seed=1)


def test_figures_are_what_they_say():
    assert percentile([1, 2, 3, 4], 0.5) == 2
    assert percentile(list(range(1, 101)), 0.99) == 99
    assert auc([1, 2, 3], [1, 2, 3]) == 0.5
    assert auc([4, 5], [1, 2, 3]) == 1
    assert share_slower([2, 2, 2], [1, 2, 3]) == 0.5
