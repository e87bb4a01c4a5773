"""Which numbers people may call: only those that somebody checked in the last 180 days, each with its source."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from campaign.living import helplines, kept
from campaign.living.care_models import Helpline
from campaign.living.helplines import DUE, FRESH, HIDDEN, NEVER
from campaign.living.helplines_found import DELIVERED, NOTES
from petitions import countries
from tests.languages import ONE_OF_EACH_KIND

TODAY = date(2026, 3, 1)
CHECK = {"verified": True, "checked_by": "Ada, dialled", "source_url": "https://service.example/"}
SERVICE = {"name": "Somebody", "number": "116 111", "checked_on": TODAY} | CHECK


def verify(key: str, *, days: int = 0, **values) -> Helpline:
    """Staff have checked this line so many days ago."""
    kept.ensure(Helpline, DELIVERED)
    checked = {"checked_on": timezone.localdate() - timedelta(days), "changed_by": "ada", **CHECK, **values}
    Helpline.objects.filter(key=key).update(**checked)
    return Helpline.objects.get(key=key)


def add(**values) -> Helpline:
    row = SERVICE | {"checked_on": timezone.localdate(), "changed_by": "ada"} | values
    return Helpline.objects.create(key=f"own-{Helpline.objects.count()}", **row)


def page(code: str, language: str = "en") -> str:
    return Client().get(f"/{language}/help/", {"country": code}).content.decode()


def numbers(html: str) -> set[str]:
    """What can be called on a page."""
    return set(re.findall(r'href="tel:([^"]*)"', html))


EU_WIDE = {number.replace(" ", "") for number in helplines.EU_WIDE}


# --- what ships -----------------------------------------------------------------------------------------------------


def test_nothing_is_verified_as_it_ships():
    assert {helplines.state(Helpline(**one.row)) for one in DELIVERED} == {NEVER}
    assert [one.key for one in DELIVERED if one.row.get("verified") or one.row.get("source_url")] == []


def test_every_country_of_the_eu_has_a_line_to_check_and_each_line_a_note():
    found = {one.row["country"] for one in DELIVERED if one.row["kind"] == Helpline.Kind.CHILD}
    assert (found, sorted(NOTES)) == (set(countries.EU), sorted(one.key for one in DELIVERED))
    assert all(NOTES.values())


def test_what_was_found_stands_as_it_was_found():
    found = {one.key: one.row["number"] for one in DELIVERED}
    known = ("at-147", "be-103", "cy-1466", "es-900", "fr-119", "gr-1056", "ie-1800", "it-19696", "nl-0800")
    assert [found[key] for key in known] == [
        "147", "103", "1466", "900 20 20 10", "119", "1056", "1800 66 66 66", "19696", "0800 0432",
    ]  # fmt: skip


def test_every_number_of_the_whole_eu_has_an_official_source():
    assert list(helplines.EU_WIDE) == ["112", "116 111", "116 000", "116 006"]
    hosts = {source.split("/")[2] for source in helplines.EU_WIDE.values()}
    assert hosts == {"eur-lex.europa.eu", "childhelplineinternational.org"}


# --- how long a check is good ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "state"),
    [(-1, NEVER), (0, FRESH), (150, FRESH), (151, DUE), (180, DUE), (181, HIDDEN), (9999, HIDDEN)],
)
def test_a_check_is_good_for_180_days_and_due_after_150(days, state):
    row = Helpline(**SERVICE | {"checked_on": TODAY - timedelta(days)})
    assert helplines.state(row, TODAY) == state


@pytest.mark.parametrize("lacking", ["name", "source_url", "checked_by", "checked_on", "verified", "number"])
def test_a_line_that_lacks_anything_is_not_verified(lacking):
    empty = {"checked_on": None, "verified": False}.get(lacking, "")
    assert helplines.state(Helpline(**SERVICE | {lacking: empty}), TODAY) == NEVER


def test_a_chat_alone_is_enough():
    row = Helpline(**SERVICE | {"number": "", "chat_url": "https://service.example/chat"})
    assert helplines.state(row, TODAY) == FRESH


@pytest.mark.parametrize(
    ("moment", "shown"), [("2026-08-28T21:59:00+00:00", True), ("2026-08-28T22:01:00+00:00", False)]
)
def test_the_last_day_ends_at_midnight_in_brussels(petition, time_machine, moment, shown):
    add(country="AT", number="147", checked_on=TODAY)
    time_machine.move_to(moment, tick=False)
    assert bool(helplines.country("AT").child) is shown


# --- what is public -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ONE_OF_EACH_KIND)
def test_no_unverified_helpline_number_is_public(petition, language):
    shown, old, future = verify("at-147"), verify("it-19696", days=181), verify("gr-1056", days=-1)
    texts = {code: page(code, language) for code in countries.EU}
    assert {code: numbers(text) - EU_WIDE for code, text in texts.items()} == {
        code: {"147"} if code == "AT" else set() for code in countries.EU
    }
    hidden = {one.row["number"] for one in DELIVERED} - {shown.number} - set(helplines.EU_WIDE) - {""}
    assert {old.number, future.number} < hidden
    assert [(code, one) for code, text in texts.items() for one in hidden if re.search(rf"\b{one}\b", text)] == []


@pytest.mark.parametrize("language", ONE_OF_EACH_KIND)
def test_every_number_that_can_be_called_has_a_source(petition, language):
    for one in DELIVERED:
        verify(one.key, name="Somebody", source_url=f"https://{one.key}.example/")
    for code, name in helplines.all_names():
        country = helplines.country(code)
        services = [*country.child, *country.adult, *country.hotline]
        sources = EU_WIDE | {one.dialled for one in services if one.source_url.startswith("https://")}
        assert (name, numbers(page(code, language)) - sources) == (name, set())


def test_a_country_without_a_checked_line_leads_to_the_directories(petition):
    html = page("BG")
    assert "We are still checking the number for this country." in html
    assert [address in html for address in ("https://childhelplineinternational.org/", "https://www.inhope.org/")] == [
        True, True,
    ]  # fmt: skip


def test_kinds_stand_apart_and_prevention_on_no_card(petition):
    for kind in Helpline.Kind.values:
        add(country="DE", kind=kind, name=f"for {kind}", number="030 1")
    country = helplines.country("DE")
    names = [[one.name for one in group] for group in (country.child, country.adult, country.hotline)]
    assert names == [["for child"], ["for adult"], ["for hotline"]]
    assert "for prevention" not in page("DE")


def test_prevention_stands_on_what_works_once_it_is_verified(petition):
    address = "/en/prevention/what-works/"
    assert "troubled-desire" not in Client().get(address).content.decode()
    verify("de-troubled-desire")
    assert '<li>Germany: <a href="https://troubled-desire.com/"' in Client().get(address).content.decode()


def test_a_card_says_all_that_is_known(petition):
    add(country="MT", name="Kellimni", number="+356 21 22", chat_url="https://kellimni.example/", is_free=True,
        languages="Malti, English", hours={"en": "Mon to Fri"})  # fmt: skip
    html = " ".join(page("MT").split())
    day = timezone.localdate()
    for words in ('href="tel:+3562122"', "Call: +356 21 22", 'href="https://kellimni.example/"', "Hours: Mon to Fri",
                  "Languages: Malti, English", "Free of charge", f"Checked: {day:%-d %B %Y}"):  # fmt: skip
        assert words in html


def test_hours_that_staff_wrote_in_one_language_are_marked_in_another(petition):
    add(country="MT", hours={"en": "Mon to Fri"})
    assert '<span lang="en">Mon to Fri</span>' in page("MT", "mt")


def test_hours_that_ship_are_shown_once_the_line_is_verified(petition):
    verify("at-147")
    assert "Hours: Every day, all day" in page("AT")


@pytest.mark.parametrize("code", ["", "XX", "at", "US", "AT'", "<b>"])
def test_any_other_country_is_the_plain_page(petition, code):
    assert page(code) == Client().get("/en/help/").content.decode()


def test_countries_are_sorted_as_the_language_sorts():
    with translation.override("de"):
        names = [name for _, name in helplines.all_names()]
    place = names.index("Österreich")
    assert (len(names), names[place - 1], names[place + 1]) == (27, "Niederlande", "Polen")
