"""What a translation shares with its English to the letter: placeholders, tags, names and addresses."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache

from babel.messages.catalog import Message

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
ADDRESS = re.compile(r"https?://(?:[^\s<>“”„«»]*[\w/])?|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\bwww\.[\w./-]*\w")
# Names that every language writes alike (translators' table, rule 8). In front of an ending they still count.
NAMES = ("#ChildSafetyON", "ECPAT", "ECLAG", "INHOPE", "NCMEC", "IWF", "Project Beacon", "Take It Down")
HASHTAG = "#ChildSafetyON"
LIKE_THE_HASHTAG = re.compile(r"#?\s?child[\s-]?safety[\s-]?on(?:line)?(?!\w)", re.IGNORECASE)
AT_THE_END_OF_A_TITLE = f" | {HASHTAG}"


def texts(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """The one text of a message, or all its plural forms."""
    return (value,) if isinstance(value, str) else tuple(value or ())


@lru_cache(maxsize=8)  # asked by one rule after the other about the same text
def bare(text: str, put: str = "") -> str:
    """The words without tags, and with `put` for each placeholder and address."""
    return PLACEHOLDER.sub(put, TAG.sub("", ADDRESS.sub(put, text)))


def is_safe_to_show(message: Message) -> bool:
    """Whether its placeholders are right: a wrong one would be an error on the page."""
    return not any(placeholders_broken(message, text) for text in texts(message.string) if text)


def placeholders_broken(message: Message, text: str) -> str:
    """Why the placeholders are wrong, or nothing. A plural form may leave the number out ("one signature")."""
    allowed = set(PLACEHOLDER.findall(" ".join(texts(message.id))))
    used = set(PLACEHOLDER.findall(text))
    if used - allowed:
        return f"unknown placeholder {', '.join(sorted(used - allowed))}"
    if allowed - used and not message.pluralizable:
        return f"placeholder {', '.join(sorted(allowed - used))} is gone"
    if any(name.startswith("%") for name in allowed) and "%" in PLACEHOLDER.sub("", text).replace("%%", ""):
        return "a lone % (write %%)"
    return ""


def tags_broken(text: str, english: str) -> Iterator[str]:
    """Why the tags are wrong: not those of the English, closed in another order, or with an attribute inside."""
    if Counter(TAG.findall(text)) != Counter(TAG.findall(english)):
        yield "HTML tags differ from the English"
    if not is_balanced(text):
        yield "HTML tags are not closed in order"
    if has_attributes(text):
        yield "an HTML attribute"


def is_balanced(text: str) -> bool:
    """Whether every tag is closed, the last opened first. `<br>` needs no closing."""
    opened: list[str] = []
    for tag in TAG.findall(text):
        name = tag.strip("</>").split()[0].lower()
        if not tag.startswith("</"):
            opened += [] if name == "br" else [name]
        elif not opened or opened.pop() != name:
            return False
    return not opened


def has_attributes(text: str) -> bool:
    return any(re.search(r"\w\s+\w", tag) for tag in TAG.findall(text))


def names_altered(text: str, english: str) -> Iterator[str]:
    """Names that stand less often than in English, and the hashtag: as often, and in no other form.

    A language may say a name where English says “they”. Only the hashtag at the end of a window's title may go.
    """
    wanted = english.removesuffix(AT_THE_END_OF_A_TITLE) if not text.endswith(HASHTAG) else english
    for name in NAMES:
        found, due = text.count(name), wanted.count(name)
        if found < due or (found > due and name == HASHTAG):
            yield f"{name} stands {found}×, in English {due}×"
    if LIKE_THE_HASHTAG.search(text.replace(HASHTAG, "")) and not LIKE_THE_HASHTAG.search(english.replace(HASHTAG, "")):
        yield f"the hashtag is {HASHTAG}, in these letters"


def addresses_altered(text: str, english: str) -> str:
    """Why addresses of pages and mailboxes are wrong, or nothing: all stay, and none comes in."""
    wanted, found = Counter(_addresses(english)), Counter(_addresses(text))
    gone, new = sorted(wanted - found), sorted(found - wanted)
    return ", ".join([*(f"{address} is gone" for address in gone), *(f"{address} is new" for address in new)])


def _addresses(text: str) -> list[str]:
    """All of them; who an example is about may be said in any language (`nom@example.com`)."""
    found = [address for address in ADDRESS.findall(text) if not address.endswith("://")]
    return [re.sub(r"^.*(?=@example\.)", "", address) for address in found]
