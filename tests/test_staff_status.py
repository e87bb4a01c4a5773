"""The status screen: who cares for the letters sees what rings, how much, and which page of the runbook is about it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaign import alarms, staff_status, state
from petitions.models import Letter

pytest_plugins = ("tests.staff",)


def page(client) -> str:
    return client.get("/staff/status/").content.decode()


def test_on_a_quiet_night_every_line_stands_there_and_none_rings(guardian, petition):
    shown = page(guardian)
    assert ("Nothing rings" in shown, shown.count("docs/runbook/"), "is-alarm" in shown) == (
        True,
        len(alarms.ALARMS),
        False,
    )


def test_what_rings_stands_first_with_its_number_its_bound_and_its_page(guardian, sign):
    sign()
    Letter.objects.update(due_at=timezone.now() - timedelta(hours=2))
    first = staff_status.rows(state.facts())[0]
    assert (first.rings, first.now[:2], first.bound, first.page) == (True, "7,", "≥ 60", "docs/runbook/backlog.md")
    assert "Something needs a look" in page(guardian)


def test_a_question_is_answered_with_yes_or_no_and_what_never_ran_with_a_dash(petition):
    now = {row.words: (row.now, row.bound) for row in staff_status.rows(state.facts())}
    found = [now[name] for name in ("Valkey answers", "Surge mode", "Seconds since the last backup")]
    assert found == [("yes", "no"), ("no", "yes"), ("–", "≥ 93,600")]


def test_it_speaks_german(guardian, petition):
    guardian.post("/staff/language/", {"language": "de"})
    assert "Freier Platz der Festplatte in Prozent" in page(guardian)


@pytest.mark.parametrize(("who", "is_there"), [("guardian", True), ("owner", True), ("editor", False)])
def test_who_may_open_it_finds_it_in_the_navigation(enter, petition, who, is_there):
    assert ('href="/staff/status/"' in enter(who).get("/staff/").content.decode()) is is_there


def test_it_names_nobody(guardian, sign):
    sign("canary@canary.example", name="Canary Person")
    assert [word for word in ("canary", "Canary") if word in page(guardian)] == []
