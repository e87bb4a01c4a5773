"""The translators' desk: how far each language is, what is left and where it is seen, two languages side by side."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings as real

from campaign.catalog_areas import AREAS
from campaign.languages import NATIVE
from tests.pages import text_of, tree, with_class

pytestmark = pytest.mark.django_db
HERE = Path(real.BASE_DIR) / "locale"


@pytest.fixture(autouse=True)
def _site(petition):
    """The petition, without which no page has a form."""


@pytest.fixture
def desk(admin_client):
    """What an account reads at this address below /staff/languages/."""
    return lambda below="": tree(admin_client.get(f"/staff/languages/{below}").content.decode())


@pytest.fixture
def german(tmp_path, settings):
    """The German catalogue alone, to spoil: german("Unterschrift", "")."""
    po = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    shutil.copy(HERE / "de" / "LC_MESSAGES" / "django.po", po)
    shutil.copy(HERE / "de" / "GLOSSARY.md", tmp_path / "de") if (HERE / "de" / "GLOSSARY.md").exists() else None
    settings.LOCALE_PATHS = [tmp_path]

    def spoil(old: str, new: str) -> int:
        """Returns the line at which the message stands."""
        before = po.read_text()
        assert before.count(old) == 1
        po.write_text(before.replace(old, new))
        return before[: before.index(old)].count("\n") + 1

    return spoil


def cells(root) -> dict[str, list[str]]:
    rows = [[text_of(cell) for cell in row if cell.tag in ("th", "td")] for row in root.iter("tr")]
    return {row[0]: row[1:] for row in rows}


def test_all_24_languages_stand_there_with_all_their_areas(desk):
    rows = cells(desk())
    assert [name.split("(")[1][:2] for name in list(rows)[1:]] == sorted(NATIVE)
    assert rows["English (en)"] == ["live", *["100%"] * len(AREAS)]


def test_a_language_that_lacks_a_word_shows_in_which_part(desk, german):
    german('msgid "Enter your name"\nmsgstr "Geben Sie Ihren Namen ein"', 'msgid "Enter your name"\nmsgstr ""')
    state, *parts = cells(desk())["Deutsch (de)"]
    assert state == "live, no native reviewer yet"
    lacking = [area.name for area, part in zip(AREAS, parts, strict=True) if part != "100%"]
    assert lacking == ["errors"]


def test_what_is_left_names_file_and_line_and_leads_to_where_it_is_seen(desk, german):
    line = german('msgid "Open the petition"\nmsgstr "Petition öffnen"', 'msgid "Open the petition"\nmsgstr ""')
    root = desk("de/")
    (words,) = [row for row in root.iter("tr") if "Open the petition" in text_of(row)]
    assert f"django.po:{line}" in [text_of(cell) for cell in words]
    (link,) = words.iter("a")
    shown = desk("preview/" + link.get("href").removeprefix("/staff/languages/preview/"))
    (block,) = [row for row in shown.iter("tr") if row.get("id") == link.get("href").split("#")[1]]
    assert "Open the petition" in text_of(block)


def test_a_whole_language_has_nothing_left(desk):
    assert "Nothing: every string is there" in text_of(with_class(desk("mt/"), "panel")[0])


def test_two_languages_stand_beside_each_other(desk):
    rows = list(desk("preview/?sheet=letter:confirmation&left=en&right=mt").iter("tr"))
    assert [cell.get("lang") for cell in rows[1] if cell.tag == "td"] == [None, "en", "mt"]
    assert len(rows) > 5


@pytest.mark.parametrize(
    "asked", ["sheet=page:nowhere/", "sheet=letter:x", "left=xx", "right=", "sheet=x", "sheet=page:../../etc/passwd"]
)
def test_a_choice_that_is_none_is_answered_with_the_form(admin_client, asked):
    assert admin_client.get(f"/staff/languages/preview/?{asked}").status_code == 400


@pytest.mark.parametrize("code", ["xx", "EN", "..", "de%2f"])
def test_no_other_language_has_a_page(admin_client, code):
    assert admin_client.get(f"/staff/languages/{code}/").status_code == 404
