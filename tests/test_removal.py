"""Deleting what was set aside: two weeks later, counted by hand, without a letter, and never to come back."""

import pytest

from campaign.models import StaffAct
from petitions import counting, erasure, holding, journal, removal, signing
from petitions.holding import Facts
from petitions.models import Holding, Letter, Signature
from tests.past import move_back

pytestmark = pytest.mark.django_db
pytest_plugins = ("tests.staff",)


@pytest.fixture
def held(petition, confirmed):
    """Three French set aside 15 days ago, two Germans that count."""
    for n in range(5):
        confirmed(f"{n}@example.org", country="FR" if n < 3 else "DE", news=n == 0)
    row = holding.hold(petition, Facts(country="FR"), reason="speed", by="gina")
    return move_back(Holding.objects.get(pk=row.pk), days=15)


def count(petition) -> int:
    counting.refresh()
    return counting.confirmed(petition.pk)


def test_they_are_gone_and_the_number_stays(petition, held):
    before = count(petition)
    assert removal.remove(held.pk, count=3, by="gina") == 3
    assert (Signature.objects.count(), count(petition), before) == (2, 2, 2)
    assert counting.check(petition) == {}
    held.refresh_from_db()
    assert (held.removed, held.removed_by, held.freed, held.released_at) == (3, "gina", None, None)


def test_nobody_gets_a_letter_and_what_was_owed_is_owed_no_more(held):
    theirs = Letter.objects.filter(signature__country="FR").values_list("pk", flat=True)
    numbers, before = list(theirs), Letter.objects.count()
    removal.remove(held.pk, count=3, by="gina")
    assert Letter.objects.count() == before
    assert not Letter.objects.filter(pk__in=numbers, closed_at=None).exists()


def test_each_leaves_a_line_in_the_journal_and_comes_back_from_no_backup(petition, held, confirmed):
    numbers = list(held.signatures.order_by("pk").values_list("pk", flat=True))
    rows = list(held.signatures.values())
    removal.remove(held.pk, count=3, by="gina")
    assert journal.numbers() == numbers
    Signature.objects.bulk_create(Signature(**row) for row in rows)
    assert (erasure.replay_journal(), Signature.objects.count()) == (3, 2)


@pytest.mark.parametrize("typed", [0, 2, 4, 5])
def test_another_number_than_there_are_deletes_nobody(held, typed):
    with pytest.raises(holding.Changed):
        removal.remove(held.pk, count=typed, by="gina")
    assert (Signature.objects.count(), journal.numbers()) == (5, [])


def test_for_fourteen_days_nothing_can_be_deleted(petition, held):
    Holding.objects.update(held_at=held.held_at + removal.WAIT)
    with pytest.raises(removal.TooEarly):
        removal.remove(held.pk, count=3, by="gina")
    assert Signature.objects.count() == 5


def test_who_withdrew_meanwhile_is_not_counted_among_them(held):
    signing.withdraw(held.signatures.first().pk)
    assert removal.remove(held.pk, count=2, by="gina") == 2


def test_what_was_deleted_cannot_be_deleted_or_released_again(held):
    removal.remove(held.pk, count=3, by="gina")
    for act in (lambda: removal.remove(held.pk, count=0, by="gina"), lambda: holding.release(held.pk, by="gina")):
        with pytest.raises(holding.Removed):
            act()


def test_what_was_released_cannot_be_deleted(held):
    holding.release(held.pk, by="gina")
    with pytest.raises(holding.Released):
        removal.remove(held.pk, count=3, by="gina")
    assert Signature.objects.count() == 5


def test_who_was_deleted_may_sign_again_and_counts(petition, held, confirmed):
    removal.remove(held.pk, count=3, by="gina")
    confirmed("0@example.org", country="FR")
    assert count(petition) == 3


# --- the screen -----------------------------------------------------------------------------------------------------


def test_a_guardian_types_the_number_and_they_are_deleted(guardian, held):
    page = f"/staff/holding/{held.pk}/remove/"
    assert "<dt>Still there</dt><dd>3</dd>" in guardian.get(page).content.decode()
    assert guardian.post(page, {"count": "3"}).status_code == 302
    act = StaffAct.objects.get(act="remove")
    assert (act.by_name, act.about) == ("gina", {"holding": held.pk, "count": 3, "reason": "speed"})
    assert "Deleted" in guardian.get("/staff/holding/").content.decode()
    assert guardian.get(page).status_code == 404


@pytest.mark.parametrize(("typed", "said"), [("", "Type the number"), ("2", "not how many"), ("all", "whole number")])
def test_a_wrong_number_deletes_nobody_and_leaves_no_act(guardian, held, typed, said):
    answer = guardian.post(f"/staff/holding/{held.pk}/remove/", {"count": typed})
    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    assert (Signature.objects.count(), StaffAct.objects.filter(act="remove").exists()) == (5, False)


def test_before_its_day_the_page_has_no_button_and_a_press_does_nothing(guardian, held):
    Holding.objects.update(held_at=held.held_at + removal.WAIT)
    page = f"/staff/holding/{held.pk}/remove/"
    assert "Delete them for ever" not in guardian.get(page).content.decode()
    assert guardian.post(page, {"count": "3"}).status_code == 400
    assert Signature.objects.count() == 5


def test_looking_deletes_nobody(guardian, held):
    guardian.get(f"/staff/holding/{held.pk}/remove/?count=3")
    assert Signature.objects.count() == 5
