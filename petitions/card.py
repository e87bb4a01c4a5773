"""The sign card: everything that a page with the form needs, the same on every page that has one."""

from datetime import datetime
from functools import lru_cache

from crispy_forms.utils import render_crispy_form
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, trans_real

from petitions import counting, countries, flagship, qr, read_only, snapshot, street, wordings
from petitions.briefly import briefly
from petitions.forms import SignForm
from petitions.models import Petition, Wording


def context(form: SignForm | None = None) -> dict[str, object]:
    """Form (the one that was sent, or the HTML of an empty one), petition, count, windows, likely country, version of
    the text, code to print, in the page's language.

    Raises wordings.NothingRecorded.
    """
    petition = flagship.flagship()
    shown = wordings.current(petition.pk, get_language() or "en")
    return {
        "form": form,
        "empty_form": None if form else _empty_form(petition, petition.forget_at, shown, trans_real.catalog()),
        "petition": petition,
        "petition_state": flagship.state(petition),
        "minutes": read_only.minutes_left(petition),
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


@lru_cache(maxsize=64)
def _empty_form(petition: Petition, forget_at: datetime, shown: wordings.Shown, catalog: object) -> SafeString:
    """The form before anybody has typed, made once for the words that it shows: the ids name them, and `forget_at` is
    the one thing of the row that stands in them. `catalog` is there for its identity, as translations are read anew.
    """
    return render_crispy_form(SignForm(petition=petition, shown=shown, action=reverse("petition")))


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
