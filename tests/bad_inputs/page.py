"""A page read strictly: browsers forgive, we don't. Standard library only."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
NAME_OF_AN_ATTRIBUTE = re.compile(r"[a-z][a-z0-9:_-]*")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# What the page of an error must never tell: our code, our libraries, our database.
INTERNALS = re.compile(
    r"Traceback|site-packages|\.py\b|psycopg|django\.|petitions[._]|campaign\.\w+\.|SELECT |INSERT |Exception|"
    r"at 0x[0-9a-f]{6}|granian|SECRET|DJANGO"
)


@dataclass
class Node:
    """An element with its attributes and what is in it: nodes and texts."""

    tag: str
    attrs: dict[str, str | None] = field(default_factory=dict)
    inside: list = field(default_factory=list)

    @property
    def text(self) -> str:
        """All its text, blanks folded as browsers fold them."""
        parts = [part if isinstance(part, str) else part.text for part in self.inside]
        return " ".join("".join(parts).split())

    def walk(self) -> Iterator["Node"]:
        for part in self.inside:
            if isinstance(part, Node):
                yield part
                yield from part.walk()


class _Builder(HTMLParser):
    """Builds the tree and notes every fault."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.root = Node("#root")
        self.open = [self.root]
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs, stays_open=tag not in VOID)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._start(tag, attrs, stays_open=False)

    def _start(self, tag: str, attrs: list[tuple[str, str | None]], *, stays_open: bool) -> None:
        names = [name for name, _ in attrs]
        self.faults += [f"<{tag}> has {name} twice" for name, count in Counter(names).items() if count > 1]
        self.faults += [f"<{tag} {name}>" for name in names if not NAME_OF_AN_ATTRIBUTE.fullmatch(name)]
        node = Node(tag, dict(attrs))
        self.open[-1].inside.append(node)
        if stays_open:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag == tag:
            self.open.pop()
        else:
            self.faults.append(f"</{tag}> closes <{self.open[-1].tag}>")

    def handle_data(self, data: str) -> None:
        if self.open[-1].tag not in ("script", "style") and set(data) & set("<&"):
            self.faults.append(f"not escaped: {data[:60]!r}")
        self.open[-1].inside.append(data)

    def handle_entityref(self, name: str) -> None:
        self.open[-1].inside.append(unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.open[-1].inside.append(unescape(f"&#{name};"))

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"<?{data[:20]}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"<![{data[:20]}")


class Page:
    """One page: its faults, its fields, what it says beside them and in the summary of errors."""

    def __init__(self, source: str, *, typed: str = "") -> None:
        """Signs of control are a fault unless somebody typed them: those stand in a value."""
        builder = _Builder()
        builder.feed(source)
        builder.close()
        self.nodes = list(builder.root.walk())
        self.ids = Counter(node.attrs["id"] for node in self.nodes if "id" in node.attrs)
        self.faults = builder.faults + [f"<{node.tag}> stays open" for node in builder.open[1:]]
        if not source.lower().startswith("<!doctype html>"):
            self.faults.append(f"starts with {source[:20]!r}")
        self.faults += [f"sign of control {sign!r}" for sign in set(CONTROL.findall(source)) - set(typed)]
        self.faults += [f"id {name} {count} times" for name, count in self.ids.items() if count > 1]
        self.faults += [f"nothing has the id {name}" for name in self._targets() if name not in self.ids]

    def _targets(self) -> Iterator[str]:
        for node in self.nodes:
            for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
                yield from (node.attrs.get(name) or "").split()
            if (href := node.attrs.get("href") or "").startswith("#"):
                yield href[1:]

    @property
    def language(self) -> str | None:
        return next(node.attrs.get("lang") for node in self.nodes if node.tag == "html")

    def control(self, name: str) -> Node:
        """The one control with this name. Raises ValueError if there are none or two."""
        (node,) = (one for one in self.nodes if one.tag in ("input", "select") and one.attrs.get("name") == name)
        return node

    def beside(self, name: str) -> str:
        """The error next to a field."""
        return next((node.text for node in self.nodes if node.attrs.get("id") == f"id_{name}_error"), "")

    @property
    def summary(self) -> list[tuple[str, str]]:
        """The errors at the top: (where the link leads, text)."""
        boxes = [node for node in self.nodes if "data-error-summary" in node.attrs]
        items = [item for box in boxes for item in box.walk() if item.tag == "li"]
        return [(_link(item), item.text) for item in items]

    @property
    def chosen(self) -> list[str | None]:
        """The countries that are chosen in the list."""
        return [node.attrs["value"] for node in self.nodes if node.tag == "option" and "selected" in node.attrs]


def _link(item: Node) -> str:
    return next((node.attrs["href"] or "" for node in item.walk() if node.tag == "a"), "")
