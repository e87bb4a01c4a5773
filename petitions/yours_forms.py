"""The two forms of the own page: an address to send its link to, and what a supporter may change."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from petitions.forms import CountrySelect, JudgedForm
from petitions.news_forms import LanguageSelect


class AskForm(JudgedForm):
    """One address, one button, the same answer for everybody; its button stands in the template."""

    # Translators: yours.ask.label
    email = forms.CharField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, use_required_attribute=False, label_suffix="", **kwargs)  # type: ignore[arg-type, misc]


class ChangeForm(JudgedForm):
    """Country and language of a signature; it carries the judge's errors as the sign form does."""

    # Translators: form.country.label and yours.change.country
    country = forms.CharField(
        label=_("Country where you live"), widget=CountrySelect(attrs={"autocomplete": "country"})
    )
    # Translators: yours.change.language, the language of the letters that a supporter gets from us
    language = forms.ChoiceField(label=_("Language of our letters"), widget=LanguageSelect())

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, use_required_attribute=False, label_suffix="", **kwargs)  # type: ignore[arg-type, misc]
        self.fields["language"].choices = list(settings.LANGUAGES)  # type: ignore[attr-defined]
