"""The translators' desk: how far each language is, what is left in it, and every page and letter in two languages.

For whoever may log in: nothing here tells of a person, and nothing here can be changed. The words live in locale/.
"""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign import catalog_extraction, catalogs, side_by_side, translating
from campaign.catalog_areas import AREAS, Area, area_of
from campaign.catalog_faults import Fault
from campaign.catalog_judgement import Judgement, file_of, glossary_of, judge, master
from campaign.languages import NATIVE
from campaign.staff_pages import StaffPages

NAMES = {
    # Translators: staff.desk, parts of the site
    "legal": gettext_lazy("Petition and privacy"),
    "consent": gettext_lazy("Consent"),
    "form": gettext_lazy("Form"),
    "errors": gettext_lazy("Errors"),
    "letters": gettext_lazy("Letters"),
    "signature": gettext_lazy("Own pages"),
    "frame": gettext_lazy("Top and foot"),
    "prose": gettext_lazy("Campaign"),
}
KINDS = {
    side_by_side.PAGE: gettext_lazy("Page"),
    side_by_side.LETTER: gettext_lazy("Letter"),
    side_by_side.ERROR: gettext_lazy("Error page"),
}


@dataclass(frozen=True)
class Progress:
    """One language: whole percent by area, in the order of AREAS; `is_whole`: all of what blocks a release is there."""

    code: str
    by_area: tuple[int, ...]
    is_whole: bool
    is_live: bool
    is_signed_off: bool

    @property
    def name(self) -> str:
        return NATIVE[self.code]


@dataclass(frozen=True)
class Left:
    """One fault, and where its words can be seen: `seen` is the address of that block, or nothing."""

    fault: Fault
    area: str
    seen: str


class PreviewForm(forms.Form):
    """Which page or letter, in which two languages."""

    sheet = forms.ChoiceField(label=gettext_lazy("Page or letter"), label_suffix="")
    left = forms.ChoiceField(label=gettext_lazy("On the left"), label_suffix="")
    right = forms.ChoiceField(label=gettext_lazy("On the right"), label_suffix="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages = [(code, NATIVE[code]) for code in sorted(NATIVE)]
        for name, choices in (("sheet", _sheets()), ("left", languages), ("right", languages)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class TranslatingPages(StaffPages):
    """Three screens, to look at."""

    def get_urls(self) -> list:
        own = [
            path("languages/", self.admin_view(self.languages), name="languages"),
            path("languages/preview/", self.admin_view(self.preview), name="preview"),
            path("languages/<str:code>/", self.admin_view(self.left), name="left"),
        ]
        return [*own, *super().get_urls()]

    def languages(self, request: HttpRequest) -> HttpResponseBase:
        areas = [(NAMES[area.name], area.is_blocking) for area in AREAS]
        rows = [progress(code) for code in sorted(NATIVE)]
        return self.page(request, "languages", title=_("Languages"), areas=areas, rows=rows)

    def left(self, request: HttpRequest, code: str) -> HttpResponseBase:
        if code not in NATIVE:
            raise Http404("no language of this site")
        found = [_left(fault, code) for fault in judged(code).faults]
        blocking, style = ([one for one in found if one.fault.is_blocking is wanted] for wanted in (True, False))
        name = NATIVE[code]
        return self.page(request, "left", title=name, code=code, name=name, blocking=blocking, style=style)

    def preview(self, request: HttpRequest) -> HttpResponseBase:
        """GET alone; a choice that isn't one shows the form again with what is wrong."""
        asked = {"sheet": f"{side_by_side.PAGE}:", "left": "en", "right": "de"} | request.GET.dict()
        form = PreviewForm(asked)
        shown = _shown(form) if form.is_valid() else {}
        status = 200 if form.is_valid() else 400
        return self.page(request, "preview", title=_("Side by side"), status=status, form=form, **shown)


def progress(code: str) -> Progress:
    """Read again only when the language's file has changed; English is the master and always whole."""
    whole = tuple(100 for _ in AREAS)
    counted = whole if code == translating.MASTER else _by_area(file_of(code), _changed_at(file_of(code)))
    is_whole = all(part == 100 for part, area in zip(counted, AREAS, strict=True) if area.is_blocking)
    return Progress(code, counted, is_whole, code in settings.LIVE_LANGUAGES, translating.is_signed_off(code))


@lru_cache(maxsize=64)
def _by_area(po: Path, changed_at: int) -> tuple[int, ...]:
    strings, translated = Counter[Area](), Counter[Area]()
    for message in catalogs.read(po) if changed_at else ():
        if message.id:
            area = area_of(message)
            strings[area] += 1
            translated[area] += translating.is_translated(message)
    return tuple(translated[area] * 100 // strings[area] if strings[area] else 0 for area in AREAS)


def judged(code: str) -> Judgement:
    """What `catalogs --check` says of a language, asked again only when one of its files has changed."""
    files = (file_of(code), glossary_of(code), file_of(translating.MASTER))
    return _judged(code, tuple(map(_changed_at, files)))


@lru_cache(maxsize=64)
def _judged(code: str, changed_at: tuple[int, ...]) -> Judgement:
    return judge(code, _source(), master())


@lru_cache(maxsize=1)
def _source() -> Catalog:
    """The strings of the code, which don't change while a process lives."""
    return catalog_extraction.collect()


def _changed_at(file: Path) -> int:
    return file.stat().st_mtime_ns if file.exists() else 0


def _left(fault: Fault, code: str) -> Left:
    """A string that is missing can be seen in English, any other in its own language."""
    place = side_by_side.find(fault.text, code) or side_by_side.find(fault.text, translating.MASTER)
    return Left(fault, str(NAMES[fault.area.name]), _address(place, code) if place else "")


def _address(place: tuple[str, str, int], code: str) -> str:
    kind, name, number = place
    return f"sheet={kind}:{name}&left={translating.MASTER}&right={code}#block-{number}"


def _sheets() -> list[tuple[str, list[tuple[str, str]]]]:
    """For a <select> with groups."""
    return [
        (str(KINDS[kind]), [(f"{kind}:{name}", f"/{name}" if kind == side_by_side.PAGE else name) for name in names])
        for kind, names in side_by_side.sheets().items()
    ]


def _shown(form: PreviewForm) -> dict[str, Any]:
    kind, _colon, name = form.cleaned_data["sheet"].partition(":")
    left, right = form.cleaned_data["left"], form.cleaned_data["right"]
    opens = kind == side_by_side.PAGE and "<" not in name
    pages = [(NATIVE[code], f"/{code}/{name}") for code in (left, right) if opens and code in settings.LIVE_LANGUAGES]
    return {"left": left, "right": right, "pages": pages, "rows": side_by_side.rows(kind, name, left, right)}
