"""A new language begins with one command; each file says honestly who has read it, and looks finished nowhere."""

import io
import re

import pytest
from django.core.management import call_command

from campaign import catalog_begin, catalog_extraction, catalog_glossary, catalog_header, catalogs, plurals, translating


@pytest.fixture(scope="module")
def strings():
    """Every string of templates and code, collected once: that takes a second."""
    return catalog_extraction.collect()


@pytest.fixture
def folder(tmp_path, settings, strings, monkeypatch):
    """An empty locale folder; folder("uk") begins a language there, or goes on with it, and gives its folder."""
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(catalog_extraction, "collect", lambda: strings)
    monkeypatch.setattr(catalog_extraction, "collect_staff", lambda public: public)

    def begin(language):
        call_command("catalogs", language, extract=True, stdout=io.StringIO())
        return tmp_path / language

    yield begin
    catalogs.forget_translations()


@pytest.mark.parametrize(("language", "name"), [("uk", "українська"), ("ar", "العربية")])
def test_a_language_begins_with_its_header_every_string_and_a_glossary(folder, strings, language, name):
    started = folder(language)
    catalog = catalogs.read(started / "LC_MESSAGES" / "django.po")
    assert plurals.same(catalog.plural_forms, plurals.HEADERS[language])
    assert len(catalog) == len(strings)
    glossary = (started / "GLOSSARY.md").read_text(encoding="utf-8")
    assert glossary.startswith(f"# Glossary: {name} ({language})\n")
    rows = catalog_glossary.parse(glossary).rows
    assert [(row.english, row.words, row.never) for row in rows] == [(term, "", ()) for term in catalog_begin.terms()]


def test_the_first_glossary_names_the_terms_of_the_common_one():
    terms = catalog_begin.terms()
    assert (len(terms) > 25, terms[0], terms[-1]) == (True, "child sexual abuse material, abuse material", "switch on")


def test_a_glossary_that_somebody_has_begun_is_never_written_over(tmp_path):
    path = tmp_path / "GLOSSARY.md"
    path.write_text("mine")
    assert (catalog_begin.write_glossary("uk", path), path.read_text()) == (False, "mine")


def test_a_new_file_holds_no_entry_that_only_looks_filled_in(folder):
    po = folder("uk") / "LC_MESSAGES" / "django.po"
    catalog_extraction.save(catalogs.read(po), po)
    text = po.read_text(encoding="utf-8")
    assert re.findall("YEAR-MO-DA|FULL NAME|LL@li.org|EMAIL@ADDRESS", text) == []


def test_what_poedit_has_filled_in_stays(folder):
    po = folder("uk") / "LC_MESSAGES" / "django.po"
    filled = '"Last-Translator: Olena <olena@example.org>\\n"\n"Language: uk\\n"'
    po.write_text(po.read_text(encoding="utf-8").replace('"Language: uk\\n"', filled), encoding="utf-8")
    folder("uk")
    assert '"Last-Translator: Olena <olena@example.org>\\n"\n' in po.read_text(encoding="utf-8")


@pytest.mark.parametrize(("signed", "line"), [(False, catalog_header.UNREAD), (True, catalog_header.READ)])
def test_the_head_says_whether_a_native_reviewer_has_signed_off(folder, monkeypatch, signed, line):
    monkeypatch.setattr(translating, "is_signed_off", lambda code: signed)
    assert line in (folder("uk") / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8").splitlines()


def test_beginning_twice_changes_nothing(folder):
    files = sorted(path for path in folder("ar").rglob("*") if path.is_file())
    before = [path.read_bytes() for path in files]
    folder("ar")
    assert [path.read_bytes() for path in files] == before
