"""Staff are told what waits: old checks, marks that are left, permissions that end; and the launch waits for it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from campaign.living import delivered, facts, helplines, kept, positions, questions, timeline, voices
from campaign.living.todo import todo
from campaign.models import Answer, Fact, Helpline, LegalStatus, Position, TimelineEntry, UsefulLink, Voice
from tests.crawl import browser
from tests.test_voices import RECORD


def ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def told() -> list[str]:
    return [task.words for task in todo()]


def change(model, **values) -> None:
    model.objects.update(changed_by="ada", **values)


@pytest.fixture
def everything_done(petition):
    """Somebody has looked after all of it today."""
    delivered.ensure()
    LegalStatus.objects.update(changed_by="ada", code="gap", source_name="EU", source_url="https://a.eu/",
                               checked_on=ago(0))  # fmt: skip
    checked = {"verified": True, "source_url": "https://a.eu/", "checked_on": ago(0), "checked_by": "ada"}
    Helpline.objects.create(key="own-1", changed_by="ada", country="DE", name="Telefon", number="116 111", **checked)
    change(Position, basis="confirmed", note="Ada, today")
    change(Answer, reviewed_on=ago(0))
    change(Fact, checked_on=ago(0))
    change(UsefulLink, checked_on=ago(0))
    TimelineEntry.objects.exclude(grade="C").update(changed_by="ada", published=True, source_url="https://a.eu/")
    TimelineEntry.objects.create(key="own-2", changed_by="ada", day=ago(0), kind="law", source_name="EU",
                                 source_url="https://a.eu/", published=True)  # fmt: skip
    Voice.objects.filter(key="survivors-3").update(changed_by="ada", published=True, source_url="https://a.eu/")


def test_on_the_first_day_nobody_has_decided_anything(petition):
    published = [sum(one.row.get("published", False) for one in module.DELIVERED) for module in (questions, facts)]
    assert told() == [
        "Choose the legal status before you announce the site.",
        "No help line is verified: in no country do visitors see a number of its own.",
        "All survivors’ voices that are published ask for the same. Look for another view.",
        *timeline.waiting(),
        f"Positions that nobody has confirmed yet: {len(positions.DELIVERED)}",
        f"Answers that nobody has read for 30 days: {published[0]}",
        f"Figures whose source nobody has opened for a year: {published[1]}",
        "Outside links that nobody has opened for 180 days: 5",
    ]


def test_who_has_done_everything_reads_nothing(everything_done):
    assert told() == []


@pytest.mark.parametrize(("days", "words"), [(30, []), (31, ["Last check of the legal status, in days: 31. Please "
                                                            "check it again."])])  # fmt: skip
def test_a_status_is_old_after_thirty_days(everything_done, days, words):
    change(LegalStatus, checked_on=ago(days))
    assert told() == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (150, []),
        (151, ["Help lines to check again before 180 days are over, or they are hidden: 1"]),
        (181, ["No help line is verified: in no country do visitors see a number of its own.",
               "Help lines that are hidden, because their check is too old: 1"]),
    ],
)  # fmt: skip
def test_help_lines_are_dialled_again_in_time(everything_done, days, words):
    Helpline.objects.filter(key="own-1").update(checked_on=ago(days))
    assert told() == words


@pytest.mark.parametrize(
    ("days", "words"), [(180, []), (181, ["Outside links that nobody has opened for 180 days: 1"])]
)
def test_outside_links_are_opened_twice_a_year(everything_done, days, words):
    UsefulLink.objects.filter(key="history-edge").update(checked_on=ago(days))
    assert told() == words


def test_positions_wait_until_they_are_decided_and_refused_ones_until_their_words_are_gone(everything_done):
    first, second = Position.objects.order_by("id")[:2]
    Position.objects.filter(pk=first.pk).update(basis="refused")
    Position.objects.filter(pk=second.pk).update(basis="proposed")
    assert told() == [
        "Positions that were refused, so that their words have to go: 1",
        "Positions that nobody has confirmed yet: 1",
    ]


@pytest.mark.parametrize(("days", "words"), [(30, []), (31, ["Answers that nobody has read for 30 days: 1"])])
def test_answers_are_read_every_month(everything_done, days, words):
    Answer.objects.filter(key="e2ee").update(reviewed_on=ago(days))
    assert told() == words


def test_an_answer_that_nobody_can_see_need_not_be_read(everything_done):
    Answer.objects.filter(key="money").update(reviewed_on=ago(400))
    assert told() == []


@pytest.mark.parametrize(
    ("days", "words"), [(365, []), (366, ["Figures whose source nobody has opened for a year: 1"])]
)
def test_sources_of_figures_are_opened_every_year(everything_done, days, words):
    Fact.objects.filter(key="F2").update(checked_on=ago(days))
    assert told() == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (31, []),
        (30, ["Voices whose permission ends within 30 days: 1"]),
        (-1, ["Voices that are silent, because their permission is over or not whole: 1"]),
    ],
)
def test_staff_hear_of_a_permission_before_it_ends(everything_done, days, words):
    row = {"key": "own-ana", "changed_by": "ada", "group": "survivors", "is_person": True, "published": True}
    Voice.objects.create(**row | RECORD | {"consent_until": ago(-days), "text": {"en": "I ask."}})
    assert told() == words


def test_every_task_leads_to_a_list_of_the_staff_area(petition, admin_client):
    answers = {task.url: admin_client.get(task.url).status_code for task in todo()}
    assert set(answers.values()) == {200}


def test_the_launch_waits_while_anything_is_left(petition):
    said = StringIO()
    with pytest.raises(CommandError, match=f"tasks that are left: {len(todo())}"):
        call_command("launch_check", stdout=said)
    assert said.getvalue().splitlines()[0].startswith("Choose the legal status before you announce the site.  /staff/")


def test_the_launch_may_go_on_when_nothing_is_left(everything_done):
    said = StringIO()
    call_command("launch_check", stdout=said)
    assert said.getvalue() == "Nothing is left: the contents are ready.\n"


@pytest.mark.parametrize("path", ["", "questions/", "voices/", "asks/", "petition/", "evidence/"])
def test_visitors_see_nothing_of_the_basis(petition, path):
    html = browser().get(f"/en/{path}").content.decode()
    assert [words for words in ("proposed; ", "wording proposed", "basis") if words in html] == []


def test_the_rows_that_ship_are_those_of_the_lists(petition):
    delivered.ensure()
    kinds = ((Answer, questions), (Voice, voices), (Position, positions), (Helpline, helplines), (Fact, facts))
    assert [model.objects.count() for model, _ in kinds] == [
        len(kept.current(model, module.DELIVERED)) for model, module in kinds
    ]
