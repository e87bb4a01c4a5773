"""`python -m tests.journeys.screenshots [folder] [--languages el mt]`: pictures of the site, to be looked at by people.

Starts a demo with a crowd, walks to each page on a phone and on a desk, in light and in dark, and saves what it sees.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
from playwright.sync_api import Page

from tests.journeys.chromium import chromium
from tests.journeys.demo import Demo

WIDTHS = {390: 844, 1280: 900}
# How a picture can be taken: options of the browser context. A view that is a language is a page in that language.
VIEWS = {
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "print": {},
    "plain": {"java_script_enabled": False},
}
PICTURES = {
    "home": ("en", "de", "dark", "forced", "print"),
    "petition": ("en", "de", "dark", "forced", "print"),
    "petition with errors": ("en", "de"),
    "check your e-mail": ("en", "de"),
    "letter": ("en", "de", "dark"),
    "confirm": ("en", "de"),
    "thank you": ("en", "de", "dark", "forced", "plain"),
    "withdraw": ("en",),
    "withdrawn": ("en",),
    "not me": ("en",),
    "your own page": ("en",),
    "link expired": ("en",),
    "privacy": ("en",),
    "help": ("en", "dark"),
    "404": ("en", "dark"),
    "mailbox": ("en",),
    "staff login": ("en",),
    "staff": ("en",),
    "staff export": ("en",),
    "staff holding": ("en",),
    "staff forget": ("en",),
    "staff letters": ("en",),
    "staff accounts": ("en",),
}
NEVER_TRANSLATED = ("staff", "mailbox")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", nargs="?", default="screenshots", type=Path)
    asked.add_argument("--only", default="", help="a part of the name of the pictures that are wanted")
    asked.add_argument("--languages", nargs="+", help="the supporter’s pages in these languages, and nothing else")
    arguments = asked.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "campaign.settings", "DATA_DIR": f"{folder}/ours"}
        django.setup()
        demo = Demo(Path(folder))
        demo.invite_crowd()
        try:
            demo.start()
            take(demo, arguments.folder, list(_wanted(arguments.only, arguments.languages)))
        finally:
            demo.stop()


def _wanted(only: str, languages: list[str] | None) -> Iterator[tuple[str, str]]:
    """Pairs of page and view."""
    for name, views in PICTURES.items():
        if only in name and not (languages and name.startswith(NEVER_TRANSLATED)):
            yield from ((name, view) for view in languages or views)


def take(demo: Demo, folder: Path, wanted: list[tuple[str, str]]) -> None:
    from tests.journeys.places import Places

    places = Places.of(demo)
    with chromium() as browser:
        for name, view in wanted:
            for width in WIDTHS:
                context = browser.new_context(base_url=demo.origin, **_options(view, width))
                _go(context.new_page(), places, name, view)
                path = folder / f"{name.replace(' ', '-')}.{view}.{width}.png"
                context.pages[0].screenshot(path=path, full_page=True)
                context.close()


def _options(view: str, width: int) -> dict:
    size = {"viewport": {"width": width, "height": WIDTHS[width]}, "is_mobile": width < 600}
    return size | {"locale": _language(view), "reduced_motion": "reduce"} | VIEWS.get(view, {})


def _language(view: str) -> str:
    return "en" if view in VIEWS else view


def _go(page: Page, places, name: str, view: str) -> None:
    language = _language(view)
    if name == "letter":
        email = f"{language}.letter@example.org"
        if not places.demo.letters(email):
            places.demo.sign(email, language=language)
        letter = places.demo.wait_for_letter(email, "confirm")
        page.goto(f"/mailbox/{letter['id']}/html/")
    else:
        places.open(page, name, language=language)
    page.emulate_media(media="print" if view == "print" else "screen")
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main()
