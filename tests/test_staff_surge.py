"""The surge screen: staff see the rate, switch by hand with a reason, and are reminded on every page while it is on."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaign.models import StaffAct
from petitions import domain_budget, mail_health, outbox, surge
from petitions.mail_health import Bucket
from petitions.models import AskedMinute, Suppression, SurgeChange

pytest_plugins = ("tests.staff",)

WHY = {"turn": "on", "hours": "", "reason": "Somebody types addresses"}


def acts() -> list[dict]:
    return list(StaffAct.objects.filter(act="surge").order_by("id").values_list("about", flat=True))


def page(client, path: str = "/staff/surge/") -> str:
    return client.get(path).content.decode()


def test_a_guardian_switches_it_on_with_a_reason_and_both_are_kept(guardian, petition):
    assert guardian.post("/staff/surge/", WHY).status_code == 302
    change = SurgeChange.objects.get()
    assert (change.is_on, change.cause, change.by_name, change.reason, change.until) == (
        True, "hand", "gina", "Somebody types addresses", None,
    )  # fmt: skip
    assert (surge.standing().is_on, acts()) == (True, [WHY])


def test_for_some_hours_means_until_then(guardian, petition):
    guardian.post("/staff/surge/", WHY | {"hours": "3"})
    left = SurgeChange.objects.get().until - timezone.now()
    assert timedelta(hours=2, minutes=59) < left <= timedelta(hours=3)


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"turn": "perhaps"}, {"hours": "1000"}, {"reason": "x" * 301}])
def test_without_a_reason_nothing_is_switched(guardian, petition, wrong):
    assert guardian.post("/staff/surge/", WHY | wrong).status_code == 400
    assert (SurgeChange.objects.count(), acts()) == (0, [])


def test_it_is_given_back_to_the_rate(guardian, petition):
    guardian.post("/staff/surge/", WHY)
    guardian.post("/staff/surge/give-back/")
    assert (surge.standing().is_by_hand, acts()[1]) == (False, {"turn": "given back"})
    guardian.post("/staff/surge/give-back/")
    assert (SurgeChange.objects.count(), len(acts())) == (2, 2)


@pytest.mark.parametrize(("who", "status"), [("guardian", 200), ("owner", 200), ("superuser", 200), ("counts", 403),
                                             ("editor", 403), ("nobody", 403), ("anonymous", 302)])  # fmt: skip
def test_only_guardians_and_owners_may(enter, petition, who, status):
    client = enter(who)
    assert client.get("/staff/surge/").status_code == status
    answers = [client.post(path, WHY).status_code for path in ("/staff/surge/", "/staff/surge/give-back/")]
    assert answers == ([302, 302] if status == 200 else [status, status])
    assert SurgeChange.objects.exists() is (status == 200)


def test_looking_at_it_switches_nothing(guardian, petition):
    assert guardian.get("/staff/surge/give-back/").status_code == 405
    page(guardian)
    assert SurgeChange.objects.count() == 0


def test_the_rate_stands_there_in_numbers(guardian, petition):
    minute = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=1)
    AskedMinute.objects.create(minute=minute, asked=1234)
    assert page(guardian).count("1,234") == 3  # the last minute, the highest, the table


@pytest.mark.parametrize("path", ["", "letters/", "holding/", "surge/", "password_change/"])
def test_while_it_is_on_every_staff_page_says_so_and_since_when(guardian, petition, path):
    path = f"/staff/{path}"
    assert "limits are tighter" not in page(guardian, path)
    surge.switch(True, reason="a test", by_name="gina")
    assert "Surge since <time" in page(guardian, path)


def test_the_login_page_tells_strangers_nothing_of_it(enter, petition):
    surge.switch(True, reason="a test", by_name="gina")
    assert "limits are tighter" not in page(enter("anonymous"), "/staff/login/")


def test_the_setting_that_stands_above_is_named(guardian, petition, settings):
    settings.SURGE = "on"
    assert "by the site’s settings" in page(guardian)


# --- the letters' page tells of domains, providers and of whom we leave alone ---------------------------------------


def test_a_domain_at_its_budget_is_told_without_its_name(guardian, sign, settings, mailoutbox):
    settings.DOMAIN_LETTERS_PER_HOUR = 1
    for number in range(4):
        sign(f"box{number}@catch-all.eu")
    outbox.pay()
    shown = page(guardian, "/staff/letters/")
    assert ("A mail domain is at its budget; waiting: 3." in shown, "catch-all" in shown) == (True, False)
    assert domain_budget.waiting() == [3]


def test_a_provider_that_hardly_confirms_stands_out(guardian, petition, monkeypatch):
    rows = [Bucket("google", 1_200, 900, 35), Bucket("gmx", 60, 3, 40, hardly_confirms=True)]
    monkeypatch.setattr(mail_health, "buckets", lambda: rows)
    shown = page(guardian, "/staff/letters/")
    assert ("hardly confirms" in shown, "1,200" in shown, "75 %" in shown) == (True, True, True)


def test_whom_we_leave_alone_is_a_number_by_reason(guardian, petition):
    Suppression.objects.bulk_create(
        Suppression(petition=petition, mailbox_digest=f"m{n}", reason="complained" if n else "bounced")
        for n in range(3)
    )
    shown = page(guardian, "/staff/letters/")
    assert "<div><dt>Complained</dt><dd>2</dd></div>" in shown
    assert "<div><dt>Bounced, for 90 days</dt><dd>1</dd></div>" in shown
