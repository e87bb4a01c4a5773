"""The one stylesheet and the one script of the public pages, joined from their `parts/` in the order of their names.

Every file in `css/pages/` makes a stylesheet of its own name: all parts, and itself at the end; pages with much that no
other page needs load it instead. None of the joined files is kept in the repository: every process writes them before
its first request if a part has changed, `collectstatic` then hashes and compresses them
(`docs/decisions/0006-stylesheet-and-script-from-parts.md`).
"""

import logging
import os
import re
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

logger = logging.getLogger(__name__)

# Stands in the stylesheet itself: in sight at the first moment of the home page, it would be one more request.
DRAWN_IN = re.compile(r'url\("\.\./(img/skyline\.svg)"\)')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
INDENT = re.compile(r"\n\s*")


def join(folder: Path | None = None) -> list[Path]:
    """Write every joined file; the paths of those that had changed and could be written."""
    static = folder or settings.BASE_DIR / "static"
    texts = {static / "css/site.css": stylesheet(static), static / "js/site.js": script(static)}
    texts |= {static / "css" / own.name: stylesheet(static, own) for own in sorted(static.glob("css/pages/*.css"))}
    return [target for target, whole in texts.items() if written(target, whole)]


def written(target: Path, whole: str) -> bool:
    """Whether a file has been changed; a folder that can't be written to keeps what it has."""
    if target.exists() and target.read_text(encoding="utf-8") == whole:
        return False
    new = target.with_suffix(f".{os.getpid()}.new")
    try:
        new.write_text(whole, encoding="utf-8")
        new.replace(target)
    except OSError as error:
        logger.error("%s not written: %s", target.name, error)
        return False
    return True


def parts(folder: Path, kind: str) -> list[str]:
    """The texts of all parts of one kind, by name."""
    return [part.read_text(encoding="utf-8") for part in sorted((folder / "parts").glob(f"*.{kind}"))]


def stylesheet(static: Path, own: Path | None = None) -> str:
    """All parts as one text; addresses in a part are seen from its folder, in the whole from one folder higher."""
    texts = parts(static / "css", "css") + ([own.read_text(encoding="utf-8")] if own else [])
    whole = bare("\n".join(texts)).replace('url("../../', 'url("../')
    return DRAWN_IN.sub(lambda found: f'url("{data_url(static / found[1])}")', whole)


def bare(text: str) -> str:
    """Rules alone: what the parts say to people is a tenth of the weight, and stays where people read it."""
    return INDENT.sub("\n", COMMENT.sub("", text)).lstrip()


def data_url(picture: Path) -> str:
    """An SVG as an address; no bracket and no double quote is left that could end the `url("…")` around it."""
    return "data:image/svg+xml," + quote(picture.read_text(encoding="utf-8").strip().replace('"', "'"), safe=" =:/',;")


def script(static: Path) -> str:
    """All parts as one text, each in a block of its own: a name of one part means nothing in another."""
    return "\n".join(f"{{\n{part}}}" for part in parts(static / "js", "js")) + "\n"
