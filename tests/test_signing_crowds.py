"""Many presses at the same moment, by real threads on real connections."""

import pytest

from petitions import counting, signing
from petitions.models import Letter, Signature, Suppression, TallyMark
from tests.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ANNA = "anna@example.org"


def said(act) -> str:
    """What a verb answers: "done", or the name of what it raises."""
    try:
        act()
    except (signing.Gone, signing.TooLate) as answer:
        return type(answer).__name__
    return "done"


def counted(petition) -> int:
    counting.refresh()
    return counting.confirmed(petition.pk)


def test_thirty_presses_of_confirm_at_once_count_one_and_owe_one_receipt(petition, sign):
    row = sign(ANNA)
    at_once(30, lambda _: signing.confirm(row.pk))
    assert (TallyMark.objects.count(), Letter.objects.filter(kind="receipt").count()) == (1, 1)
    assert counted(petition) == 1


def test_fifty_presses_of_sign_at_once_are_one_person(petition, clean):
    spellings = ("anna@example.org", "ANNA@example.org", "anna+a@example.org", "Anna+b@Example.org")
    at_once(50, lambda n: signing.sign(petition, clean(spellings[n % 4]), language="en"))
    row = Signature.objects.get()
    assert (Letter.objects.count(), Letter.objects.filter(signature_id=row.pk).count()) == (50, 50)


def test_forty_people_who_sign_at_once_are_forty(petition, clean):
    at_once(40, lambda n: signing.sign(petition, clean(f"person{n}@example.org"), language="en"))
    assert (Signature.objects.count(), Letter.objects.count()) == (40, 40)


def test_ten_withdrawals_at_once_lower_the_count_by_one(petition, confirmed):
    row = confirmed(ANNA)
    confirmed("bela@example.org")
    assert counted(petition) == 2
    answers = at_once(10, lambda _: said(lambda: signing.withdraw(row.pk)))
    assert sorted(answers) == ["Gone"] * 9 + ["done"]
    assert (counted(petition), Letter.objects.filter(kind="withdrawn").count()) == (1, 1)


def test_confirming_while_withdrawing_ends_in_one_of_two_worlds(petition, sign):
    row = sign(ANNA)
    verbs = (signing.confirm, signing.withdraw)
    at_once(10, lambda n: said(lambda: verbs[n % 2](row.pk)))
    assert (Signature.objects.count(), counted(petition)) == (0, 0)


def test_signing_while_somebody_says_not_me_never_fails(petition, sign, clean):
    row = sign(ANNA)

    def act(number: int) -> str:
        if number == 0:
            return said(lambda: signing.disown(row.pk))
        return said(lambda: signing.sign(petition, clean(ANNA), language="en"))

    assert at_once(12, act) == ["done"] * 12
    assert (Suppression.objects.count(), Signature.objects.count()) in {(1, 0), (1, 1)}
