"""What staff can rely on when they edit: a look changes nothing, every change is written down, no word gets lost."""

from datetime import date

import pytest
from django.test import Client

from campaign import audit
from campaign.living import delivered
from campaign.living.models import LegalStatus, TimelineEntry
from campaign.models import StaffAct

pytest_plugins = ("tests.staff",)
LIST = "/staff/campaign/timelineentry/"
TITLE = "A strategy for Europe"


@pytest.fixture
def ada(petition, enter):
    """Ada, an editor, and all that ships in its rows."""
    delivered.ensure()
    return enter("editor", "ada")


@pytest.fixture
def row(ada):
    return TimelineEntry.objects.get(key="strategy-2020")


@pytest.fixture
def own(ada):
    ada.post(f"{LIST}add/", sent(TimelineEntry(day=date(2026, 9, 29), source_url="https://c.example/"), title_en="New"))
    return TimelineEntry.objects.get(key__startswith="own-")


def sent(row: TimelineEntry, **changed) -> dict[str, str]:
    """What the browser would send if only this was changed."""
    form = {
        name: getattr(row, name)
        for name in ("day", "grade", "source_year", "source_url", "also_name", "also_year", "also_url")
    }
    form |= {"kind": row.kind or "law", "precision": row.precision, "source_name": row.source_name or "Council"}
    form |= {f"{name}_{code}": text for name in ("title", "text") for code, text in getattr(row, name).items()}
    return form | {"text_en": row.text.get("en", "It begins."), "published": "on"} | changed


def change(row: TimelineEntry) -> str:
    return f"{LIST}{row.pk}/change/"


def look(client: Client, row: TimelineEntry, language: str = "en", **changed) -> str:
    form = sent(row, _preview="1", _preview_language=language, **changed)
    return client.post(change(row), form).content.decode()


def acts() -> list[StaffAct]:
    return list(StaffAct.objects.filter(act=audit.Act.CONTENT).order_by("id"))


# --- a look before saving -------------------------------------------------------------------------------------------


def test_a_look_shows_the_unsaved_words_on_the_public_page(ada, row):
    html = look(ada, row, title_en=TITLE)
    assert (f"<h3>{TITLE}</h3>" in html, "How far are we?" in html) == (True, True)


def test_a_look_is_in_the_language_that_was_asked_for(ada, row):
    html = look(ada, row, "el", title_en=TITLE, title_el="Μια στρατηγική")
    assert ('<html lang="el"' in html, "<h3>Μια στρατηγική</h3>" in html) == (True, True)


def test_a_look_leaves_no_row_and_no_act(ada, row):
    before = TimelineEntry.objects.filter(pk=row.pk).values().get()
    look(ada, row, title_en=TITLE)
    assert (TimelineEntry.objects.filter(pk=row.pk).values().get(), acts()) == (before, [])


def test_a_look_at_something_new_leaves_nothing(ada):
    form = sent(TimelineEntry(day=date(2026, 9, 29), source_url="https://c.example/"), title_en="New", _preview="1")
    html = ada.post(f"{LIST}add/", form).content.decode()
    assert ("<h3>New</h3>" in html, TimelineEntry.objects.filter(key__startswith="own-").count()) == (True, 0)


def test_a_look_shows_it_as_published(ada, row):
    form = sent(row, title_en=TITLE, _preview="1")
    form.pop("published")
    assert f"<h3>{TITLE}</h3>" in ada.post(change(row), form).content.decode()


def test_nobody_keeps_the_page_of_a_look(ada, row):
    answer = ada.post(change(row), sent(row, _preview="1"))
    assert ("no-store" in answer["Cache-Control"], "public" in answer["Cache-Control"]) == (True, False)
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_look_at_the_status_is_seen_by_nobody_else(ada):
    status = LegalStatus.objects.get()
    form = {"code": "gap", "source_name": "C", "source_url": "https://c.example/", "checked_on": "2026-11-01"}
    html = ada.post(f"/staff/campaign/legalstatus/{status.pk}/change/", form | {"_preview": "1"}).content.decode()
    assert "Europe has a gap in its child safety law" in html
    assert "Europe has a gap" not in Client().get("/en/").content.decode()


