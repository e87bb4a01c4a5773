"""Sentences that staff write down for good: one line, at most 300 signs, and nothing by which a person is found."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX = 300
POINTS_AT_SOMEBODY = _("Write no address, link or phone number; this stays, and others read it.")
# An address in its usual disguises, a link, an international or a long number.
_ADDRESS = re.compile(
    r"[@＠﹫]|[(\[{<]\s*at\s*[)\]}>]|://|\bwww\.|\bmailto:|\+\s*\d[\d\s().-]{5,}\d|\d{9,}", re.IGNORECASE
)


def judge(note: str) -> None:
    """A validator for form fields. Raises ValidationError; an empty note passes."""
    if _ADDRESS.search(note):
        raise ValidationError(POINTS_AT_SOMEBODY)
    if any(not sign.isprintable() for sign in note):
        raise ValidationError(_("Write one line of plain words."))
