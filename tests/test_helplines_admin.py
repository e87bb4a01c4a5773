"""Verifying a help line in the staff area: nothing gets public without a check, and what gets old is named."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from campaign.living import delivered
from campaign.living.care_models import Helpline
from campaign.models import UsefulLink
from tests.test_helplines import numbers, page, verify

pytest_plugins = ("tests.staff",)
LIST = "/staff/campaign/helpline/"
LINKS = "/staff/campaign/usefullink/"


@pytest.fixture
def ada(petition, enter):
    """Ada, an editor, and all that ships in its rows."""
    delivered.ensure()
    return enter("editor", "ada")


def sent(key: str, **changed) -> dict[str, str]:
    """What the browser sends for a line that Ada has dialled today."""
    row = Helpline.objects.get(key=key)
    form = {name: getattr(row, name) for name in ("country", "kind", "name", "number", "languages", "chat_url")}
    form |= {"source_url": "https://service.example/", "checked_on": f"{timezone.localdate()}"}
    return form | {"checked_by": "Ada, dialled", "verified": "on"} | changed


def save(client: Client, key: str, **changed):
    """The answer to pressing Save: 302 when it was saved."""
    return client.post(f"{LIST}{Helpline.objects.get(key=key).pk}/change/", sent(key, **changed))


def says(answer) -> str:
    """The errors, or nothing when it was saved."""
    form = answer.context["adminform"].form if answer.context else None
    return " ".join(message for messages in form.errors.values() for message in messages) if form else ""


def ago(days: int) -> str:
    return f"{timezone.localdate() - timedelta(days)}"


def test_a_line_that_somebody_dialled_is_public_at_once(ada):
    assert save(ada, "at-147").status_code == 302
    assert numbers(page("AT")) >= {"147"}


def test_a_look_shows_the_card_of_its_country_before_anybody_can_call(ada):
    html = save(ada, "at-147", verified="", _preview="1", _preview_language="de").content.decode()
    assert ('<html lang="de"' in html, 'href="tel:147"' in html) == (True, True)
    assert "147" not in numbers(page("AT"))


def test_a_look_at_a_service_for_prevention_is_the_page_that_lists_it(ada):
    html = save(ada, "de-troubled-desire", _preview="1").content.decode()
    assert '<li>Germany: <a href="https://troubled-desire.com/"' in html


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"checked_by": ""}, "A verified line needs who dialled it, or has it in writing."),
        ({"checked_on": ""}, "A verified line needs the day of the check."),
        ({"source_url": ""}, "A verified line needs the address of the page where it says so."),
        ({"number": "", "chat_url": ""}, "A verified line needs a number, or a chat or website."),
        ({"number": "116 I11"}, "Please write digits and spaces alone, as it is dialled: 116 111."),
        ({"source_url": "http://service.example/"}, "Please give an address that begins with https://."),
        ({"hours_de": "immer"}, "Please write it in English too: languages without words of their own show the "
         "English."),
    ],
)  # fmt: skip
def test_what_lacks_is_named_and_nothing_is_saved(ada, wrong, words):
    assert words in says(save(ada, "at-147", **wrong))
    assert Helpline.objects.get(key="at-147").verified is False


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "still to come"), (0, ""), (180, ""), (181, "more than 180 days old")]
)
def test_the_day_of_the_check_has_to_be_one_that_counts(ada, days, words):
    answer = save(ada, "at-147", checked_on=ago(days))
    assert (bool(words), words in says(answer)) == (answer.status_code == 200, True)


def test_a_number_that_changes_has_to_be_dialled_again(ada):
    verify("at-147", days=3)
    kept_day = {"checked_on": ago(3), "number": "148"}
    assert "This has changed since the check." in says(save(ada, "at-147", **kept_day))
    assert save(ada, "at-147", number="148").status_code == 302


def test_the_list_says_what_is_shown_due_and_hidden(ada):
    verify("at-147", days=10)
    verify("it-19696", days=160)
    verify("gr-1056", days=200)
    html = ada.get(LIST).content.decode()
    for days, state in ((10, "shown"), (160, "shown, check again soon"), (200, "hidden: the check is too old")):
        assert (days, f'field-days_since_check">{days}<' in html) == (days, True)
        assert f'field-public">{state}<' in html
    assert 'field-days_since_check">never checked<' in html


@pytest.mark.parametrize(
    ("query", "numbers_found"),
    [("country=IT", {"19696", "114"}), ("check=due", {"19696"}), ("check=hidden", {"1056"}),
     ("check=shown", {"147", "19696"})],
)  # fmt: skip
def test_the_list_can_be_filtered_by_country_and_by_check(ada, query, numbers_found):
    for key, days in (("at-147", 10), ("it-19696", 160), ("gr-1056", 200)):
        verify(key, days=days)
    listed = ada.get(f"{LIST}?{query}").context["cl"].queryset
    assert {row.number for row in listed} == numbers_found


def test_staff_read_what_was_found_and_the_words_that_ship(ada):
    html = ada.get(f"{LIST}{Helpline.objects.get(key='at-147').pk}/change/").content.decode()
    assert "found: rataufdraht.at, 18 Sep 2024; not on the phone bill" in html
    assert "Every day, all day" in html


def test_a_link_that_staff_unpublish_or_mend_is_gone_or_new_at_once(ada):
    row = UsefulLink.objects.get(key="history-edge")
    form = {"page": "tracks", "name": "Edge", "url": "https://edge.example/", "place": 50, "published": "on"}
    assert ada.post(f"{LINKS}{row.pk}/change/", form).status_code == 302
    assert 'href="https://edge.example/"' in Client().get("/en/help/cover-your-tracks/").content.decode()
    ada.post(f"{LINKS}{row.pk}/change/", form | {"published": ""})
    assert ">Edge<" not in Client().get("/en/help/cover-your-tracks/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"url": "http://a.example/"}, "begins with https://"), ({"checked_on": ago(-2)}, "still to come")],
)
def test_a_link_that_is_wrong_is_not_saved(ada, wrong, words):
    row = UsefulLink.objects.get(key="history-edge")
    form = {"page": "tracks", "name": "Edge", "url": row.url, "place": 50, "published": "on"} | wrong
    assert words in says(ada.post(f"{LINKS}{row.pk}/change/", form))


def test_the_list_of_links_says_which_nobody_has_opened(ada):
    assert ada.get(LINKS).content.decode().count("never: please open it") == 5
