"""The one stylesheet of the public pages, joined from the files of `static/css/parts/` in the order of their names.

`site.css` is not kept in the repository: every process writes it before its first request if a part has changed,
`collectstatic` then hashes and compresses it (`docs/decisions/0006-one-stylesheet-from-parts.md`).
"""

import logging
import os
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)


def join(folder: Path | None = None) -> Path | None:
    """Write `site.css`; the path, or None if nothing had changed or the folder can't be written to."""
    css = folder or settings.BASE_DIR / "static" / "css"
    whole, target = joined(css), css / "site.css"
    if target.exists() and target.read_text(encoding="utf-8") == whole:
        return None
    new = css / f"site.{os.getpid()}.new"
    try:
        new.write_text(whole, encoding="utf-8")
        new.replace(target)
    except OSError as error:
        logger.error("stylesheet not written: %s", error)
        return None
    return target


def joined(css: Path) -> str:
    """All parts as one text; addresses in a part are seen from its folder, in the whole from one folder higher."""
    parts = sorted((css / "parts").glob("*.css"))
    return "\n".join(part.read_text(encoding="utf-8") for part in parts).replace('url("../../', 'url("../')
