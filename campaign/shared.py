"""What all processes of one service have in common, read before they are forked: words, templates, addresses, CLDR.

A forked process shares memory with its parent until one of them writes into it: what is read first stands there once.
"""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver, reverse
from django.utils import translation

from petitions.cldr import locale_of


def read(**_: Any) -> None:
    """In the parent, when the apps are ready; needs no database. The second call reads nothing anew.

    It takes a third of a second, and each process would need it for its first pages.
    """
    gc.disable()  # nothing is thrown away here
    for name in _templates(settings.BASE_DIR / "templates"):
        get_template(name)
    list(get_resolver().url_patterns)
    for code in settings.LIVE_LANGUAGES:
        with translation.override(code):
            locale_of(code)
            reverse("home")
    gc.enable()
    gc.collect()
    gc.freeze()  # the collector writes into whatever it looks at


def _templates(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*.*")):
        yield file.relative_to(folder).as_posix()
