"""A language is judged as a whole: how far it is, what keeps it from going live, and what CI does not let pass."""

import io

import pytest
from django.core.management import CommandError, call_command

from campaign import catalog_extraction, catalogs

FORM, HOME = "petitions/forms.py", "templates/campaign/home.html"
WHOLE = {"Your name": "Ihr Name steht hier", "Read more": "Mehr lesen"}


@pytest.fixture
def german(tmp_path, settings, monkeypatch):
    """german({...}) gives a live German of two strings these words: one of the form, one of campaign prose."""
    settings.LOCALE_PATHS, settings.LIVE_LANGUAGES = [tmp_path], ["de", "en"]
    source = catalog_extraction.Catalog(charset="utf-8")
    source.add("Your name", locations=[(FORM, 1)])
    source.add("Read more", locations=[(HOME, 1)])
    monkeypatch.setattr(catalog_extraction, "collect", lambda: source)

    def write(words):
        catalog = catalog_extraction.seed("de")
        for english, german in words.items():
            catalog.add(english, german)
        catalog_extraction.save(catalog, tmp_path / "de" / "LC_MESSAGES" / "django.po")

    yield write
    catalogs.forget_translations()


def passes(**options: bool) -> bool:
    try:
        call_command("catalogs", check=True, stdout=io.StringIO(), **options)
    except CommandError:
        return False
    return True


@pytest.mark.parametrize(
    ("words", "in_ci", "at_a_release"),
    [
        (WHOLE, True, True),
        (WHOLE | {"Read more": ""}, False, True),
        (WHOLE | {"Your name": ""}, False, False),
        (WHOLE | {"Read more": "Mehr über %(name)s"}, False, False),
        (WHOLE | {"Read more": "Mehr  lesen"}, True, True),
        ({"Read more": "Mehr lesen"}, False, False),
    ],
)
def test_ci_wants_every_string_and_a_release_what_people_sign_by(german, words, in_ci, at_a_release):
    german(words)
    assert (passes(), passes(for_release=True)) == (in_ci, at_a_release)


def test_a_live_language_without_any_file_holds_up_a_release(german):
    assert (passes(), passes(for_release=True)) == (False, False)


def test_the_closing_table_says_how_far_each_language_is(german):
    german({"Your name": "", "Read more": "Mehr  lesen"})
    said = io.StringIO()
    with pytest.raises(CommandError, match="Blocking faults in live languages: 1"):
        call_command("catalogs", check=True, stdout=said)
    assert [line.split() for line in said.getvalue().splitlines()[-3:]] == [
        ["language", "strings", "percent", "fuzzy", "blocking", "style"],
        ["de", "2", "50", "0", "1", "1"],
        ["en", "2", "100", "0", "0", "0"],
    ]
