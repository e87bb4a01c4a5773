"""As much of PNG as a drawn picture needs: read what a browser wrote, cut it, write it small with a palette."""

import heapq
import struct
import zlib
from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
Colour = bytes  # three bytes: red, green, blue


def chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(kind, content) of each chunk. Raises ValueError for what is no PNG."""
    if not data.startswith(SIGNATURE):
        raise ValueError("not a PNG")
    at = len(SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    return struct.unpack_from(">II", dict(chunks(data))[b"IHDR"])


def notes(data: bytes) -> dict[str, str]:
    """The texts that were written into the picture, by name."""
    texts = [content.decode("latin-1").partition("\0") for kind, content in chunks(data) if kind == b"tEXt"]
    return {name: text for name, _, text in texts}


def pixels(data: bytes, *, height: int) -> list[list[Colour]]:
    """The first `height` rows of a PNG with 8 bits a channel, without their transparency."""
    parts = list(chunks(data))
    width, _, depth, kind = struct.unpack_from(">IIBB", dict(parts)[b"IHDR"])
    if depth != 8 or kind not in (2, 6):
        raise ValueError("only true colour with 8 bits a channel")
    step = 3 if kind == 2 else 4
    raw = zlib.decompress(b"".join(content for name, content in parts if name == b"IDAT"))
    rows, above, stride = [], bytes(width * step), width * step + 1
    for at in range(0, height * stride, stride):
        above = _unfiltered(raw[at], bytearray(raw[at + 1 : at + stride]), above, step)
        rows.append([bytes(above[x : x + 3]) for x in range(0, width * step, step)])
    return rows


def _unfiltered(kind: int, line: bytearray, above: bytes, step: int) -> bytes:
    for x in range(len(line)):
        left, corner = (line[x - step], above[x - step]) if x >= step else (0, 0)
        guess = (0, left, above[x], (left + above[x]) // 2, _nearest(left, above[x], corner))[kind]
        line[x] = (line[x] + guess) & 255
    return bytes(line)


def _nearest(left: int, above: int, corner: int) -> int:
    """Paeth's guess: whichever neighbour is nearest to left + above - corner."""
    return min((left, above, corner), key=lambda value: abs(left + above - corner - value))


def boxes(counted: Counter[Colour]) -> list[list[Colour]]:
    """At most 256 groups of colours, by median cut: the group that differs most within itself is halved next."""
    waiting = [_box(list(counted), counted)]
    while len(waiting) < COLOURS and waiting[0].loss:
        widest = heapq.heappop(waiting)
        for half in _halves(widest, counted):
            heapq.heappush(waiting, _box(half, counted))
    return [box.colours for box in waiting]


@dataclass(order=True)
class Box:
    """Colours that will share one place; the heap has the greatest loss in front."""

    loss: float
    channel: int
    colours: list[Colour] = field(compare=False)


def _box(colours: list[Colour], counted: Counter[Colour]) -> Box:
    ranges = [max(channel) - min(channel) for channel in zip(*colours, strict=True)]
    return Box(-max(ranges) * sum(counted[c] for c in colours) ** 0.3, ranges.index(max(ranges)), colours)


def _halves(box: Box, counted: Counter[Colour]) -> tuple[list[Colour], list[Colour]]:
    """Two groups of about as many pixels, none of them empty."""
    ordered = sorted(box.colours, key=lambda colour: colour[box.channel])
    seen = list(accumulate(counted[colour] for colour in ordered))
    cut = min(max(bisect(seen, seen[-1] / 2), 1), len(ordered) - 1)
    return ordered[:cut], ordered[cut:]


def _mean(colours: list[Colour], counted: Counter[Colour]) -> Colour:
    total = sum(counted[colour] for colour in colours)
    return bytes(round(sum(c[i] * counted[c] for c in colours) / total) for i in range(3))


def write(rows: list[list[Colour]], **texts: str) -> bytes:
    """The picture as a PNG with a palette, and texts (Latin letters) inside it under their names."""
    counted = Counter(colour for row in rows for colour in row)
    groups = boxes(counted)
    places = {colour: number for number, group in enumerate(groups) for colour in group}
    table = b"".join(_mean(group, counted) for group in groups)
    lines = b"".join(b"\0" + bytes(places[colour] for colour in row) for row in rows)
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)
    notes = [(b"tEXt", f"{name}\0{text}".encode("latin-1")) for name, text in texts.items()]
    body = [(b"IHDR", head), *notes, (b"PLTE", table), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    return SIGNATURE + b"".join(_chunk(*part) for part in body)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
