"""Why a text was corrected: an editor may say it, once recorded; nobody changes the words themselves."""

import pytest

from campaign.models import StaffAct
from petitions.models import Wording
from tests.past import move_back

pytest_plugins = ("tests.staff",)
pytestmark = pytest.mark.django_db


@pytest.fixture
def wording(petition) -> Wording:
    return Wording.objects.get(kind="consent", language="en")


def change(client, wording, **form):
    return client.post(f"/staff/petitions/wording/{wording.pk}/change/", form)


def as_stored(wording) -> dict:
    return Wording.objects.filter(pk=wording.pk).values().get()


def test_an_editor_says_why_and_it_is_written_down_by_whom(enter, wording):
    assert change(enter("editor", "ed"), wording, reason="A word was missing.").status_code == 302
    act = StaffAct.objects.get(act="content")
    assert (as_stored(wording)["reason"], act.by_name) == ("A word was missing.", "ed")
    assert act.about == {"what": "wording consent en 1", "reason": {"was": "", "now": "A word was missing."}}


def test_whatever_else_is_sent_with_it_changes_nothing(enter, wording):
    before = as_stored(wording)
    forged = {"body": "I agree to everything.", "sha256": "0" * 64, "kind": "news", "language": "de", "version": 9}
    forged |= {"recorded_at_0": "2020-01-01", "recorded_at_1": "00:00", "petition": "", "id": 1}
    assert change(enter("editor"), wording, reason="x", **forged).status_code == 302
    assert as_stored(wording) == before | {"reason": "x"}


def test_a_reason_that_points_at_a_person_is_refused(enter, wording):
    answer = change(enter("editor"), wording, reason="anna@example.org asked for it")
    assert (answer.status_code, "Write no address" in answer.content.decode()) == (200, True)
    assert as_stored(wording)["reason"] == ""


def test_the_form_shows_the_words_and_has_one_box(enter, wording):
    html = enter("editor").get(f"/staff/petitions/wording/{wording.pk}/change/").content.decode()
    assert html.count('name="reason"') == 1
    assert [name for name in ("body", "sha256", "kind", "version") if f'name="{name}"' in html] == []


@pytest.mark.parametrize("role", ["counts", "guardian", "nobody"])
def test_who_does_not_care_for_texts_gives_no_reason(enter, wording, role):
    assert change(enter(role), wording, reason="x").status_code == 403
    assert as_stored(wording)["reason"] == ""


def test_saving_without_a_change_is_no_act(enter, wording):
    move_back(wording, hours=1)
    change(enter("editor"), wording, reason="")
    assert not StaffAct.objects.filter(act="content").exists()
