"""Which signatures to hold, as a form: stored facts only. `facts()` once it is valid."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from petitions import addresses, providers
from petitions.export_filters import Day, country_choices, language_choices
from petitions.holding_facts import Facts
from petitions.models import Petition

HOURS = [("", _("Any hour")), *((str(hour), f"{hour:02}") for hour in range(24))]
YEARS = range(2020, 2101)
# Buckets that are no names. Translators: kinds of mail providers, after a colon or in a list
KINDS = {
    providers.RELAY: pgettext_lazy("staff.provider", "relay"),
    providers.THROWAWAY: pgettext_lazy("staff.provider", "throwaway"),
    providers.RESERVED: pgettext_lazy("staff.provider", "reserved"),
    providers.OTHER: pgettext_lazy("staff.provider", "other"),
}
IN_WORDS = {
    "country": _("country {}"),
    "language": _("language {}"),
    "domain": _("domain with check number {}"),
    "provider": _("kind of provider: {}"),
    "since": _("confirmed from {}"),
    "until": _("confirmed until {}"),
    "from_hour": _("between hour {}"),
    "to_hour": _("and hour {}"),
    "from_seconds": _("at least {} seconds after signing"),
    "within_seconds": _("at most {} seconds after signing"),
    "signed_from": _("signed from {}"),
    "signed_until": _("signed until {}"),
}
# (first, last, what to say when they stand the wrong way round)
_IN_ORDER = (
    ("since", "until", _("The last day is before the first day. Change one of them.")),
    ("signed_from", "signed_until", _("This moment is before the first one. Choose a later one.")),
    ("from_seconds", "within_seconds", _("This is shorter than the first number of seconds.")),
)


def in_words(criteria: dict[str, Any]) -> str:
    """The facts of a holding in one line."""
    shown = {**criteria, "provider": KINDS.get(criteria.get("provider", ""), criteria.get("provider"))}
    said = [str(words).format(shown[name]) for name, words in IN_WORDS.items() if name in criteria]
    return ", ".join(said).replace("T", " ")


def _judge_year(moment: date) -> None:
    if moment.year not in YEARS:
        raise ValidationError(_("We have no signatures of that year. Choose another."))


class _Moment(forms.DateTimeField):
    """A Brussels minute, as the browser's own box writes it."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            validators=[_judge_year],
            widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
            error_messages={"invalid": _("Write the moment as 2026-11-25 22:15.")},
        )


class _Domain(forms.CharField):
    """A mail domain as typed; its fingerprint once it is clean, and from then on nothing else is kept of it."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Mail domain"),
            required=False,
            max_length=addresses.MAX_ADDRESS,
            help_text=_("The part after the @. We keep a check number, never the domain."),
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
        )

    def clean(self, value: str) -> str | None:
        typed = super().clean(value).removeprefix("@")
        if not typed:
            return None
        try:
            return addresses.digest_of_domain(addresses.ascii_domain(typed))
        except addresses.BadAddress as bad:
            raise ValidationError(_("Write a domain like example.org, the part after the @ alone.")) from bad


class _Seconds(forms.IntegerField):
    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, min_value=0, max_value=86_400)


class _Hour(forms.TypedChoiceField):
    def __init__(self, label: Any) -> None:
        super().__init__(label=label, choices=HOURS, coerce=int, empty_value=None, required=False)


def _code(label: Any, choices: Any) -> forms.ChoiceField:
    wrong = {"invalid_choice": _("We know no such code. Choose one from the list.")}
    return forms.ChoiceField(label=label, choices=choices, required=False, error_messages=wrong)


class HoldForm(forms.Form):
    """Judges the facts; at least one is needed, or the whole petition would be set aside."""

    petition = forms.ModelChoiceField(
        label=_("Petition"),
        queryset=Petition.objects.order_by("slug"),
        to_field_name="slug",
        empty_label=None,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("We have no petition of this name. Choose one from the list.")
        ),
    )
    country = _code(_("Country"), country_choices)
    language = _code(_("Language"), language_choices)
    domain = _Domain()
    provider = _code(
        _("Kind of provider"),
        [("", _("Any provider")), *((bucket, KINDS.get(bucket, bucket)) for bucket in providers.BUCKETS)],
    )
    from_seconds = _Seconds(_("Confirmed after (seconds)"))
    within_seconds = _Seconds(_("Confirmed within (seconds)"))
    since = Day(_("Confirmed from day"))
    until = Day(_("Confirmed until day"))
    from_hour = _Hour(_("Confirmed from hour"))
    to_hour = _Hour(_("Confirmed until hour"))
    signed_from = _Moment(_("Signed from"))
    signed_until = _Moment(_("Signed until"))

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
            self.add_error("to_hour", _("Choose both hours, or none."))
        if not self.errors and not self.facts().chosen():
            raise ValidationError(_("Choose at least one fact; without one the whole petition would be set aside."))
        return cleaned

    def facts(self) -> Facts:
        """The facts of a valid form."""
        chosen = {name: self.cleaned_data[name] for name in IN_WORDS}
        return Facts(**{name: None if value == "" else value for name, value in chosen.items()})
