"""What staff wrote in a form: short enough, and never without English, which other languages fall back to."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from campaign.living.words import FALLBACK


def check_length(form: forms.ModelForm, name: str, most: int) -> None:
    """An error for each language in which the words of this field are longer than `most` characters."""
    names = dict(settings.LANGUAGES)
    said = _("%(language)s: %(number)s characters, at most %(most)s. Please shorten it.")
    for code, text in _words(form, name).items():
        if len(text) > most:
            form.add_error(name, said % {"language": names.get(code, code), "number": len(text), "most": most})


def check_english(form: forms.ModelForm, name: str, *, needed: bool = False) -> None:
    """An error if there are words but no English ones; with `needed`, also if there are none at all."""
    words = _words(form, name)
    if (words or needed) and FALLBACK not in words:
        form.add_error(
            name, _("Please write it in English too: languages without words of their own show the English.")
        )


def _words(form: forms.ModelForm, name: str) -> Mapping[str, str]:
    return form.cleaned_data.get(name) or {}
