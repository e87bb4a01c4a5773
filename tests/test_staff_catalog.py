"""The words of the staff area stand apart, in English, German and French, and nobody else's catalogue holds them."""

import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command
from django.utils import translation

from campaign import catalog_extraction, catalogs, staff_catalog

ON_BOTH = "Language"  # a column for staff, a box on the form


@pytest.fixture(scope="module")
def public() -> Catalog:
    return catalog_extraction.collect()


@pytest.fixture(scope="module")
def staff(public) -> Catalog:
    return catalog_extraction.collect_staff(public)


@pytest.fixture
def languages(tmp_path, settings):
    """A copy of the staff area's catalogues that may be broken."""
    for po in staff_catalog.files():
        copy = tmp_path / "staff" / po.parent.parent.name / "LC_MESSAGES" / "django.po"
        copy.parent.mkdir(parents=True)
        copy.write_bytes(po.read_bytes())
    settings.LOCALE_PATHS = [settings.LOCALE_PATHS[0], tmp_path / "staff"]
    return {catalogs.language_of(po): po for po in staff_catalog.files()}


@pytest.mark.parametrize(
    ("file", "is_ours"),
    [
        ("templates/staff/letters.html", True), ("templates/staff/living/words.html", True),
        ("templates/admin/base_site.html", True), ("campaign/staff_surge.py", True),
        ("campaign/living/voices_admin.py", True), ("petitions/holding_form.py", True),
        ("templates/petitions/_sign_card.html", False), ("templates/campaign/_footer.html", False),
        ("campaign/living/timeline.py", False), ("petitions/forms.py", False), ("petitions/set_aside.py", False),
        ("templates/letters/reply.txt", False),
    ],
)  # fmt: skip
def test_a_file_speaks_to_staff_alone_or_to_the_public(file, is_ours):
    assert staff_catalog.is_staff(file) == is_ours


def test_no_string_stands_in_both_catalogues(public, staff):
    both = {(one.context, one.id) for one in public if one.id} & {(one.context, one.id) for one in staff if one.id}
    assert both == set()


def test_a_string_that_the_public_reads_too_is_translated_with_the_public_ones(public, staff):
    assert (bool(public.get(ON_BOTH)), staff.get(ON_BOTH)) == (True, None)


def test_every_file_of_a_public_string_is_one_that_the_public_reads(public):
    places = {place for message in public for place, _ in message.locations}
    assert [place for place in places if staff_catalog.is_staff(place)] == []


@pytest.mark.parametrize(("language", "words"), [("de", "Zurückstellen und freigeben"), ("fr", "Se déconnecter")])
def test_a_page_finds_the_words_of_both_catalogues(language, words):
    english = {"de": "Hold and release", "fr": "Log out"}[language]
    with translation.override(language):
        assert (translation.gettext(english), translation.gettext(ON_BOTH)[0]) == (
            words,
            {"de": "S", "fr": "L"}[language],
        )


@pytest.mark.parametrize("language", ["el", "mt"])
def test_visitors_languages_hold_no_word_of_the_staff_area(language, staff):
    known = {(one.context, one.id) for one in catalogs.read(next(catalogs.find([language]))) if one.id}
    assert [one.id for one in staff if one.id and (one.context, one.id) in known] == []


def test_german_and_french_are_whole(capsys):
    call_command("catalogs", check=True, staff=True)
    assert capsys.readouterr().out.splitlines()[-1] == "The staff area is whole."


@pytest.mark.parametrize("language", staff_catalog.LANGUAGES)
def test_a_missing_word_is_named_with_file_and_line_and_refused(languages, language, capsys):
    text = languages[language].read_text()
    at = text.index('msgid "Hold and release"\n')
    end = text.index("\n\n", at)
    languages[language].write_text(f'{text[:at]}msgid "Hold and release"\nmsgstr ""{text[end:]}')
    with pytest.raises(CommandError):
        call_command("catalogs", check=True, staff=True)
    line = text[:at].count("\n") + 1
    named = [one for one in capsys.readouterr().out.splitlines() if ": missing:" in one]
    assert len(named) == 1
    assert f"django.po:{line}: missing:" in named[0]


@pytest.mark.parametrize("language", staff_catalog.LANGUAGES)
def test_collecting_twice_changes_nothing(languages, language, capsys):
    call_command("catalogs", language, extract=True, staff=True)
    before = languages[language].read_bytes()
    call_command("catalogs", language, extract=True, staff=True)
    assert languages[language].read_bytes() == before


def test_a_changed_word_is_compiled_like_a_public_one(languages):
    catalogs.compile_all()
    languages["de"].write_text(languages["de"].read_text().replace("Zurückstellen und freigeben", "Anders"))
    languages["de"].with_suffix(".mo").unlink()
    assert languages["de"].with_suffix(".mo") in catalogs.compile_all()
