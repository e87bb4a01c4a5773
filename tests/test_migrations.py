"""No migration makes people who sign wait, and none takes from the version before what it still needs.

On tables of millions of rows nothing is built or checked under a lock; and while a new version goes live, old processes
write and read the new tables (docs/upgrading.md).
"""

import re

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

LARGE = "petitions_signature|petitions_letter|petitions_subscriber|petitions_tally"
FROM = {"petitions": 10, "campaign": 8}  # the migrations before made the tables
UNUSED = "unused"  # in its name: a migration that takes away what no version in use reads or writes any more
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
# (what the version before stumbles over, how it is done instead); of any table
OLD_VERSION = (
    (r"\bRENAME (COLUMN|TO)\b", "a new one beside it, filled; the old one goes a version later"),
    (r"\bDROP (COLUMN|TABLE)\b", f"a version later, in a migration with “{UNUSED}” in its name"),
    (r"\bADD COLUMN (?=.*NOT NULL)(?!.*DEFAULT)", "db_default: old processes insert rows without it"),
    (r"\bALTER COLUMN .* DROP DEFAULT", "db_default: Django's own default leaves the table at once"),
    (r"\bALTER COLUMN .* SET NOT NULL", "a version later: old processes may write nothing into it"),
)


def locking(statement: str) -> list[str]:
    """What should stand in place of a statement, for each rule that it breaks."""
    return broken(statement, RULES)


def broken(statement: str, rules: tuple) -> list[str]:
    return [instead for rule, instead in rules if re.search(rule, " ".join(statement.split()))]


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
def test_the_version_before_can_work_on_with_the_new_tables(migration, db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite makes whole tables anew, and serves one process")
    rules = OLD_VERSION[:1] + OLD_VERSION[2:] if UNUSED in migration.name else OLD_VERSION
    found = {one: broken(one, rules) for one in statements(migration)}
    assert {one: instead for one, instead in found.items() if instead} == {}


@pytest.mark.parametrize("migration", newer(), ids=str)
def test_a_migration_does_nothing_that_this_test_can_not_read(migration):
    assert [one for one in migration.operations if isinstance(one, RunPython | RunSQL)] == []


def test_what_comes_and_goes_concurrently_is_in_no_transaction():
    unlocked = {m.name for m in newer() if any(type(one).__name__.endswith("Unlocked") for one in m.operations)}
    assert unlocked == {m.name for m in newer() if not m.atomic}


def test_what_comes_and_goes_concurrently_may_wait_for_a_backup(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has nobody to wait for")
    found = [one for migration in newer() for one in statements(migration) if not one.startswith("--")]
    concurrent = [number for number, one in enumerate(found) if "CONCURRENTLY" in one]
    assert concurrent
    for number in concurrent:
        assert found[number - 2 : number] == ["SET lock_timeout = 0;", "SET statement_timeout = 0;"]
        assert found[number + 1 : number + 3] == ["RESET lock_timeout;", "RESET statement_timeout;"]


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


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ('ALTER TABLE "petitions_holding" RENAME COLUMN "why" TO "reason"', 0),
        ('ALTER TABLE "petitions_job" RENAME TO "petitions_work"', 0),
        ('ALTER TABLE "petitions_holding" DROP COLUMN "why" CASCADE', 1),
        ('DROP TABLE "petitions_job" CASCADE', 1),
        ('ALTER TABLE "petitions_holding" ADD COLUMN "x" integer NOT NULL', 2),
        ('ALTER TABLE "petitions_holding" ALTER COLUMN "x" DROP DEFAULT', 3),
        ('ALTER TABLE "petitions_holding" ALTER COLUMN "x" SET NOT NULL', 4),
        ('ALTER TABLE "petitions_holding" ADD COLUMN "x" integer DEFAULT 0 NOT NULL', None),
        ('ALTER TABLE "petitions_holding" ADD COLUMN "x" integer NULL', None),
        ('CREATE TABLE "petitions_job" ("name" varchar(40) NOT NULL PRIMARY KEY)', None),
    ],
)
def test_a_rule_knows_what_the_version_before_stumbles_over(statement, rule):
    assert broken(statement, OLD_VERSION) == ([] if rule is None else [OLD_VERSION[rule][1]])
