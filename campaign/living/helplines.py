"""Who helps in which country. A wrong number can hurt a child: only what somebody checked lately is public.

A day is a Brussels day. A line is shown up to and including the 180th day after its check.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from campaign.living import kept
from campaign.living.care_models import Helpline
from campaign.living.helplines_found import DELIVERED
from campaign.living.kept import Item
from campaign.living.words import Spoken
from petitions import collation, countries

SHOWN_DAYS, DUE_DAYS = 180, 150
NEVER, FRESH, DUE, HIDDEN = "not verified", "shown", "shown, check again soon", "hidden: the check is too old"
# The numbers of the whole EU that pages show, and where it says so.
EU_WIDE = {
    "112": "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32018L1972",  # emergencies, Article 109
    "116 111": "https://childhelplineinternational.org/15-years-of-116111/",  # child helplines: 23 of 27 states in 2022
    "116 000": "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32007D0116",  # missing children
    "116 006": "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32009D0884",  # victims of crime
}


@dataclass(frozen=True)
class Service:
    """One verified help line as a page shows it. `dialled` is the number without spaces."""

    name: str
    number: str
    dialled: str
    hours: Spoken
    languages: str
    is_free: bool
    chat_url: str
    source_url: str
    checked_on: date


@dataclass(frozen=True)
class Country:
    """A country's verified services, by whom they are for."""

    code: str
    name: str
    child: tuple[Service, ...]
    adult: tuple[Service, ...]
    hotline: tuple[Service, ...]


def age(row: Helpline, today: date | None = None) -> int | None:
    """Days since the check; None: there was none."""
    return ((today or timezone.localdate()) - row.checked_on).days if row.checked_on else None


def state(row: Helpline, today: date | None = None) -> str:
    """NEVER, FRESH, DUE or HIDDEN. A check that is still to come is none, and so is one without source or person."""
    days = age(row, today)
    is_whole = row.verified and row.name and row.source_url and row.checked_by and (row.number or row.chat_url)
    if days is None or days < 0 or not is_whole:
        return NEVER
    if days > SHOWN_DAYS:
        return HIDDEN
    return DUE if days > DUE_DAYS else FRESH


def all_names() -> list[tuple[str, str]]:
    """(code, name) of the 27 countries, sorted as the page's language sorts."""
    language = get_language() or "en"
    name = countries.names(language)
    return [(code, name[code]) for code in sorted(countries.EU, key=lambda code: collation.key(name[code], language))]


def country(code: str) -> Country | None:
    """What may be shown for a country of the EU; None for any other text. One query."""
    if code not in countries.EU:
        return None
    items = [item for item in _shown() if item.row.country == code]
    kinds = {
        kind: tuple(_service(item) for item in items if item.row.kind == kind)
        for kind in (Helpline.Kind.CHILD, Helpline.Kind.ADULT, Helpline.Kind.HOTLINE)
    }
    return Country(code, countries.names(get_language() or "en")[code], *kinds.values())


def prevention() -> list[tuple[str, tuple[Service, ...]]]:
    """(name of the country, its verified services for people who worry about their own thoughts), sorted by name."""
    items = [item for item in _shown() if item.row.kind == Helpline.Kind.PREVENTION]
    found = [(name, tuple(_service(one) for one in items if one.row.country == code)) for code, name in all_names()]
    return [(name, services) for name, services in found if services]


def _shown() -> list[Item[Helpline]]:
    return [item for item in kept.current(Helpline, DELIVERED) if state(item.row) in (FRESH, DUE)]


def _service(item: Item[Helpline]) -> Service:
    row = item.row
    assert row.checked_on is not None  # noqa: S101 (`state` has asked)
    return Service(
        name=row.name,
        number=row.number,
        dialled="".join(sign for sign in row.number if sign.isdigit() or sign == "+"),
        hours=item.words("hours"),
        languages=row.languages,
        is_free=row.is_free,
        chat_url=row.chat_url,
        source_url=row.source_url,
        checked_on=row.checked_on,
    )
