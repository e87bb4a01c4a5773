"""Words that staff write: one text per language, shown in the reader's or, marked as such, in another."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language

FALLBACK = "en"


class Spoken(str):
    """A text, and in `lang` its language where that is not the page's; in a page it marks itself for screen readers."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str = "") -> "Spoken":
        spoken = super().__new__(cls, text)
        spoken.lang = lang
        return spoken

    def __html__(self) -> SafeString:
        return (
            format_html('<span lang="{}">{}</span>', self.lang, str(self))
            if self.lang
            else format_html("{}", str(self))
        )


def pick(words: Mapping[str, str] | str | Promise) -> Spoken:
    """The text in the page's language; else in English, else in the first there is, carrying its language."""
    if not isinstance(words, Mapping):
        return Spoken(str(words))
    wanted = get_language() or FALLBACK
    if words.get(wanted):
        return Spoken(words[wanted])
    other = FALLBACK if words.get(FALLBACK) else next((code for code in sorted(words) if words[code]), "")
    return Spoken(words[other], other) if other else Spoken("")


def filled(spoken: Spoken, values: Mapping[str, str]) -> Spoken:
    """With the values of its placeholders, %(days)s; any other text, per cent signs too, stays as it is."""
    text = str(spoken)
    for name, value in values.items():
        text = text.replace(f"%({name})s", value)
    return Spoken(text, spoken.lang)


def paragraphs(spoken: Spoken) -> list[Spoken]:
    """One per line that holds something, each in its language."""
    return [Spoken(line.strip(), spoken.lang) for line in str(spoken).splitlines() if line.strip()]


class WordsWidget(forms.Widget):
    """One box per live language, and one for every other language that has a text already."""

    def __init__(self, *, is_long: bool = True, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.is_long = is_long

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        names = dict(settings.LANGUAGES)
        known = value if isinstance(value, Mapping) else {}
        boxes = {
            code: {
                "name": f"{name}_{code}",
                "code": code,
                "language": names.get(code, code),
                "text": known.get(code, ""),
            }
            for code in [FALLBACK, *names, *sorted(set(known) - set(names))]
        }
        english, *others = boxes.values()
        shown = {"english": english, "others": others, "written": sum(bool(box["text"]) for box in others)}
        first = (attrs or {}).get("id", f"id_{name}")
        return render_to_string("staff/living/words.html", {**shown, "is_long": self.is_long, "id": first})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        start = f"{name}_"
        return {
            key.removeprefix(start): str(data[key]) for key in data if key.startswith(start) and str(data[key]).strip()
        }

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}_") for key in data)

    def id_for_label(self, id_: str) -> str:
        return ""  # each box has a label of its own


class WordsFormField(forms.Field):
    """Clean words: {"de": "…"} without empty ones."""

    def __init__(self, *, is_long: bool = True, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "widget": WordsWidget(is_long=is_long)})

    def clean(self, value: Any) -> dict[str, str]:
        words = _tidy(value)
        if self.required and not words:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return words

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != _tidy(data)


def _tidy(value: Mapping[str, str] | None) -> dict[str, str]:
    """Without empty texts, and with plain line ends."""
    texts = {code: text.strip().replace("\r\n", "\n") for code, text in (value or {}).items()}
    return {code: text for code, text in texts.items() if text and code.isalpha()}


class WordsField(models.JSONField):
    """{"en": "…", "de": "…"}; empty means that the words that ship are shown."""

    def __init__(self, *args: Any, is_long: bool = True, **kwargs: Any) -> None:
        self.is_long = is_long
        super().__init__(*args, **{"default": dict, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field:
        label = kwargs.get("label", self.verbose_name)
        return WordsFormField(
            is_long=self.is_long, required=False, label=capfirst(str(label)), help_text=self.help_text
        )
