"""Who is on the news list: read from rows at the moment of asking, never kept as a list.

On it is who entered an address for the news and confirmed it, and who confirmed a signature with the box for news
ticked. Not on it: a signature that is set aside (it may be a machine's), and a mailbox that bounces or complained.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from petitions import letters, tokens
from petitions.models import Signature, Subscriber, Suppression


@dataclass(frozen=True, slots=True)
class Reader:
    """One person on the list: the row that says so, and what a letter to them needs."""

    row: Subscriber | Signature
    language: str
    sealed: bytes


def everyone(petition_id: int, *, language: str = "") -> Iterator[Reader]:
    """Each person once, by the fingerprint of the address: first subscribers, then signatures; may be read once.

    `language`: only those who read in it. Rows come in pieces, so that no number of people fills the memory.
    """
    for rows in (subscribers(petition_id), _signed_alone(petition_id)):
        chosen = rows.filter(language=language) if language else rows
        for row in chosen.order_by("pk").iterator(chunk_size=1000):
            assert row.sealed is not None  # noqa: S101 (chosen so)
            yield Reader(row, row.language, bytes(row.sealed))


def count(petition_id: int) -> int:
    """How many people are on the list now."""
    return subscribers(petition_id).count() + _signed_alone(petition_id).count()


def subscribers(petition_id: int) -> QuerySet[Subscriber]:
    """Confirmed addresses that we may write to."""
    rows = Subscriber.objects.filter(petition_id=petition_id, confirmed_at__isnull=False)
    return rows.exclude(_silent())


def signed(petition_id: int) -> QuerySet[Signature]:
    """Confirmed signatures with news that we may write to, subscribers among them."""
    rows = Signature.objects.filter(
        petition_id=petition_id,
        confirmed_at__isnull=False,
        news_wording__isnull=False,
        held_at__isnull=True,
        sealed__isnull=False,
    )
    return rows.exclude(_silent())


def gets_news(row: Signature) -> bool:
    """Whether the owner of this row chose news, by the sign form, the own page or "Stay informed"."""
    here = Subscriber.objects.filter(petition_id=row.petition_id, email_digest=row.email_digest)
    return row.news_wording_id is not None or here.filter(confirmed_at__isnull=False).exists()


def _signed_alone(petition_id: int) -> QuerySet[Signature]:
    """Those who are not on the list as subscribers too."""
    return signed(petition_id).exclude(_also_subscribed())


def stop_link(row: Subscriber | Signature, language: str, issued_at: datetime) -> str:
    """The address of the page that stops the news of this row; it works for as long as the row is there."""
    return letters.link_to(language, "news_unsubscribe", stop_token(row, issued_at))


def stop_token(row: Subscriber | Signature, issued_at: datetime) -> str:
    """Its last part."""
    purpose = tokens.NEWS_STOP if isinstance(row, Subscriber) else tokens.NEWS_STOP_SIGNED
    return tokens.make(purpose, row.pk, issued_at)


def _silent() -> Exists:
    here = Suppression.objects.filter(petition=OuterRef("petition"), mailbox_digest=OuterRef("mailbox_digest"))
    return Exists(here.filter(Q(until__isnull=True) | Q(until__gt=Now())))


def _also_subscribed() -> Exists:
    here = Subscriber.objects.filter(petition=OuterRef("petition"), email_digest=OuterRef("email_digest"))
    return Exists(here.filter(confirmed_at__isnull=False))
