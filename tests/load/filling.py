"""Fill a laboratory database with as many signatures as one asks for, as they would lie there after a year.

Rows come in the order of time: nine tenths over 364 days, the last tenth today, which is the peak. Of the last
fortnight three in ten have not confirmed; of the others one in 200 is set aside, one in nine reads the news, and who
confirmed more than 30 days ago is forgotten but counted. Letters of the last 24 hours are there as records. People come
from 60 countries and write in 24 languages. The tallies are made by the product's own `recount`.

PostgreSQL makes the rows itself, on two connections. Every check constraint holds while it does. Indexes are taken away
before and made again afterwards, by their own definitions; foreign keys are not asked row by row, but all at once at
the end (`strays`).
"""

import random
import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg2

from tests.faults.lab.site import SLUG, Site

LANES = 2
STEPS = 8  # pieces a lane makes its rows in: a transaction each
TABLES = ("petitions_signature", "petitions_letter")
MIX = 4096
MAIN_LANGUAGES = {
    "AT": "de", "BE": "nl fr de", "BG": "bg", "HR": "hr", "CY": "el", "CZ": "cs", "DK": "da", "EE": "et", "FI": "fi sv",
    "FR": "fr", "DE": "de", "GR": "el", "HU": "hu", "IE": "en ga", "IT": "it", "LV": "lv", "LT": "lt", "LU": "fr de",
    "MT": "mt", "NL": "nl", "PL": "pl", "PT": "pt", "RO": "ro hu", "SK": "sk", "SI": "sl", "ES": "es", "SE": "sv",
}  # fmt: skip
MILLIONS = {
    "DE": 83, "FR": 68, "IT": 59, "ES": 48, "PL": 37, "RO": 19, "NL": 18, "BE": 12, "CZ": 11, "SE": 11, "PT": 11,
    "GR": 10, "HU": 10, "AT": 9, "BG": 6, "DK": 6, "FI": 6, "SK": 5, "IE": 5, "HR": 4, "LT": 3, "SI": 2, "LV": 2,
    "EE": 1, "CY": 1, "LU": 1, "MT": 1,
}  # fmt: skip
ELSEWHERE = (
    "AL AM AR AU BA BR BY CA CH CL CN CO EG GB GE ID IL IN IS JP KE KR LI MA MD ME MK MX NG NO NZ RS TR UA US ZA"
)

