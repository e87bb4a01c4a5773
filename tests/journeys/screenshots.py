"""`python -m tests.journeys.screenshots [folder]`: pictures of the site, to be looked at by people.

Starts a demo with a crowd, walks to each page on a phone and on a desk, in light and in dark, and saves what it sees.
"""

import argparse
import os
import tempfile
from pathlib import Path

import django
from playwright.sync_api import Page

from tests.journeys.chromium import chromium
from tests.journeys.demo import Demo

WIDTHS = {390: 844, 1280: 900}
CALM = {"reduced_motion": "reduce", "device_scale_factor": 1}
# name → language and themes; those of `places.NAMES`, and the letter
PICTURES = {
    "home": ("en", "de", "dark"),
    "petition": ("en", "de", "dark"),
    "petition with errors": ("en", "de"),
    "check your e-mail": ("en",),
    "letter": ("en", "dark"),
    "confirm": ("en",),
    "thank you": ("en", "de", "dark"),
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
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("folder", nargs="?", default="screenshots", type=Path)
    asked.add_argument("--only", default="", help="a part of the name of the pictures that are wanted")
    arguments = asked.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "campaign.settings", "DATA_DIR": f"{folder}/ours"}
        django.setup()
        demo = Demo(Path(folder))
        demo.invite_crowd()
        try:
            demo.start()
            take(demo, arguments.folder, only=arguments.only)
        finally:
            demo.stop()


def take(demo: Demo, folder: Path, *, only: str) -> None:
    from tests.journeys.places import Places

    places = Places.of(demo)
    with chromium() as browser:
        for width, height in WIDTHS.items():
            for name in [name for name in PICTURES if only in name]:
                for view in PICTURES[name]:
                    language, theme = ("en", "dark") if view == "dark" else (view, "light")
                    context = browser.new_context(
                        base_url=demo.origin, color_scheme=theme, locale=language,
                        viewport={"width": width, "height": height}, is_mobile=width < 600, **CALM,
                    )  # fmt: skip
                    page = context.new_page()
                    _go(page, places, name, language)
                    page.screenshot(path=folder / f"{name.replace(' ', '-')}.{view}.{width}.png", full_page=True)
                    context.close()


def _go(page: Page, places, name: str, language: str) -> None:
    if name == "letter":
        letter = places.demo.letters("waiting@example.org")[0]
        page.goto(f"/mailbox/{letter['id']}/html/")
    else:
        places.open(page, name, language=language)
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main()