def test_a_look_that_is_refused_saves_nothing_and_keeps_what_was_typed(ada, row):
    form = sent(row, title_en=TITLE, source_url="", _preview="1")
    form.pop("published")  # without the mark the form would be right
    html = ada.post(change(row), form).content.decode()
    assert "It can’t be shown like this." in html
    assert ("Only an entry whose source can be opened" in html, f'value="{TITLE}"' in html) == (True, True)
    assert (TimelineEntry.objects.get(pk=row.pk).changed_by, acts()) == ("", [])


def test_only_staff_may_look(row, enter):
    answers = [
        enter(who, who).post(change(row), sent(row, _preview="1")).status_code for who in ("anonymous", "counts")
    ]
    assert answers == [302, 403]


# --- what was changed -----------------------------------------------------------------------------------------------


def test_a_change_is_written_down_with_what_was_and_what_is_in_each_language(ada, row):
    ada.post(change(row), sent(row, title_en=TITLE, title_de="Eine Strategie"))
    row.refresh_from_db()
    ada.post(change(row), sent(row, title_de="Eine andere Strategie", source_year="2021"))
    assert acts()[1].about == {
        "what": "timeline entry",
        "key": "strategy-2020",
        "title_de": {"was": "Eine Strategie", "now": "Eine andere Strategie"},
        "source_year": {"was": "2020", "now": "2021"},
    }
    assert (acts()[0].about["title_en"], acts()[1].by_name) == ({"was": "", "now": TITLE}, "ada")


def test_the_row_says_who_changed_it(ada, row):
    ada.post(change(row), sent(row, title_en=TITLE))
    row.refresh_from_db()
    assert (row.changed_by, row.changed_at is not None) == ("ada", True)


def test_the_history_stands_below_the_form(ada, row):
    assert "Nobody has changed it yet" in ada.get(change(row)).content.decode()
    ada.post(change(row), sent(row, title_en=TITLE))
    html = ada.get(change(row)).content.decode()
    assert f"title_en: nothing → {TITLE}" in html


def test_the_words_that_ship_stand_above_the_form(ada, row):
    html = ada.get(change(row)).content.decode()
    assert "<dt>title</dt><dd>A European strategy</dd>" in html


def test_what_is_new_gets_a_key_of_its_own(ada, own):
    assert (own.key.startswith("own-"), len(own.key), own.changed_by) == (True, 12, "ada")


# --- what was typed wrong -------------------------------------------------------------------------------------------


def test_a_wrong_form_says_so_and_keeps_what_was_typed(ada, row):
    html = ada.post(change(row), sent(row, title_en=TITLE, title_de="Strategie", day="soon")).content.decode()
    assert ("Enter a valid date." in html, f'value="{TITLE}"' in html, 'value="Strategie"' in html) == (True,) * 3
    assert TimelineEntry.objects.get(pk=row.pk).title == {}


def test_an_address_without_a_scheme_is_a_secure_one(ada, row):
    ada.post(change(row), sent(row, source_url="eur-lex.europa.eu/x"))
    assert TimelineEntry.objects.get(pk=row.pk).source_url == "https://eur-lex.europa.eu/x"


# --- what may go ----------------------------------------------------------------------------------------------------


def test_what_staff_added_can_be_deleted_and_that_is_written_down(ada, own):
    answer = ada.post(f"{LIST}{own.pk}/delete/", {"post": "yes"})
    assert (answer.status_code, TimelineEntry.objects.filter(pk=own.pk).exists()) == (302, False)
    assert (acts()[-1].about["key"], "New" in acts()[-1].about["deleted"]) == (own.key, True)


def test_what_ships_can_not_be_deleted(ada, row):
    assert "deletelink" not in ada.get(change(row)).content.decode()
    assert ada.post(f"{LIST}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert ada.post(LIST, {"action": "delete_selected", "_selected_action": row.pk}).status_code in (200, 302)
    assert TimelineEntry.objects.filter(pk=row.pk).exists()
