"""The numbers of a figure in a form: one labelled box each, under the names that stand in its words."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from campaign.living.numbers import PERCENT, YEAR

_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,3})?", re.ASCII)  # 62, 62.9; as it is typed, whatever the reader's language
YEARS = (1990, 2100)


class ValuesWidget(forms.Widget):
    """One box per name."""

    names: tuple[str, ...] = ()

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        known = value if isinstance(value, Mapping) else {}
        first = (attrs or {}).get("id", f"id_{name}")
        boxes = [
            {"name": f"{name}_{one}", "id": f"{first}_{one}", "label": f"%({one})s", "number": known.get(one, "")}
            for one in self.names
        ]
        return render_to_string("staff/living/values.html", {"boxes": boxes})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        return {one: str(data.get(f"{name}_{one}", "")).strip() for one in self.names}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{one}" in data for one in self.names)

    def id_for_label(self, id_: str) -> str:
        return ""  # each box has a label of its own


class ValuesField(forms.Field):
    """{"percent": 62, "year": 2024}: a number for every name, or an error that names the box."""

    widget = ValuesWidget

    def __init__(self, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.names = names

    def clean(self, value: Mapping[str, str]) -> dict[str, float]:
        wrong = [message for name, text in value.items() if (message := _what_is_wrong(name, text))]
        if wrong:
            raise forms.ValidationError(wrong)
        return {name: _number(text) for name, text in value.items()}

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = {name: str((initial or {}).get(name, "")) for name in self.widget.names}
        return bool(before != data)


def _number(text: str) -> float:
    return float(text) if "." in text else int(text)


def _what_is_wrong(name: str, text: str) -> str:
    """A sentence that says how to mend it, or nothing."""
    shown = f"%({name})s"
    if not _NUMBER.fullmatch(text):
        return gettext("{name} needs a number. Write it like 62 or 62.9, without sign, blank or comma.").format(
            name=shown
        )
    if name.startswith(PERCENT) and _number(text) > 100:
        return gettext("{name} is a percentage: at most 100.").format(name=shown)
    if name.startswith(YEAR) and not ("." not in text and YEARS[0] <= _number(text) <= YEARS[1]):
        return gettext("{name} is a year: write it with four digits.").format(name=shown)
    return ""
