"""The sign card: everything that a page with the form needs, the same on every page that has one."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from petitions import counting, countries, flagship, qr, snapshot, street, wordings
from petitions.briefly import briefly
from petitions.forms import SignForm
from petitions.models import Wording


def context(form: SignForm | None = None) -> dict[str, object]:
    """Form, petition, count, windows, likely country, version of the text, code to print, in the page's language.

    Raises wordings.NothingRecorded.
    """
    petition = flagship.flagship()
    shown = wordings.current(petition.pk, get_language() or "en")
    return {
        "form": form or blank_form(),
        "petition": petition,
        "petition_state": flagship.state(petition),
        "count": progress(petition.pk),
        "windows": street.windows(petition.pk),
        "country": _likely_country(petition.pk),
        "version": _version(shown[0]),
        "code": qr.code(settings.SITE_ORIGIN + reverse("petition")),
    }


def blank_form(data: object = None) -> SignForm:
    """The form with the ids of the words that this page shows; with `data`, what was typed is kept."""
    petition = flagship.flagship()
    shown = wordings.current(petition.pk, get_language() or "en")
    return SignForm(data, petition=petition, shown=shown, action=reverse("petition"))


@briefly(seconds=2)
def progress(petition_id: int) -> counting.Progress:
    """The count as pages and `count.json` show it."""
    return counting.Progress(counting.confirmed(petition_id))


def _likely_country(petition_id: int) -> dict[str, object] | None:
    """The country where most readers of the page's language live, if the table of countries shows its number."""
    language = get_language() or "en"
    code = countries.groups(language)[0][0]
    confirmed = snapshot.newest(petition_id).cells.get(code)
    return {"name": countries.names(language)[code], "confirmed": confirmed} if confirmed else None


@briefly(seconds=60)
def _version(wording: int) -> dict[str, object]:
    row = Wording.objects.get(pk=wording)
    return {"number": row.version, "since": row.recorded_at}
