"""The step before a new version serves: petition and words are there, however often it runs."""

import re
from datetime import datetime, timedelta
from html import unescape
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.utils import timezone, translation

from petitions import wordings
from petitions.models import Petition, Wording
from tests import everything

KINDS = sorted([*wordings.RECORDED, "privacy"])


def release(*words: str) -> str:
    out = StringIO()
    call_command("release", *words, stdout=out)
    return out.getvalue().splitlines()[-1]


def test_a_release_makes_the_petition_and_records_the_words_of_every_live_language(db):
    new = len(KINDS) * len(settings.LIVE_LANGUAGES)
    assert release() == f"Ready: petition child-safety-on, {new} new wordings."
    recorded = Wording.objects.values_list("kind", "language", "version").order_by("kind", "language")
    assert list(recorded) == [(kind, lang, 1) for kind in KINDS for lang in settings.LIVE_LANGUAGES]


def test_a_second_release_changes_nothing(db):
    release()
    before = everything.rows()
    assert release() == "Ready: petition child-safety-on, 0 new wordings."
    assert everything.rows() == before


def test_changed_words_become_the_second_version_and_the_first_one_stays(petition):
    release()
    Wording.objects.filter(kind="consent", language="de").update(sha256="0" * 64, body="yesterday's words")
    assert release() == "Ready: petition child-safety-on, 1 new wordings."
    versions = Wording.objects.filter(kind="consent", language="de").order_by("version")
    assert [(row.version, row.body == "yesterday's words") for row in versions] == [(1, True), (2, False)]


def test_a_petition_closes_at_the_end_of_its_last_day_in_brussels(db):
    last_day = (timezone.now() + timedelta(days=40)).date()
    release("--closes", last_day.isoformat())
    closes_at = Petition.objects.get().closes_at.astimezone(ZoneInfo("Europe/Brussels"))
    assert (closes_at.date() - last_day, closes_at.time().isoformat()) == (timedelta(days=1), "00:00:00")


def test_without_a_day_a_petition_is_open_for_a_year(db):
    release()
    assert 365 <= (Petition.objects.get().closes_at - timezone.now()).days + 1 <= 367


def test_a_release_never_moves_the_end_of_a_petition_that_is_there(petition):
    closes_at = petition.closes_at
    release("--closes", "2099-12-31")
    assert Petition.objects.get().closes_at == closes_at


@pytest.mark.parametrize("day", ["2020-01-01", "yesterday", "2026-13-01", ""])
def test_a_day_that_is_none_or_over_is_refused_and_nothing_is_made(db, day):
    with pytest.raises(CommandError):
        release(f"--closes={day}")
    assert Petition.objects.count() == 0


def plain(words: str) -> str:
    """Words without their marks, with single blanks."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())


@pytest.mark.parametrize("kind", wordings.KINDS)
@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_the_recorded_words_are_the_words_on_the_page(petition, client, kind, language):
    page = plain(client.get(f"/{language}/petition/").content.decode())
    body = Wording.objects.get(kind=kind, language=language).body
    with translation.override(language):
        headings = [render_to_string(f"petitions/words/{part}.txt") for part in ("title", "to", "summary")]
    for heading in headings:
        body = body.replace(" ".join(heading.split()), "<br>")
    assert [part for part in re.split(r"<[^>]+>", body) if plain(part) not in page] == []


def test_words_are_recorded_before_the_first_visitor_and_never_by_one(petition, client):
    before = everything.rows()
    client.get("/en/petition/")
    client.get("/de/petition/")
    assert everything.rows() == before
    assert max(Wording.objects.values_list("recorded_at", flat=True)) < datetime.now(tz=ZoneInfo("UTC"))
