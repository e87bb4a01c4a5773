"""QR codes as plain geometry: one path for an SVG, without style or script."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import segno

QUIET = 4  # modules of white around the code, as the standard asks


@dataclass(frozen=True)
class Code:
    """A QR code: what it says, what people can type instead, and its drawing in modules, quiet zone included."""

    address: str
    short: str
    size: int
    path: str


@lru_cache(maxsize=256)
def code(address: str) -> Code:
    """The code of an absolute address, drawn once."""
    return draw(address)


def draw(address: str) -> Code:
    """The same, and nothing of it is remembered; a quarter of it may be unreadable (level Q), as paper gets dirty."""
    made = segno.make(address, error="q", micro=False)
    size = len(made.matrix) + 2 * QUIET
    return Code(address, address.partition("://")[2], size, "".join(_bars(made)))


def _bars(made: segno.QRCode) -> list[str]:
    """Every dark run of every line as one small rectangle."""
    bars = []
    for y, row in enumerate(made.matrix, start=QUIET):
        x = QUIET
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                bars.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return bars
