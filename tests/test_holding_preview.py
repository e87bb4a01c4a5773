"""Nobody is set aside unseen: the effect is exact, and whoever comes or goes meanwhile shows it once more."""

import json
import re

import pytest

from campaign.models import StaffAct
from campaign.staff_holding import CHANGED
from petitions import addresses, counting, holding, signing
from petitions.holding import Facts
from petitions.models import Holding, Signature
from tests.holders import NOTE, seen_form

pytestmark = pytest.mark.django_db
pytest_plugins = ("tests.staff",)
PAGE, DOMAIN = "/staff/holding/", "swamp.example.com"


@pytest.fixture
def crowd(confirmed):
    """Twelve French, four Germans; nine of the French and three of the Germans share a domain."""
    rows = [confirmed(f"f{n}@{DOMAIN if n < 9 else 'example.org'}", country="FR") for n in range(12)]
    rows += [confirmed(f"d{n}@{DOMAIN if n < 3 else 'example.org'}", country="DE") for n in range(4)]
    counting.refresh()
    return rows


def look(client, petition, **filled) -> str:
    return client.post(PAGE, {"step": "look", "petition": petition.slug, **filled}).content.decode()


def test_the_effect_is_told_by_country_the_largest_change_first(petition, crowd):
    found = holding.effect(petition, Facts(domain=addresses.digest_of_domain(DOMAIN)))
    assert (found.counting_now, found.would_go, found.would_stay) == (16, 12, 4)
    assert [(line.country, line.counting_now, line.would_go, line.would_stay) for line in found.countries] == [
        ("FR", 12, 9, 3), ("DE", 4, 3, 1),
    ]  # fmt: skip


def test_a_look_by_domain_shows_the_effect_and_changes_nothing(guardian, petition, crowd):
    html = look(guardian, petition, domain=DOMAIN)
    assert "<dt>Would be set aside</dt><dd>12</dd>" in html
    assert '<th scope="row">France</th><td>12</td><td>9</td><td>3</td>' in html
    assert not Holding.objects.exists()


def test_a_domain_in_an_address_is_not_read(guardian, petition, crowd):
    html = guardian.get(PAGE, {"petition": petition.slug, "domain": DOMAIN}).content.decode()
    assert ("Choose at least one fact" in html, DOMAIN in html) == (True, False)


def seen_in(html: str) -> str:
    return re.search(r'name="seen" value="([\d-]+)"', html)[1]


def press(client, petition, seen, **filled):
    why = {"reason": "provider", "note": NOTE, "seen": seen}
    return client.post(PAGE, {"petition": petition.slug, "domain": DOMAIN} | why | filled)


def test_what_was_seen_is_set_aside(guardian, petition, crowd):
    seen = seen_in(look(guardian, petition, domain=DOMAIN))
    assert press(guardian, petition, seen).status_code == 302
    assert (Holding.objects.get().count, Signature.objects.filter(held_at=None).count()) == (12, 4)


def test_who_confirms_after_the_look_does_not_slip_in(guardian, petition, crowd, confirmed):
    seen = seen_in(look(guardian, petition, domain=DOMAIN))
    confirmed(f"late@{DOMAIN}")
    answer = press(guardian, petition, seen)
    html = answer.content.decode()
    assert (CHANGED in html, "<dd>13</dd>" in html, Holding.objects.exists()) == (True, True, False)
    assert press(guardian, petition, seen_in(html)).status_code == 302
    assert Holding.objects.get().count == 13


def test_one_who_came_and_one_who_left_are_noticed_too(guardian, petition, crowd, confirmed):
    seen = seen_in(look(guardian, petition, domain=DOMAIN))
    signing.withdraw(crowd[0].pk)
    confirmed(f"late@{DOMAIN}")
    assert CHANGED in press(guardian, petition, seen).content.decode()
    assert not Holding.objects.exists()


@pytest.mark.parametrize("seen", ["", "0-0", "12", "everything", "16-136"])
def test_without_having_seen_the_effect_nothing_is_held(guardian, petition, crowd, seen):
    assert CHANGED in press(guardian, petition, seen).content.decode()
    assert not Holding.objects.exists()


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("", "Write what you saw"),
        ("reported by f1@example.org", "Write no address"),
        ("x" * 301, "at most 300"),
        ("   ", "Write what you saw"),
    ],
)
def test_a_note_is_needed_and_names_nobody(guardian, petition, crowd, note, said):
    answer = guardian.post(PAGE, seen_form(petition, country="FR") | {"note": note})
    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    assert not Holding.objects.exists()


def test_the_note_stands_beside_the_holding(guardian, petition, crowd):
    guardian.post(PAGE, seen_form(petition, country="FR"))
    assert f"Many confirmations within seconds: {NOTE}" in guardian.get(PAGE).content.decode()


def test_very_few_are_a_warning_because_their_reporter_could_see_them_go(guardian, petition, crowd):
    assert "These are very few." in look(guardian, petition, country="DE")
    assert "These are very few." not in look(guardian, petition, country="FR")


def test_a_release_says_how_many_count_again(guardian, petition, crowd):
    guardian.post(PAGE, seen_form(petition, country="FR"))
    signing.withdraw(crowd[0].pk)
    held = Holding.objects.get()
    guardian.post(f"{PAGE}{held.pk}/release/")
    assert (Holding.objects.get().freed, ": 11</td>" in guardian.get(PAGE).content.decode()) == (11, True)


def test_a_typed_domain_stands_in_no_act_no_row_and_no_log(guardian, petition, crowd, caplog):
    """The page itself shows it again to whoever typed it, and no copy of that page is kept."""
    seen = seen_in(look(guardian, petition, domain=DOMAIN))
    assert press(guardian, petition, seen).status_code == 302
    acts = json.dumps([act.about for act in StaffAct.objects.all()])
    rows = json.dumps(list(Holding.objects.values("criteria", "note")))
    assert [DOMAIN in kept for kept in (acts, rows, caplog.text)] == [False, False, False]
    assert addresses.digest_of_domain(DOMAIN)[:12] in acts
