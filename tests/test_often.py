"""What is asked for every letter says the same planned or not, and a transaction never meets a plan that is gone."""

import pytest
from django.db import connection, transaction

from petitions import often, planned

SAYS = "SELECT %(number)s + 1, CAST(%(word)s AS text) || '!'"
VALUES = {"number": 41, "word": "it’s 100 %s"}


@pytest.fixture
def plans(monkeypatch):
    """How often a plan was used."""
    used, execute = [], planned.execute
    monkeypatch.setattr(planned, "execute", lambda *args: (used.append(args[1]), execute(*args)))
    return used


@pytest.mark.django_db(transaction=True)
def test_it_says_the_same_each_time_with_a_plan_and_inside_a_transaction_without_one(plans):
    said = [often.run(SAYS, VALUES) for _ in range(3)]
    with transaction.atomic():
        said.append(often.run(SAYS, VALUES))
    assert (said, len(plans)) == ([[(42, "it’s 100 %s!")]] * 4, 3 if connection.vendor == "postgresql" else 0)


@pytest.mark.django_db(transaction=True)
def test_nothing_found_is_an_empty_list():
    assert often.run("SELECT 1 WHERE 1 = %(number)s", {"number": 2}) == []
