"""English that stands on a page of another language as in the source: a hole in a catalogue, or a copy."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

from campaign import catalog_extraction, catalogs
from tests.pages import Element, tree

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")
SHORTEST = 12  # characters; shorter English hides in other languages ("Print", "Video")
SILENT = ("script", "style")


def english_on(html: str, language: str) -> list[str]:
    """The English messages whose words stand on this page; those that the language says the same way are left out."""
    words = _readable(tree(html), language)
    return [text for text in _sentences(language) if text in words]


@cache
def _sentences(language: str) -> list[str]:
    same = _said_alike(language)
    runs = {run for text in _source() if text not in same for run in _runs(text)}
    return sorted(runs - {run for text in same for run in _runs(text)})


@cache
def _source() -> list[str]:
    ids = [message.id for message in catalog_extraction.collect() if message.id]
    return [text for found in ids for text in ([found] if isinstance(found, str) else found)]


def _said_alike(language: str) -> set[str]:
    po = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    return {str(message.id) for message in catalogs.read(po) if message.id and message.id == message.string}


def _runs(text: str) -> list[str]:
    """What stands between the placeholders of a message, without its tags."""
    bare = re.sub(r"<[^>]+>", "", text).replace("%%", "%")
    runs = (" ".join(part.split()) for part in PLACEHOLDER.split(bare))
    return [run for run in runs if len(run) >= SHORTEST and re.search(r" [a-z]", run)]  # names have capitals throughout


def _readable(root: Element, language: str) -> str:
    texts = [*_texts(root, language), *(one.get("content", "") for one in root.iter("meta"))]
    texts += [one.get(name, "") for one in root.iter() for name in ("aria-label", "alt", "title", "placeholder")]
    return " ".join(" ".join(texts).split())


def _texts(element: Element, language: str) -> list[str]:
    """Of everything that says to be in this language, or says nothing."""
    if element.tag in SILENT or element.get("lang", language) != language:
        return []
    found = [element.text or ""]
    for child in element:
        found += [*_texts(child, language), child.tail or ""]
    return found
