"""What a page says above its own words while nothing newer can be made: that it is old, and of when."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language_from_path


def words(path: str, made_at: datetime) -> bytes:
    """One line of HTML in the language of the address. Needs no database."""
    with translation.override(get_language_from_path(path) or "en"):
        return render_to_string("campaign/_old_copy.html", {"made_at": made_at}).encode()
