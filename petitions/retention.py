"""What is kept of people, where, how long, and by which verb it ends: as data, with the numbers that the code goes by.

`docs/privacy.md` holds this as a table (`manage.py retention --write`), and tests refuse a column that no line covers,
a verb that is not there and a table that has grown old.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from petitions import bounces, budget, outbox, removal, surge


@dataclass(frozen=True)
class Kept:
    """One line: columns of one kind of row (or a file) that are kept as long, and the verbs that end them."""

    what: str
    row: str  # a model's label, or the name of a file or store
    columns: str  # separated by blanks; empty for a whole file
    until: str
    ends_by: str = ""  # dotted names below petitions, separated by blanks; empty: nobody's verb, or a person's hand


# No person is in these rows: numbers, words, decisions of staff, and what the site itself says.
NO_PERSON = [
    f"petitions.{model}"
    for model in (
        "Petition", "Wording", "TallyMark", "Tally", "CountrySnapshot", "WordingCount", "LetterMinute", "AskedMinute",
        "Mailing", "SurgeChange", "Job",
    )
]  # fmt: skip


def lines() -> list[Kept]:
    """Every line, in the order of the table."""
    return [*_signature(), *_news(), *_letters(), *_beside(), *_staff()]


def _days(number: int) -> str:
    return f"{number} days"


def _hours(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:g} hours"


def _signature() -> Iterable[Kept]:
    label, leave = "petitions.Signature", "signing.withdraw signing.disown erasure.forget_address"
    yield Kept(
        "name and address, sealed; coded fingerprints of mailbox and mail domain, kind of mail provider; moments of "
        "asking, answering and reminding",
        label,
        "sealed mailbox_digest domain_digest provider created_at asked_at answered_at answered_by reminded_at "
        "unanswered",
        f"{_days(settings.FORGET_CONFIRMED_AFTER_DAYS)} after confirming, or at once by wish; with news until the "
        "person leaves the news, at the latest `forget_at`",
        "erasure.forget_expired erasure.forget_by_wish erasure.stop_news",
    )
    yield Kept(
        "moments of confirming and of forgetting",
        label,
        "confirmed_at forgotten_at",
        "cut down to the day when name and address are forgotten; that day until `forget_at`",
        "erasure.forget_expired erasure.forget_by_wish",
    )
    yield Kept(
        "coded fingerprint of the address, country, language, which texts were on the page, set aside or not and why",
        label,
        "id petition email_digest country language petition_wording consent_wording news_wording held_at held_reason "
        "holding",
        "`forget_at` of the petition",
        "erasure.forget_expired",
    )
    yield Kept(
        "all of it, never confirmed",
        label,
        "",
        f"{_days(settings.LINK_LIFETIME_DAYS)} after its owner last asked",
        "erasure.forget_expired",
    )
    yield Kept("all of it, withdrawn, disowned or forgotten by address", label, "", "at once", leave)
    yield Kept(
        "all of it, set aside and proved false",
        label,
        "",
        f"{_days(removal.WAIT.days)} at the earliest",
        "removal.remove",
    )


def _news() -> Iterable[Kept]:
    yield Kept(
        "address entered for the news, sealed; its coded fingerprints, language, text at the tick, moments",
        "petitions.Subscriber",
        "id petition email_digest mailbox_digest sealed language news_wording created_at asked_at confirmed_at "
        "answered_at answered_by unanswered",
        "until the person leaves, at the latest `forget_at`; not confirmed: "
        f"{_days(settings.LINK_LIFETIME_DAYS)} after it was last entered",
        "news.stop erasure.forget_expired erasure.forget_address",
    )


def _letters() -> Iterable[Kept]:
    label = "petitions.Letter"
    yield Kept(
        "address on an owed letter that has one of its own, sealed",
        label,
        "sealed_to",
        f"emptied when the letter is closed: sent, or given up after {_hours(outbox.MAX_AGE)}; a goodbye after "
        f"{outbox.GOODBYE_AGE.total_seconds():g} seconds",
        "outbox.settle outbox.expire",
    )
    yield Kept(
        "record of a letter: kind, whose row by number, coded fingerprints for the budgets, moments; no text and no "
        "address",
        label,
        "id kind petition signature subscriber mailing key language with_news mailbox_digest domain_digest created_at "
        "due_at attempts granted_at leased_until leased_by closed_at outcome error_class",
        f"{_hours(outbox.SKELETON_AGE)} after it was closed",
        "outbox.drop_skeletons",
    )
    yield Kept(
        "“never write to me”: coded fingerprint of the mailbox, why, since when",
        "petitions.Suppression",
        "id petition mailbox_digest since reason until",
        f"until the petition closes; after a bounce {_days(bounces.BOUNCED_FOR.days)}",
        "erasure.forget_expired erasure.forget_address",
    )


def _beside() -> Iterable[Kept]:
    yield Kept(
        "by which facts signatures were set aside together: of a mail domain the start of its coded fingerprint",
        "petitions.Holding",
        "criteria",
        "the domain until `forget_at`, the rest as long as the site",
        "erasure.forget_expired",
    )
    yield Kept(
        "that they were set aside, why, how many, by whom; given back or deleted after all",
        "petitions.Holding",
        "id petition reason count note held_by held_at released_by released_at freed removed_by removed_at removed",
        "as long as the site",
    )
    yield Kept(
        "network limits: counters under a hash of the network, whose key is new every day",
        "the cache (Valkey)",
        "",
        "10 minutes at most",
    )
    yield Kept(
        "erasure journal: moment, row number, reason",
        "the file `ERASURE_JOURNAL`",
        "",
        f"as long as the oldest backup: {_days(settings.BACKUP_DAYS)}; older lines serve nobody, cut them off",
    )
    yield Kept("backups of all of this", "yours", "", f"{_days(settings.BACKUP_DAYS)} (`BACKUP_DAYS`)")
    yield Kept("logs of site and proxy, without network addresses", "yours", "", "14 days at most")
    yield Kept(
        "how many letters were asked for or sent in one minute; nobody is in it",
        "petitions.LetterMinute, petitions.AskedMinute",
        "",
        f"{budget.WINDOW.total_seconds() / 60:g} minutes; {_hours(surge.KEPT)}; until the hourly work after it",
        "budget.drop_old_minutes surge.look",
    )


def _staff() -> Iterable[Kept]:
    yield Kept(
        "who exported which counts",
        "petitions.ExportLog",
        "id at by by_name what rows",
        "as long as the site",
    )
    yield Kept(
        "accounts, roles, sessions, second factors, languages, and what each account did",
        "auth.User, sessions.Session, campaign.Authenticator, campaign.RecoveryCode, campaign.StaffAct, "
        "campaign.StaffLanguage",
        "",
        "accounts until you delete them; a session 8 hours at most; acts as long as the site",
    )
    yield Kept(
        "voices: words of people who gave a written permission",
        "campaign.Voice",
        "",
        "until the permission is withdrawn or its day has come",
    )


def table() -> str:
    """The lines as a table of docs/privacy.md."""
    head = "| What | Where | Kept | Ended by |\n|---|---|---|---|\n"
    return head + "".join(_row(line) for line in lines())


def _row(line: Kept) -> str:
    columns = ", ".join(f"`{name}`" for name in line.columns.split())
    where = ", ".join(place.partition(".")[2] or place for place in line.row.split(", "))
    ends = ", ".join(f"`{verb}`" for verb in line.ends_by.split())
    return f"| {line.what} | {where}{': ' if columns else ''}{columns} | {line.until} | {ends or '–'} |\n"
