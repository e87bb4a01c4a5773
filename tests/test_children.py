"""Children: signing is from 16 and says so, no birthday is asked for, and the page for young readers takes nothing."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from petitions.models import Wording

pytestmark = pytest.mark.django_db
YOUNG = "/en/privacy/young-readers/"


def fields_of(page: str) -> set[str]:
    return set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page))


def test_the_tick_of_the_signature_says_16_or_older_PV_17(petition):
    consents = Wording.objects.filter(kind="consent")
    assert {wording.language for wording in consents} >= {"en", "de"}
    assert [wording.language for wording in consents if "16" not in wording.body] == []
    assert [wording.language for wording in Wording.objects.filter(kind="news_list") if "16" not in wording.body] == []


def test_without_that_tick_nobody_signs_PV_17(petition, same_origin):
    form = {"name": "Anna", "email": "anna@example.org", "country": "DE"}
    assert Client(headers=same_origin).post("/en/petition/", form).status_code == 422


def test_the_form_asks_for_no_birthday_and_no_row_could_keep_one_PV_17(petition, client):
    asked = fields_of(client.get("/en/petition/").content.decode())
    assert asked >= {"name", "email", "country", "consent"}
    columns = {field.name for model in apps.get_app_config("petitions").get_models() for field in model._meta.fields}
    assert [name for name in asked | columns if re.search(r"birth|born|\bage\b|_age|age_", name)] == []


def test_the_page_for_young_readers_asks_for_nothing_and_writes_nothing_PV_17(petition, client):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(YOUNG)
    assert (answer.status_code, answer.cookies.output()) == (200, "")
    assert fields_of(answer.content.decode()) == set()
    written = [
        query["sql"] for query in asked.captured_queries if not query["sql"].lstrip().upper().startswith("SELECT")
    ]
    assert written == []


def test_the_page_for_young_readers_loads_nothing_from_anybody_else_PV_17(petition, client):
    page = client.get(YOUNG).content.decode()
    loaded = re.findall(
        r'(?:src|srcset|poster|data|action)="([^"]+)"|<link[^>]*rel="(?:stylesheet|icon|preload)"[^>]*href="([^"]+)"',
        page,
    )
    assert [address for pair in loaded for address in pair if address and not address.startswith(("/", "data:"))] == []


def test_the_page_for_young_readers_says_what_to_do_PV_17(petition, client):
    page = " ".join(client.get(YOUNG).content.decode().split())
    for words in (
        "Signing is for people from 16.",
        "Tell us, and we delete it:",
        "Talk to the people on the help page instead.",
    ):
        assert words in page
