"""Which words were on the page: recorded at release for every live language, never on a GET.

A page carries the ids of its wordings in the hidden field `shown`. A known id, however old, is what this supporter
read. The few rows are immutable, so each process keeps them.
"""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from petitions.briefly import briefly, forget_everything
from petitions.models import Petition, Wording

KINDS = (Wording.Kind.PETITION, Wording.Kind.CONSENT, Wording.Kind.NEWS)
NEWS_LIST = Wording.Kind.NEWS_LIST  # the tick of "Stay informed" says more than the sign form's: words of their own
RECORDED = (*KINDS, NEWS_LIST)
Shown = tuple[int, int, int]
Texts = dict[tuple[str, str], str]  # (kind, language) → the words


class UnknownWording(Exception):
    """The page named words that we never showed under this petition."""


class NothingRecorded(Exception):
    """No wording for this language: the release step has not run, and nothing may be signed."""


@dataclass(frozen=True, slots=True)
class Known:
    """The little that the hot path needs of a wording."""

    id: int
    petition: int
    kind: str
    language: str
    version: int


_known: dict[int, Known] = {}


def context(petition: Petition) -> dict[str, object]:
    """What the wordings' templates need, the same where they are shown and where they are recorded."""
    return {"controller": settings.CONTROLLER["name"], "petition": petition, "forget_at": petition.forget_at}


def render(petition: Petition, kind: str, language: str) -> str:
    """The wording as the page shows it in this language, with its blanks folded so that layout changes nothing."""
    with translation.override(language):
        parts = {"petition": ["title.txt", "to.txt", "summary.txt", "text.html"]}.get(kind, [f"{kind}.html"])
        return fold("\n".join(render_to_string(f"petitions/words/{part}", context(petition)) for part in parts))


def fold(text: str) -> str:
    """Any blanks as one, so that layout changes nothing."""
    return re.sub(r"\s+", " ", text).strip()


def fingerprint(body: str) -> str:
    """SHA-256 of the words, as hex."""
    return hashlib.sha256(body.encode()).hexdigest()


def record(petition: Petition) -> int:
    """Record today's wordings in every live language; returns how many were new. The second call records nothing."""
    new = record_texts(petition, texts(petition))
    forget_what_this_process_knows()
    return new


def texts(petition: Petition) -> Texts:
    """Today's words of every kind that is recorded, in every live language."""
    return {(kind, code): render(petition, kind, code) for code in settings.LIVE_LANGUAGES for kind in RECORDED}


@transaction.atomic
def record_texts(petition: Petition, texts: Texts) -> int:
    """Record each of these words as the next version of its kind and language, unless they are recorded already.

    Also for words that are made elsewhere (the privacy notice). Words that come back keep their old version. Returns
    how many were new.
    """
    Petition.objects.select_for_update().get(pk=petition.pk)
    rows = Wording.objects.filter(petition=petition).values_list("kind", "language", "sha256")
    recorded = set(rows)
    last = Counter((kind, language) for kind, language, _ in recorded)
    new = [
        Wording(petition=petition, kind=kind, language=code, sha256=sha256, body=body, version=last[kind, code] + 1)
        for (kind, code), body in texts.items()
        if (kind, code, sha256 := fingerprint(body)) not in recorded
    ]
    return len(Wording.objects.bulk_create(new))


def find(petition: Petition, kind: str, language: str, body: str) -> Wording | None:
    """The record of exactly these words, or None."""
    rows = Wording.objects.filter(petition=petition, kind=kind, language=language)
    return rows.filter(sha256=fingerprint(body)).first()


@briefly(seconds=5)
def current(petition: int, language: str) -> Shown:
    """The ids (petition, consent, news) of the words that the sign form shows: by their hash, so never of other words.

    Raises NothingRecorded when these words are in no record: nobody may sign them before the next release step.
    """
    first, second, third = _ids(petition, language, *KINDS)
    return first, second, third


@briefly(seconds=5)
def current_of_list(petition: int, language: str) -> int:
    """The id of the words at the tick of "Stay informed". Raises NothingRecorded."""
    return _ids(petition, language, NEWS_LIST)[0]


def _ids(petition: int, language: str, *kinds: str) -> list[int]:
    row = Petition.objects.get(pk=petition)
    wanted = Wording.objects.filter(petition=row, language=language).values_list("kind", "sha256", "id")
    recorded = {(kind, sha256): number for kind, sha256, number in wanted}
    try:
        return [recorded[kind, fingerprint(render(row, kind, language))] for kind in kinds]
    except KeyError as missing:
        raise NothingRecorded(language) from missing


def recognise(petition: int, shown: Shown) -> Shown:
    """The same ids if each is a wording of its kind under this petition. Raises UnknownWording."""
    _refuse_unknown(petition, shown, KINDS)
    return shown


def recognise_of_list(petition: int, shown: int) -> int:
    """The same id if it is a wording of "Stay informed". Raises UnknownWording."""
    _refuse_unknown(petition, (shown,), (NEWS_LIST,))
    return shown


def _refuse_unknown(petition: int, shown: tuple[int, ...], kinds: tuple[str, ...]) -> None:
    if not all(number in _known for number in shown):
        _learn()
    for number, kind in zip(shown, kinds, strict=True):
        known = _known.get(number)
        if known is None or known.petition != petition or known.kind != kind:
            raise UnknownWording(number)


def known(number: int) -> Known:
    """Kind, language and version of a wording, for page and receipt. Raises KeyError for an unknown id."""
    if number not in _known:
        _learn()
    return _known[number]


def version(number: int) -> int:
    """The version of a wording. Raises KeyError for an unknown id."""
    return known(number).version


def _learn() -> None:
    for known in Wording.objects.order_by("version").values_list("id", "petition_id", "kind", "language", "version"):
        _known[known[0]] = Known(*known)


def forget_what_this_process_knows() -> None:
    """For the release step and for tests: read the rows again when next asked."""
    _known.clear()
    forget_everything()
