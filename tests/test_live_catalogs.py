"""A translator edits a .po file and reads the page; nobody restarts anything."""

import os
import shutil
import time

import pytest
from django.conf import settings

from campaign import catalogs, live_catalogs
from campaign.languages import NATIVE


@pytest.fixture
def german(tmp_path, settings):
    """A copy of the German catalogue that this test may edit."""
    folder = tmp_path / "locale" / "de" / "LC_MESSAGES"
    shutil.copytree(settings.BASE_DIR / "locale" / "de" / "LC_MESSAGES", folder)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    catalogs.forget_translations()
    yield folder / "django.po"
    settings.LOCALE_PATHS = [settings.BASE_DIR / "locale"]
    catalogs.forget_translations()


def edit(po, old, new):
    """Save the file as an editor would, a second later by its clock."""
    text = po.read_text(encoding="utf-8")
    assert old in text
    po.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(po, (time.time() + 5, time.time() + 5))


def test_an_edited_word_is_on_the_page_after_one_look(german, client, petition):
    assert "Petition unterschreiben" in client.get("/de/petition/").content.decode()
    edit(german, 'msgstr "Petition unterschreiben"', 'msgstr "Jetzt Namen geben"')
    assert live_catalogs.look() is True
    assert "Jetzt Namen geben" in client.get("/de/petition/").content.decode()


def test_changed_words_of_the_petition_become_a_new_version_that_can_be_signed(german, client, petition, same_origin):
    edit(german, "Sicherheit einbauen.", "Sicherheit von Anfang an einbauen.")
    live_catalogs.look()
    newest = petition.wordings.filter(kind="petition", language="de").order_by("version").last()
    assert (newest.version, "von Anfang an einbauen" in newest.body) == (2, True)
    form = {"name": "Anna", "email": "anna@example.org", "country": "DE", "consent": "on"}
    assert client.post("/de/petition/", form, headers=same_origin).status_code == 303


def test_half_a_line_keeps_the_words_of_before(german, client, petition):
    edit(german, 'msgstr "Petition unterschreiben"', 'msgstr "Petition unter')
    assert live_catalogs.look() is False
    assert "Petition unterschreiben" in client.get("/de/petition/").content.decode()


def test_what_people_agree_to_keeps_its_words_and_never_turns_english(german, client, petition):
    edit(german, "Sicherheit einbauen.", "%(broken)s einbauen.")
    live_catalogs.look()
    assert "Sicherheit einbauen." in client.get("/de/petition/").content.decode()
    assert petition.wordings.filter(kind="petition", language="de").count() == 1


def test_a_live_language_that_never_had_those_words_is_not_compiled(german, client, petition, caplog):
    german.with_suffix(".mo").unlink()
    edit(german, "Sicherheit einbauen.", "%(broken)s einbauen.")
    assert live_catalogs.look() is False
    assert [record.msg for record in caplog.records] == ["catalog.agreed_missing language=%s line=%s"]


def test_nothing_changed_is_nothing_done(german, petition):
    live_catalogs.look()
    assert live_catalogs.look() is False


def test_the_live_languages_of_this_release_are_all_24():
    assert [code for code, _ in settings.LANGUAGES] == sorted(NATIVE)