_MIX = """
CREATE TABLE filling_mix AS SELECT m.*, pw.id AS petition_wording, cw.id AS consent_wording, nw.id AS news_wording
FROM (SELECT * FROM unnest(%s::int[], %s::text[], %s::text[]) AS m(place, country, language)) m
JOIN LATERAL (SELECT id FROM petitions_wording w WHERE w.petition_id = %s AND w.kind = 'petition'
    AND w.language = m.language ORDER BY version DESC LIMIT 1) pw ON true
JOIN LATERAL (SELECT id FROM petitions_wording w WHERE w.petition_id = %s AND w.kind = 'consent'
    AND w.language = m.language ORDER BY version DESC LIMIT 1) cw ON true
JOIN LATERAL (SELECT id FROM petitions_wording w WHERE w.petition_id = %s AND w.kind = 'news'
    AND w.language = m.language ORDER BY version DESC LIMIT 1) nw ON true
"""
# h: 64 bits by chance, the same for the same number. 12 say who, 10 in what state, 7 whether with news, 12 how soon.
_PEOPLE = """
WITH people AS (
    SELECT i, hashint8extended(i, 7) AS h, CASE WHEN i <= 0.9 * {total}
        THEN today - interval '364 days' + interval '364 days' * (i / (0.9 * {total}))
        ELSE today + (moment - today) * ((i - 0.9 * {total}) / (0.1 * {total})) END AS asked, today, moment
    FROM generate_series({first}::bigint, {last}::bigint) AS i, (SELECT %(moment)s::timestamptz AS moment,
        date_trunc('day', %(moment)s::timestamptz, 'Europe/Brussels') AS today) AS t
), drawn AS (
    SELECT p.*, m.country, m.language, m.petition_wording, m.consent_wording, m.news_wording,
        least(asked + interval '1 second' * (20 + (h >> 30 & 4095) / 4), moment) AS pressed,
        asked > moment - interval '13 days' AND (h >> 12 & 1023) < 307 AS waits, (h >> 12 & 1023) >= 1018 AS is_held,
        (h >> 22 & 127) < 15 AS has_news, encode(sha256(int8send(i)), 'hex') AS digest
    FROM people p JOIN filling_mix m ON m.place = (h & 4095)
), stated AS (
    SELECT *, NOT waits AND NOT has_news AND pressed < moment - interval '30 days' AS is_forgotten FROM drawn
)
"""
_SIGNATURES = """
INSERT INTO petitions_signature (id, petition_id, email_digest, mailbox_digest, domain_digest, provider, sealed,
    country, language, petition_wording_id, consent_wording_id, news_wording_id, created_at, asked_at, confirmed_at,
    held_at, held_reason, holding_id, forgotten_at, answered_at, answered_by, unanswered)
SELECT i, {petition}, digest, CASE WHEN is_forgotten THEN '' ELSE reverse(digest) END,
    CASE WHEN is_forgotten THEN '' ELSE encode(sha256(int8send(h & 1023)), 'hex') END,
    CASE WHEN is_forgotten THEN '' ELSE
        (ARRAY['google', 'microsoft', 'gmx', 'orange', 'other'])[1 + (h & 1023) %% 5] END,
    CASE WHEN is_forgotten THEN NULL ELSE decode(repeat(digest, 4), 'hex') END, country, language,
    petition_wording, consent_wording, CASE WHEN has_news THEN news_wording END,
    CASE WHEN is_forgotten THEN NULL ELSE asked END, CASE WHEN is_forgotten THEN NULL ELSE asked END,
    CASE WHEN waits THEN NULL WHEN is_forgotten
        THEN (pressed AT TIME ZONE 'Europe/Brussels')::date::timestamp AT TIME ZONE 'UTC' ELSE pressed END,
    CASE WHEN is_held AND NOT waits THEN moment END, CASE WHEN is_held AND NOT waits THEN 'pattern' ELSE '' END,
    CASE WHEN is_held AND NOT waits THEN {holding} END,
    CASE WHEN is_forgotten THEN today - interval '1 day' END,
    CASE WHEN is_forgotten THEN NULL ELSE asked + interval '2 seconds' END,
    CASE WHEN is_forgotten THEN NULL ELSE 2 * i END,
    CASE WHEN waits THEN 1 ELSE 0 END
FROM stated
"""
_LETTERS = """
INSERT INTO petitions_letter (id, kind, petition_id, signature_id, key, language, with_news, mailbox_digest,
    domain_digest, created_at, due_at, attempts, granted_at, leased_by, closed_at, outcome, error_class)
SELECT 2 * i + n, CASE n WHEN 0 THEN 'reply' ELSE 'receipt' END, {petition}, i,
    CASE n WHEN 0 THEN 'reply:' || left(digest, 32) ELSE 'receipt:' || i END, language, false,
    CASE n WHEN 0 THEN reverse(digest) ELSE '' END, '', at, at, 1, CASE n WHEN 0 THEN at END, left(digest, 32), at,
    'sent', ''
FROM stated, LATERAL (VALUES (0, asked), (1, pressed)) AS letters(n, at)
WHERE at > moment - interval '24 hours' AND (n = 0 OR NOT waits)
"""


def fill(site: Site, rows: int) -> dict[str, float]:
    """So many signatures in the site's empty database, counted; returns the seconds that each step took.

    Raises RuntimeError where the indexes are not as before, or a row points at nothing.
    """
    took, before = {}, shape(site)
    with _timed(took, "rows"):
        _prepare(site)
        _make(site, rows, _moment(site))
    with _timed(took, "indexes"):
        _in_parallel(site, _definitions(before))
    with _timed(took, "vacuum"):
        _in_parallel(site, [f"VACUUM (ANALYZE) {table}" for table in TABLES])
        site.query("CHECKPOINT")
    if different := set(map(bare, before)) ^ set(map(bare, shape(site))):
        raise RuntimeError(f"indexes are not as before: {different}")
    if lost := strays(site):
        raise RuntimeError(f"{lost} rows point at nothing")
    with _timed(took, "recount"):
        site.manage("recount")
    site.query("VACUUM (ANALYZE) petitions_tally")
    return took


@contextmanager
def _timed(took: dict[str, float], what: str):
    start = time.monotonic()
    yield
    took[what] = time.monotonic() - start


def shape(site: Site) -> list[tuple[str, str, str, str]]:
    """(table, name, definition, constraint's definition or "") of every index of the tables that are filled."""
    return site.query(
        "SELECT i.tablename::text, i.indexname::text, i.indexdef, coalesce(pg_get_constraintdef(c.oid), '')"
        " FROM pg_indexes i LEFT JOIN pg_constraint c ON c.conindid = (i.schemaname || '.' || i.indexname)::regclass"
        " AND c.contype IN ('p', 'u') WHERE i.tablename = ANY(%s) ORDER BY 1, 2",
        list(TABLES),
    )


