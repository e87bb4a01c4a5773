"""Parts of a page that are the same each time it is made: rendered once for what goes into them, then taken as is.

A page has a thousand pieces, and half of them stand in its head, its menu and its foot. A part is given all that it may
show by name and sees nothing else of the page; those values, and the catalogue that it is translated by, are its key.
So a part can't be old: either what it shows has changed, or it has not.
"""

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.translation import trans_real

from petitions.briefly import when_forgetting

register = template.Library()
MOST, LONGEST = 400, 16_000  # parts in this process, and characters of one: a stranger's 404 fills neither
_kept: dict[object, str] = {}
when_forgetting(_kept.clear)


@register.simple_tag
def part(name: str, **values: object) -> str:
    """{% part "campaign/_footer.html" path=request.path site=site %}: the template with these values alone."""
    key = (name, trans_real.catalog(), _frozen(values))  # translations that are read anew are another catalogue
    if key in _kept and not settings.DEBUG:  # who edits templates sees each edit at once
        return _kept[key]
    return _keep(key, get_template(name).render(values))


def _keep(key: object, words: str) -> str:
    if len(_kept) >= MOST:
        _kept.clear()
    if len(words) <= LONGEST:
        _kept[key] = words
    return words


def _frozen(value: object) -> object:
    """Equal for equal values; what is safe in HTML is not equal to the same letters that are not."""
    if isinstance(value, dict):
        return tuple((name, _frozen(one)) for name, one in value.items())
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return type(value), value
