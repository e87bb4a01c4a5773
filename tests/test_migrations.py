"""No migration makes people who sign wait: on tables of millions of rows nothing is built or checked under a lock."""

import re

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

LARGE = "petitions_signature|petitions_letter|petitions_subscriber|petitions_tally"
FROM = {"petitions": 10, "campaign": 10}  # the migrations before made the tables
QUEUE = "petitions_tallymark"  # emptied every two seconds
# (what locks a large table for as long as it takes to read or write it, how it is done instead)
RULES = (
    (rf'CREATE (UNIQUE )?INDEX (?!CONCURRENTLY).* ON "({LARGE})"', "AddIndexUnlocked"),
    (rf'DROP INDEX (?!CONCURRENTLY)(IF EXISTS )?"(?!{QUEUE}_)', "RemoveIndexUnlocked or DropIndexOfKeyUnlocked"),
    (rf'"({LARGE})" ADD CONSTRAINT .* (CHECK|FOREIGN KEY|UNIQUE)(?!.*NOT VALID)', "NOT VALID, then VALIDATE"),
    (rf'"({LARGE})" .*(ALTER COLUMN .* TYPE|SET NOT NULL)', "a new column, filled in pieces"),
    (rf'"({LARGE})" ADD COLUMN (?=.*NOT NULL)(?!.*DEFAULT)', "db_default"),
    (rf'"({LARGE})" ADD COLUMN .*(now\(\)|random|timestamp\(\)|STATEMENT_TIMESTAMP|uuid)', "a plain default"),
)


def locking(statement: str) -> list[str]:
    """What should stand in place of a statement, for each rule that it breaks."""
    return [instead for rule, instead in RULES if re.search(rule, " ".join(statement.split()))]


def newer() -> list:
    """The migrations of ours that are not the first ones, in their order."""
    loader = MigrationLoader(None)
    return [
        migration
        for (app, name), migration in sorted(loader.disk_migrations.items())
        if int(name[:4]) >= FROM.get(app, 10_000)
    ]


def statements(migration) -> list[str]:
    loader = MigrationLoader(connection, replace_migrations=False)
    key = (migration.app_label, migration.name)
    return loader.collect_sql([(loader.get_migration(*key), False)])


@pytest.mark.parametrize("migration", newer(), ids=str)
def test_a_migration_locks_no_large_table(migration, db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no table that is large and no lock that is small")
    found = {one: locking(one) for one in statements(migration)}
    assert {one: instead for one, instead in found.items() if instead} == {}


@pytest.mark.parametrize("migration", newer(), ids=str)
def test_a_migration_does_nothing_that_this_test_can_not_read(migration):
    assert [one for one in migration.operations if isinstance(one, RunPython | RunSQL)] == []


def test_what_comes_and_goes_concurrently_is_in_no_transaction():
    unlocked = {m.name for m in newer() if any(type(one).__name__.endswith("Unlocked") for one in m.operations)}
    assert unlocked == {m.name for m in newer() if not m.atomic}


@pytest.mark.parametrize(
    ("statement", "instead"),
    [
        ('CREATE INDEX "x" ON "petitions_signature" ("country")', ["AddIndexUnlocked"]),
        ('CREATE INDEX CONCURRENTLY "x" ON "petitions_signature" ("country")', []),
        ('CREATE INDEX "x" ON "petitions_holding" ("reason")', []),
        ('DROP INDEX IF EXISTS "x"', ["RemoveIndexUnlocked or DropIndexOfKeyUnlocked"]),
        ('ALTER TABLE "petitions_letter" ADD CONSTRAINT "x" CHECK ("attempts" < 9)', ["NOT VALID, then VALIDATE"]),
        ('ALTER TABLE "petitions_letter" ADD CONSTRAINT "x" CHECK ("attempts" < 9) NOT VALID', []),
        ('ALTER TABLE "petitions_letter" ALTER COLUMN "key" TYPE varchar(80)', ["a new column, filled in pieces"]),
        ('ALTER TABLE "petitions_letter" ADD COLUMN "x" integer NULL', []),
        ('ALTER TABLE "petitions_letter" ADD COLUMN "x" integer NOT NULL', ["db_default"]),
        ('ALTER TABLE "petitions_letter" ADD COLUMN "x" integer DEFAULT 0 NOT NULL', []),
        ('ALTER TABLE "petitions_letter" ADD COLUMN "x" timestamptz DEFAULT now() NOT NULL', ["a plain default"]),
    ],
)
def test_a_rule_knows_what_locks(statement, instead):
    assert locking(statement) == instead
