"""A TCP proxy between the site and one of its servers: a cable that can be pulled out in six ways, at run time.

pass         everything goes through
refuse       nobody listens: new connections are refused, open ones are cut
blackhole    connections open, and nothing that is said arrives anywhere
half-open    the server hears everything; its answers never come back
cut          the connection breaks after so many bytes of an answer (see `cut_after`)
latency      every piece takes so many seconds longer
"""

import asyncio
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field, replace

from tests.faults.lab.processes import free_port

MODES = ("pass", "refuse", "blackhole", "half-open", "cut", "latency")


@dataclass(frozen=True)
class Cable:
    """The state of the cable; replaced whole, so a connection never sees half of a change."""

    mode: str = "pass"
    seconds: float = 0.0
    cut_bytes: int = 0
    seen: bytes = b""


@dataclass(eq=False)
class Connection:
    """One connection: its two ends, whether the words to wait for were said, and how much was answered since."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    is_counting: bool = False
    answered: int = 0
    tail: bytes = field(default=b"", repr=False)

    def abort(self):
        for end in (self.client, self.server):
            end.transport.abort()


class Proxy:
    """Listens on `port` of loopback and speaks to `target` there; start once, stop once."""

    def __init__(self, target: int):
        self.target, self.port = target, free_port()
        self.opened = 0  # connections that clients tried while somebody listened
        self.cuts = 0
        self.refused_on_purpose = False
        self._cable = Cable()
        self._open: set[Connection] = set()
        self._loop = asyncio.new_event_loop()
        self._listener: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)

    def start(self):
        self._thread.start()
        self._do(self._listen())
        return self

    def stop(self):
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def switch(self, mode: str, *, seconds: float = 0.0):
        """Change the mode for every connection, also those that are open."""
        assert mode in MODES, mode
        self._cable = replace(Cable(), mode=mode, seconds=seconds)
        self._do(self._hush() if mode == "refuse" else self._listen())

    def cut_after(self, count: int, *, seen: bytes = b""):
        """Cut once: the connection that says `seen` breaks when so many bytes of the answer have gone through.

        With 0 the server has done and answered, and nobody hears of it. Then everything passes again.
        """
        self._cable = Cable(mode="cut", cut_bytes=count, seen=seen)

    def drop_all(self):
        """Cut every open connection, as a restarted switch does; new ones pass."""
        self._do(self._abort_all())

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self):
        if self._listener is None:
            self._listener = await asyncio.start_server(self._meet, "127.0.0.1", self.port, backlog=512)

    async def _hush(self):
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        await self._abort_all()

    async def _end(self):
        await self._hush()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _abort_all(self):
        for connection in list(self._open):
            connection.abort()

    async def _meet(self, reader, writer):
        self.opened += 1
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.transport.abort()
            return
        connection = Connection(writer, far_writer)
        self._open.add(connection)
        for one in (writer, far_writer):
            one.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(asyncio.CancelledError):  # the proxy ends; nothing is left to say
            await asyncio.gather(
                self._carry(reader, far_writer, connection, is_answer=False),
                self._carry(far_reader, writer, connection, is_answer=True),
            )
        self._open.discard(connection)

    async def _carry(self, reader, writer, connection: Connection, *, is_answer: bool):
        with suppress(OSError):
            while piece := await reader.read(65536):
                if not await self._pass_on(piece, writer, connection, is_answer=is_answer):
                    return
        with suppress(OSError):
            writer.close()

    async def _pass_on(self, piece: bytes, writer, connection: Connection, *, is_answer: bool) -> bool:
        cable = self._cable
        if cable.mode == "blackhole" or (cable.mode == "half-open" and is_answer):
            return True
        if cable.mode == "latency":
            await asyncio.sleep(cable.seconds)
        if cable.mode == "cut":
            rest = self._rest_before_cut(piece, connection, cable, is_answer=is_answer)
            if rest is not None:
                writer.write(rest)
                with suppress(OSError):
                    await asyncio.wait_for(writer.drain(), 1)
                connection.client.close() if rest else connection.abort()
                connection.server.transport.abort()
                return False
        writer.write(piece)
        await writer.drain()
        return True

    def _rest_before_cut(self, piece: bytes, connection: Connection, cable: Cable, *, is_answer: bool) -> bytes | None:
        """What may still pass of this piece before the cut, or None when it is not cut."""
        if not is_answer:
            heard = connection.tail + piece
            connection.tail = heard[-len(cable.seen) :] if cable.seen else b""
            connection.is_counting = connection.is_counting or cable.seen in heard
            return None
        if not connection.is_counting:
            return None
        left = cable.cut_bytes - connection.answered
        connection.answered += len(piece)
        if len(piece) < left:
            return None
        self.cuts += 1
        self._cable = Cable()
        return piece[:left]
