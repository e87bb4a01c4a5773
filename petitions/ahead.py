"""What is done for a whole batch at once, before its letters go out one by one: the plain right to write, and reading.

Nothing here says no. Whatever is not a plain yes (somebody else is at the row or the mailbox, a second letter to one
person, a domain that has no room for all of its letters, any reason for silence) is left to `replies`, letter by
letter. And nothing that is read here is taken for true when its letter's turn comes: `replies` looks whether it still
is.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from petitions import clock, domain_budget, flagship, turns
from petitions.models import Letter, Signature
from petitions.replies import ANSWER_ONCE_IN, BUDGET, BUDGET_WINDOW, MAX_UNANSWERED, READ_AHEAD

# Rows that wait for the confirmation, free to be answered; who is at one of them at this moment is not waited for. Said
# as a condition, it tempts a planner without fresh statistics to begin with all rows that wait.
_FREE = """
SELECT CASE WHEN s.confirmed_at IS NULL AND s.forgotten_at IS NULL AND s.unanswered < {max_unanswered}
    AND (s.answered_at IS NULL OR s.answered_at < {once_before}) THEN l.id END
FROM petitions_letter l JOIN petitions_signature s ON s.id = l.signature_id WHERE l.id IN ({letters}) {lock}
"""
# The last two conditions say nothing new; without them no planner sees that the index of domains has all that is asked.
_GRANT = """
UPDATE petitions_letter SET granted_at = {now}
WHERE id IN ({letters}) AND NOT EXISTS (
    SELECT 1 FROM petitions_suppression s WHERE s.petition_id = petitions_letter.petition_id
        AND s.mailbox_digest = petitions_letter.mailbox_digest AND (s.until IS NULL OR s.until > {now})
) AND {budget} > (
    SELECT count(*) FROM petitions_letter g WHERE g.mailbox_digest = petitions_letter.mailbox_digest
        AND g.granted_at > {window} AND g.outcome <> 'failed'
) AND (domain_digest = '' OR {most} = 0 OR {most} >= {crowd} + (
    SELECT count(*) FROM petitions_letter g WHERE g.domain_digest = petitions_letter.domain_digest
        AND g.granted_at > {domain_window} AND g.granted_at IS NOT NULL AND NOT (g.domain_digest = '')
)) RETURNING id
"""
_ANSWER = """
UPDATE petitions_signature SET answered_by = l.id, answered_at = {now}, asked_at = {later_of}(asked_at, l.created_at)
FROM petitions_letter l WHERE l.id IN ({letters}) AND petitions_signature.id = l.signature_id
"""


def grant(batch: list[Letter]) -> None:
    """Grant, as `replies.grant` would, the letters of a batch for which that is a plain yes; in one transaction.

    Waits for nobody, so two payers can't hold each other up however their batches overlap. The second call changes
    nothing.
    """
    plain = _first_of_each(filter(_is_plain, batch))
    if not plain:
        return
    most, domain_window = max(0, domain_budget.per_hour()), _before("", domain_budget.WINDOW)
    with transaction.atomic():
        free = _ids(_FREE, plain, max_unanswered=MAX_UNANSWERED, once_before=_before("l.created_at", ANSWER_ONCE_IN),
                    lock="FOR UPDATE OF s SKIP LOCKED" if connection.vendor == "postgresql" else "")  # fmt: skip
        mine = _with_their_turns([letter for letter in plain if letter.pk in free], has_domain_budget=most > 0)
        if not mine:
            return
        granted = _ids(_GRANT, mine, budget=BUDGET, window=_before("", BUDGET_WINDOW), most=most,
                       crowd=_largest_crowd(batch), domain_window=domain_window)  # fmt: skip
        mine = [letter for letter in mine if letter.pk in granted]
        if mine:
            _run(_ANSWER, mine, later_of="GREATEST" if connection.vendor == "postgresql" else "MAX")
    for letter in mine:
        letter.granted_at = timezone.now()  # since when matters to nobody who writes such a letter


def _is_plain(letter: Letter) -> bool:
    is_ours = letter.kind == Letter.Kind.REPLY and letter.signature_id is not None
    return is_ours and not letter.granted_at and flagship.state(letter.petition) != flagship.CLOSED


def _first_of_each(letters: Iterable[Letter]) -> list[Letter]:
    """Of several to one person or one mailbox only the first."""
    met: set[object] = set()
    found = []
    for letter in letters:
        names = {letter.signature_id, letter.mailbox_digest}
        if not names & met:
            found.append(letter)
        met |= names
    return found


def _largest_crowd(batch: list[Letter]) -> int:
    """How many letters of the batch want a place in one and the same domain, at most."""
    wanting = Counter(letter.domain_digest for letter in batch if letter.domain_digest and not letter.granted_at)
    return max(wanting.values(), default=0)


def _with_their_turns(letters: list[Letter], *, has_domain_budget: bool) -> list[Letter]:
    """Those whose mailbox, and domain where it has a budget, nobody else is at; ours until the transaction ends."""
    names = {letter.pk: [letter.mailbox_digest] + (_domain_of(letter) if has_domain_budget else [])
             for letter in letters}  # fmt: skip
    taken = turns.take_free({name for of_one in names.values() for name in of_one})
    return [letter for letter in letters if taken.issuperset(names[letter.pk])]


def _domain_of(letter: Letter) -> list[str]:
    return [f"domain:{letter.domain_digest}"] if letter.domain_digest else []


def _ids(statement: str, letters: list[Letter], **parts: object) -> set[int]:
    return set(_run(statement, letters, **parts))


def _run(statement: str, letters: list[Letter], **parts: object) -> list[int]:
    """The statement about these letters; returns the numbers that it returns, if it returns any."""
    places = ", ".join(["%s"] * len(letters))
    with connection.cursor() as cursor:
        sql = statement.format(letters=places, now=clock.now_sql(connection.vendor), **parts)
        cursor.execute(sql, [letter.pk for letter in letters])
        return [row[0] for row in cursor.fetchall()] if cursor.description else []


def _before(moment: str, age: timedelta) -> str:
    return clock.earlier_sql(connection.vendor, int(age.total_seconds()), moment)


def read(batch: list[Letter]) -> None:
    """Read the rows of a batch in one statement, for those kinds of which `replies` looks again before each letter."""
    wanted = {letter.signature_id for letter in batch if letter.kind in READ_AHEAD and letter.signature_id}
    rows = Signature.objects.in_bulk(wanted) if wanted else {}
    for letter in batch:
        row = rows.get(letter.signature_id or 0) if letter.kind in READ_AHEAD else None
        if row is not None:
            row.petition = letter.petition  # the same one, already read
            letter.signature = row
