"""judge(data) → Clean, or Refused with an error for every field that is wrong: the one judgement of input.

Pure and cheap: no database, no clock, no network. The forms only carry these errors to the page.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from petitions import addresses, countries

T = TypeVar("T")
MAX_NAME = 100
MAX_MARKS = 4  # combining marks in a row: Vietnamese needs two, "Zalgo" needs dozens
_URL = re.compile(r"://|www\.|\w\.\w+/", re.IGNORECASE)
_SHOWN = re.compile(r"[0-9]{1,9}(?:-[0-9]{1,9}){2}")
_BLANKS = re.compile("[ \u00a0]+")

MESSAGES = {
    # Translators: err.name.empty
    "name.empty": _("Enter your name"),
    # Translators: err.name.url, what is wrong and how to mend it, max:120
    "name.url": _("Your name can’t contain a web address. Please enter only your name"),
    # Translators: err.name.long, what is wrong and how to mend it, max:120
    "name.long": _("Your name must be 100 characters or fewer. Please shorten it"),
    # Translators: err.name.signs, what is wrong and how to mend it, max:120
    "name.signs": _("Your name contains a sign that we can’t accept. Please type it again, using letters"),
    # Translators: err.email.empty
    "email.empty": _("Enter your e-mail address"),
    # Translators: err.email.format. Keep the example address in Latin letters
    "email.format": _("Enter an e-mail address in the right format, like name@example.com"),
    # Translators: err.email.long, what is wrong and how to mend it, max:120
    "email.long": _("This e-mail address is too long. Please check it, or use another address"),
    # Translators: err.email.invisible
    "email.invisible": _("This address contains an invisible character. Please type it again"),
    # Translators: err.email.signs
    "email.signs": _("We can’t yet write to addresses with these letters before the @. Please use another address"),
    # Translators: err.country.empty
    "country.empty": _("Choose the country where you live"),
    # Translators: err.country.unknown
    "country.unknown": _("Choose a country from the list"),
    # Translators: err.consent.empty
    "consent.empty": _("Tick the box if you are 16 or older and agree"),
    # Translators: news.consent.empty, what is wrong and how to mend it, max:120
    "news.empty": _("Tick the box if you want the news"),
    # Translators: news.language.empty
    "language.empty": _("Choose a language"),
    # Translators: err.wording. “Sign the petition” is the button, see form.submit
    "shown.unknown": _(
        "The text on this page has changed. Your entries are still here: please read the text and press "
        "“Sign the petition” again."
    ),
    # Translators: err.wording for the form for news, what has happened and what to do
    "news.shown": _("The text on this page has changed. Please read it and press the button again."),
    # Translators: err.rate. minutes is a number
    "rate": _("Too many attempts from your connection. Please wait, then try again. Minutes to wait: %(minutes)s"),
    # Translators: form.trap, label of a hidden field that only machines fill in
    "contact_time.filled": _("Please leave this field empty. It is only here to stop machines."),
}


@dataclass(frozen=True, slots=True)
class Clean:
    """A signature's input, fit to be saved. `shown`: wording ids (petition, consent, news) of the page, or None."""

    name: str
    email: str
    country: str
    news: bool
    shown: tuple[int, int, int] | None


class Refused(Exception):
    """Something must be mended; `errors` maps each field to the key of its message in MESSAGES."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(errors)
        self.errors = dict(errors)


class RepeatedField(Exception):
    """A field that came twice: no browser sends that, so nothing is guessed (400)."""


def judge(data: QueryDict) -> Clean:
    """The cleaned input. Raises Refused with one error for every field that is wrong, or RepeatedField."""
    refuse_repeats(data, ("name", "email", "country", "consent", "news", "shown", "contact_time"))
    errors: dict[str, str] = {}
    name = _judged(errors, "name", clean_name, data.get("name", ""))
    email = _judged(errors, "email", clean_email, data.get("email", ""))
    country = _judged(errors, "country", clean_country, data.get("country", ""))
    shown = _judged(errors, "shown", clean_shown, data.get("shown", ""))
    if data.get("consent", "") != "on":
        errors["consent"] = "consent.empty"
    if data.get("contact_time", ""):
        errors["contact_time"] = "contact_time.filled"
    if errors or name is None or email is None or country is None:
        raise Refused(errors)
    return Clean(name=name, email=email, country=country, news=data.get("news", "") == "on", shown=shown)


def judge_email(data: QueryDict) -> str:
    """The address of a form that asks for nothing else. Raises Refused or RepeatedField."""
    refuse_repeats(data, ("email",))
    errors: dict[str, str] = {}
    email = _judged(errors, "email", clean_email, data.get("email", ""))
    if email is None:
        raise Refused(errors)
    return email


def refuse_repeats(data: QueryDict, fields: tuple[str, ...]) -> None:
    if any(len(data.getlist(field)) > 1 for field in fields):
        raise RepeatedField


class _Wrong(Exception):
    pass


def _judged(errors: dict[str, str], field: str, clean: Callable[[str], T], typed: str) -> T | None:
    try:
        return clean(typed)
    except _Wrong as wrong:
        errors[field] = str(wrong)
        return None


def clean_name(typed: str) -> str:
    if len(typed) > 50 * MAX_NAME:
        raise _Wrong("name.long")
    name = unicodedata.normalize("NFC", _BLANKS.sub(" ", typed).strip(" "))
    if not name:
        raise _Wrong("name.empty")
    if len(name) > MAX_NAME:
        raise _Wrong("name.long")
    if _has_forbidden_signs(name):
        raise _Wrong("name.signs")
    if _URL.search(name):
        raise _Wrong("name.url")
    return name


def _has_forbidden_signs(name: str) -> bool:
    """Control, format (bidi, zero-width, tag), private, unassigned signs; line separators; no letter at all; Zalgo."""
    marks = longest = 0
    for position, sign in enumerate(name):
        category = unicodedata.category(sign)
        if sign in "\u200c\u200d":  # the joiners are spelling in Persian and Indic names, but only between letters
            around = name[position - 1 : position] + name[position + 1 : position + 2]
            if len(around) < 2 or not all(unicodedata.category(c)[0] in "LM" for c in around):
                return True
        elif category in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} or sign == "\ufffd":
            return True
        marks = marks + 1 if category[0] == "M" else 0
        longest = max(longest, marks)
    return longest > MAX_MARKS or not any(unicodedata.category(sign)[0] == "L" for sign in name)


def clean_email(typed: str) -> str:
    try:
        return addresses.parse(typed)
    except addresses.BadAddress as bad:
        raise _Wrong(f"email.{bad.reason}") from bad


def clean_country(typed: str) -> str:
    if not typed:
        raise _Wrong("country.empty")
    if typed not in countries.ALL:
        raise _Wrong("country.unknown")
    return typed


def clean_shown(typed: str) -> tuple[int, int, int] | None:
    """Three ids joined by hyphens; whether we know them is for `wordings` to say."""
    if not typed:
        return None
    if not _SHOWN.fullmatch(typed):
        raise _Wrong("shown.unknown")
    petition, consent, news = map(int, typed.split("-"))
    return petition, consent, news
