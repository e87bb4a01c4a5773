"""What the mail server accepted, read like a recipient would: language, links, copies."""

import hashlib
import json
import re
from dataclasses import dataclass
from difflib import unified_diff
from email import message_from_bytes, policy
from functools import cached_property
from pathlib import Path

from tests.faults.lab.processes import Process, free_port, is_listening, wait_until
from tests.faults.lab.smtp_sink import MODES

LINK = re.compile(r"https?://[^\s<>\"']+")
KINDS = {"confirm": "confirmation", "withdraw": "receipt"}


@dataclass(frozen=True)
class Letter:
    """One accepted message."""

    recipients: tuple[str, ...]
    message_id: str
    sha256: str
    raw: bytes
    at: float

    @cached_property
    def message(self):
        return message_from_bytes(self.raw, policy=policy.default)

    @cached_property
    def text(self) -> str:
        return self.message.get_body(preferencelist=("plain",)).get_content()

    @cached_property
    def html(self) -> str:
        return self.message.get_body(preferencelist=("html",)).get_content()

    @property
    def subject(self) -> str:
        return self.message["Subject"]

    def link(self, step: str, *, below: str = "petition") -> str | None:
        """The link to one step: confirm, withdraw, not-me, yours; of `stay-informed`: confirm, unsubscribe."""
        found = [link for link in LINK.findall(self.text) if f"/{below}/{step}/" in link]
        return found[0] if found else None

    @cached_property
    def languages(self) -> set[str]:
        """Every language the letter claims: header, HTML and its links. One is right, two are a bug."""
        claimed = set(re.findall(r"<html[^>]*\blang=\"?([\w-]+)", self.html))
        claimed |= set(re.findall(r"//[^/\s]+/([a-z]{2})/(?:petition|stay-informed)/", self.text))
        return claimed | ({self.message["Content-Language"]} - {None})

    @property
    def kind(self) -> str:
        """confirmation, receipt, … told by the links alone."""
        return next((kind for step, kind in KINDS.items() if self.link(step)), "other")


class Mailbox:
    """The mail server of the laboratory and everything it accepted."""

    def __init__(self, folder: Path, *, python: str, root: Path):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.misbehave("ok")
        self.process = Process(
            "smtp",
            [python, "-m", "tests.faults.lab.smtp_sink", self.port, self.folder],
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(root)},
            log=self.folder / "smtp.log",
            cwd=root,
        )

    def start(self):
        self.process.start()
        wait_until(lambda: is_listening(self.port), seconds=20, what="SMTP sink", process=self.process)
        return self

    def stop(self):
        self.process.stop()

    def misbehave(self, mode: str, seconds: float = 0):
        """Switch the mode for every mail from now on; `misbehave("ok")` ends it."""
        assert mode in MODES, mode
        draft = self.folder / "mode.draft"
        draft.write_text(f"{mode} {seconds:g}")
        draft.replace(self.folder / "mode")

    def count(self) -> int:
        journal = self.folder / "accepted.jsonl"
        return journal.read_bytes().count(b"\n") if journal.exists() else 0

    def letters(self, since: int = 0) -> list[Letter]:
        """Everything accepted after the first `since` messages, in order."""
        journal = self.folder / "accepted.jsonl"
        lines = journal.read_text().splitlines() if journal.exists() else []
        return [self._read(json.loads(line)) for line in lines[since:]]

    def _read(self, line: dict) -> Letter:
        raw = (self.folder / "letters" / line["file"]).read_bytes()
        assert hashlib.sha256(raw).hexdigest() == line["sha256"], "the sink's journal and folder disagree"
        return Letter(tuple(line["rcpt"]), line["message_id"], line["sha256"], raw, line["at"])


def by_recipient(letters: list[Letter]) -> dict[str, list[Letter]]:
    """Address → its letters, in order; a message with two recipients stands under both."""
    found: dict[str, list[Letter]] = {}
    for letter in letters:
        for address in letter.recipients:
            found.setdefault(address, []).append(letter)
    return found


@dataclass(frozen=True)
class Copies:
    """How many messages were extra copies of an earlier one, and what the copies that differ differ in."""

    messages: int
    extra: int
    differences: list[str]

    @property
    def share(self) -> float:
        return self.extra / max(self.messages - self.extra, 1)


def count_copies(letters: list[Letter]) -> Copies:
    """Copies have one Message-ID; each that is not byte-identical to the first leaves its difference."""
    first: dict[str, Letter] = {}
    extra, differences = 0, []
    for letter in letters:
        original = first.setdefault(letter.message_id, letter)
        extra += original is not letter
        if original.sha256 != letter.sha256:
            differences.append(difference(original, letter))
    return Copies(len(letters), extra, differences)


def for_one_person(letters: list[Letter], *, step: str) -> tuple[int, int]:
    """(the most letters that anybody has, how many people have copies that are two letters, or name two links or none).

    Who has one letter is not read: a soak has tens of thousands, and one takes ten milliseconds.
    """
    each = by_recipient(letters).values()
    several = [{(one.message_id, one.link(step)) for one in own} for own in each if len(own) > 1]
    wrong = [found for found in several if len(found) != 1 or None in next(iter(found))]
    return max((len(own) for own in each), default=0), len(wrong)


def difference(one: Letter, other: Letter) -> str:
    """The lines in which two messages differ."""
    lines = [letter.raw.decode(errors="replace").splitlines() for letter in (one, other)]
    return "\n".join(unified_diff(*lines, n=0, lineterm=""))
