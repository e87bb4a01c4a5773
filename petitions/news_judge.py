"""judge(data) → Clean, or Refused: the one judgement of what is typed into "Stay informed". Pure and cheap."""

from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict

from petitions.judge import Refused, judge_email, refuse_repeats

FIELDS = ("email", "language", "consent", "shown", "contact_time")
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Clean:
    """What may be saved. `shown`: id of the wording at the tick of the page, or None."""

    email: str
    language: str
    shown: int | None


def judge(data: QueryDict) -> Clean:
    """The cleaned input. Raises Refused with one error for every field that is wrong, or RepeatedField."""
    refuse_repeats(data, FIELDS)
    email = ""
    errors: dict[str, str] = {}
    try:
        email = judge_email(data)
    except Refused as refused:
        errors |= refused.errors
    errors |= _other_errors(data)
    if errors:
        raise Refused(errors)
    shown = data.get("shown", "")
    return Clean(email=email, language=data.get("language", ""), shown=int(shown) if shown else None)


def _other_errors(data: QueryDict) -> dict[str, str]:
    shown = data.get("shown", "")
    wrong = {
        "language": ("language.empty", data.get("language", "") not in settings.LIVE_LANGUAGES),
        "consent": ("news.empty", data.get("consent", "") != "on"),
        "shown": ("news.shown", bool(shown) and not _is_number(shown)),
        "contact_time": ("contact_time.filled", bool(data.get("contact_time", ""))),
    }
    return {field: key for field, (key, is_wrong) in wrong.items() if is_wrong}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
