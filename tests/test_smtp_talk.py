"""A letter over a connection in two breaths: the server gets what it always got, and its every word means the same."""

import smtplib
import socket
import threading

import pytest

from petitions import smtp_talk

US, ANNA = "Us & Co <us@example.org>", "anna@example.org"
RAW = "Subject: Grüße\r\n\r\n.dots\r\n..more\r\nno.dot\r\n.\r\nend\r\n".encode()


class Server(threading.Thread):
    """One connection of a server that answers MAIL, RCPT, DATA and the letter as it is told; notes what came, and how
    often it had to wait for us.
    """

    def __init__(self, *, extensions=("PIPELINING", "SIZE 9999"), **answers: str):
        super().__init__(daemon=True)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port, self.answers = self.socket.getsockname()[1], answers
        self.hello = "".join(f"250-{word}\r\n" for word in ("sink.example", *extensions)) + "250 8BITMIME\r\n"
        self.commands, self.letter, self.breaths = [], b"", 0

    def run(self):
        with self.socket, self.socket.accept()[0] as line:
            self.say(line, "220 hello\r\n")
            known = b""
            while got := line.recv(65536):
                self.breaths += 1
                known = self.obey(line, known + got)

    def obey(self, line, known: bytes) -> bytes:
        while b"\r\n" in known and not known.startswith(b"Subject"):
            command, _, known = known.partition(b"\r\n")
            verb = command[:4].decode().upper()
            self.commands.append(command.decode())
            usual = {"EHLO": self.hello, "DATA": "354 go on\r\n", "QUIT": "221 bye\r\n"}.get(verb, "250 ok\r\n")
            self.say(line, self.answers.get(verb, usual))
        if known.endswith(b"\r\n.\r\n"):
            self.letter = known
            self.say(line, self.answers.get("LETTER", "250 kept\r\n"))
            return b""
        return known

    def say(self, line, words: str):
        if words:
            line.sendall(words.encode())
        else:
            line.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def talk():
    """Start such a server and hand it one letter; returns the server and the error, if any."""

    def act(way=smtp_talk.hand_over, *, to=ANNA, raw=RAW, **about) -> tuple[Server, Exception | None]:
        server = Server(**about)
        server.start()
        smtp = smtplib.SMTP("127.0.0.1", server.port, local_hostname="us.example", timeout=5)
        smtp.ehlo()
        server.breaths, error = 0, None
        try:
            way(smtp, sender=US, recipient=to, raw=raw)
        except smtplib.SMTPException as said:
            error = said
        smtp.close()
        server.join(5)
        return server, error

    return act


def step_by_step(smtp, *, sender, recipient, raw):
    smtp.sendmail(smtp_talk.envelope(sender), [recipient], raw)


def test_the_server_gets_the_same_words_and_the_same_bytes_in_two_breaths_instead_of_four(talk):
    ours, theirs = talk()[0], talk(step_by_step)[0]
    assert (ours.letter, ours.breaths, theirs.breaths) == (theirs.letter, 2, 4)
    assert [words.upper() for words in ours.commands] == [words.upper() for words in theirs.commands]
    assert ours.commands[1:] == [f"MAIL FROM:<us@example.org> SIZE={len(RAW)}", f"RCPT TO:<{ANNA}>", "DATA"]


@pytest.mark.parametrize("raw", [RAW, RAW + b"no end", RAW + b".", b"Subject: x\r\n\r\n" + b".\r\n" * 9])
def test_dots_and_the_end_of_a_letter_are_told_apart(talk, raw):
    assert talk(raw=raw)[0].letter == talk(step_by_step, raw=raw)[0].letter


def test_who_cannot_be_asked_in_one_breath_is_asked_step_by_step(talk):
    server, error = talk(extensions=())
    assert (server.breaths, server.letter.count(b"Gr"), error) == (4, 1, None)


ANSWERS = {
    "sender refused": {"MAIL": "553 not yours\r\n"},
    "sender later": {"MAIL": "451 later\r\n"},
    "closing at once": {"MAIL": "421 busy\r\n"},
    "no such mailbox": {"RCPT": "550 unknown\r\n"},
    "no such mailbox, and no letter": {"RCPT": "550 unknown\r\n", "DATA": "554 no valid recipients\r\n"},
    "mailbox full": {"RCPT": "452 full\r\n"},
    "forwarded": {"RCPT": "251 I forward it\r\n"},
    "no letters now": {"DATA": "451 not now\r\n"},
    "spam": {"LETTER": "554 spam\r\n"},
    "in two lines": {"LETTER": "451-one moment\r\n451 please\r\n"},
    "cut before the letter": {"DATA": ""},
    "cut after the letter": {"LETTER": ""},
}


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_a_word_of_the_server_is_the_same_error_as_ever(talk, answers):
    ours, theirs = talk(**answers)[1], talk(step_by_step, **answers)[1]
    assert (type(ours), getattr(ours, "args", None)) == (type(theirs), getattr(theirs, "args", None))


@pytest.mark.parametrize("answers", [{"MAIL": "451 later\r\n"}, {"RCPT": "550 unknown\r\n"}])
def test_no_letter_is_told_to_a_server_that_refused_its_sender_or_its_recipient(talk, answers):
    assert talk(**answers)[0].letter == b""


@pytest.mark.parametrize(
    "recipients",
    [[ANNA, ANNA], [], ["anna@example.org>\r\nDATA"], ["anna @example.org"], ["müller@example.org"], ["<a@b.org>"]],
)
def test_who_cannot_be_named_in_a_command_is_left_to_django(recipients):
    assert smtp_talk.is_plain(recipients) is False


def test_an_address_as_people_have_it_can_be_named():
    assert smtp_talk.is_plain(["O'Brien+a_b=c/2{x}@xn--bcher-kva.example.org"]) is True
