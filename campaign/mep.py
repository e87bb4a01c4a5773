"""Write to your MEP: the way to Parliament's own list of a country's members, so that the addresses are right."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from petitions import collation, countries
from petitions.public_pages import public_page

LIST = "https://www.europarl.europa.eu/meps/en/search/advanced?countryCode={code}"  # Greece is GR there too


@dataclass(frozen=True)
class Country:
    """A country of the EU, named in the page's language."""

    code: str
    name: str

    @property
    def url(self) -> str:
        """Parliament's list of this country's members."""
        return LIST.format(code=self.code)


def eu_countries(language: str) -> list[Country]:
    """All 27, by name in the order of this language."""
    names = countries.names(language)
    in_order = sorted(countries.EU, key=lambda code: collation.key(names[code], language))
    return [Country(code, names[code]) for code in in_order]


@require_safe
@public_page
def write_to_mep(request: HttpRequest) -> HttpResponse:
    """Advice for a letter; `?country=DE` shows the link to that country's members."""
    all_of_them = eu_countries(get_language() or "en")
    wish = request.GET.get("country", "").strip().upper()
    country = next((one for one in all_of_them if one.code == wish), None)
    is_unknown = "country" in request.GET and country is None
    context = {"countries": all_of_them, "country": country, "country_is_unknown": is_unknown}
    return render(request, "campaign/mep.html", context)
