"""The page of questions and answers: all of them, or those that hold what `?q=` asks for."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaign.living import questions as living
from campaign.living import search, status
from petitions.public_pages import public_page


@require_safe
@public_page
def questions(request: HttpRequest) -> HttpResponse:
    """`?open=e2ee` opens one of them. A search that is too long shows everything, says so, and is a 400."""
    now = status.shown()
    wish, groups = search.wish(request.GET.get("q", "")), living.published(now)
    if wish.text and not wish.is_too_long:
        groups = living.found(groups, wish.words)
    elif key := request.GET.get("open"):
        groups = living.opened(groups, key)
    answers = [answer for group in groups for answer in group.answers]
    context = {
        "wish": replace(wish, count=len(answers)),
        "groups": groups,
        "status": now,
        "is_in_part_untranslated": any(words.lang for answer in answers for words in answer.all_words),
    }
    return render(request, "campaign/questions.html", context, status=400 if wish.is_too_long else 200)
