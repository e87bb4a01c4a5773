"""The privacy notice: shown exactly as it is recorded, a version for each correction, like all that people agree to.

Recorded by the release step and whenever staff move a date that stands in it, never on a GET.
"""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from campaign.context import site
from petitions import flagship, wordings
from petitions.briefly import briefly
from petitions.models import Petition, Wording

PRIVACY = Wording.Kind.PRIVACY


def record(petition: Petition) -> int:
    """Record today's notice in every live language; returns how many were new. The second call records nothing."""
    notices = {(PRIVACY.value, code): render(petition, code) for code in settings.LIVE_LANGUAGES}
    return wordings.record_texts(petition, notices)


def render(petition: Petition, language: str) -> str:
    """The whole notice in this language, but for its own version: the very characters that the page shows."""
    with translation.override(language):
        context = {"petition": petition, "backup_days": settings.BACKUP_DAYS, "site": site()}
        return wordings.fold(render_to_string("campaign/_privacy_text.html", context))


def page() -> dict[str, object]:
    """What the page shows: the words, and their version if they are recorded (a setting may have changed since)."""
    petition = flagship.flagship()
    words = render(petition, translation.get_language() or "en")
    return {"words": SafeString(words), "version": _version(petition, words)}  # made by our own template


def _version(petition: Petition, words: str) -> dict[str, object] | None:
    row = _recorded(petition.pk, translation.get_language() or "en", wordings.fingerprint(words))
    return (
        None
        if row is None
        else {"number": row.version, "since": row.recorded_at, "url": f"{reverse('wordings')}#{PRIVACY.value}"}
    )


@briefly(seconds=5)
def _recorded(petition: int, language: str, sha256: str) -> Wording | None:
    rows = Wording.objects.filter(petition=petition, kind=PRIVACY, language=language, sha256=sha256)
    return rows.defer("body").first()


@briefly(seconds=60)
def not_recorded() -> list[str]:
    """Live languages whose notice is in no record: a release is missing since a setting or the words changed.

    Empty before the first release has recorded any.
    """
    petition = Petition.objects.filter(slug=flagship.SLUG).first()
    if petition is None or not Wording.objects.filter(petition=petition, kind=PRIVACY).exists():
        return []
    return [
        code for code in settings.LIVE_LANGUAGES if not wordings.find(petition, PRIVACY, code, render(petition, code))
    ]
