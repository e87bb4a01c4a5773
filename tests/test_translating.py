"""The page for translators says of each language what its file says, and of checks what people wrote down."""

import os

import pytest

from campaign import catalogs, translating
from campaign.languages import NATIVE
from tests.crawl import browser
from tests.pages import text_of, tree, with_class

HEAD = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
)


@pytest.fixture
def files(tmp_path, settings, monkeypatch):
    """files(de="msgid …", reviews="[de] …"): the folder of languages with these files alone."""
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(translating, "REVIEWS", tmp_path / "REVIEWS.toml")
    translating._signed_off.cache_clear()

    def write(reviews: str = "", **languages: str) -> dict[str, translating.Row]:
        (tmp_path / "REVIEWS.toml").write_text(reviews)
        for code, text in languages.items():
            po = tmp_path / code / "LC_MESSAGES" / "django.po"
            po.parent.mkdir(parents=True, exist_ok=True)
            po.write_text(HEAD + text)
            os.utime(po, ns=(0, po.stat().st_mtime_ns + len(text)))
        return {row.code: row for row in translating.rows()}

    yield write
    translating._signed_off.cache_clear()


def words(number: int, text: str = "x", before: str = "") -> str:
    return f'{before}msgid "{number}"\nmsgstr "{text}"\n\n'


FOUR = "".join(words(number) for number in range(4))


def test_all_24_languages_stand_in_the_order_of_their_codes(files):
    assert list(files(de=FOUR)) == sorted(NATIVE)


def test_a_language_without_a_file_has_nothing_yet_and_english_is_the_master(files):
    rows = files(de=words(1))
    assert (rows["fi"].translated, rows["fi"].comments, rows["en"].translated) == (0, 0, 100)


def test_the_share_is_of_all_strings_in_any_file_and_rounded_down(files):
    rows = files(de=FOUR, el=words(0) + words(1) + words(4, ""))
    assert (rows["de"].translated, rows["el"].translated) == (80, 40)


def test_what_needs_work_or_lacks_a_plural_form_is_not_translated(files):
    plural = 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] ""\n\n'
    assert files(de=words(1) + words(2, before="#, fuzzy\n") + plural)["de"].translated == 33


def test_a_string_that_needs_work_and_a_question_in_a_comment_are_open(files):
    text = (
        words(1, before="#, fuzzy\n") + words(2, before="# Is this the right word?\n") + words(3, before="# A note.\n")
    )
    assert files(de=text)["de"].comments == 2


def test_a_check_counts_only_when_somebody_wrote_it_down(files):
    assert files(de=FOUR)["de"].checked == 0
    assert files("[de]\nstrings = 3", de=FOUR)["de"].checked == 75


def test_nobody_can_have_checked_more_than_there_is(files):
    assert files("[de]\nstrings = 99", de=words(1) + words(2, ""))["de"].checked == 50


def test_only_who_wishes_is_named(files):
    rows = files('[de]\nstrings = 1\nnamed = ["Anna Beispiel", "Bo Beispiel"]\n[el]\nstrings = 1', de=FOUR, el=FOUR)
    assert (rows["de"].named, rows["el"].named) == ("Anna Beispiel, Bo Beispiel", "")


@pytest.mark.parametrize("reviews", ["not toml [", "[de]\n"])
def test_a_broken_list_of_checks_is_no_check_and_no_error(files, reviews):
    assert files(reviews, de=FOUR)["de"].checked == 0


def test_a_file_that_cannot_be_read_is_no_error_of_the_page(files):
    assert files(de="msgid broken", el=FOUR)["de"].translated == 0


def test_a_file_is_read_once_and_again_when_it_has_changed(files, monkeypatch):
    files(de=FOUR)
    read, seen = catalogs.read, []
    monkeypatch.setattr(catalogs, "read", lambda po: (seen.append(po), read(po))[1])
    translating.rows(), translating.rows()
    assert len(seen) == 0
    files(de=FOUR + words(9))
    assert len(seen) == 1


def test_every_language_says_how_it_addresses_its_readers():
    assert sorted(translating.ADDRESS) == sorted(NATIVE)


def test_the_table_of_the_site_shows_every_language_in_its_own_name(petition):
    root = tree(browser().get("/en/translate/").content.decode())
    [table] = with_class(root, "translations")
    assert [text_of(one) for one in table.iter("th") if one.get("scope") == "row"] == [
        NATIVE[code] for code in sorted(NATIVE)
    ]


def test_nobody_has_checked_a_language_yet_and_the_file_of_checks_names_known_languages():
    assert {row.checked for row in translating.rows()} == {0}
    assert set(translating._reviews()) <= set(NATIVE)


def test_the_foot_of_a_page_says_that_no_native_reviewer_has_read_the_language(files, petition):
    assert translating.is_signed_off("en")
    said = with_class(tree(browser().get("/de/about/").content.decode()), "footer-review")
    assert [link.get("href") for part in said for link in part.iter("a")] == ["/de/translate/"]


def test_a_signed_off_language_says_nothing(files, petition):
    files(reviews="[de]\nsigned_off = true\n")
    assert not with_class(tree(browser().get("/de/about/").content.decode()), "footer-review")
