"""The English can be put better without costing any translation its words; what people agree to is read again."""

import contextlib
import io

import pytest
from django.core.management import CommandError, call_command

from campaign import catalog_extraction, catalogs, plurals

CONSENT = "templates/petitions/words/consent_label.html"
HOME = "templates/campaign/home.html"
GERMAN = 'msgid "I agree"\nmsgstr "Ich stimme zu"\n\nmsgid "Hello there"\nmsgstr "Guten Tag"\n'


@pytest.fixture
def project(tmp_path, settings, monkeypatch):
    """A site of two strings, one of them consent; project("de", body) puts words into a language's .po."""
    settings.LOCALE_PATHS, settings.LIVE_LANGUAGES = [tmp_path], ["de", "en"]

    def strings():
        source = catalog_extraction.Catalog(charset="utf-8")
        source.add("I agree", locations=[(CONSENT, 1)], auto_comments=["Translators: consent.label"])
        source.add("Hello there", locations=[(HOME, 1)], auto_comments=["Translators: home.hello"])
        return source

    def write(language, body):
        po = tmp_path / language / "LC_MESSAGES" / "django.po"
        po.parent.mkdir(parents=True, exist_ok=True)
        catalog_extraction.save(catalog_extraction.seed(language), po)
        po.write_text(po.read_text(encoding="utf-8") + body, encoding="utf-8")
        return po

    monkeypatch.setattr(catalog_extraction, "collect", strings)
    yield write
    catalogs.forget_translations()


def extract():
    call_command("catalogs", extract=True, stdout=io.StringIO())


def check() -> list[str]:
    said = io.StringIO()
    with contextlib.suppress(CommandError):
        call_command("catalogs", check=True, stdout=said)
    return [line.split(" → ")[0] for line in said.getvalue().splitlines() if line.startswith("[de]")]


def test_a_correction_is_read_on_the_english_page_and_on_no_other(client, petition, tmp_path, settings):
    before = {code: client.get(f"/{code}/petition/").content.decode() for code in ("en", "de")}
    settings.LOCALE_PATHS = [tmp_path, *settings.LOCALE_PATHS]
    po = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    catalog = catalog_extraction.seed("en")
    catalog.add("Sign the petition", "Put your name to it")
    catalog_extraction.save(catalog, po)
    catalogs.compile_all()
    after = {code: client.get(f"/{code}/petition/").content.decode() for code in ("en", "de")}
    settings.LOCALE_PATHS = settings.LOCALE_PATHS[1:]
    catalogs.forget_translations()
    assert ("Put your name to it" in before["en"], "Put your name to it" in after["en"]) == (False, True)
    assert after["de"] == before["de"]


def test_translators_see_the_english_of_today_beside_the_key(project):
    project("en", 'msgid "Hello there"\nmsgstr "Good day to you"\n')
    po = project("de", GERMAN)
    extract()
    found = catalogs.read(po).get("Hello there")
    assert found.auto_comments == ["Translators: home.hello", "English now: Good day to you"]
    assert (found.string, found.fuzzy) == ("Guten Tag", False)


def test_what_people_agree_to_is_named_before_extraction_and_held_back_after(project):
    project("en", 'msgid "I agree"\nmsgstr "I agree to this"\n')
    po = project("de", GERMAN)
    assert check() == [
        f"[de] django.po:{line_of(po, 'I agree')}: changed: the English that people agree to has changed since"
    ]
    extract()
    assert check() == [f"[de] django.po:{line_of(po, 'I agree')}: fuzzy: not reviewed"]
    assert catalogs.read(po).get("I agree").string == "Ich stimme zu"


def test_read_again_it_stands_until_the_english_changes_once_more(project):
    english = project("en", 'msgid "I agree"\nmsgstr "I agree to this"\n')
    po = project("de", GERMAN)
    extract()
    po.write_text(po.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8")
    assert check() == []
    english.write_text(english.read_text(encoding="utf-8").replace("to this", "to that"), encoding="utf-8")
    assert [line.split(": ")[1] for line in check()] == ["changed"]


def test_a_correction_taken_back_is_a_change_too(project):
    project("en", 'msgid "I agree"\nmsgstr "I agree to this"\n')
    po = project("de", GERMAN)
    extract()
    po.write_text(po.read_text(encoding="utf-8").replace("#, fuzzy\n", ""), encoding="utf-8")
    project("en", "")
    assert [line.split(": ")[1] for line in check()] == ["changed"]


def test_only_corrections_stand_in_the_english_catalogue(project):
    po = project(
        "en", 'msgid "Hello there"\nmsgstr "Good day"\n\nmsgid "I agree"\nmsgstr ""\n\nmsgid "Gone"\nmsgstr "X"\n'
    )
    extract()
    assert [message.id for message in catalogs.read(po) if message.id] == ["Hello there"]


def test_extracting_twice_changes_nothing(project):
    files = [project("en", 'msgid "I agree"\nmsgstr "I agree to this"\n'), project("de", GERMAN)]
    extract()
    once = [po.read_bytes() for po in files]
    extract()
    assert [po.read_bytes() for po in files] == once


def test_a_correction_obeys_the_rules_of_the_string(project):
    project("en", 'msgid "Hello there"\nmsgstr "Hello %(name)s"\n')
    project("de", GERMAN)
    with pytest.raises(CommandError, match="Blocking faults in live languages: 1"):
        call_command("catalogs", check=True, stdout=io.StringIO())


def test_the_site_has_an_english_catalogue_that_is_valid():
    [po] = catalogs.find(["en"])
    assert plurals.same(catalogs.read(po).plural_forms, plurals.HEADERS["en"])


def line_of(po, text) -> int:
    return next(n for n, line in enumerate(po.read_text(encoding="utf-8").splitlines(), 1) if line == f'msgid "{text}"')
