"""A real SMTP server that keeps what it accepts: run as its own process, misbehaving on demand.

Run `python -m tests.faults.lab.smtp_sink PORT FOLDER`. FOLDER/mode holds one word (and a number of
seconds for `slow` and `drip`), read at every mail; FOLDER/accepted.jsonl gets one line per accepted message;
FOLDER/letters/ the raw messages. Standard library only, so that nothing of the product runs here.
"""

import asyncio
import hashlib
import json
import os
import re
import sys
import time
from email import message_from_bytes
from pathlib import Path

MODES = ("ok", "slow", "drip", "421", "451", "535", "550", "drop-after-DATA", "accept-then-close-before-250")


class Cabinet:
    """The folder of what was accepted; lines are appended whole, so readers never see half of one."""

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self.letters = self.folder / "letters"
        self.letters.mkdir(parents=True, exist_ok=True)
        self.journal = self.folder / "accepted.jsonl"
        self._number = len(list(self.letters.iterdir()))

    def mode(self) -> tuple[str, float]:
        """The present mode and its number of seconds, read afresh."""
        word, _, number = ((self.folder / "mode").read_text().strip() or "ok").partition(" ")
        return word, float(number or 0)

    def keep(self, recipients: list[str], raw: bytes):
        """Write the message, then its line: a line always has its letter."""
        self._number += 1
        name = f"{self._number:06d}.eml"
        (self.letters / name).write_bytes(raw)
        line = {
            "message_id": message_from_bytes(raw)["Message-ID"],
            "rcpt": recipients,
            "sha256": hashlib.sha256(raw).hexdigest(),
            "file": name,
            "at": time.time(),
        }
        self._append((json.dumps(line) + "\n").encode())

    def _append(self, line: bytes):
        journal = os.open(self.journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        try:
            os.write(journal, line)
        finally:
            os.close(journal)


class Hangup(Exception):
    """The sink closes the connection here, on purpose or because the client went."""


class Conversation:
    """One SMTP connection."""

    def __init__(self, reader, writer, cabinet: Cabinet):
        self.reader, self.writer, self.cabinet = reader, writer, cabinet
        self.recipients: list[str] = []

    async def run(self):
        try:
            await self.say("220 sink.example ESMTP")
            while line := await self.reader.readline():
                await self.obey(line.decode("utf-8", "replace").strip())
        except (Hangup, ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.writer.close()

    async def say(self, *lines: str):
        self.writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self.writer.drain()

    async def obey(self, line: str):
        verb = line.partition(" ")[0].upper()
        answer = getattr(self, f"on_{verb.lower()}", None)
        await (answer(line) if answer else self.say("502 unknown"))

    async def on_ehlo(self, line):
        await self.say("250-sink.example", "250-8BITMIME", "250 AUTH PLAIN LOGIN")

    async def on_helo(self, line):
        await self.say("250 sink.example")

    async def on_auth(self, line):
        refused = self.cabinet.mode()[0] == "535"
        await self.say("535 5.7.8 bad credentials" if refused else "235 2.7.0 welcome")

    async def on_mail(self, line):
        self.recipients = []
        mode = self.cabinet.mode()[0]
        if mode == "421":
            await self.say("421 4.3.2 closing")
            raise Hangup
        await self.say("535 5.7.8 authenticate first" if mode == "535" else "250 2.1.0 ok")

    async def on_rcpt(self, line):
        mode = self.cabinet.mode()[0]
        if mode == "550":
            return await self.say("550 5.1.1 no such mailbox")
        if mode == "451":
            return await self.say("451 4.7.1 try again later")
        found = re.search(r"<([^>]*)>", line)
        self.recipients.append(found.group(1) if found else line)
        await self.say("250 2.1.5 ok")

    async def on_data(self, line):
        await self.say("354 go on")
        raw = await self.read_message()
        mode, seconds = self.cabinet.mode()
        if mode == "drop-after-DATA":
            raise Hangup
        if mode == "slow":
            await asyncio.sleep(seconds)
        self.cabinet.keep(self.recipients, raw)
        if mode == "accept-then-close-before-250":
            raise Hangup
        if mode == "drip":
            return await self.say_by_drops("250 2.0.0 kept", seconds)
        await self.say("250 2.0.0 kept")

    async def say_by_drops(self, line: str, seconds: float):
        """One byte after the other, so many seconds in all: no single wait is long enough for a timeout."""
        for sign in f"{line}\r\n".encode():
            self.writer.write(bytes([sign]))
            await self.writer.drain()
            await asyncio.sleep(seconds / (len(line) + 2))

    async def read_message(self) -> bytes:
        """The bytes up to the lone dot, dots unstuffed."""
        body = await self.reader.readuntil(b"\r\n.\r\n")
        return body[:-3].replace(b"\r\n..", b"\r\n.")

    async def on_rset(self, line):
        self.recipients = []
        await self.say("250 2.0.0 ok")

    async def on_noop(self, line):
        await self.say("250 2.0.0 ok")

    async def on_quit(self, line):
        await self.say("221 2.0.0 bye")
        raise Hangup


async def serve(port: int, folder: Path):
    cabinet = Cabinet(folder)

    async def meet(reader, writer):
        await Conversation(reader, writer, cabinet).run()

    server = await asyncio.start_server(meet, "127.0.0.1", port, limit=8 * 1024 * 1024)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
