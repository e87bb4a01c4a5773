"""SignForm and ResendForm (crispy): they render fields and carry the judge's errors; never built on the happy path."""

from collections.abc import Mapping
from functools import lru_cache

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from petitions import countries, typos, wordings
from petitions.judge import MESSAGES
from petitions.models import Petition

TRAP = "contact_time"
_AGREED = ("news", "consent_label", "consent_hint")


@lru_cache(maxsize=32)
def country_options(language: str) -> SafeString:
    """The <option>s of the country list: a constant of the language. Django's own widget takes 12 ms for the same."""
    likely, eu, others = countries.groups(language)
    # Translators: form.country.likely (context: countries)
    titles = (
        pgettext("countries", "Often chosen"),
        gettext("Countries of the European Union"),
        gettext("All other countries"),
    )
    name = countries.names(language)
    parts = [
        format_html(
            '<optgroup label="{}">{}</optgroup>',
            title,
            format_html_join("", '<option value="{}">{}</option>', ((code, name[code]) for code in group)),
        )
        for title, group in zip(titles, (likely, eu, others), strict=True)
        if group
    ]
    return mark_safe("".join(parts))  # noqa: S308 (made of escaped parts)


class CountrySelect(forms.Widget):
    """A native <select> around the constant options; the chosen one is marked in the string."""

    template_name = "petitions/country_select.html"

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        options = country_options(get_language() or "en")
        if isinstance(value, str) and value in countries.ALL:
            chosen = f'<option value="{value}"'
            options = mark_safe(options.replace(chosen, f"{chosen} selected"))  # noqa: S308 (escaped, a known code)
        return context | {"options": options}


class Tick(forms.CheckboxInput):
    """Ticked only by the `on` that the judge takes for a tick; Django's own shows a tick for `off` and `0` as well."""

    def __init__(self, **attrs: object) -> None:
        super().__init__({"value": "on"} | attrs)

    def value_from_datadict(self, data: Mapping[str, object], files: object, name: str) -> bool:
        return data.get(name) == "on"


class JudgedForm(forms.Form):
    """A form whose errors come from the judge: {field: key of judge.MESSAGES}."""

    def carry(self, errors: Mapping[str, str]) -> None:
        """Show the judge's errors instead of Django's; unknown fields' errors stand above the form.

        A trap that is not empty was filled in by a machine, or by the browser of a person who never saw it: it is shown
        and empty now, so that for the person one more press is enough.
        """
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}
        if TRAP in errors:
            self.data = {**dict(self.data.items()), TRAP: ""}
        for field, key in errors.items():
            self.add_error(field if field in self.fields else None, str(MESSAGES[key]))


class SignForm(JudgedForm):
    """The sign form; field order is fixed by the campaign brief §6.16."""

    error_css_class = "has-error"

    # Translators: form.name.label / form.name.hint
    name = forms.CharField(
        label=_("Your name"),
        help_text=_("A petition is signed by name. We never publish it, and we forget it 30 days after you confirm."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "required": True}),
    )
    # Translators: form.email.label / form.email.hint
    email = forms.CharField(
        label=_("E-mail address"),
        help_text=_("We send one message so that you can confirm"),
        widget=forms.EmailInput(
            attrs={
                "autocomplete": "email",
                "inputmode": "email",
                "spellcheck": "false",
                "autocapitalize": "none",
                "required": True,
            }  # fmt: skip
        ),
    )
    # Translators: form.country.label / form.country.hint
    country = forms.CharField(
        label=_("Country where you live"),
        help_text=_("Choose from the list"),
        widget=CountrySelect(attrs={"autocomplete": "country", "required": True}),
    )
    news = forms.BooleanField(required=False, widget=Tick())
    consent = forms.BooleanField(widget=Tick(required=True))
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    # Translators: form.trap, label of a hidden field that only machines fill in
    contact_time = forms.CharField(
        required=False,
        label=_("Please leave this field empty. It is only here to stop machines."),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(
        self, *args: object, petition: Petition, shown: tuple[int, ...], action: str, **kwargs: object
    ) -> None:
        super().__init__(*args, use_required_attribute=False, label_suffix="", **kwargs)  # type: ignore[arg-type, misc]
        context = wordings.context(petition)
        # The very partials that are recorded as wordings: what stands here is what is agreed to.
        words = {name: render_to_string(f"petitions/words/{name}.html", context) for name in _AGREED}
        self.fields["news"].label = mark_safe(words["news"])  # noqa: S308 (our own templates)
        self.fields["consent"].label = mark_safe(words["consent_label"])  # noqa: S308
        self.fields["consent"].help_text = mark_safe(words["consent_hint"])  # noqa: S308
        self._ask_about_typos()
        self.initial.setdefault("shown", "-".join(map(str, shown)))
        self.helper = plain_helper(action)
        self.helper.layout = Layout(
            "name", "email", "country", "news", "consent", "shown", "contact_time",
            # Translators: form.submit (max:24)
            Submit("", gettext("Sign the petition"), css_class="button button-main"),
        )  # fmt: skip
        self.helper.form_class = "sign-form"

    def _ask_about_typos(self) -> None:
        """Words and domains for the script that asks at once; a page with errors asks by itself."""
        # Translators: err.email.typo, before the corrected address: “Did you mean this address? name@example.com”
        question = gettext("Did you mean this address?")
        self.fields["email"].widget.attrs |= {
            "data-domains": " ".join(typos.DOMAINS),
            "data-typo": question,
            # Translators: err.email.typo.yes, button, takes the corrected address over (max:24)
            "data-typo-yes": gettext("Yes, use this"),
            # Translators: err.email.typo.no, button, keeps the address as typed (max:24)
            "data-typo-no": gettext("No, mine is right"),
        }
        meant = typos.suggestion(str(self.data.get("email", "")))
        if meant:
            hint = format_html('<span class="typo-hint">{} <strong>{}</strong></span>', question, meant)
            self.fields["email"].help_text = hint


class ResendForm(JudgedForm):
    """“Send it again”: one address, one button, the same answer for everybody."""

    # Translators: check.resend.label / check.resend.hint
    email = forms.CharField(
        label=_("E-mail address"),
        help_text=_("The address of your signature"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
    )

    def __init__(self, *args: object, action: str, **kwargs: object) -> None:
        super().__init__(*args, use_required_attribute=False, label_suffix="", **kwargs)  # type: ignore[arg-type, misc]
        self.helper = plain_helper(action)
        # Translators: check.resend (max:24)
        self.helper.layout = Layout("email", Submit("", gettext("Send it again"), css_class="button button-second"))
        self.helper.form_class = "resend-form"


def plain_helper(action: str) -> FormHelper:
    """Our template pack, a POST to `action`, and no CSRF field: that would set a cookie (the origin rule guards us)."""
    helper = FormHelper()
    helper.form_method = "post"
    helper.form_action = action
    helper.disable_csrf = True
    helper.attrs = {"novalidate": True}
    return helper
