"""A part of a page is made once for what goes into it, and never shown for anything else."""

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from campaign.catalogs import forget_translations
from campaign.templatetags import parts

MENU = '{% load parts %}{% part "campaign/_menu.html" path=path %}'
ALTERNATES = '{% load parts %}{% part "campaign/_alternates.html" languages=languages origin=origin x_default="/" %}'


@pytest.fixture(autouse=True)
def made(monkeypatch):
    """The names of the templates that were rendered, in their order; nothing is kept at the start."""
    names: list[str] = []
    parts._kept.clear()
    monkeypatch.setattr(parts, "get_template", lambda name, find=parts.get_template: names.append(name) or find(name))
    return names


def shown(template: str, **values) -> str:
    return Template(template).render(Context(values))


def test_the_same_menu_is_made_once(made):
    assert shown(MENU, path="/en/asks/") == shown(MENU, path="/en/asks/")
    assert made == ["campaign/_menu.html"]


def test_each_page_marks_itself_in_the_menu():
    marked = [shown(MENU, path=path).partition(' aria-current="page"')[0][-10:] for path in ("/en/asks/", "/en/about/")]
    assert marked == ['/en/asks/"', 'en/about/"']


def test_each_language_has_its_own_part():
    english = shown(MENU, path="/")
    with translation.override("de"):
        assert shown(MENU, path="/") != english


def test_catalogues_that_are_read_anew_make_it_anew(made):
    shown(MENU, path="/en/asks/")
    forget_translations()
    shown(MENU, path="/en/asks/")
    assert made == ["campaign/_menu.html"] * 2


def test_a_change_deep_inside_a_value_makes_it_anew(made):
    for url in ("/en/", "/en/asks/", "/en/"):
        assert f'href="https://a.example{url}"' in shown(
            ALTERNATES, origin="https://a.example", languages=[{"url": url}]
        )
    assert len(made) == 2


def test_what_is_safe_in_html_is_not_taken_for_the_same_letters_that_are_not():
    safe = shown(ALTERNATES, origin=mark_safe("<b>"), languages=[])
    assert ("<b>" in safe, "<b>" in shown(ALTERNATES, origin="<b>", languages=[])) == (True, False)


def test_a_part_sees_nothing_but_what_it_is_given():
    assert "secret" not in shown(ALTERNATES, languages=[], origin="", site={"origin": "secret"}, path="/secret/")


def test_a_stranger_who_asks_for_pages_that_are_not_there_fills_no_memory():
    for number in range(parts.MOST + 50):
        shown(MENU, path=f"/en/{number}/")
    shown(ALTERNATES, origin="x" * 20_000, languages=[{"url": "/"}])
    assert (len(parts._kept), max(map(len, parts._kept.values())) <= parts.LONGEST) == (50, True)


def test_who_edits_templates_sees_each_edit_at_once(settings, made):
    settings.DEBUG = True
    for _ in range(2):
        shown(MENU, path="/en/asks/")
    assert len(made) == 2
