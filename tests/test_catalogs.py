"""The words: every live language is whole, and a fault is named with its place before anybody can read it."""

import gettext
import io
import os
import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation

from campaign import catalog_extraction, catalog_judgement, catalog_review, catalogs, plurals
from campaign.catalog_master import Master

HEAD = """\
msgid ""
msgstr ""
"Language: de\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


@pytest.fixture
def german(tmp_path, settings):
    """Put German words into a locale folder of their own; gives a function that takes the body of the .po."""
    settings.LOCALE_PATHS = [tmp_path]
    po = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)

    def write(body: str) -> Path:
        po.write_text(HEAD + body, encoding="utf-8")
        return po

    yield write
    catalogs.forget_translations()


@pytest.fixture
def code(monkeypatch):
    """Pretend that the code holds exactly these strings, each with its note to translators."""

    def holds(**notes: str) -> None:
        source = catalog_extraction.Catalog(charset="utf-8")
        for text, note in notes.items():
            source.add(text.replace("_", " "), locations=[("templates/page.html", 7)], auto_comments=[note])
        monkeypatch.setattr(catalog_extraction, "collect", lambda: source)

    return holds


def checked(*languages: str) -> tuple[str, int]:
    """What `catalogs --check` says, and its exit status."""
    said = io.StringIO()
    try:
        call_command("catalogs", *languages, check=True, stdout=said)
    except CommandError:
        return said.getvalue(), 1
    return said.getvalue(), 0


def faults(said: str) -> list[str]:
    """The lines that name a fault, without the closing table."""
    return [line for line in said.splitlines() if line.startswith("[")]


def mo_of(po: Path) -> dict[str, str]:
    with po.with_suffix(".mo").open("rb") as source:
        return {message.id: message.string for message in read_mo(source) if message.id}


# --- the languages that are live ---------------------------------------------------------------------------------


def test_every_string_of_the_site_has_its_german():
    said, _ = checked("de")
    assert [line for line in faults(said) if line.startswith("[de]")] == []


def test_the_english_master_keeps_its_own_limits():
    assert [str(fault) for fault in catalog_judgement.judge("en", catalog_extraction.collect(), Master()).faults] == []


@pytest.mark.parametrize("letter", ["confirm", "duplicate", "receipt", "reminder", "withdrawn"])
@pytest.mark.parametrize(("part", "limit"), [("subject", "max:45"), ("preheader", "max:90")])
def test_every_letter_tells_translators_how_long_its_first_lines_may_be(letter, part, limit):
    notes = [note for message in catalog_extraction.collect() for note in message.auto_comments]
    own = [note for note in notes if note.startswith(f"Translators: mail.{letter}.{part},")]
    assert [limit in note for note in own] == [True]


def test_german_addresses_a_reader_of_a_letter_without_a_name():
    catalogs.compile_all()
    with translation.override("de"):
        assert translation.gettext("Hello,") == "Guten Tag,"


def test_nobody_is_addressed_with_a_star_or_a_colon_inside_a_word():
    shown = " ".join(str(message.string) for message in catalogs.read(next(catalogs.find(["de"]))))
    assert re.findall(r"\w+[*:_](?:in|innen)\b", shown) == []


# --- plurals -----------------------------------------------------------------------------------------------------


def test_each_catalogue_carries_its_languages_one_plural_header():
    found = {catalogs.language_of(po): catalogs.read(po).plural_forms for po in catalogs.find()}
    assert [language for language, header in found.items() if not plurals.same(header, plurals.HEADERS[language])] == []


@pytest.mark.parametrize("language", sorted(plurals.HEADERS))
def test_every_plural_header_names_a_form_for_every_number(language):
    number, formula = re.fullmatch(r"nplurals=(\d); plural=(.*);", plurals.HEADERS[language]).groups()
    form = gettext.c2py(formula)
    assert {form(n) for n in (0, 1, 2, 3, 5, 11, 21, 100, 101, 1_000_000)} <= set(range(int(number)))


def test_maltese_has_the_five_forms_of_the_cldr():
    form = gettext.c2py(re.search(r"plural=(.*);", plurals.HEADERS["mt"])[1])
    assert [form(n) for n in (0, 1, 2, 3, 10, 11, 19, 20, 101, 103, 111)] == [2, 0, 1, 2, 2, 3, 3, 4, 4, 2, 3]


def test_a_wrong_plural_header_blocks(german, code):
    code()
    po = german("")
    po.write_text(HEAD.replace("nplurals=2; plural=(n != 1)", "nplurals=1; plural=0"), encoding="utf-8")
    said, status = checked("de")
    assert (status, "plural header should be nplurals=2; plural=(n != 1);" in said) == (1, True)


# --- what the check finds ----------------------------------------------------------------------------------------


def test_a_broken_placeholder_is_named_with_file_and_line(german, code):
    code(**{"Country:_%(country)s": ""})
    german('msgid "Country: %(country)s"\nmsgstr "Land: %(land)s"\n')
    said, status = checked("de")
    assert faults(said) == [
        "[de] django.po:7: placeholder: unknown placeholder %(land)s → copy the placeholders from the English, each "
        "exactly as it stands: “Land: %(land)s”"
    ]
    assert status == 1


def test_a_missing_string_of_a_live_language_fails_the_check(german, code):
    code(Sign="")
    german('msgid "Sign"\nmsgstr ""\n')
    said, status = checked("de")
    assert (faults(said), status) == (["[de] django.po:7: missing: empty → translate it: “Sign”"], 1)


def test_a_string_that_never_reached_the_translators_is_named_where_it_stands(german, code):
    code(Sign="")
    german("")
    said, status = checked("de")
    assert said.startswith("[de] templates/page.html:7: missing: not in django.po yet")
    assert status == 1


def test_a_translation_nobody_reviewed_fails_the_check(german, code):
    code(Sign="")
    german('#, fuzzy\nmsgid "Sign"\nmsgstr "Zeichen"\n')
    said, status = checked("de")
    assert ([line.split(" → ")[0] for line in faults(said)], status) == (["[de] django.po:8: fuzzy: not reviewed"], 1)


def test_a_language_that_is_not_live_may_have_gaps(german, code, settings):
    settings.LIVE_LANGUAGES = ["en"]
    code(Sign="")
    german('msgid "Sign"\nmsgstr ""\n')
    said, status = checked("de")
    assert ("missing: empty" in said, status) == (True, 0)


def test_a_live_language_without_a_catalogue_fails_the_check(tmp_path, code, settings):
    settings.LOCALE_PATHS, settings.LIVE_LANGUAGES = [tmp_path], ["en", "mt"]
    code()
    said, status = checked()
    assert ([line.split(" → ")[0] for line in faults(said)], status) == (
        ["[mt] django.po:0: missing: the language has no catalogue"],
        1,
    )


@pytest.mark.parametrize(
    ("note", "english", "words", "kind", "reason"),
    [
        ("Translators: button, max:6", "Sign", "Unterschreiben", "long", "14 characters, max:6"),
        ("", "<b>Sign</b> now", "Jetzt unterschreiben", "markup", "HTML tags differ from the English"),
        ("", "Left: %(n)s", "Es fehlt noch etwas", "placeholder", "placeholder %(n)s is gone"),
        ("", "abuse material", "Kinderpornografie", "term", "the term that is never used"),
    ],
)
def test_a_translation_that_would_hurt_the_page_is_refused(german, code, note, english, words, kind, reason):
    code(**{english: note})
    german(f'msgid "{english}"\nmsgstr "{words}"\n')
    said, status = checked("de")
    assert ([line.split(" → ")[0] for line in faults(said)], status) == ([f"[de] django.po:7: {kind}: {reason}"], 1)


def test_the_name_of_a_law_may_hold_the_old_word(german, code):
    code(**{"Law of 2011": "Translators: word:law-title"})
    german('msgid "Law of 2011"\nmsgstr "Richtlinie zur Kinderpornografie"\n')
    assert checked("de")[1] == 0


def test_soft_hyphens_and_tags_do_not_count_as_length():
    assert catalog_review.length("Kinder\u00adschutz <strong>ein\u00adschalten</strong>") == 24


def test_a_file_that_is_no_catalogue_is_named_with_its_line(german, code):
    code()
    german('msgid "Sign"\nmsgstr "Unter\n')
    said, status = checked("de")
    assert (faults(said)[0].split(" → ")[0], status) == ("[de] django.po:8: broken: not a valid .po file", 1)


# --- compiling ---------------------------------------------------------------------------------------------------


def test_a_fuzzy_translation_is_not_shown(german):
    po = german('#, fuzzy\nmsgid "Sign"\nmsgstr "Zeichen"\n\nmsgid "Share"\nmsgstr "Teilen"\n')
    catalogs.compile_all()
    assert mo_of(po) == {"Share": "Teilen"}


def test_a_broken_placeholder_is_not_shown_even_if_nobody_ran_the_check(german):
    po = german('#, python-format\nmsgid "Country: %(country)s"\nmsgstr "Land: %(land)s"\n')
    catalogs.compile_all()
    assert mo_of(po) == {}


def test_only_what_is_older_than_its_source_is_compiled_again(german):
    po = german('msgid "Share"\nmsgstr "Teilen"\n')
    assert [mo.name for mo in catalogs.compile_all()] == ["django.mo"]
    assert catalogs.compile_all() == []
    os.utime(po, (os.stat(po).st_atime, os.stat(po).st_mtime + 5))
    assert [mo.name for mo in catalogs.compile_all()] == ["django.mo"]


def test_a_file_that_cannot_be_read_leaves_yesterdays_words(german):
    po = german('msgid "Share"\nmsgstr "Teilen"\n')
    catalogs.compile_all()
    german('msgid "Share"\nmsgstr "Tei\n')
    os.utime(po, (os.stat(po).st_atime, os.stat(po).st_mtime + 5))
    assert (catalogs.compile_all(), mo_of(po)) == ([], {"Share": "Teilen"})


def test_a_read_only_folder_keeps_its_words_but_never_starts_without_any(german, monkeypatch):
    po = german('msgid "Share"\nmsgstr "Teilen"\n')
    catalogs.compile_all()
    os.utime(po, (os.stat(po).st_atime, os.stat(po).st_mtime + 5))
    monkeypatch.setattr(catalogs.os, "replace", lambda *_: os.stat("/nowhere"))
    assert catalogs.compile_all() == []
    po.with_suffix(".mo").unlink()
    with pytest.raises(FileNotFoundError):
        catalogs.compile_all()


def test_words_compiled_late_are_shown_at_once(german):
    with translation.override("de"):
        before = translation.gettext("Add your name, neighbour")
    german('msgid "Add your name, neighbour"\nmsgstr "Mitmachen"\n')
    catalogs.compile_all()
    with translation.override("de"):
        assert (before, translation.gettext("Add your name, neighbour")) == ("Add your name, neighbour", "Mitmachen")


# --- extracting --------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path, settings):
    """A project with one template and one module of its own."""
    settings.BASE_DIR = tmp_path
    for room in catalog_extraction.ROOMS:
        (tmp_path / room).mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        "{% load i18n %}\n    <p>“It’s\u00a0here”\n  {# Translators: a button, max:9 #}\n"
        '  {% translate "Open" context "door" %}</p>\n'
        "{% blocktranslate trimmed count n=n %}\n  {{ n }} light\n"
        "{% plural %}\n  {{ n }} lights\n{% endblocktranslate %}\n"
    )
    (tmp_path / "petitions" / "words.py").write_text('# Translators: err.name\nEMPTY = _("Enter your name")\n')
    return tmp_path


def test_templates_and_code_give_their_strings_with_notes_contexts_and_plurals(project):
    found = {
        (message.id, message.context, tuple(message.auto_comments))
        for message in catalog_extraction.collect()
        if message.id
    }
    assert found == {
        ("Open", "door", ("Translators: a button, max:9",)),
        (("%(n)s light", "%(n)s lights"), None, ()),
        ("Enter your name", None, ("Translators: err.name",)),
    }


def test_extraction_keeps_translations_and_names_files_without_line_numbers(project, german):
    po = german('# from me\nmsgctxt "door"\nmsgid "Open"\nmsgstr "Öffnen"\n\nmsgid "Gone"\nmsgstr "Weg"\n')
    call_command("catalogs", extract=True, stdout=io.StringIO())
    text = po.read_text(encoding="utf-8")
    assert "# from me\n#. Translators: a button, max:9\n#: templates/page.html\n" in text
    assert ('msgstr "Öffnen"' in text, '#~ msgid "Gone"' in text) == (True, True)


def test_extraction_never_guesses_a_translation_from_similar_words(project, german):
    po = german('msgid "Enter your names"\nmsgstr "Geben Sie Ihre Namen ein"\n')
    call_command("catalogs", extract=True, stdout=io.StringIO())
    assert catalogs.read(po).get("Enter your name").string == ""


def test_extraction_changes_nothing_the_second_time(project, german):
    po = german("")
    call_command("catalogs", extract=True, stdout=io.StringIO())
    before = po.stat().st_mtime_ns
    call_command("catalogs", extract=True, stdout=io.StringIO())
    assert po.stat().st_mtime_ns == before


def test_a_new_language_starts_with_the_right_plural_header(project, settings):
    settings.LOCALE_PATHS = [project / "locale"]
    call_command("catalogs", "mt", extract=True, stdout=io.StringIO())
    assert plurals.same(catalogs.read(next(catalogs.find(["mt"]))).plural_forms, plurals.HEADERS["mt"])


def test_an_unknown_language_is_refused_in_one_line():
    with pytest.raises(CommandError, match="^Not a language of this site: xx$"):
        call_command("catalogs", "xx")


def test_no_catalogue_tells_anything_about_the_machine_it_was_made_on():
    words = " ".join(po.read_text(encoding="utf-8") for po in catalogs.find())
    assert [part for part in (str(settings.BASE_DIR), str(Path.home())) if len(part) > 1 and part in words] == []
