"""What somebody typed into a form of ours that could not be taken in: the page that says so holds it, for one press."""

from django.http import HttpRequest
from django.utils.translation import get_language_from_path


def of(request: HttpRequest) -> dict[str, object]:
    """For the template of 503: `again`, whether a button sends the same once more, and `typed`, its fields.

    Only for a press that came from our own page, or by a personal link, as `campaign.origin` has judged: what a foreign
    page sends here must not come back as something that our own page offers. And never a password of the staff area.
    """
    is_judged = getattr(request, "csrf_processing_done", False)
    if request.method != "POST" or not is_judged or not get_language_from_path(request.path_info):
        return {"again": False, "typed": []}
    return {"again": True, "typed": [(name, value) for name, values in request.POST.lists() for value in values]}
