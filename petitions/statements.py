"""What is written when somebody signs or confirms, as SQL: the same statements for every state of an address."""

from functools import cache

from petitions import clock

# The row is new, or its owner pressed again. Personal data changes only while nobody has confirmed; a row that has had
# its letters without an answer, or is forgotten, keeps its `asked_at`, and so expires. Every state costs one write.
_UPSERT = """
INSERT INTO petitions_signature AS s (petition_id, email_digest, mailbox_digest, domain_digest, provider,
    sealed, country, language, petition_wording_id, consent_wording_id, news_wording_id, created_at, asked_at,
    held_reason, unanswered)
VALUES (%(petition)s, %(email_digest)s, %(mailbox_digest)s, %(domain_digest)s, %(provider)s,
    %(sealed)s, %(country)s, %(language)s, %(petition_wording)s, %(consent_wording)s, %(news_wording)s,
    {now}, {now}, '', 0)
ON CONFLICT (petition_id, email_digest) DO UPDATE SET
    asked_at = CASE WHEN s.forgotten_at IS NULL AND s.unanswered < %(max_unanswered)s
               THEN excluded.asked_at ELSE s.asked_at END,
    {while_pending}
RETURNING id
"""
_OWN_TO_THE_PERSON = (
    "mailbox_digest", "domain_digest", "provider", "sealed", "country", "language", "petition_wording_id",
    "consent_wording_id", "news_wording_id",
)  # fmt: skip
_OWE_REPLY = """
INSERT INTO petitions_letter (kind, petition_id, signature_id, key, language, with_news, mailbox_digest, domain_digest,
    sealed_to, created_at, due_at, attempts, leased_by, outcome, error_class)
VALUES (%(kind)s, %(petition)s, {signature}, %(key)s, %(language)s, FALSE, %(mailbox_digest)s, %(budget_domain)s,
    %(sealed)s, {now}, {now}, 0, '', '', '')
"""
_KNOWN = "(SELECT id FROM petitions_signature WHERE petition_id = %(petition)s AND email_digest = %(email_digest)s)"
_BOTH = "WITH signed AS ({signed}) {owed}"
# PostgreSQL only. Who presses at the same moment waits for the row, and then finds it confirmed.
_CONFIRM = """
WITH confirmed AS (
    UPDATE petitions_signature AS s SET confirmed_at = {now} FROM petitions_petition AS p
    WHERE s.id = %(signature)s AND s.confirmed_at IS NULL AND p.id = s.petition_id
        AND {now} < p.closes_at + %(grace)s * interval '1 second'
    RETURNING s.*
), marked AS (
    INSERT INTO petitions_tallymark (petition_id, day, country, language, change)
    SELECT petition_id, (confirmed_at AT TIME ZONE 'Europe/Brussels')::date, country, language, 1 FROM confirmed
), owed AS (
    INSERT INTO petitions_letter (kind, petition_id, signature_id, key, language, with_news, mailbox_digest,
        domain_digest, created_at, due_at, attempts, leased_by, outcome, error_class)
    SELECT 'receipt', petition_id, id, 'receipt:' || id, language, FALSE, '', '', {now}, {now}, 0, '', '', ''
    FROM confirmed ON CONFLICT DO NOTHING
)
SELECT {columns} FROM confirmed
"""


@cache
def upsert(vendor: str) -> str:
    """The signature; returns its id."""
    kept = (f"{c} = CASE WHEN s.confirmed_at IS NULL THEN excluded.{c} ELSE s.{c} END" for c in _OWN_TO_THE_PERSON)
    return _UPSERT.format(now=clock.now_sql(vendor), while_pending=",\n    ".join(kept))


@cache
def owe_reply(vendor: str, signature: str = _KNOWN) -> str:
    """A reply to the owner of a row, which is named by SQL; to whoever has the address if nothing is said."""
    return _OWE_REPLY.format(now=clock.now_sql(vendor), signature=signature)


@cache
def upsert_and_owe(vendor: str) -> str:
    """Both as one statement, which is its own transaction (PostgreSQL)."""
    return _BOTH.format(signed=upsert(vendor), owed=owe_reply(vendor, "(SELECT id FROM signed)"))


@cache
def confirm(vendor: str, columns: tuple[str, ...]) -> str:
    """Confirm, mark and owe the receipt; returns these columns of the row, or none if nothing was changed."""
    return _CONFIRM.format(now=clock.now_sql(vendor), columns=", ".join(columns))
