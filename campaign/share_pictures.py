"""The picture beside a shared link: one for each language, drawn by `manage.py share_pictures` and kept in static/.

Each PNG carries a fingerprint of the headline that was drawn into it; a test says when a headline has changed since.
"""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from petitions import street

FOLDER = Path(settings.BASE_DIR) / "static" / "img" / "share"
WIDTH, HEIGHT = 1200, 630  # what social networks show whole
# How far each of the 27 windows is lit, of 46: a picture of many homes, not of a count.
LIGHTS = (46, 46, 0, 46, 46, 34, 46, 46, 0, 46, 46, 46, 46, 46, 46, 0, 46, 46, 40, 46, 46, 46, 46, 46, 30, 46, 46)


@cache
def picture_for(code: str) -> str:
    """The picture's path below static/; a language that has none yet borrows the English one."""
    return f"img/share/{code if (FOLDER / f'{code}.png').exists() else 'en'}.png"


def fingerprint(code: str) -> str:
    """Changes with the headline of this language, and with nothing else."""
    with translation.override(code):
        return hashlib.sha256(render_to_string("campaign/_headline.html").strip().encode()).hexdigest()


def windows(lights: tuple[int, ...] = LIGHTS) -> list[dict[str, int]]:
    """The 27 windows for the drawing of the street, lit as a picture and not as a count."""
    return [{"y": street.HEIGHT - light, "height": light} for light in lights]


def page(code: str) -> str:
    """The picture of a language as an HTML page, for a browser that makes a PNG of it."""
    context = {"windows": windows(), "code": code, "static": Path(settings.BASE_DIR, "static").as_uri()}
    with translation.override(code):
        return render_to_string("campaign/share_picture.html", context)
