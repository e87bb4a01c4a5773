"""Every component of the public pages in every state, with their own stylesheet: for whoever changes one of them."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campaign.staff_pages import StaffPages, in_english
from petitions import countries, flagship, street, wordings
from petitions.counting import Progress
from petitions.forms import SignForm

# What stands in the sign card: state of the petition, confirmed signatures.
CARDS = {
    "open": (flagship.OPEN, 12_482),
    "errors": (flagship.OPEN, 12_482),
    "few": (flagship.OPEN, 99),
    "soon": (flagship.SOON, 0),
    "closed": (flagship.CLOSED, 250_000),
    "paused": (flagship.PAUSED, 12_482),
}
STATUSES = ("checking", "gap", "interim", "agreed", "adopted")
WRONG = {"name": "name.empty", "email": "email.empty", "country": "country.empty", "consent": "consent.empty"}


class ComponentPages(StaffPages):
    """No numbers and no people: everybody who may log in may look."""

    def get_urls(self) -> list:
        return [path("components/", self.admin_view(self.components), name="components"), *super().get_urls()]

    @method_decorator([require_safe, in_english])
    def components(self, request: HttpRequest) -> HttpResponseBase:
        """`?card=` chooses the state of the sign card: two on one page would have the same ids."""
        asked = request.GET.get("card", "")
        shown = asked if asked in CARDS else "open"
        state, confirmed = CARDS[shown]
        context: dict[str, Any] = {"cards": CARDS, "card": shown, "petition_state": state, "count": Progress(confirmed)}
        context |= {"minutes": 12, "petition": flagship.flagship(), "form": _form(wrong=shown == "errors")}
        context |= {"windows": _windows(), "statuses": STATUSES}
        return self.page(request, "components", title="Components", **context)


def _form(*, wrong: bool) -> SignForm:
    """The form of the sign card; sent from here it goes nowhere."""
    petition = flagship.flagship()
    words = wordings.current(petition.pk, get_language() or "en")
    form = SignForm({} if wrong else None, petition=petition, shown=words, action="#")
    if wrong:
        form.carry(WRONG)
    return form


def _windows() -> list[dict[str, Any]]:
    """Windows from dark to full, in the order of the street."""
    names = countries.names("en")
    steps = [(code, round(street.HEIGHT * number / 26, 1)) for number, code in enumerate(sorted(street.MILLIONS))]
    return [{"code": c, "name": names[c], "y": round(street.HEIGHT - h, 1), "height": h} for c, h in steps]
