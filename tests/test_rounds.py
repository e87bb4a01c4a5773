"""Every process has every page before anybody asks, so that a database may go at any moment."""

import pytest

from campaign import publishable, rounds
from campaign.pages import PublishedPages
from campaign.rounds import ENOUGH_FAILURES, Rounds


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(rounds, "BREATH_SECONDS", 0)
    monkeypatch.setattr(rounds.connections, "close_all", lambda: None)


def test_after_one_round_every_public_page_is_there(django_itself):
    pages = PublishedPages(django_itself)
    assert Rounds(publishable.public_paths, pages.visit).walk()
    assert [path for path in publishable.public_paths() if not pages.store.copies.get(path)] == []


def test_a_page_that_can_t_be_made_does_not_end_the_round():
    seen = []
    assert not Rounds(lambda: ["a", "b", "c"], lambda path: seen.append(path) or path != "a").walk()
    assert seen == ["a", "b", "c"]


def test_without_a_database_the_round_ends_early():
    seen = []
    Rounds(lambda: [str(number) for number in range(50)], lambda path: bool(seen.append(path))).walk()
    assert len(seen) == ENOUGH_FAILURES


@pytest.mark.parametrize("error", [OSError, KeyError])
def test_whatever_goes_wrong_readers_do_not_notice(error, caplog):
    def fail(*_):
        raise error("anna@example.org")

    assert not Rounds(lambda: ["a"], fail).walk()
    assert [record.getMessage() for record in caplog.records] == [f"rounds: {error.__name__}"]
