"""The picture beside a shared link: one for every live language, of the right size, with today's headline in it."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from campaign import png, share_pictures
from tests.journeys.chromium import NoChromium, chromium

KB = 1000


@pytest.fixture
def picture():
    """picture("de") → the bytes of the picture that stands in the repository."""
    return lambda code: (share_pictures.FOLDER / f"{code}.png").read_bytes()


@pytest.mark.parametrize("code", settings.LIVE_LANGUAGES)
def test_every_live_language_has_a_picture_as_large_as_social_networks_want_it(picture, code):
    assert png.size(picture(code)) == (1200, 630)
    assert 10 * KB < len(picture(code)) <= 120 * KB


@pytest.mark.parametrize("code", settings.LIVE_LANGUAGES)
def test_the_picture_shows_the_headline_of_today(picture, code):
    # red after a changed headline: manage.py share_pictures
    assert png.notes(picture(code)) == {"headline": share_pictures.fingerprint(code)}


@pytest.mark.parametrize("code", settings.LIVE_LANGUAGES)
def test_the_picture_and_the_home_page_have_the_same_headline(petition, code):
    with translation.override(code):
        headline = share_pictures.render_to_string("campaign/_headline.html").strip()
    assert f"<h1>{headline}</h1>" in Client().get(f"/{code}/").content.decode()


@pytest.mark.parametrize("code", settings.LIVE_LANGUAGES)
def test_a_shared_link_shows_the_picture_of_its_language(petition, code):
    page = Client().get(f"/{code}/petition/").content.decode()
    address = f"{settings.SITE_ORIGIN}/static/img/share/{code}.png"
    assert f'<meta property="og:image" content="{address}">' in page
    assert Client().get(address.removeprefix(settings.SITE_ORIGIN)).status_code == 200


def test_a_language_without_a_picture_borrows_the_english_one():
    assert share_pictures.picture_for("xx") == "img/share/en.png"


def test_the_command_says_what_it_lacks(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(CommandError, match="No Chromium here"):
        call_command("share_pictures")


# --- the little PNG that a drawn picture needs ----------------------------------------------------------------------


def test_a_picture_of_few_colours_comes_back_as_it_was():
    rows = [[b"\x12\x16\x3a", b"\xff\xb9\x38"], [b"\xff\xb9\x38", b"\xff\xff\xff"]]
    data = png.write(rows, headline="abc")
    assert (png.size(data), png.notes(data)) == ((2, 2), {"headline": "abc"})
    assert dict(png.chunks(data))[b"PLTE"].count(b"\xff\xb9\x38") == 1


def test_a_picture_of_many_colours_gets_at_most_256():
    rows = [[bytes((red, green, 100)) for red in range(0, 256, 4)] for green in range(0, 256, 4)]
    assert len(dict(png.chunks(png.write(rows)))[b"PLTE"]) == 256 * 3


def test_what_is_no_picture_is_named():
    with pytest.raises(ValueError, match="not a PNG"):
        png.size(b"<svg>")


def test_a_picture_of_a_browser_is_read_pixel_by_pixel():
    try:
        with chromium() as browser:
            page = browser.new_page(viewport={"width": 40, "height": 30})
            page.set_content("<body style='margin:0;background:linear-gradient(90deg,#123456 50%,#fedcba 50%)'>")
            rows = png.pixels(page.screenshot(), height=20)
    except NoChromium as missing:
        pytest.skip(str(missing))
    assert rows == [[b"\x12\x34\x56"] * 20 + [b"\xfe\xdc\xba"] * 20] * 20
