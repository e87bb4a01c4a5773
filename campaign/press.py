"""The press kit: texts to copy, key figures, and files to take, each with its format, its size and its description."""

from dataclasses import dataclass
from pathlib import Path

from babel.units import format_unit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaign.languages import NATIVE
from campaign.living import facts, press_items, switches
from campaign.share_pictures import picture_for
from petitions import card, flagship
from petitions.cldr import locale_of
from petitions.public_pages import public_page

STATIC = Path(settings.BASE_DIR) / "static"
KEY_FIGURES = ("F1", "F2", "F4", "F10")


@dataclass(frozen=True)
class Download:
    """One picture: its path below static/, what it is, and the text that describes it to people who don't see it."""

    path: str
    title: str
    alt: str

    @property
    def kind(self) -> str:
        """ "SVG", "PNG"."""
        return self.path.rpartition(".")[2].upper()

    @property
    def size(self) -> str:
        """As the file is now, in kilobytes of 1,000 bytes, written for the language: "7 kB"."""
        return kilobytes((STATIC / self.path).stat().st_size / 1000)


def kilobytes(size: float) -> str:
    """At least one, whole, with the unit as the page's language writes it."""
    locale = locale_of(get_language() or "en")
    return format_unit(max(1, round(size)), "digital-kilobyte", length="short", locale=locale)


def downloads() -> list[Download]:
    """Our own drawings, and the picture beside shared links in every live language."""
    # Translators: press.logo.alt, describes the logo, max:120
    logo = _("A switch that is on, beside the hashtag #ChildSafetyON.")
    return [
        # Translators: press.logo, file to download, max:60
        Download("img/press/logo.svg", _("Logo in colour"), logo),
        # Translators: press.logo.print, file to download, max:60
        Download("img/press/logo-print.svg", _("Logo in one colour, for print"), logo),
        # Translators: press.skyline, file to download, max:60
        # Translators: press.skyline.alt, describes the drawing, max:120
        Download("img/skyline.svg", _("Skyline"), _("Roofs, towers and trees of a town at night, with street lamps.")),
        # Translators: press.house, file to download, max:60
        # Translators: press.house.alt, describes the drawing, max:120
        Download(
            "img/house.svg", _("House"), _("A tall house at night, with a lantern on its roof. Some windows are lit.")
        ),
        *_share_pictures(),
    ]


def _share_pictures() -> list[Download]:
    # Translators: press.share, file to download; language is the name of a language in itself, max:60
    title = _("Share picture: %(language)s")
    # Translators: og.image.alt, text for the picture that stands beside a shared link, max:120
    alt = _("A street of houses at night. Light is on in many windows.")
    codes = [code for code in settings.LIVE_LANGUAGES if f"/{code}." in picture_for(code)]
    return [Download(picture_for(code), title % {"language": NATIVE[code]}, alt) for code in codes]


@require_safe
@public_page
def press(request: HttpRequest) -> HttpResponse:
    """For journalists: everything on one page."""
    items = press_items.published()
    context = {
        "count": card.progress(flagship.flagship().pk),
        "key_facts": facts.chosen(facts.published(), KEY_FIGURES),
        "is_fair": switches.is_on(switches.PRESS_FAIR),
        "files": downloads(),
        "items": [{"item": item, "about_file": about_file(item)} for item in items],
        "is_partly_english": any(item.title.lang for item in items),
    }
    return render(request, "campaign/press.html", context)


def about_file(item: press_items.Item) -> str:
    """Format and size, as far as staff have written them: "PDF, 120 kB"."""
    return ", ".join(filter(None, [item.file_format, kilobytes(item.size_kb) if item.size_kb else ""]))
