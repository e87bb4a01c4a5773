"""Every word that staff read is a message: with all messages marked, none is bare on any page of the staff area.

What is stored stays as it was written: names of accounts, keys of rows, codes of a file, facts of an act.
"""

import re

import pytest
from django.http import HttpResponse

from campaign.living.status_words import WORDS
from petitions import countries, providers
from petitions.models import Wording
from tests import test_marker_catalogue as marker
from tests.test_roles import ROWS
from tests.test_roles import places as places

pytestmark = pytest.mark.django_db
pytest_plugins = ("tests.staff",)

# Public words and samples; public pages side by side; and the way out, after which nothing more is seen.
NOT_LOOKED_AT = {"staff/components/", "staff/languages/preview/", "staff/logout/"}
# Names of accounts and rows in this test; codes and columns of a file; what a stored act says of itself.
STORED = {
    "ana",
    "other",
    "shipped",
    "child-safety-on",
    "de",
    "petition",
    "day",
    "country",
    "language",
    "confirmed",
    "csv",
}
SAME = {"CSV", "JSON", "Excel (XLSX", "SHA-256"}  # names of formats
DJANGOS = {"True", "False"}  # the names of Django's pictures for yes and no
CODE = re.compile(
    r"[0-9a-f]{12}…|[0-9a-f]{64}|(?:[0-9a-f]{4} ?){16}|(?:[A-Z2-7]{4} ?){8}|[a-z]{2}|docs/runbook/[a-z-]+\.md"
)
ROW = re.compile(r"(?:› )?(?:\d{4}-\d\d-\d\d \d\d:\d\d )?(?:petition \w\w \d|other(?:: csv)?|shipped|child-safety-on)")

every_message_is_marked = marker._every_message_is_marked


def bare(html: str) -> set[str]:
    """Words on a page that are neither a message nor stored."""
    known = STORED | SAME | DJANGOS | set(countries.languages("en").values()) | set(providers.LARGE) | set(WORDS)
    found = {words.strip(":;·() ") for words in marker.unmarked(html)} - known
    bodies = set(Wording.objects.values_list("body", flat=True))
    shown = {words for words in found if not CODE.fullmatch(words) and not ROW.fullmatch(words)}
    return {words for words in shown if words not in {" ".join(body.split()) for body in bodies}}


def is_a_page(answer: HttpResponse) -> bool:
    return answer.status_code in (200, 400) and answer.get("Content-Type", "").startswith("text/html")


@pytest.mark.usefixtures("every_message_is_marked")
def test_every_word_of_the_staff_area_is_a_message(enter, places):
    boss, found = enter("superuser"), {}
    for method, route in [row[:2] for row in ROWS if row[1] not in NOT_LOOKED_AT]:
        answer = boss.get(places(route)) if method == "GET" else boss.post(places(route), {})
        words = bare(answer.content.decode()) if is_a_page(answer) else set()
        found |= {f"{method} {route}": words} if words else {}
    assert found == {}


def test_a_bare_word_of_staff_is_seen():
    html = "<html><p>⟦Sign⟧ now</p><p>ana</p><td>0deb6289f52a…</td></html>"
    assert {words for words in marker.unmarked(html) if words not in STORED and not CODE.fullmatch(words)} == {"now"}
