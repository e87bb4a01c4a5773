"""The screen of read-only mode: who cares for letters pauses the site for a while, says why, and ends it sooner."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaign.models import StaffAct
from petitions import briefly, flagship
from petitions.models import Petition

pytest_plugins = ("tests.staff",)

WHY = {"minutes": "60", "reason": "The database moves"}
SCREEN = "/staff/read-only/"


def acts() -> list[dict]:
    return list(StaffAct.objects.filter(act="read-only").order_by("id").values_list("about", flat=True))


def ends_in() -> timedelta | None:
    until = Petition.objects.get().paused_until
    return until and until - timezone.now()


def page(client, path: str = SCREEN) -> str:
    return client.get(path).content.decode()


def test_a_guardian_pauses_the_site_for_an_hour_with_a_reason(guardian, petition):
    assert guardian.post(SCREEN, WHY).status_code == 302
    assert timedelta(minutes=59) < ends_in() <= timedelta(hours=1)
    assert acts() == [{"turn": "on", **WHY}]


def test_this_process_knows_at_once(guardian, petition, django_capture_on_commit_callbacks):
    assert flagship.state(flagship.flagship()) == flagship.OPEN
    with django_capture_on_commit_callbacks(execute=True):
        guardian.post(SCREEN, WHY)
    assert flagship.state(flagship.flagship()) == flagship.PAUSED


def test_it_is_ended_sooner_and_once(guardian, petition):
    guardian.post(SCREEN, WHY)
    for _ in range(2):
        guardian.post(f"{SCREEN}end/")
    briefly.forget_everything()
    assert (ends_in(), acts()[1:], flagship.state(flagship.flagship())) == (None, [{"turn": "off"}], flagship.OPEN)


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"minutes": ""}, {"minutes": "100000"}, {"reason": "x" * 301}])
def test_without_a_reason_and_an_end_nothing_is_paused(guardian, petition, wrong):
    assert guardian.post(SCREEN, WHY | wrong).status_code == 400
    assert (ends_in(), acts()) == (None, [])


@pytest.mark.parametrize(("who", "status"), [("guardian", 200), ("owner", 200), ("superuser", 200), ("counts", 403),
                                             ("editor", 403), ("nobody", 403), ("anonymous", 302)])  # fmt: skip
def test_only_guardians_and_owners_may(enter, petition, who, status):
    client = enter(who)
    assert client.get(SCREEN).status_code == status
    answers = [client.post(path, WHY).status_code for path in (SCREEN, f"{SCREEN}end/")]
    assert answers == ([302, 302] if status == 200 else [status, status])
    assert bool(acts()) is (status == 200)


def test_looking_at_it_pauses_nothing(guardian, petition):
    assert (guardian.get(f"{SCREEN}end/").status_code, "everybody can sign" in page(guardian)) == (405, True)
    assert ends_in() is None


@pytest.mark.parametrize("path", ["", "letters/", "surge/", "read-only/", "password_change/"])
def test_while_it_is_on_every_staff_page_says_so(guardian, petition, path):
    assert "nobody can sign or confirm" not in page(guardian, f"/staff/{path}")
    guardian.post(SCREEN, WHY)
    assert "Read-only mode: nobody can sign or confirm." in page(guardian, f"/staff/{path}")


def test_the_login_page_tells_strangers_nothing_of_it(guardian, enter, petition):
    guardian.post(SCREEN, WHY)
    assert "nobody can sign" not in page(enter("anonymous", "sam"), "/staff/login/")


def test_the_setting_that_stands_above_is_named(guardian, petition, settings):
    settings.READ_ONLY = "on"
    shown = page(guardian)
    assert ("READ_ONLY in the site’s settings" in shown, "End it now" in shown) == (True, False)
