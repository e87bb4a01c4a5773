"""Which signatures to hold, as a form: stored facts only. `facts()` once it is valid."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from petitions.export_filters import Day, country_choices, language_choices
from petitions.holding import Facts
from petitions.models import Petition

HOURS = [("", "Any hour"), *((str(hour), f"{hour:02}") for hour in range(24))]
YEARS = range(2020, 2101)
IN_WORDS = {
    "country": "country {}",
    "language": "language {}",
    "since": "confirmed from {}",
    "until": "confirmed until {}",
    "from_hour": "between hour {}",
    "to_hour": "and hour {}",
    "within_seconds": "at most {} seconds after signing",
    "signed_from": "signed from {}",
    "signed_until": "signed until {}",
}
# (first, last, what to say when they stand the wrong way round)
_IN_ORDER = (
    ("since", "until", "The last day is before the first day. Change one of them."),
    ("signed_from", "signed_until", "This moment is before the first one. Choose a later one."),
)


def in_words(criteria: dict[str, Any]) -> str:
    """The facts of a holding in one line."""
    said = [words.format(criteria[name]) for name, words in IN_WORDS.items() if name in criteria]
    return ", ".join(said).replace("T", " ")


def _judge_year(moment: date) -> None:
    if moment.year not in YEARS:
        raise ValidationError("We have no signatures of that year. Choose another.")


class _Moment(forms.DateTimeField):
    """A Brussels minute, as the browser's own box writes it."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            validators=[_judge_year],
            widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
            error_messages={"invalid": "Write the moment as 2026-11-25 22:15."},
        )


class _Hour(forms.TypedChoiceField):
    def __init__(self, label: str) -> None:
        super().__init__(label=label, choices=HOURS, coerce=int, empty_value=None, required=False)


def _code(label: str, choices: Any) -> forms.ChoiceField:
    wrong = {"invalid_choice": "We know no such code. Choose one from the list."}
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages=wrong)


class HoldForm(forms.Form):
    """Judges the facts; at least one is needed, or the whole petition would be set aside."""

    petition = forms.ModelChoiceField(
        Petition.objects.order_by("slug"),
        to_field_name="slug",
        empty_label=None,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "We have no petition of this name. Choose one from the list."
        ),
    )
    country = _code("Country", country_choices)
    language = _code("Language", language_choices)
    within_seconds = forms.IntegerField(
        label="Confirmed within (seconds)", required=False, min_value=0, max_value=86_400
    )
    since = Day("Confirmed from day")
    until = Day("Confirmed until day")
    from_hour = _Hour("Confirmed from hour")
    to_hour = _Hour("Confirmed until hour")
    signed_from = _Moment("Signed from")
    signed_until = _Moment("Signed until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name in ("since", "until"):
            self.fields[name].validators.append(_judge_year)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        for first, last, wrong in _IN_ORDER:
            if cleaned.get(first) and cleaned.get(last) and cleaned[first] > cleaned[last]:
                self.add_error(last, wrong)
        if (cleaned.get("from_hour") is None) != (cleaned.get("to_hour") is None):
            self.add_error("to_hour", "Choose both hours, or none.")
        if not self.errors and not self.facts().chosen():
            raise ValidationError("Choose at least one fact; without one the whole petition would be set aside.")
        return cleaned

    def facts(self) -> Facts:
        """The facts of a valid form."""
        chosen = {name: self.cleaned_data[name] for name in IN_WORDS}
        return Facts(**{name: None if value == "" else value for name, value in chosen.items()})
