"""Hard questions with fair answers: what ships, what staff made of it, and what the public may see of it."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise

from campaign.living import kept, search
from campaign.living.care_models import Answer
from campaign.living.kept import Item
from campaign.living.questions_basics import BASICS, CHILDREN, LAW
from campaign.living.questions_effect import EFFECT, MONEY
from campaign.living.questions_privacy import PRIVACY
from campaign.living.questions_signature import SIGNATURE
from campaign.living.questions_words import GROUPS, LEADS_TO, PAGES
from campaign.living.status import Status
from campaign.living.words import Spoken, filled, paragraphs
from campaign.templatetags.local import longdate, number
from petitions import flagship
from petitions.snapshot import SMALLEST

REVIEW_DAYS = 30  # staff read every answer once a month
DELIVERED = (*BASICS, *CHILDREN, *LAW, *PRIVACY, *EFFECT, *MONEY, *SIGNATURE)
STATUS = "status"
STATE_LINES = {"derogation": "voluntary_work", "chatcontrol": "encryption_in_talks"}


@dataclass(frozen=True)
class Link:
    """A page, and what it is called."""

    url: str
    words: str | Promise


@dataclass(frozen=True)
class Question:
    """One published question with its answer, in the reader's language; each text in paragraphs."""

    key: str
    question: Spoken
    concern: list[Spoken]
    says: list[Spoken]
    still_open: list[Spoken]
    critics_name: Spoken
    critics_url: str
    reviewed_on: date | None
    leads_to: list[Link]
    voluntary_work: Spoken
    encryption_in_talks: Spoken
    is_open: bool = False

    @property
    def anchor(self) -> str:
        """What follows the # in its address."""
        return f"q-{self.key}"

    @property
    def has_status(self) -> bool:
        """Whether the box with the state of the law is the answer."""
        return self.key == STATUS

    @property
    def has_parts(self) -> bool:
        """Whether the campaign's own words need a heading, to be told apart from the others."""
        return bool(self.concern or self.still_open)

    @property
    def texts(self) -> list[Spoken]:
        """What a search looks through."""
        return [self.question, *self.concern, *self.says, *self.still_open, self.critics_name]

    @property
    def all_words(self) -> list[Spoken]:
        """What staff may have written of it in one language only."""
        return [*self.texts, self.voluntary_work, self.encryption_in_talks]


@dataclass(frozen=True)
class Group:
    """Questions under one heading; never empty."""

    key: str
    name: str | Promise
    answers: list[Question]


def published(state: Status) -> list[Group]:
    """What the public may see, in the order of the page, with the state of the law where it belongs. One query."""
    items = sorted(_public(), key=lambda item: item.row.place)
    page = _Page(_values(), _places(items), state)
    return _grouped((item.row.group, page.question(item)) for item in items)


def opened(groups: Iterable[Group], key: str) -> list[Group]:
    """All of them, with the answer of this key open."""
    return _grouped((group.key, replace(one, is_open=one.key == key)) for group in groups for one in group.answers)


def found(groups: Iterable[Group], words: list[str]) -> list[Group]:
    """Those that hold every word; the answer is open where it is the only one."""
    hits = [(group.key, one) for group in groups for one in group.answers if search.is_in(words, *one.texts)]
    return _grouped((key, replace(one, is_open=len(hits) == 1)) for key, one in hits)


def shipped(key: str) -> Mapping[str, str | Promise]:
    """The words that ship under this key; none for an answer of staff's own."""
    return next((one.words for one in DELIVERED if one.key == key), {})


def due_for_review() -> int:
    """How many published answers nobody of staff has read in the last days."""
    oldest = timezone.localdate() - timedelta(days=REVIEW_DAYS)
    return sum(not item.row.reviewed_on or item.row.reviewed_on < oldest for item in _public())


def _public() -> list[Item[Answer]]:
    return [item for item in kept.current(Answer, DELIVERED) if item.row.published]


def _grouped(questions: Iterable[tuple[str, Question]]) -> list[Group]:
    by_group: dict[str, list[Question]] = {group.value: [] for group in GROUPS}
    for group, question in questions:
        by_group[group].append(question)
    return [Group(group.value, name, by_group[group.value]) for group, name in GROUPS.items() if by_group[group.value]]


def _places(items: list[Item[Answer]]) -> dict[str, str | Promise]:
    """What can be pointed to on this page: groups and questions, with their words."""
    groups = {item.row.group for item in items}
    places: dict[str, str | Promise] = {f"#{group.value}": name for group, name in GROUPS.items() if group in groups}
    return places | {f"#q-{item.key}": item.words("question") for item in items}


@dataclass(frozen=True)
class _Page:
    """What all questions of the page have in common."""

    values: Mapping[str, str]
    places: Mapping[str, str | Promise]
    state: Status

    def question(self, item: Item[Answer]) -> Question:
        def words(name: str) -> Spoken:
            return filled(item.words(name), self.values)

        return Question(
            key=item.key,
            question=words("question"),
            concern=paragraphs(words("concern")),
            says=paragraphs(words("says")),
            still_open=paragraphs(words("still_open")),
            critics_name=words("critics_name"),
            critics_url=item.row.critics_url,
            reviewed_on=item.row.reviewed_on,
            leads_to=list(self._links(LEADS_TO.get(item.key, ()))),
            voluntary_work=self._line(item.key, "voluntary_work"),
            encryption_in_talks=self._line(item.key, "encryption_in_talks"),
        )

    def _line(self, key: str, name: str) -> Spoken:
        """A line of the status record, below the one answer that speaks of it; none before a state is chosen."""
        is_told = STATE_LINES.get(key) == name and not self.state.is_checking
        return getattr(self.state, name) if is_told else Spoken("")

    def _links(self, names: Iterable[str]) -> Iterator[Link]:
        """Those of the pages and answers that the public can open."""
        for name in names:
            with suppress(NoReverseMatch):
                if not name.startswith("#"):
                    yield Link(reverse(name), PAGES[name])
                elif name in self.places:
                    yield Link(reverse("questions") + name, self.places[name])


def _values() -> dict[str, str]:
    """The numbers and names in the words that ship, as the page's language writes them."""
    return {
        "controller": settings.CONTROLLER["name"],
        "link_days": number(settings.LINK_LIFETIME_DAYS),
        "forget_days": number(settings.FORGET_CONFIRMED_AFTER_DAYS),
        "smallest": number(SMALLEST),
        "forget_at": longdate(flagship.flagship().forget_at),
    }
