"""Hard questions get fair answers: the concern, what the campaign says, what is still open, and who says otherwise."""

from datetime import date

import pytest
from django.conf import settings
from django.utils import timezone

from campaign.living import kept, questions
from campaign.living.models import LegalStatus
from campaign.models import Answer
from tests.crawl import browser
from tests.pages import Page, text_of, with_class

HIDDEN = ["money", "agree"]
MAKERS = "Makers of detection software"


@pytest.fixture(autouse=True)
def _site(petition):
    """The petition, whose last day stands in an answer."""


def page(query: str = "", language: str = "en") -> Page:
    path = f"/{language}/questions/"
    answer = browser().get(path + query)
    return Page(path, answer.status_code, answer.content.decode())


def keys(found: Page) -> list[str]:
    """Of the answers on the page, in their order."""
    return [one.get("id", "").removeprefix("q-") for one in with_class(found.root, "answer-words")]


def answer(key: str, found: Page | None = None) -> str:
    """What can be read of one answer."""
    [element] = [one for one in with_class((found or page()).root, "answer") if _has_id(one, f"q-{key}")]
    return text_of(element)


def _has_id(element, name: str) -> bool:
    return any(one.get("id") == name for one in element.iter())


def change(key: str, **values) -> None:
    kept.ensure(Answer, questions.DELIVERED)
    Answer.objects.filter(key=key).update(changed_by="ada", changed_at=timezone.now(), **values)


def own(**values) -> None:
    row = {"group": "law", "question": {"en": "Who decides?"}, "says": {"en": "Parliament."}, "published": True}
    Answer.objects.create(key="own-1", changed_by="ada", **row | values)


def test_all_answers_that_ship_are_there_but_two_that_wait_for_sources():
    assert keys(page()) == [one.key for one in questions.DELIVERED if one.key not in HIDDEN]


def test_an_answer_names_the_concern_then_the_campaign_then_what_is_open_then_the_critics():
    assert answer("legal") == (
        "Is it compatible with fundamental rights? The concern The EU’s data protection bodies warned in 2022 that the "
        "first proposal could lead to general scanning of messages. The campaign says The fundamental rights of all "
        "users count, and children are users too. They have rights to protection, dignity and privacy, also the right "
        "that images of their abuse do not circulate. A targeted law with strong safeguards can respect all of them. "
        "Still open This depends on the words of the law, and in the end courts decide. "
        "Read the critics: Joint Opinion 4/2022 Link to this answer"
    )


def test_a_plain_answer_has_no_headings():
    assert answer("sig-email") == (
        "Why do you need my e-mail address? So that each person is counted once and the numbers are honest. "
        "Link to this answer"
    )


@pytest.mark.parametrize("one", questions.DELIVERED, ids=lambda one: one.key)
def test_critics_are_named_exactly_where_they_are_linked_and_over_https(one):
    url = one.row.get("critics_url", "")
    assert (bool(one.words.get("critics_name")), url.startswith("https://")) == (bool(url), bool(url))


@pytest.mark.parametrize("one", questions.DELIVERED, ids=lambda one: one.key)
def test_whoever_states_a_concern_also_says_what_is_still_open(one):
    assert ("concern" in one.words) == ("still_open" in one.words)


def test_the_numbers_are_those_of_the_settings(monkeypatch):
    monkeypatch.setattr(settings, "LINK_LIFETIME_DAYS", 15)
    monkeypatch.setattr(settings, "FORGET_CONFIRMED_AFTER_DAYS", 31)
    monkeypatch.setattr(questions, "SMALLEST", 12)
    read = answer("sig-long") + answer("sig-name") + answer("sig-small")
    told = ["after 15 days. 31 days after", "forget it 31 days after", "Below 12 signatures"]
    assert [words for words in told if words not in read] == []


def test_no_placeholder_is_left_in_any_language():
    assert [code for code in settings.LIVE_LANGUAGES if "%(" in page(language=code).html] == []


@pytest.mark.parametrize("key", HIDDEN)
def test_an_unpublished_answer_is_nowhere(key):
    words = next(one.words for one in questions.DELIVERED if one.key == key)
    everywhere = page().html + page(f"?q={str(words['question']).split()[0]}").html
    assert [name for name in ("question", "says") if str(words[name])[:40] in everywhere] == []


def test_a_search_for_words_of_an_unpublished_answer_finds_nothing():
    assert (
        keys(page("?q=detection+software+money")),
        "Nothing found." in page("?q=detection+software+money").html,
    ) == (
        [],
        True,
    )


def test_an_answer_that_staff_take_back_is_gone_at_once_and_so_are_the_links_to_it():
    change("age", published=False)
    found = page()
    assert ("online" in keys(found), "age" in keys(found), "#q-age" in found.html) == (True, False, False)


def test_staffs_own_answer_stands_last_in_its_group_and_says_in_which_language_it_is():
    own()
    found = page(language="de")
    law = [key for key in keys(found) if key in ("law", "status", "derogation", "own-1")]
    assert law == ["law", "status", "derogation", "own-1"]
    assert '<span lang="en">Who decides?</span>' in found.html
    assert len(with_class(found.root, "note")) == 1


def test_a_page_without_words_of_another_language_has_no_note_about_them():
    assert with_class(page(language="de").root, "note") == []


def test_staff_can_put_their_own_answer_first():
    own(place=1)
    assert keys(page()).index("own-1") == keys(page()).index("law") - 1


def test_per_cent_signs_of_staff_stay_as_they_are():
    own(says={"en": "100% of %s and %(days)d"})
    assert "100% of %s and %(days)d" in page().html


def test_the_day_of_the_review_is_told():
    change("e2ee", reviewed_on=date(2026, 11, 2))
    assert "Last reviewed: 2\xa0November\xa02026".replace("\xa0", " ") in answer("e2ee")


def test_where_does_it_stand_is_answered_by_the_status_record():
    LegalStatus.objects.create(key="status", code="gap", source_name="A", source_url="https://a.eu/",
                               checked_on=timezone.localdate(), voluntary_work={"en": "Not lawful now."},
                               changed_by="ada")  # fmt: skip
    found = page()
    assert "Europe has a gap in its child safety law" in answer("status", found)
    assert [key for key in keys(found) if "Not lawful now." in answer(key, found)] == ["status", "derogation"]


def test_a_link_to_one_answer_leads_to_its_words():
    found = page()
    assert {f"q-{key}" for key in keys(found)} | {"privacy"} <= found.ids
