"""What an error is, without a word that it says: its type, its code, and where in the code it happened.

The words of an error often repeat what somebody typed ("invalid literal: 'Anna'"), and no mask knows every name.
"""

import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (str(ROOT / "campaign"), str(ROOT / "petitions"))
CODE = re.compile(r"[0-9A-Z]{1,5}")  # of a mail server, of PostgreSQL, of the system: 550, 40P01, 111
CODES = ("pgcode", "smtp_code", "errno")
LONGEST_CHAIN = 5


@dataclass(frozen=True)
class Place:
    """A line of code; the file is named from the folder of the site, or of the library, down."""

    file: str
    line: int
    function: str


@dataclass(frozen=True)
class Failure:
    """One error of a chain: `places` are those in our own code, the outermost first; `innermost` is in anybody's."""

    type: str
    code: str
    places: tuple[Place, ...]
    innermost: Place | None


def failures(error: BaseException) -> list[Failure]:
    """The error, then what it came from, five at most."""
    return [_failure(one) for one in chain(error)]


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """As a traceback would show them: the cause, else what was being handled; five at most, so a circle ends."""
    for _ in range(LONGEST_CHAIN):
        if error is None:
            return
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def name(error: BaseException) -> str:
    """The type with its module, and the code if it has one: "smtplib.SMTPDataError 451"."""
    return f"{type_of(error)} {code}" if (code := code_of(error)) else type_of(error)


def type_of(error: BaseException) -> str:
    """With its module, unless Python itself has it."""
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def code_of(error: BaseException) -> str:
    """A short code that a server or the system gave, or nothing."""
    found = (str(getattr(error, attribute, None) or "") for attribute in CODES)
    return next((code for code in found if CODE.fullmatch(code)), "")


def _failure(error: BaseException) -> Failure:
    steps = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [_place(code, line) for code, line in steps if code.co_filename.startswith(ROOMS)]
    return Failure(type_of(error), code_of(error), tuple(ours), _place(*steps[-1]) if steps else None)


def _place(code: object, line: int) -> Place:
    path = Path(code.co_filename)  # type: ignore[attr-defined]
    return Place(_short(path), line, code.co_name)  # type: ignore[attr-defined]


def _short(path: Path) -> str:
    """Without the folders of this machine."""
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        return path.relative_to(ROOT).as_posix()
    return "/".join(path.parts[-3:])
