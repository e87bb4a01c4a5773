"""Whether the database has room for the whole site is known before the evening on which everybody comes."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from campaign import connections
from petitions.models import Petition

pytestmark = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such limit")
ROOM = 97  # PostgreSQL's usual hundred, without the three that it keeps for its owner


def role_may_hold(most: int) -> None:
    """In the test's transaction; -1 is as many as the server has."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE CURRENT_USER CONNECTION LIMIT {most}")


@pytest.mark.parametrize(("needed", "is_enough"), [(20, True), (ROOM, True), (ROOM + 1, False)])
def test_what_the_server_allows_is_compared_with_what_the_site_may_need(db, settings, needed, is_enough):
    settings.DATABASE_CONNECTIONS = needed
    if is_enough:
        return connections.check()
    with pytest.raises(connections.TooFew, match=f"room for {ROOM} connections, the site may need {needed}: raise"):
        connections.check()


def test_a_limit_of_the_role_counts_too(db, settings):
    settings.DATABASE_CONNECTIONS = 20
    role_may_hold(19)
    with pytest.raises(connections.TooFew, match="room for 19 connections"):
        connections.check()


def test_a_release_is_refused_before_anything_is_changed(db, settings):
    settings.DATABASE_CONNECTIONS = ROOM + 1
    with pytest.raises(CommandError, match="^Not released: The database has room for"):
        call_command("release", verbosity=0)
    assert not Petition.objects.exists()


@pytest.fixture
def kept(monkeypatch):
    """The connection of the test stays open, whatever is tidied."""
    monkeypatch.setattr(connection, "close", lambda: None)


def test_a_service_starts_all_the_same_and_says_so_in_its_log(db, settings, kept, caplog):
    settings.DATABASE_CONNECTIONS = ROOM + 1
    connections.look()
    (line,) = [record for record in caplog.records if record.name == "campaign.connections"]
    assert (line.levelname, line.getMessage().startswith("connections: The database has room for")) == ("ERROR", True)


def test_a_service_starts_without_its_database_too(db, kept, monkeypatch, caplog):
    def away() -> None:
        raise OperationalError("connection of anna@example.org refused")

    monkeypatch.setattr(connections, "check", away)
    connections.look()
    said = [record.getMessage() for record in caplog.records if record.name == "campaign.connections"]
    assert said == ["connections: the database can't be asked (OperationalError)"]


def test_where_there_is_room_nothing_is_said(db, kept, caplog):
    connections.look(sender="worker")
    assert ([record for record in caplog.records if record.name == "campaign.connections"],
            settings.DATABASE_CONNECTIONS) == ([], 20)  # fmt: skip
