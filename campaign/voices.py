"""The page on which children and survivors are heard. It asks for nothing and counts nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaign.living import voices as living
from campaign.living.care_models import Voice
from petitions.public_pages import public_page


@require_safe
@public_page
def voices(request: HttpRequest) -> HttpResponse:
    """What may be public now, in this language."""
    heard = living.public()
    context = {
        "children": living.of(heard, Voice.Group.CHILDREN),
        "survivors": living.of(heard, Voice.Group.SURVIVORS),
        "is_in_part_untranslated": any(words.lang for voice in heard for words in voice.text),
    }
    return render(request, "campaign/voices.html", context)
