"""All figures on one page, what each counts and what it leaves open, and the same as a file for spreadsheets."""

import csv
import io

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaign.living import facts
from petitions.exports import CONTENT_TYPES, defuse
from petitions.public_pages import public_page

HEADER = ("id", "figure", "counts", "not_told", "sentence", "year", "source", "link", "checked")  # alike everywhere


@require_safe
@public_page
def evidence(request: HttpRequest) -> HttpResponse:
    """A card for each public figure; #F1 leads to one."""
    cards = list(facts.published().values())
    context = {"cards": cards, "cite": cite(), "is_partly_english": any(card.is_partly_english for card in cards)}
    return render(request, "campaign/evidence.html", context)


@require_safe
@public_page
def evidence_csv(request: HttpRequest) -> HttpResponse:
    """Every public figure in the page's language. RFC 4180 with a byte order mark, so that Excel reads the accents."""
    response = HttpResponse("\ufeff" + as_csv(list(facts.published().values())), content_type=CONTENT_TYPES["csv"])
    name = f"childsafetyon_figures_{get_language()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def as_csv(figures: list[facts.Figure]) -> str:
    """Header and one line per figure; a cell that a spreadsheet would run as a formula is defused."""
    page = io.StringIO(newline="")
    write = csv.writer(page).writerow
    write(HEADER)
    for figure in figures:
        write([defuse(cell) for cell in _cells(figure)])
    return page.getvalue()


def _cells(figure: facts.Figure) -> list[str]:
    words = (figure.value, figure.counts, figure.not_told, figure.says)
    labels = "; ".join(source.label for source in figure.sources)
    links = " ".join(source.url for source in figure.sources)
    checked = figure.checked_on.isoformat() if figure.checked_on else ""
    return [figure.key, *(facts.plain(one) for one in words), figure.year, labels, links, checked]


def cite() -> str:
    """Who says so, where: the line to copy."""
    # Translators: ev.title, max:60
    title = _("The numbers, and what they mean")
    return f"{settings.SITE_NAME}: {title}. {settings.SITE_ORIGIN}{reverse('evidence')}"


urlpatterns = [
    path("evidence/", evidence, name="evidence"),
    path("evidence/figures.csv", evidence_csv, name="evidence_csv"),
]
