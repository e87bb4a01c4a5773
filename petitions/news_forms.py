"""NewsForm (crispy): the form of the page "Stay informed"; like the sign form, it only carries the judge's errors."""

from crispy_forms.layout import Layout, Submit
from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from petitions import wordings
from petitions.forms import JudgedForm, Tick, plain_helper
from petitions.models import Petition


class LanguageSelect(forms.Select):
    """The live languages by their own names, each marked as what it is, so that it is read out right."""

    def create_option(self, name: str, value: object, *args: object, **kwargs: object) -> dict[str, object]:
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[arg-type]
        return option | {"attrs": option["attrs"] | {"lang": value}}


class NewsForm(JudgedForm):
    """Address, language and one tick; order and words by the campaign brief §6.23."""

    # Translators: news.email.label
    email = forms.CharField(
        label=_("E-mail address"),
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none", "required": True}
        ),
    )
    # Translators: news.language.label
    language = forms.ChoiceField(label=_("Language"), widget=LanguageSelect())  # one is always chosen
    consent = forms.BooleanField(widget=Tick(required=True))
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    # Translators: form.trap, label of a hidden field that only machines fill in
    contact_time = forms.CharField(
        required=False,
        label=_("Please leave this field empty. It is only here to stop machines."),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: object, petition: Petition, shown: int, action: str, **kwargs: object) -> None:
        super().__init__(*args, use_required_attribute=False, label_suffix="", **kwargs)  # type: ignore[arg-type, misc]
        context = wordings.context(petition)
        # The very partials that are recorded as the wording: what stands here is what is agreed to.
        label = render_to_string("petitions/words/news_list_label.html", context)
        hint = render_to_string("petitions/words/news_list_hint.html", context)
        self.fields["consent"].label = mark_safe(label)  # noqa: S308 (our own templates)
        self.fields["consent"].help_text = mark_safe(hint)  # noqa: S308
        self.fields["language"].choices = list(settings.LANGUAGES)  # type: ignore[attr-defined]
        self.initial.update(shown=shown, language=get_language() or "en")
        self.helper = plain_helper(action)
        self.helper.layout = Layout(
            "email", "language", "consent", "shown", "contact_time",
            # Translators: news.submit (max:24)
            Submit("", gettext("Send me the news"), css_class="button button-main"),
        )  # fmt: skip
        self.helper.form_class = "news-form"
