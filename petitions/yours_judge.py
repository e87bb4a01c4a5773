"""What comes from the forms of the own page → clean values or errors; as `judge`, pure and cheap."""

from django.conf import settings
from django.http import QueryDict

from petitions import countries
from petitions.judge import Refused, refuse_repeats


def judge_change(data: QueryDict) -> tuple[str, str]:
    """(country, language). Raises Refused with one error for every field that is wrong, or RepeatedField."""
    refuse_repeats(data, ("country", "language"))
    country, language = data.get("country", ""), data.get("language", "")
    errors: dict[str, str] = {}
    if country not in countries.ALL:
        errors["country"] = "country.unknown" if country else "country.empty"
    if language not in settings.LIVE_LANGUAGES:
        errors["language"] = "language.empty"
    if errors:
        raise Refused(errors)
    return country, language


def judge_shown(data: QueryDict) -> int:
    """The id of the words for news that were on the page. Raises Refused or RepeatedField."""
    refuse_repeats(data, ("shown",))
    typed = data.get("shown", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 9):
        raise Refused({"shown": "news.shown"})
    return int(typed)
