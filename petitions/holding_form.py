"""Which signatures to hold, as a form: stored facts only. `facts()` once it is valid."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from petitions import addresses, providers
from petitions.export_filters import Day, country_choices, language_choices
from petitions.holding_facts import Facts
from petitions.models import Petition

HOURS = [("", "Any hour"), *((str(hour), f"{hour:02}") for hour in range(24))]
YEARS = range(2020, 2101)
IN_WORDS = {
    "country": "country {}",
    "language": "language {}",
    "domain": "domain with check number {}",
    "provider": "kind of provider: {}",
    "since": "confirmed from {}",
    "until": "confirmed until {}",
    "from_hour": "between hour {}",
    "to_hour": "and hour {}",
    "from_seconds": "at least {} seconds after signing",
    "within_seconds": "at most {} seconds after signing",
    "signed_from": "signed from {}",
    "signed_until": "signed until {}",
}
# (first, last, what to say when they stand the wrong way round)
_IN_ORDER = (
    ("since", "until", "The last day is before the first day. Change one of them."),
    ("signed_from", "signed_until", "This moment is before the first one. Choose a later one."),
    ("from_seconds", "within_seconds", "This is shorter than the first number of seconds."),
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


class _Domain(forms.CharField):
    """A mail domain as typed; its fingerprint once it is clean, and from then on nothing else is kept of it."""

    def __init__(self) -> None:
        super().__init__(
            label="Mail domain",
            required=False,
            max_length=addresses.MAX_ADDRESS,
            help_text="The part after the @. We keep a check number, never the domain.",
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        )

    def clean(self, value: str) -> str | None:
        typed = super().clean(value).removeprefix("@")
        if not typed:
            return None
        try:
            return addresses.digest_of_domain(addresses.ascii_domain(typed))
        except addresses.BadAddress as bad:
            raise ValidationError("Write a domain like example.org, the part after the @ alone.") from bad


class _Seconds(forms.IntegerField):
    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False, min_value=0, max_value=86_400)


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
    domain = _Domain()
    provider = _code("Kind of provider", [("", "Any provider"), *((bucket, bucket) for bucket in providers.BUCKETS)])
    from_seconds = _Seconds("Confirmed after (seconds)")
    within_seconds = _Seconds("Confirmed within (seconds)")
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
