"""A copy of one public page: compressed when it was made, each encoding with its name and headers ready to be sent."""

import gzip
import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache

import brotli

WORTH_COMPRESSING = 512  # bytes
QUICK, BEST = 5, 11  # of brotli: 0.4 ms and 16 ms for a page, which is a tenth smaller then
# Pages that went out uncompressed just now: all of them would be twice the memory of both other encodings.
WHOLE_AT_HAND = 128
Headers = list[tuple[str, str]]
OF_THE_BODY = ("content-type", "content-length")  # a 304 has none
MAIN = re.compile(rb'<main id="main"[^>]*>')  # of every page of ours; the box on other sites has no room for more


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A page in one encoding, ready to be sent; `not_modified` are the headers of a 304, `made` those of Django."""

    etag: str
    parts: list[bytes]
    headers: Headers
    not_modified: Headers
    made: Headers


@dataclass(slots=True, eq=False)
class Copy:
    """One page as Django made it. Moments are those of the store's clock."""

    headers: Headers
    digest: bytes  # of the page before it was compressed
    packed: dict[str, bytes]  # br and gzip, or "" alone where compressing is not worth it
    same_since: float
    shapes: dict[str, Shape] = field(init=False)
    made_at: float = 0.0
    fresh_until: float = 0.0
    stands_in_until: float = 0.0  # while somebody makes a new one; never beyond a boundary
    paused_until: float = 0.0
    has_failed: bool = False
    is_settled: bool = False  # compressed as well as can be
    is_marked: bool = False  # says itself that it is old

    def __post_init__(self) -> None:
        self.get_ready()

    def get_ready(self) -> None:
        """Headers around the bodies that are there."""
        self.is_marked = False
        self._wrap(self.packed)

    def mark(self, words: bytes) -> None:
        """Say so at the beginning of what the page has to say, in each encoding, until it is made anew.

        What is no page has nowhere to say it. The second call changes nothing.
        """
        if self.is_marked or "gzip" not in self.packed:
            return
        self.is_marked = True
        body = gzip.decompress(self.packed["gzip"])
        main = MAIN.search(body)
        if main:
            self._wrap(_packed(body[: main.end()] + words + body[main.end() :]))

    def _wrap(self, packed: dict[str, bytes]) -> None:
        shapes = {encoding: _shape(self.headers, encoding, body) for encoding, body in packed.items()}
        self.shapes = dict.fromkeys(("br", "gzip", ""), shapes[""]) if "" in shapes else shapes

    def shape(self, encoding: str) -> Shape:
        return self.shapes.get(encoding) or _whole(self.shapes["gzip"])

    @property
    def size(self) -> int:
        """Bytes of the bodies that are kept."""
        return sum(map(len, self.packed.values()))


def of(headers: Headers, body: bytes, *, old: Copy | None, now: float) -> Copy:
    """The copy of what Django made: the old one where the page says the same, so that nothing is compressed twice."""
    digest = hashlib.sha256(body).digest()
    if old is None or old.digest != digest:
        return Copy(headers, digest, _packed(body), same_since=now)
    if old.headers != headers or old.is_marked:
        old.headers = headers
        old.get_ready()
    return old


def settle(copy: Copy) -> None:
    """Compress it as well as can be, in milliseconds; nothing to do where compressing is not worth it."""
    copy.is_settled = True
    if "br" in copy.packed:
        copy.packed["br"] = brotli.compress(gzip.decompress(copy.packed["gzip"]), quality=BEST)
        copy.get_ready()


def _packed(body: bytes) -> dict[str, bytes]:
    if len(body) < WORTH_COMPRESSING:
        return {"": body}
    return {"br": brotli.compress(body, quality=QUICK), "gzip": gzip.compress(body, 6, mtime=0)}


@lru_cache(maxsize=WHOLE_AT_HAND)
def _whole(packed: Shape) -> Shape:
    return _shape(packed.made, "", gzip.decompress(packed.parts[0]))


def _shape(made: Headers, encoding: str, body: bytes) -> Shape:
    """Named by its own bytes, so that no two bodies ever share a name."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    about = [pair for pair in made if pair[0].lower() not in OF_THE_BODY]
    about.append(("ETag", etag))
    if encoding or len(body) >= WORTH_COMPRESSING:
        about.append(("Vary", "Accept-Encoding"))
    kind = [pair for pair in made if pair[0].lower() == "content-type"]
    kind += [("Content-Encoding", encoding)] if encoding else []
    return Shape(etag, [body], [*about, *kind, ("Content-Length", str(len(body)))], about, made)
