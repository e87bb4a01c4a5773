"""What an export covers, and the one judgement of it: the staff screen and the command ask here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from petitions import collation, countries
from petitions.models import Petition

FORMATS = {"csv": "CSV", "xlsx": "Excel (XLSX)", "json": "JSON"}
LANGUAGES = tuple(sorted(countries.LIKELY))  # the 24 official languages of the EU


LAST_MONTH, THIS_MONTH, DAYS_30 = "last-month", "this-month", "30-days"
PERIODS = {"": _("All days"), THIS_MONTH: _("This month"), LAST_MONTH: _("Last month"), DAYS_30: _("30 days")}


def days_of(period: str, today: date) -> tuple[date | None, date | None]:
    """First and last day of one of PERIODS, seen from this Brussels day; (None, None) for all days."""
    first = today.replace(day=1)
    if period == LAST_MONTH:
        last = first - timedelta(days=1)
        return last.replace(day=1), last
    if period == THIS_MONTH:
        return first, today
    return (today - timedelta(days=29), today) if period == DAYS_30 else (None, None)


@dataclass(frozen=True, slots=True)
class Filters:
    """Brussels days, both inclusive; None means every petition, day, country or language."""

    petition: str | None = None
    since: date | None = None
    until: date | None = None
    country: str | None = None
    language: str | None = None

    def __str__(self) -> str:
        days = f"{self.since or 'the first day'} to {self.until or 'the last day'}"
        return ", ".join(
            [
                f"petition {self.petition}" if self.petition else "all petitions",
                days if self.since or self.until else "all days",
                f"country {self.country}" if self.country else "all countries",
                f"language {self.language}" if self.language else "all languages",
            ]
        )


def country_choices() -> list:
    names = countries.names(get_language() or "en")

    def named(codes) -> list[tuple[str, str]]:
        return _by_name((code, names[code]) for code in codes)

    return [
        ("", _("All countries")),
        (_("European Union"), named(countries.EU)),
        (_("Other countries"), named(countries.OTHERS)),
    ]


def language_choices() -> list[tuple[str, str | Promise]]:
    return [("", _("All languages")), *_by_name(countries.languages(get_language() or "en").items())]


def _by_name(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """As the active language sorts."""
    return sorted(choices, key=lambda choice: collation.key(choice[1], get_language() or "en"))


class Day(forms.DateField):
    """A day as 2026-11-25, and nothing else."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"invalid": _("Write the day as year-month-day, for example 2026-11-25.")},
        )


class ExportForm(forms.Form):
    """Judges format, petition, period, country and language of an export; `filters()` once it is valid."""

    format = forms.ChoiceField(
        label=_("File format"),
        choices=list(FORMATS.items()),
        error_messages={name: _("Choose csv, json or xlsx.") for name in ("required", "invalid_choice")},
    )
    petition = forms.ModelChoiceField(
        label=_("Petition"),
        queryset=Petition.objects.order_by("slug"),
        to_field_name="slug",
        required=False,
        empty_label=_("All petitions"),
        error_messages={"invalid_choice": _("We have no petition of this name. Choose one from the list.")},
    )
    since = Day(_("First day"))
    until = Day(_("Last day"))
    country = forms.ChoiceField(
        label=_("Country"),
        choices=country_choices,
        required=False,
        error_messages={"invalid_choice": _("We know no country with this code; write two letters, for example DE.")},
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=language_choices,
        required=False,
        error_messages={"invalid_choice": _("This is none of the 24 languages; write two letters, for example de.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day is before the first day. Change one of them."))
        return cleaned

    def filters(self) -> Filters:
        """The filters of a valid form."""
        chosen = self.cleaned_data
        return Filters(
            petition=chosen["petition"].slug if chosen["petition"] else None,
            since=chosen["since"],
            until=chosen["until"],
            country=chosen["country"] or None,
            language=chosen["language"] or None,
        )

    def first_error(self) -> str:
        """One line about the first field that is wrong, for the command line."""
        field, messages = next(iter(self.errors.items()))
        return f"{field}: {messages[0]}"
