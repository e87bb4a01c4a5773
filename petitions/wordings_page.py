"""The public pages of all versions of the words: what people signed, what changed, when and why."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from petitions import flagship, wordings_count, wordings_text
from petitions.models import Wording
from petitions.public_pages import public_page

Kind = Wording.Kind
KINDS = {
    # Translators: ver.kinds, one of four kinds of text, heading, max:40
    Kind.PETITION.value: pgettext_lazy("ver.kinds", "Petition"),
    # Translators: ver.kinds, one of four kinds of text: what people agree to when they sign, heading, max:40
    Kind.CONSENT.value: pgettext_lazy("ver.kinds", "Consent"),
    # Translators: ver.kinds, one of four kinds of text: the tick for news in the form, heading, max:40
    Kind.NEWS.value: pgettext_lazy("ver.kinds", "News"),
    # Translators: link in the footer to the page where people choose news by e-mail, max:24
    Kind.NEWS_LIST.value: _("Stay informed"),
    # Translators: ver.kinds, one of four kinds of text, heading, max:40
    Kind.PRIVACY.value: pgettext_lazy("ver.kinds", "Privacy notice"),
}
SHORT = 12  # signs of a check number where many stand below each other


@dataclass(frozen=True, slots=True)
class Version:
    """One version as the pages show it."""

    number: int
    url: str
    since: datetime
    check_number: str
    count: int | None
    is_first: bool
    reason: str
    changes: tuple[wordings_text.Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Texts:
    """One kind of text with its versions in the page's language, the newest first."""

    code: str
    name: str
    versions: list[Version] = field(default_factory=list)


@require_safe
@public_page
def wordings_page(request: HttpRequest) -> HttpResponse:
    """Every version of every text in the page's language; its sisters show the other languages."""
    petition = flagship.flagship()
    counts = wordings_count.public(petition.pk)
    rows = list(Wording.objects.filter(petition=petition, language=get_language()).order_by("version"))
    kinds = [Texts(kind, str(name), _versions([row for row in rows if row.kind == kind], counts))
             for kind, name in KINDS.items()]  # fmt: skip
    return render(request, "petitions/wordings.html", {"kinds": [kind for kind in kinds if kind.versions]})


@require_safe
@public_page
def wording_page(request: HttpRequest, kind: str, version: int) -> HttpResponse:
    """The exact words of one version. Versions are counted by language: where this one has none, to the list."""
    row = _row(kind, version)
    if row is None:
        return redirect("wordings")
    shown = _version(row, wordings_count.public(row.petition_id), check_number=row.sha256)
    context = {"kind": Texts(kind, str(KINDS[kind])), "version": shown, "words": wordings_text.readable(row.body)}
    return render(
        request, "petitions/wording.html", context | {"file_url": reverse("wording_file", args=[kind, version])}
    )


@require_safe
@public_page
def wording_file(request: HttpRequest, kind: str, version: int) -> HttpResponse:
    """The recorded bytes, so that anybody can make the check number again."""
    row = _row(kind, version)
    if row is None:
        raise Http404("no such version in this language")
    name = f"{kind}-{row.language}-{version}.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(row.body, content_type="text/plain; charset=utf-8", headers=headers)


def _row(kind: str, version: int) -> Wording | None:
    if kind not in KINDS:
        raise Http404("no such kind of text")
    rows = Wording.objects.filter(petition=flagship.flagship(), kind=kind, language=get_language())
    return rows.filter(version=version).first()


def _versions(rows: list[Wording], counts: dict[int, int]) -> list[Version]:
    """Of rows of one kind, the oldest first."""
    if not rows:
        return []
    first = _version(rows[0], counts, check_number=f"{rows[0].sha256[:SHORT]}…")
    later = [
        _version(
            row, counts, check_number=f"{row.sha256[:SHORT]}…", changes=wordings_text.changes(before.body, row.body)
        )
        for before, row in pairwise(rows)
    ]
    return [*reversed(later), first]


def _version(
    row: Wording, counts: dict[int, int], *, check_number: str, changes: tuple[wordings_text.Change, ...] = ()
) -> Version:
    return Version(
        number=row.version,
        url=reverse("wording", args=[row.kind, row.version]),
        since=row.recorded_at,
        check_number=check_number,
        count=counts.get(row.pk),
        is_first=row.version == 1,
        reason=_english(row.reason),
        changes=changes,
    )


def _english(reason: str) -> str:
    """Staff write English; on pages in another language the reason is marked as such, for screen readers."""
    if not reason or get_language() == "en":
        return reason
    return format_html('<span lang="en">{}</span>', reason)
