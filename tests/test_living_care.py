"""What staff can do with answers, voices and positions: fair, sourced, permitted, withdrawn by one press, noted."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from campaign import audit
from campaign.living import delivered, questions, voices
from campaign.models import Answer, Position, StaffAct, Voice
from tests.crawl import browser
from tests.pages import text_of, tree, with_class

pytest_plugins = ("tests.staff",)
ALIVE = {"submit", "button", "hidden", "file"}
IN_A_YEAR = str(timezone.localdate() + timedelta(days=365))
RECORD = {
    "consent_by": "Support house, record 12",
    "consent_wording": "I ask for doors that close.",
    "consent_languages": "en",
    "consent_where": "this website",
    "consent_until": IN_A_YEAR,
    "consent_contact": "care@support.example",
}


@pytest.fixture
def ada(petition, enter):
    """Ada, an editor, and all that ships in its rows."""
    delivered.ensure()
    return enter("editor", "ada")


def address(row) -> str:
    kind = row._meta.model_name
    return f"/staff/campaign/{kind}/{row.pk}/change/" if row.pk else f"/staff/campaign/{kind}/add/"


def filled_in(client: Client, row) -> dict[str, str]:
    """What the browser would send of this form as it stands."""
    root = tree(client.get(address(row)).content.decode())
    [form] = [one for one in root.iter("form") if one.get("id", "").endswith("_form")]
    sent = {}
    for box in form.iter():
        name, kind = box.get("name", ""), box.get("type", "")
        if box.tag == "textarea":
            sent[name] = text_of(box)
        elif box.tag == "select":
            sent[name] = next((one.get("value", "") for one in box.iter("option") if "selected" in one.attrib), "")
        elif (
            box.tag == "input" and kind not in ALIVE and (kind not in ("checkbox", "radio") or "checked" in box.attrib)
        ):
            sent[name] = box.get("value", "on" if kind == "checkbox" else "")
    return sent


def save(client: Client, row, **changed: str | None) -> str:
    """Send the form with these changes (None: an empty box that is ticked no more); the errors, or nothing."""
    form = filled_in(client, row) | changed
    answer = client.post(address(row), {name: value for name, value in form.items() if value is not None})
    if answer.status_code == 302:
        return ""
    return " ".join(text_of(one) for one in with_class(tree(answer.content.decode()), "errorlist"))


def look(client: Client, row, language: str = "en", **changed: str) -> str:
    form = filled_in(client, row) | changed | {"_preview": "1", "_preview_language": language}
    return client.post(address(row), form).content.decode()


def public(path: str) -> str:
    return browser().get(f"/en/{path}").content.decode()


def answer(key: str) -> Answer:
    return Answer.objects.get(key=key)


def voice(key: str) -> Voice:
    return Voice.objects.get(key=key)


def told() -> list[dict]:
    """What the history says, the oldest first."""
    return list(StaffAct.objects.filter(act=audit.Act.CONTENT).order_by("id").values_list("about", flat=True))


# --- answers -------------------------------------------------------------------------------------------------------


def test_a_reviewed_answer_shows_its_day(ada):
    day = timezone.localdate()
    assert save(ada, answer("e2ee"), reviewed_on=str(day)) == ""
    assert "Last reviewed:" in public("questions/")


def test_a_look_at_an_answer_shows_it_open_and_saves_nothing(ada):
    html = look(ada, answer("agree"), critics_name="A child protection group", critics_url="https://a.eu/")
    [opened] = [one for one in with_class(tree(html), "answer") if "open" in one.attrib]
    assert text_of(opened).startswith("Do all child protection groups and survivors agree? No.")
    assert (answer("agree").published, "Do all child protection" in public("questions/")) == (False, False)


@pytest.mark.parametrize("key", ["money", "agree"])
def test_an_answer_that_waits_for_sources_is_published_only_with_a_link(ada, key):
    assert "before you publish it" in save(ada, answer(key), published="on")
    errors = save(ada, answer(key), published="on", critics_name="Ombudsman", critics_url="https://a.eu/")
    assert (errors, answer(key).published) == ("", True)


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"critics_url": "http://a.eu/"}, "Please give an address that begins with https://."),
        ({"critics_name": "EDRi", "critics_url": ""}, "A name without an address leads nowhere."),
        ({"question_de": "Warum?"}, "Please write it in English too"),
        ({"question_en": "?" * 91}, "English: 91 characters, at most 90."),
        ({"reviewed_on": "2099-01-01"}, "This day is still to come."),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_with_its_remedy(ada, changed, error):
    assert error in save(ada, answer("what"), **changed)


def test_who_names_a_concern_has_to_say_what_is_open(ada):
    assert "Who names a concern also says what is still open." in save(ada, answer("what"), concern_en="It may fail.")


def test_a_new_answer_has_its_words_in_english_and_is_public_once_published(ada):
    new = Answer()
    assert "Please write it in English too" in save(ada, new, group="law", says_en="Yes.", published="on")
    assert save(ada, new, group="law", question_en="May I ask?", says_en="Yes.", published="on") == ""
    assert "May I ask?" in public("questions/")


def test_answers_that_nobody_has_read_are_one_list(ada):
    save(ada, answer("e2ee"), reviewed_on=str(timezone.localdate()))
    html = ada.get("/staff/campaign/answer/?review=due").content.decode()
    assert (f"{questions.due_for_review()} answers" in html, "break end-to-end" in html) == (True, False)


# --- voices --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", RECORD)
def test_one_person_is_published_only_with_the_whole_record(ada, field):
    errors = save(ada, voice("survivors-1"), **RECORD | {field: "", "published": "on"})
    assert (errors != "", voice("survivors-1").published) == (True, False)


def test_one_person_with_the_whole_record_is_heard_until_the_button_is_pressed(ada):
    assert save(ada, voice("survivors-1"), **RECORD, published="on") == ""
    assert "Frida" in public("voices/")
    ada.post(address(voice("survivors-1")), {"_withdraw": "1"})
    assert ("Frida" in public("voices/"), voice("survivors-1").published) == (False, False)


def test_a_withdrawn_voice_is_never_published_again(ada):
    voices.withdraw(voice("survivors-1"))
    assert "A new permission is a new voice" in save(ada, voice("survivors-1"), **RECORD, published="on")
    assert "Withdraw this voice" not in ada.get(address(voice("survivors-1"))).content.decode()


def test_withdrawing_needs_the_right_to_change_voices(ada, enter):
    row = voice("children-1")
    assert enter("counts", "cleo").post(address(row), {"_withdraw": "1"}).status_code == 403
    assert voice("children-1").withdrawn_at is None


def test_looking_at_a_voice_that_has_no_permission_shows_what_is_missing(ada):
    html = look(ada, voice("survivors-1"))
    assert ("Who gave consent?" in html, "page-voices" in html) == (True, False)


def test_a_look_at_a_permitted_voice_shows_it_and_saves_nothing(ada):
    html = look(ada, voice("survivors-1"), **RECORD)
    assert ("Frida, whose name was changed" in html, voice("survivors-1").consent_by) == (True, "")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"source_url": "", "published": "on"}, "A report needs the address of its source."),
        ({"source_url": "http://a.eu/"}, "Please give an address that begins with https://."),
        ({"source_name": ""}, "Please name the source"),
        ({"consent_languages": "English"}, "These are no codes of languages: english."),
        ({"text_de": "Ich bitte."}, "Please write it in English too"),
    ],
)
def test_what_is_wrong_with_a_voice_is_said_with_its_remedy(ada, changed, error):
    assert error in save(ada, voice("children-1"), **changed)


def test_words_in_a_language_that_was_not_agreed_are_refused(ada):
    errors = save(ada, voice("survivors-1"), **RECORD, text_en="I ask.", text_de="Ich bitte.")
    assert "The person did not agree to these languages: de." in errors


def test_the_history_of_a_person_repeats_nothing_that_was_said(ada):
    save(ada, voice("survivors-1"), **RECORD, text_en="My own words.", published="on")
    [act] = told()
    assert (act["text_en"], act["consent_by"]) == ({"was": "…", "now": "… (changed)"},) * 2
    assert act["published"] == {"was": False, "now": True}
    assert not any(words in str(act) for words in ("My own words", "Support house", "care@"))


def test_the_history_of_a_deleted_person_holds_no_word_of_it(ada):
    save(ada, Voice(), **RECORD, group="survivors", text_en="My own words.", is_person="on", name="Ana")
    row = Voice.objects.get(name="Ana")
    ada.post(address(row).replace("change", "delete"), {"post": "yes"})
    assert told()[-1] == {"what": "voice", "key": row.key, "deleted": "one person’s voice"}


def test_withdrawing_is_written_down(ada):
    ada.post(address(voice("survivors-1")), {"_withdraw": "1"})
    assert [(act["key"], sorted(act)) for act in told()] == [("survivors-1", ["key", "what", "withdrawn_at"])]


def test_staff_read_that_all_published_survivors_ask_for_the_same(ada):
    assert "Survivors do not all agree, but all" in ada.get("/staff/campaign/voice/").content.decode()
    save(ada, voice("survivors-3"), source_name="A study", source_url="https://a.eu/", published="on")
    assert "Survivors do not all agree, but all" not in ada.get("/staff/campaign/voice/").content.decode()


# --- positions -----------------------------------------------------------------------------------------------------


def position(key: str) -> Position:
    return Position.objects.get(key=key)


def test_proposed_positions_carry_a_yellow_mark(ada):
    marks = with_class(tree(ada.get("/staff/campaign/position/").content.decode()), "basis")
    assert {one.get("class") for one in marks} == {"basis is-proposed"}
    assert len(marks) == Position.objects.count()


@pytest.mark.parametrize("basis", ["confirmed", "refused"])
def test_whoever_decides_says_who_and_when(ada, basis):
    assert f"Who has {basis} it, and when?" in save(ada, position("ask4-vote"), basis=basis)
    assert save(ada, position("ask4-vote"), basis=basis, note="A. Example, 3 May 2026") == ""
    assert position("ask4-vote").basis == basis


def test_a_position_is_neither_added_nor_deleted_nor_looked_at(ada):
    html = ada.get(address(position("ask4-vote"))).content.decode()
    assert ("Preview the page" in html, "deletelink" in html) == (False, False)
    assert ada.get("/staff/campaign/position/add/").status_code == 403
