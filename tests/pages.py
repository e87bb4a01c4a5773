"""A page as a tree, what search machines read of it, and every page that can be reached from a language's home."""

import re
import xml.etree.ElementTree as xml
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from tests.crawl import browser

FILE = re.compile(r"\.[a-z0-9]{2,4}$")  # how the address of a file ends
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
Element = xml.Element


class _Tree(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.builder = xml.TreeBuilder()
        self.feed(text)
        self.root = self.builder.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def tree(text: str) -> Element:
    """The <html> element. Raises what the parser raises when tags do not fit."""
    return _Tree(text).root


def text_of(element: Element | None) -> str:
    """What is read of an element, white space made one."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def with_class(element: Element, name: str) -> list[Element]:
    return [one for one in element.iter() if name in one.get("class", "").split()]


@dataclass(frozen=True)
class Page:
    """One answer of the site: its address and its tree."""

    path: str
    status: int
    html: str

    @cached_property
    def root(self) -> Element:
        return tree(self.html)

    @cached_property
    def title(self) -> str:
        return re.sub(r"[ \t\n]+", " ", self.root.findtext("head/title", "")).strip()  # no-break spaces stay

    @cached_property
    def description(self) -> str:
        return self.meta("name", "description")

    @cached_property
    def canonical(self) -> str:
        return self._link("canonical")[0].get("href", "")

    @cached_property
    def alternates(self) -> dict[str, str]:
        """hreflang → address without our origin."""
        links = self._link("alternate")
        return {link.get("hreflang", ""): link.get("href", "").removeprefix(settings.SITE_ORIGIN) for link in links}

    @cached_property
    def ids(self) -> set[str]:
        return {element.get("id", "") for element in self.root.iter()}

    def meta(self, kind: str, name: str) -> str:
        """The content of <meta kind="name">, or nothing."""
        return next((one.get("content", "") for one in self.root.iter("meta") if one.get(kind) == name), "")

    def links(self) -> Iterator[str]:
        """Addresses of pages on our own host that can be pressed, with what follows the #."""
        return (link for link in self._own_links() if not FILE.search(link))

    def files(self) -> Iterator[str]:
        """Addresses of files on our own host that can be pressed."""
        return (link for link in self._own_links() if FILE.search(link))

    def _own_links(self) -> Iterator[str]:
        for link in self.root.iter("a"):
            whole = urlsplit(urljoin(settings.SITE_ORIGIN + self.path, link.get("href", "")))
            if f"{whole.scheme}://{whole.netloc}" == settings.SITE_ORIGIN:
                yield whole.path + (f"#{whole.fragment}" if whole.fragment else "")

    def _link(self, rel: str) -> list[Element]:
        return [link for link in self.root.iter("link") if link.get("rel") == rel]


_known: dict[str, dict[str, Page]] = {}


def reached(language: str) -> dict[str, Page]:
    """Path → page, of all pages of this language to which links lead from its home; once for all tests of a process."""
    if language not in _known:
        _known[language] = dict(_walk(f"/{language}/"))
    return _known[language]


def _walk(home: str) -> Iterator[tuple[str, Page]]:
    waiting, seen = [home], {home}
    while waiting:
        path = waiting.pop(0)
        answer = browser().get(path)
        page = Page(path, answer.status_code, answer.content.decode())
        yield path, page
        found = {re.sub("#.*", "", link) for link in page.links()} if answer.status_code == 200 else set()
        waiting += sorted(link for link in found - seen if link.startswith(home))
        seen |= found
