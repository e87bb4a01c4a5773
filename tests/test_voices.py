"""Nobody is heard without permission: whole consent record, in time, in the agreed language; withdrawn means gone."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from campaign.living import kept, voices
from campaign.models import Voice
from tests.crawl import browser
from tests.pages import Page, text_of, with_class

WORDS = "I ask for doors that close."
RECORD = {
    "consent_by": "Support house, record 12",
    "consent_wording": WORDS,
    "consent_languages": "en, de",
    "consent_where": "this website",
    "consent_until": date(2099, 12, 31),
    "consent_contact": "care@support.example",
}


@pytest.fixture(autouse=True)
def _site(petition):
    """The petition, to which the end of the page leads."""


def page(language: str = "en") -> Page:
    answer = browser().get(f"/{language}/voices/")
    return Page(f"/{language}/voices/", answer.status_code, answer.content.decode())


def person(**values) -> Voice:
    """Ana speaks, with everything that is needed; keywords change it."""
    words = {"text": {"en": WORDS, "de": "Ich bitte um Türen, die schließen."}, "name": "Ana", "is_person": True}
    row = {"key": "own-ana", "changed_by": "ada", "group": "survivors", "published": True}
    return Voice.objects.create(**row | words | RECORD | values)


def report(**values) -> Voice:
    row = {"key": "own-report", "changed_by": "ada", "group": "children", "published": True, "text": {"en": WORDS},
           "source_name": "A study", "source_year": "2025", "source_url": "https://a.eu/"}  # fmt: skip
    return Voice.objects.create(**row | values)


def is_heard(language: str = "en") -> bool:
    return WORDS in page(language).html


def test_what_ships_is_heard_but_for_two_that_lack_a_permission():
    figures = [text_of(one) for one in with_class(page().root, "voice")]
    shipped = [str(one.words["text"]) for one in voices.DELIVERED if one.row["published"]]
    hidden = [one.key for one in voices.DELIVERED if not one.row["published"]]
    assert [figure.startswith(text) for figure, text in zip(figures, shipped, strict=True)] == [True] * 5
    assert hidden == ["survivors-1", "survivors-3"]
    assert ("Frida" in page().html, "encrypted conversations" in page().html) == (False, False)


@pytest.mark.parametrize("one", [one for one in voices.DELIVERED if one.row["published"]], ids=lambda one: one.key)
def test_every_report_that_ships_leads_to_its_source(one):
    assert one.row["source_url"].startswith("https://")


def test_a_person_with_the_whole_record_is_heard_with_the_name_and_its_mark():
    person(is_name_changed=True)
    [figure] = [one for one in with_class(page().root, "voice") if WORDS in text_of(one)]
    assert text_of(figure) == f"{WORDS} Ana Name changed"


@pytest.fixture
def alone(monkeypatch):
    """alone(consent_by="") → this one voice, as if the database had let it in."""

    def act(**values) -> list:
        row = {"key": "own-ana", "group": "survivors", "is_person": True, "published": True, "text": {"en": WORDS}}
        voice = Voice(**row | RECORD | values)
        monkeypatch.setattr(kept, "current", lambda *_: [kept.Item(voice)])
        return voices.public()

    return act


def test_with_the_whole_record_a_person_is_heard(alone):
    assert [voice.text for voice in alone()] == [[WORDS]]


@pytest.mark.parametrize("field", RECORD)
def test_a_record_that_lacks_one_thing_gives_no_permission(field, alone):
    assert alone(**{field: None if field == "consent_until" else ""}) == []


@pytest.mark.parametrize("field", [name for name in RECORD if name != "consent_languages"])
def test_the_database_itself_refuses_a_person_without_the_whole_record(field):
    with pytest.raises(IntegrityError), transaction.atomic():
        person(**{field: None if field == "consent_until" else ""})


def test_nobody_is_heard_before_the_voice_is_published():
    person(published=False)
    assert not is_heard()


def test_a_voice_that_is_withdrawn_is_gone_at_once():
    row = person()
    assert is_heard()
    voices.withdraw(row)
    assert not is_heard()


def test_withdrawing_twice_keeps_the_first_moment():
    row = person()
    voices.withdraw(row)
    first = row.withdrawn_at
    voices.withdraw(row)
    assert (row.withdrawn_at, row.published) == (first, False)


def test_a_withdrawn_voice_stays_silent_whatever_its_mark_says(alone):
    assert alone(withdrawn_at=timezone.now()) == []


def test_the_last_agreed_day_is_the_last_day_in_brussels():
    person(consent_until=date(2030, 6, 30))
    with time_machine.travel("2030-06-30T21:59:00Z", tick=False):
        assert voices.missing(Voice.objects.get()) == []
    with time_machine.travel("2030-06-30T22:01:00Z", tick=False):
        assert voices.missing(Voice.objects.get()) == ["consent_until"]


def test_a_permission_that_ended_yesterday_is_none():
    person(consent_until=timezone.localdate() - timedelta(days=1))
    assert not is_heard()


@pytest.mark.parametrize(("agreed", "heard"), [("en, de", ["en", "de"]), ("de", ["de"]), ("EN", ["en"]), ("mt", [])])
def test_a_person_is_heard_in_the_agreed_languages_alone(agreed, heard):
    person(consent_languages=agreed)
    assert [code for code in ("en", "de", "el") if "Ana" in page(code).html] == heard


def test_words_in_another_language_need_its_agreement_too():
    person(text={"en": WORDS}, consent_languages="de")
    assert [code for code in ("en", "de") if "Ana" in page(code).html] == []


def test_a_report_without_a_source_is_not_heard():
    with pytest.raises(IntegrityError), transaction.atomic():
        report(source_url="")
    report(source_url="", published=False)
    assert not is_heard()


def test_staffs_own_report_names_its_source_and_its_language():
    report()
    found = page("de")
    assert (f'<p><span lang="en">{WORDS}</span></p>' in found.html, len(with_class(found.root, "note"))) == (True, 1)
    assert "Source: A study, 2025" in page("en").html


def test_a_new_year_of_a_source_shows_although_the_words_ship():
    kept.ensure(Voice, voices.DELIVERED)
    Voice.objects.filter(key="children-1").update(changed_by="ada", source_year="2027")
    assert "Source: VOICE, 2027" in page().html


def test_the_page_is_calm():
    found = page()
    calm = {name: len(with_class(found.root, name)) for name in ("sign-card", "bottom-bar", "share-buttons", "voices")}
    assert calm == {"sign-card": 0, "bottom-bar": 0, "share-buttons": 0, "voices": 2}
    assert ("data-share" in found.html, "<img" in found.html, "data-live" in found.html) == (False, False, False)


def test_the_page_can_be_left_at_once_and_begins_with_a_way_round():
    found = page()
    [note] = with_class(found.root, "content-note")
    assert [link.get("href") for link in note.iter("a")] == ["/en/help/"]
    assert found.html.count("data-leave>") == 1
    assert found.html.index("content-note") < found.html.index("<h1")


@pytest.mark.parametrize(
    ("key", "values", "one_sided"),
    [
        ("survivors-3", {"published": False}, True),
        ("survivors-3", {"published": True, "source_url": "https://a.eu/"}, False),
    ],
)
def test_staff_are_told_when_all_survivors_ask_for_the_same(key, values, one_sided):
    kept.ensure(Voice, voices.DELIVERED)
    Voice.objects.filter(key=key).update(changed_by="ada", **values)
    assert voices.is_one_sided() == one_sided