def bare(index: tuple[str, str, str, str]) -> tuple[str, str, str, str]:
    """Without casts and brackets, which PostgreSQL writes differently when it has read its own words."""
    table, name, definition, constraint = index
    return table, name, re.sub(r"::(character varying|text)|[()\[\]]", "", definition), constraint


def strays(site: Site) -> int:
    """How many signatures point at a wording that is not there, or not of their petition and language."""
    found = 0
    for kind in ("petition", "consent", "news"):
        sql = (
            f"SELECT count(*) FROM petitions_signature s LEFT JOIN petitions_wording w"
            f" ON w.id = s.{kind}_wording_id AND w.kind = '{kind}' AND w.petition_id = s.petition_id"
            f" WHERE s.{kind}_wording_id IS NOT NULL AND w.id IS NULL"
        )
        found += site.query(sql)[0][0]
    return found


def people() -> list[tuple[str, str]]:
    """(country, language), as often as they come among so many people."""
    chance = random.Random(8)
    elsewhere = ELSEWHERE.split()
    codes = [*MILLIONS, *elsewhere]
    weights = [*MILLIONS.values(), *[0.5] * len(elsewhere)]
    return [(code, _language(code, chance)) for code in chance.choices(codes, weights, k=MIX)]


def _language(country: str, chance: random.Random) -> str:
    """Four in five write in a language of their country, most others in English, some in the largest ones."""
    own = MAIN_LANGUAGES.get(country, "en fr es").split()
    others = ["en", "en", "en", "de", "fr", "pl"]
    return chance.choice(own) if chance.random() < 0.8 else chance.choice(others)


def _moment(site: Site):
    return site.query("SELECT clock_timestamp()")[0][0]


def _prepare(site: Site):
    petition = site.query("SELECT id FROM petitions_petition WHERE slug = %s", SLUG)[0][0]
    places, countries, languages = zip(*[(place, *one) for place, one in enumerate(people())], strict=True)
    site.query("DROP TABLE IF EXISTS filling_mix")
    site.query(_MIX, list(places), list(countries), list(languages), petition, petition, petition)
    if site.query("SELECT count(*) FROM filling_mix")[0][0] != MIX:
        raise RuntimeError("words of a language are not recorded: is every language live?")
    for table, name, definition, constraint in shape(site):
        if constraint.startswith("UNIQUE"):
            site.query(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        elif not constraint and definition:
            site.query(f"DROP INDEX {name}")


def _definitions(before: list[tuple[str, str, str, str]]) -> list[str]:
    """What makes the indexes again, the largest first, so that two lanes end at about the same time."""
    made = [
        f"ALTER TABLE {table} ADD CONSTRAINT {name} {constraint}" if constraint else definition
        for table, name, definition, constraint in before
        if not constraint.startswith("PRIMARY")
    ]
    return sorted(made, key=lambda sql: (sql.startswith("CREATE"), "WHERE" in sql))


def _make(site: Site, rows: int, moment):
    petition = site.query("SELECT id FROM petitions_petition WHERE slug = %s", SLUG)[0][0]
    holding = site.query(
        "INSERT INTO petitions_holding (petition_id, reason, criteria, count, note, held_by, held_at, released_by,"
        " removed_by) VALUES (%s, 'pattern', '{}', 0, '', 'filling', %s, '', '') RETURNING id",
        petition, moment,
    )[0][0]  # fmt: skip
    pieces = LANES * STEPS
    edges = [rows * piece // pieces for piece in range(pieces + 1)]
    jobs = [
        (_PEOPLE + statement).format(
            total=rows, first=edges[piece] + 1, last=edges[piece + 1], petition=petition, holding=holding
        )
        for statement in (_SIGNATURES, _LETTERS)
        for piece in range(pieces)
    ]
    _in_parallel(site, jobs, {"moment": moment})
    for table in TABLES:
        site.query(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest(max(id), 1)) FROM {table}")
    site.query(
        "UPDATE petitions_holding SET count = (SELECT count(*) FROM petitions_signature WHERE holding_id = %s)"
        " WHERE id = %s",
        holding, holding,
    )  # fmt: skip


def _in_parallel(site: Site, statements: list[str], values: dict | None = None):
    with ThreadPoolExecutor(LANES) as pool:
        list(pool.map(lambda sql: _run(site, sql, values), statements))


def _run(site: Site, sql: str, values: dict | None):
    connection = psycopg2.connect(site.ground.postgres.url(site.database))
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # `strays` asks afterwards, all at once
        cursor.execute("SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 0")
        cursor.execute("SET jit = off; SET timezone = 'UTC'")
        cursor.execute(sql, values)
    connection.close()
