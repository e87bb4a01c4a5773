"""The form: a person finds every field, is told by each field what to mend, loses nothing, and can run nothing."""

import html
import re
from html.parser import HTMLParser

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from petitions import card, countries, forms
from petitions.judge import MESSAGES
from tests.crawl import GOOD, browser, post

WRONG = {"name": "", "email": "anna", "country": "XX"}


class Fields(HTMLParser):
    """The controls of a page in their order, each as {attribute: value}, with their labels and all ids."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.controls: list[dict[str, str | None]] = []
        self.labelled: set[str | None] = set()
        self.ids: list[str | None] = []
        self.forms: list[dict[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        if tag in ("input", "select", "textarea") and values.get("name"):
            self.controls.append(values)
        if tag == "label":
            self.labelled.add(values.get("for"))
        if tag == "form":
            self.forms.append(values)

    def __getitem__(self, name: str) -> dict[str, str | None]:
        return next(control for control in self.controls if control["name"] == name)


@pytest.fixture
def blank(petition) -> Fields:
    return Fields(browser().get("/en/petition/").content.decode())


@pytest.fixture
def refused(petition) -> Fields:
    return Fields(post("/en/petition/", WRONG).content.decode())


def options(page: str) -> list[str]:
    return re.findall(r'<option value="([A-Z]{2})"', page)


def test_the_fields_stand_in_the_order_of_the_brief(blank):
    names = [control["name"] for control in blank.controls]
    assert names == ["name", "email", "country", "news", "consent", "shown", "contact_time"]


def test_every_field_that_can_be_seen_has_a_label_and_an_id_of_its_own(blank):
    seen = [control["id"] for control in blank.controls if control.get("type") != "hidden"]
    assert [control for control in seen if control not in blank.labelled] == []
    assert len(blank.ids) == len(set(blank.ids))


def test_a_browser_knows_what_to_fill_in(blank):
    kinds = {name: (blank[name].get("type"), blank[name].get("autocomplete")) for name in ("name", "email", "country")}
    assert kinds == {"name": ("text", "name"), "email": ("email", "email"), "country": (None, "country")}


def test_both_ticks_are_off_and_apart_PV_09(blank):
    ticks = [(blank[name]["type"], "checked" in blank[name], blank[name]["value"]) for name in ("consent", "news")]
    assert ticks == [("checkbox", False, "on")] * 2


def test_the_form_posts_to_the_petition_page_without_a_hidden_secret(blank):
    assert [(form["method"], form["action"], "novalidate" in form) for form in blank.forms] == [
        ("post", "/en/petition/", True)
    ]
    assert "csrfmiddlewaretoken" not in [control["name"] for control in blank.controls]


def test_the_trap_stays_out_of_the_way_of_people(blank):
    assert (blank["contact_time"]["tabindex"], blank["contact_time"]["autocomplete"]) == ("-1", "off")


def test_no_length_of_a_name_is_cut_in_silence(blank):
    assert [control["name"] for control in blank.controls if "maxlength" in control] == []


def test_every_wrong_field_says_so_to_a_screen_reader_and_names_its_error(refused):
    for name in ("name", "email", "country", "consent"):
        field = refused[name]
        described = (field.get("aria-describedby") or "").split()
        assert (field.get("aria-invalid"), f"id_{name}_error" in described) == ("true", True)
        assert [target for target in described if target not in refused.ids] == []


def test_a_right_field_is_not_marked(petition):
    page = Fields(post("/en/petition/", GOOD | {"email": "anna"}).content.decode())
    assert [control["name"] for control in page.controls if control.get("aria-invalid")] == ["email"]


def test_what_was_typed_is_still_there_after_an_error(petition):
    page = post("/en/petition/", GOOD | {"email": "anna", "country": "FI", "news": "on"}).content.decode()
    fields = Fields(page)
    assert (fields["name"]["value"], fields["email"]["value"]) == ("Anna Example", "anna")
    assert ["checked" in fields[name] for name in ("news", "consent")] == [True, True]
    assert re.findall(r'<option value="(..)" selected', page) == ["FI"]


def test_the_summary_leads_to_each_wrong_field(petition):
    page = post("/en/petition/", WRONG).content.decode()
    summary = page.partition("data-error-summary")[2].partition("</ul>")[0]
    assert re.findall(r'href="#id_(\w+)"', summary) == ["name", "email", "country", "consent"]


def test_an_empty_post_shows_its_errors():
    """An empty dictionary is false: `Form(data or None)` would show a form without any."""
    form = forms.ResendForm(QueryDict(""), action="/")
    form.carry({"email": "email.empty"})
    assert form.errors == {"email": [str(MESSAGES["email.empty"])]}


@pytest.mark.parametrize("key", MESSAGES)
def test_every_word_of_the_judge_can_be_said_in_german(key):
    with translation.override("en"):
        english = str(MESSAGES[key])
    with translation.override("de"):
        assert str(MESSAGES[key]) != english


@pytest.mark.parametrize(
    "name", ["<a href=x>x</a>", '"><svg onload=alert(1)>', "{{7*7}}{%debug%}", "'\"></textarea>", "<!--", "&lt;b&gt;"]
)
@pytest.mark.parametrize("field", ["name", "email", "country", "shown", "contact_time"])
def test_whatever_is_typed_is_shown_inert_BI_29_WB_21(petition, field, name):
    page = post("/en/petition/", GOOD | {field: name, "consent": ""}).content.decode()
    assert ("<svg onload" in page, "<a href=x>" in page, ">49" in page) == (False, False, False)
    if field in ("name", "email"):
        assert Fields(page)[field]["value"] == name


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_country_stands_once_in_the_list(petition, language):
    page = browser().get(f"/{language}/petition/").content.decode()
    likely, eu, others = countries.groups(language)
    assert options(page) == [*likely, *eu, *others]


def test_the_list_of_countries_names_its_three_parts(petition):
    groups = re.findall(r'<optgroup label="([^"]+)"', html.unescape(browser().get("/en/petition/").content.decode()))
    assert groups == ["Often chosen", "Countries of the European Union", "All other countries"]


@pytest.mark.parametrize("value", ["XX", "", "de", '"><script>', None, ["DE"]])
def test_a_country_that_is_none_is_not_chosen_for_anybody(value):
    with translation.override("en"):
        context = forms.CountrySelect().get_context("country", value, {})
    assert "selected" not in context["options"]


def test_a_good_signature_builds_no_form(petition, monkeypatch):
    monkeypatch.setattr(forms.SignForm, "__init__", lambda *_, **__: pytest.fail("built"))
    assert post("/en/petition/", GOOD).status_code == 303


def test_an_error_of_no_field_stands_above_the_form(petition):
    form = card.blank_form(QueryDict("name=Anna"))
    form.carry({"elsewhere": "shown.unknown"})
    assert form.non_field_errors() == [str(MESSAGES["shown.unknown"])]


def test_the_form_that_asks_again_asks_for_nothing_but_an_address(petition):
    here = reverse("check_your_email")
    page = Fields(browser().get(here).content.decode())
    assert [(control["name"], control["type"]) for control in page.controls] == [("email", "email")]
    assert [(form["method"], form.get("action", here)) for form in page.forms] == [("post", here)]
