"""`python -m tests.journeys.screenshots [folder] [--languages el mt]`: pictures of the site, to be looked at by people.

Starts a demo with a crowd, walks to each page on a phone and on a desk, in light and in dark, and saves what it sees;
`index.html` and `contact-sheet.png` show the heads of all. `--readme docs/home.png` makes README's picture anew.
"""

import argparse
import os
import re
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
USUAL = ("en", "dark")
# Pages that deserve more views than the usual ones; the others come from `places`, and so from the map of addresses.
MORE = {
    "home": ("en", "de", "dark", "forced", "print"),
    "petition": ("en", "de", "dark", "forced", "print"),
    "petition with errors": ("en", "de", "dark"),
    "check your e-mail": ("en", "de", "dark"),
    "letter": ("en", "de", "dark"),
    "confirm": ("en", "de", "dark"),
    "thank you": ("en", "de", "dark", "forced", "plain"),
    "asks": ("en", "de", "dark", "print"),
    "asks/listen": ("en", "de", "dark", "forced", "print"),
    "help": ("en", "dark", "forced", "print"),
}
SHEET = """
body { font: 12px sans-serif; background: #ccc }
a { display: inline-block; inline-size: 148px; margin: 4px }
img { inline-size: 148px; block-size: 220px; object-fit: cover; object-position: top }
"""
NEVER_TRANSLATED = ("staff", "mailbox")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", nargs="?", default="screenshots", type=Path)
    asked.add_argument("--only", default="", help="a part of the name of the pictures that are wanted")
    asked.add_argument("--languages", nargs="+", help="the supporter’s pages in these languages, and nothing else")
    asked.add_argument("--readme", type=Path, help="write README’s picture of the home page to this file, and no other")
    arguments = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "campaign.settings", "DATA_DIR": f"{folder}/ours"}
        django.setup()
        demo = Demo(Path(folder))
        demo.invite_crowd()
        try:
            demo.start()
            if arguments.readme:
                take_one(demo, arguments.readme)
            else:
                take(demo, arguments)
        finally:
            demo.stop()


def take_one(demo: Demo, path: Path) -> None:
    """The first screen of the home page on a desk, made smaller: under 200 KB."""
    window = {"viewport": {"width": 1280, "height": 830}, "device_scale_factor": 0.75}
    with chromium() as browser:
        page = browser.new_context(base_url=demo.origin, **_options("en", 1280) | window).new_page()
        page.goto("/en/", wait_until="networkidle")
        page.screenshot(path=path)


def take(demo: Demo, arguments: argparse.Namespace) -> None:
    from tests.journeys.places import Places

    places, folder = Places.of(demo), arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for name, view in _wanted(arguments.only, arguments.languages):
            for width in WIDTHS:
                context = browser.new_context(base_url=demo.origin, **_options(view, width))
                _go(context.new_page(), places, name, view)
                path = folder / f"{re.sub('[^a-z0-9]+', '-', name)}.{view}.{width}.png"
                context.pages[0].screenshot(path=path, full_page=True)
                context.close()
        (folder / "index.html").write_text(contact_sheet(sorted(folder.glob("*.*.*.png"))), encoding="utf-8")
        page = browser.new_page(viewport={"width": 1900, "height": 900})
        page.goto((folder / "index.html").resolve().as_uri())
        page.screenshot(path=folder / "contact-sheet.png", full_page=True)


def _wanted(only: str, languages: list[str] | None) -> Iterator[tuple[str, str]]:
    """Pairs of page and view."""
    from tests.journeys.places import NAMES

    for name, views in (MORE | {name: MORE.get(name, USUAL) for name in NAMES}).items():
        if only in name and not (languages and name.startswith(NEVER_TRANSLATED)):
            yield from ((name, view) for view in languages or views)


def contact_sheet(pictures: list[Path]) -> str:
    """One page with the head of every picture; each leads to the whole of it."""
    figure = '<a href="{0}"><img src="{0}" alt=""><br>{1}</a>'
    figures = "\n".join(figure.format(picture.name, picture.stem.replace(".", " ")) for picture in pictures)
    return f"<!doctype html><meta charset=utf-8><title>Contact sheet</title>\n<style>{SHEET}</style>\n{figures}\n"


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
