"""The judgement of translations: what is missing, not yet reviewed, or would break a page, a letter or its layout."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.messages.catalog import Catalog, Message

from campaign import catalog_master, catalog_signs, plurals
from campaign.catalog_areas import area_of
from campaign.catalog_copies import copied
from campaign.catalog_faults import Fault
from campaign.catalog_glossary import Glossary
from campaign.catalog_markup import (
    PLACEHOLDER,
    TAG,
    addresses_altered,
    bare,
    has_attributes,
    is_balanced,
    names_altered,
    placeholders_broken,
    tags_broken,
    texts,
)
from campaign.catalog_master import Master

RIGHT = re.compile(r"right: ([a-z, ]+)")
LIMIT = re.compile(r"\bmax:(\d+)")
# The term that is never used for the material, in the scripts of our languages. Translators' table, rule 5.
NEVER = re.compile(r"(?<![su])porn[oó]|pornogra|\bporn\b|порно|πορνο", re.IGNORECASE)  # not “sporno”, “a porni”
NEVER_BUT_HERE = ("word:law-title", "word:explained")
# A placeholder's text is unknown here; it is counted as long as a number or a short word.
PLACEHOLDER_LENGTH = 6


@dataclass(frozen=True)
class Rules:
    """What one language is judged by, besides the strings of the code."""

    language: str
    glossary: Glossary = Glossary()
    master: Master = Master()


def review(catalog: Catalog, *, file: str, source: Catalog, rules: Rules) -> Iterator[Fault]:
    """Every fault of one catalogue against the strings that the code has now (`source`, freshly extracted)."""
    header = plurals.HEADERS[rules.language]
    if not plurals.same(catalog.plural_forms, header):
        yield Fault(file, 1, "plural", catalog.plural_forms, f"plural header should be {header}")
    for wanted in source:
        if wanted.id:
            yield from _review_one(wanted, catalog.get(wanted.id, wanted.context), file=file, rules=rules)


def review_source(source: Catalog, glossary: Glossary) -> Iterator[Fault]:
    """The English master at its place in the code: lengths, tags, names, the words never used, typewriter signs."""
    for message in source:
        where, line = message.locations[0] if message.locations else ("", 0)
        for text in texts(message.id):
            for kind, reason in _english_faults(message, text, glossary):
                yield Fault(where, line, kind, text, reason, area_of(message))


def length(text: str) -> int:
    """Characters a reader sees: without tags, soft hyphens and word joiners, each placeholder counted as six."""
    seen = PLACEHOLDER.sub("x" * PLACEHOLDER_LENGTH, TAG.sub("", text))
    return len(re.sub("[\u00ad\u2060]|&shy;", "", seen).replace("%%", "%"))


def _english_faults(message: Message, text: str, glossary: Glossary) -> Iterator[tuple[str, str]]:
    yield from _limits_broken(text, message.auto_comments)
    yield from _terms(text, text, message, (), glossary)
    if not is_balanced(text):
        yield "markup", "HTML tags are not closed in order"
    if has_attributes(text):
        yield "markup", "an HTML attribute"
    yield from (("name", reason) for reason in names_altered(text, text))
    yield from (("sign", reason) for reason in catalog_signs.typewriter_signs(text))
    yield from (("quote", reason) for reason in catalog_signs.quotes_wrong(text, "en"))


def _review_one(wanted: Message, found: Message | None, *, file: str, rules: Rules) -> Iterator[Fault]:
    text, area = texts(wanted.id)[0], area_of(wanted)
    if found is None or not any(texts(found.string)):
        if rules.language != catalog_master.LANGUAGE:
            yield _missing(wanted, found, file)
        return
    line = found.lineno or 0
    if found.fuzzy:
        yield Fault(file, line, "fuzzy", text, "not reviewed", area)
    elif catalog_master.is_outdated(found, wanted, rules.master) and rules.language != catalog_master.LANGUAGE:
        yield Fault(file, line, "changed", text, "the English that people agree to has changed since", area)
    elif reason := _forms_wrong(wanted, found, rules.language):
        yield Fault(file, line, "plural", text, reason, area)
    else:
        yield from _review_words(wanted, found, file=file, rules=rules)


def _missing(wanted: Message, found: Message | None, file: str) -> Fault:
    text, area = texts(wanted.id)[0], area_of(wanted)
    if found is not None:
        return Fault(file, found.lineno or 0, "missing", text, "empty", area)
    place, line = wanted.locations[0] if wanted.locations else (file, 0)
    return Fault(place, line or 0, "missing", text, f"not in {file} yet, run catalogs --extract", area)


def _forms_wrong(wanted: Message, found: Message, language: str) -> str:
    """Why the plural forms are wrong, or nothing; a form without words is none."""
    number = int(re.findall(r"\d+", plurals.HEADERS[language])[0]) if wanted.pluralizable else 1
    forms = [text for text in texts(found.string) if text]
    return (
        ""
        if len(forms) == number and found.pluralizable == wanted.pluralizable
        else (f"{len(forms)} of {number} plural forms")
    )


def _review_words(wanted: Message, found: Message, *, file: str, rules: Rules) -> Iterator[Fault]:
    line, area = found.lineno or 0, area_of(wanted)
    for text, english in zip(texts(found.string), _english_forms(wanted, found, rules), strict=True):
        for kind, reason in _faults_of(wanted, found, text, english, rules):
            yield Fault(file, line, kind, text, reason, area)


def _english_forms(wanted: Message, found: Message, rules: Rules) -> list[str]:
    """For each form of the translation the English beside it: the last one where English has no more."""
    forms = rules.master.english(wanted)
    return [forms[min(at, len(forms) - 1)] if at == 0 else forms[-1] for at, _ in enumerate(texts(found.string))]


def _faults_of(wanted: Message, found: Message, text: str, english: str, rules: Rules) -> Iterator[tuple[str, str]]:
    if reason := placeholders_broken(wanted, text):
        yield "placeholder", reason
    yield from (("markup", reason) for reason in tags_broken(text, texts(wanted.id)[-1]))
    yield from _limits_broken(text, wanted.auto_comments)
    yield from _terms(text, english, wanted, found.user_comments, rules.glossary)
    yield from (("name", reason) for reason in names_altered(text, english))
    if reason := addresses_altered(text, english):
        yield "address", reason
    if rules.language != catalog_master.LANGUAGE:
        yield from copied(text, english, rules.language, found.user_comments, rules.glossary.same_as_english)
    yield from (fault for fault in _style(text, english, rules.language) if fault[0] not in _decided(found))


def _decided(found: Message) -> set[str]:
    """Kinds of style that a translator has decided on, in a comment beside the string: `right: ending`."""
    return {kind for comment in found.user_comments for kind in ", ".join(RIGHT.findall(comment)).split(", ")}


def _style(text: str, english: str, language: str) -> Iterator[tuple[str, str]]:
    yield from (("sign", reason) for reason in catalog_signs.typewriter_signs(text))
    yield from (("quote", reason) for reason in catalog_signs.quotes_wrong(text, language))
    yield from (("letter", reason) for reason in catalog_signs.letters_wrong(text, language))
    yield from (("space", reason) for reason in catalog_signs.spaces_wrong(text, english, language))
    yield from (("ending", reason) for reason in catalog_signs.ending_wrong(text, english, language))


def _terms(
    text: str, english: str, message: Message, own_comments: Iterable[str], glossary: Glossary
) -> Iterator[tuple[str, str]]:
    if any(mark in " ".join(message.auto_comments) for mark in NEVER_BUT_HERE):
        return
    if NEVER.search(text):
        yield "term", "the term that is never used"
    for word in glossary.forbidden_in(bare(text, " "), english, own_comments):
        yield "term", f"{word} is never written (glossary)"


def _limits_broken(text: str, comments: Iterable[str]) -> Iterator[tuple[str, str]]:
    limits = [int(limit) for limit in LIMIT.findall(" ".join(comments))]
    if limits and length(text) > min(limits):
        yield "long", f"{length(text)} characters, max:{min(limits)}"
