"""A mail server that costs as little as one in Python can: it counts letters and keeps the last.

Run `python -m tests.load.mail_sink PORT`. It has PIPELINING, as postfix, exim and the large providers have. Besides
SMTP it knows STAT, which answers with the number of letters and the moments of the first and the last since the STAT
before, and LAST, which answers with the last letter in base64. Standard library only.
"""

import asyncio
import base64
import sys
import time

HELLO = b"250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n"


class Counter:
    """What came in since somebody asked."""

    def __init__(self):
        self.letters, self.first, self.last, self.raw = 0, 0.0, 0.0, b""

    def take(self, raw: bytes):
        self.last, self.raw = time.monotonic(), raw
        self.first = self.first or self.last
        self.letters += 1

    def report(self) -> bytes:
        said = f"250 {self.letters} {self.first:.6f} {self.last:.6f}\r\n".encode()
        self.letters, self.first = 0, 0.0
        return said


async def talk(reader, writer, counter: Counter):
    writer.write(b"220 sink.example ESMTP\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"DATA":
            writer.write(b"354 go on\r\n")
            counter.take(await reader.readuntil(b"\r\n.\r\n"))
        answers = {b"EHLO": HELLO, b"QUIT": b"221 bye\r\n"}
        if verb == b"STAT":
            answers[verb] = counter.report()
        elif verb == b"LAST":
            answers[verb] = b"250 " + base64.b64encode(counter.raw) + b"\r\n"
        writer.write(answers.get(verb, b"250 ok\r\n"))
        if verb == b"QUIT":
            break
    writer.close()


async def serve(port: int):
    counter = Counter()
    server = await asyncio.start_server(
        lambda reader, writer: talk(reader, writer, counter), "127.0.0.1", port, limit=8 * 1024 * 1024
    )
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
