"""What staff keep: over what ships stands what they changed, in the reader's language or marked as another."""

from datetime import date

import pytest
from django.utils import timezone, translation
from django.utils.html import conditional_escape

from campaign.living import kept
from campaign.living.kept import Delivered, current, ensure
from campaign.living.models import TimelineEntry
from campaign.living.words import Spoken, WordsFormField, pick

ROW = {
    "day": date(2021, 7, 14),
    "kind": "law",
    "source_name": "Regulation (EU) 2021/1232",
    "source_url": "https://a.eu/",
}
SHIPS = (Delivered("rules", ROW, {"title": "Temporary rules", "text": "Companies may look."}),)


def change(key: str, **values) -> None:
    TimelineEntry.objects.filter(key=key).update(changed_by="ada", changed_at=timezone.now(), **values)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ({"de": "Regeln", "en": "Rules"}, ("Regeln", "")),
        ({"en": "Rules", "fr": "Règles"}, ("Rules", "en")),
        ({"fr": "Règles", "mt": "Regoli"}, ("Règles", "fr")),
        ({"de": ""}, ("", "")),
    ],
)
def test_words_are_in_the_readers_language_or_say_in_which(words, shown):
    with translation.override("de"):
        spoken = pick(words)
    assert (str(spoken), spoken.lang) == shown


def test_a_page_marks_words_of_another_language_and_escapes_them():
    assert conditional_escape(Spoken("a < b", "en")) == '<span lang="en">a &lt; b</span>'
    assert conditional_escape(Spoken("a < b")) == "a &lt; b"


def test_what_ships_needs_no_row(db):
    [item] = current(TimelineEntry, SHIPS)
    assert (item.key, item.row.day, str(item.words("title"))) == ("rules", date(2021, 7, 14), "Temporary rules")


def test_the_release_step_makes_each_row_once(db):
    assert [ensure(TimelineEntry, SHIPS), ensure(TimelineEntry, SHIPS), TimelineEntry.objects.count()] == [1, 0, 1]


def test_a_row_that_nobody_changed_follows_what_ships(db):
    ensure(TimelineEntry, SHIPS)
    newer = (Delivered("rules", ROW | {"source_name": "Official Journal"}, SHIPS[0].words),)
    ensure(TimelineEntry, newer)
    assert TimelineEntry.objects.get().source_name == "Official Journal"


def test_what_staff_changed_stays_whatever_ships_later(db):
    ensure(TimelineEntry, SHIPS)
    change("rules", source_name="EUR-Lex", title={"en": "Rules for a time"})
    ensure(TimelineEntry, SHIPS)
    [item] = current(TimelineEntry, SHIPS)
    assert (item.row.source_name, str(item.words("title")), str(item.words("text"))) == (
        "EUR-Lex",
        "Rules for a time",
        "Companies may look.",
    )


def test_what_staff_add_stands_after_what_ships(db):
    TimelineEntry.objects.create(key=f"{kept.OWN}1", changed_by="ada", title={"en": "New"}, **ROW)
    assert [item.key for item in current(TimelineEntry, SHIPS)] == ["rules", "own-1"]


def test_a_row_that_ships_no_more_is_not_shown(db):
    TimelineEntry.objects.create(key="older", **ROW)
    assert [item.key for item in current(TimelineEntry, SHIPS)] == ["rules"]


def test_empty_boxes_are_no_words():
    assert WordsFormField(required=False).clean({"en": " Rules ", "de": " \r\n", "fr": ""}) == {"en": "Rules"}
