"""A form takes what it shows and nothing more; no query of an address reaches the rows."""

import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.utils import timezone

from campaign.living import delivered
from petitions import briefly, tokens
from petitions.models import Letter, Signature, Subscriber
from tests import everything
from tests.crawl import GOOD, browser, post, public_pages, token_pages

pytest_plugins = ("tests.staff",)
EVIL = "2001-01-01"
OWN = {"name", "email", "country", "consent", "news", "shown", "contact_time"}
FIELDS = sorted({field.name for model in (Signature, Subscriber, Letter) for field in model._meta.get_fields()} - OWN)
MORE = {name: EVIL for name in [*FIELDS, "pk", "state", "status", "role", "is_staff", "csrfmiddlewaretoken", "_method"]}
TRICKS = {"confirmed_at": "2001-01-01 00:00", "held_at": "", "petition": "2", "petition_id": "2", "language": "mt"}
MOMENTS = {"created_at", "asked_at", "sealed", "id"}


def row_without_moments(row) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.name not in MOMENTS}


def test_the_fields_are_those_of_the_rows():
    assert {"confirmed_at", "email_digest", "held_at", "leased_until", "sealed_to"} <= set(FIELDS)


@pytest.mark.parametrize(
    "more", [MORE, TRICKS, {f"{name}__in": EVIL for name in FIELDS}], ids=["all", "tricks", "lookups"]
)
def test_a_signature_is_what_the_form_shows_and_nothing_more_WB_26(petition, more):
    assert post("/en/petition/", GOOD).status_code == 303
    plain = row_without_moments(Signature.objects.get())
    Letter.objects.all().delete()
    Signature.objects.all().delete()
    assert post("/en/petition/", GOOD | more).status_code == 303
    assert row_without_moments(Signature.objects.get()) == plain
    assert (plain["confirmed_at"], plain["language"], plain["petition_id"]) == (None, "en", petition.pk)


def test_news_are_entered_as_the_form_shows_and_nothing_more_WB_26(petition):
    fields = {"email": "anna@example.org", "language": "de", "consent": "on"}
    assert post("/en/stay-informed/", fields | {name: EVIL for name in MORE if name != "language"}).status_code == 303
    row = Subscriber.objects.get()
    assert (row.confirmed_at, row.language, row.petition_id) == (None, "de", petition.pk)


def test_a_press_on_a_link_takes_no_field_at_all_WB_26(sign):
    row = sign()
    link = next(page for page in token_pages(row) if "/petition/confirm/" in page)
    post(link, MORE | TRICKS)
    after = Signature.objects.get()
    assert (after.pk, after.language, after.created_at, after.held_at) == (row.pk, row.language, row.created_at, None)
    assert after.confirmed_at.year >= row.created_at.year


def test_a_link_of_one_row_is_never_one_of_another_whatever_is_sent_with_it_WB_26(sign):
    one, other = sign("one@example.org"), sign("other@example.org")
    link = tokens.make(tokens.CONFIRM, one.pk, one.asked_at)
    post(f"/en/petition/confirm/{link}/?id={other.pk}", {"id": str(other.pk), "signature": str(other.pk), "pk": "2"})
    other.refresh_from_db()
    assert other.confirmed_at is None


LOOKUPS = [
    "email_digest__startswith=a", "email__startswith=a", "sealed__contains=a", "petition__slug__regex=.*", "id=1",
    "signature__country=DE", "country__in=DE,FR", "pk__gt=0", "order_by=-email_digest", "o=1;DROP TABLE x",
    "s=' OR 1=1--", "id=1 UNION SELECT 1", "confirmed_at__isnull=1", "letters__mailbox_digest=a",
    "password__startswith=p", "user__password__startswith=p", "_popup=1", "_to_field=email_digest",
]  # fmt: skip


@pytest.mark.parametrize("query", LOOKUPS)
def test_a_query_asks_nothing_of_the_rows_on_a_public_page_WB_19(confirmed, query):
    confirmed("canary.anna@example.org")
    pages = ["/en/", "/en/petition/", "/en/petition/countries/", "/en/questions/", "/en/embed/",
             "/api/v1/petitions/child-safety-on/countries.json"]  # fmt: skip
    before = everything.rows()
    changed = [page for page in pages if browser().get(page).content != browser().get(f"{page}?{query}").content]
    assert (changed, everything.rows()) == ([], before)


# --- words that are stored ------------------------------------------------------------------------------------------

BAD = '"><svg onload=alert(1)>{{7*7}}{% debug %}</script><script>alert(1)</script>'


def words_of_staff():
    """Every text that staff may write: rows of the campaign, not names and choices that code goes by."""
    for model in apps.get_app_config("campaign").get_models():
        texts = [
            field.name
            for field in model._meta.fields
            if isinstance(field, CharField | TextField) and not field.choices and not field.unique and is_free(field)
        ]
        yield model, texts


def is_free(field) -> bool:
    return (field.max_length or 9999) >= len(BAD) and field.name not in ("key", "url", "address", "link", "slug")


@pytest.fixture
def spoilt(petition):
    """All that ships stands as rows, marked as published, and every text of it is BAD; how many rows have one."""
    delivered.ensure()
    changed = 0
    for model, texts in words_of_staff():
        marks = {field.name: timezone.now() for field in model._meta.fields if field.name == "published_at"}
        changed += model.objects.update(**dict.fromkeys(texts, BAD), **marks) if texts else 0
    briefly.forget_everything()
    return changed


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_is_stored_is_shown_as_words_and_never_run_WB_21(spoilt, language):
    pages = [page.replace("/en/", f"/{language}/", 1) for page in public_pages()]
    answers = {page: browser().get(page) for page in pages}
    bad = (b"<svg onload", b"<script>alert", b">49", b"{&#x27;csrf_token")
    assert [page for page, answer in answers.items() if any(word in answer.content for word in bad)] == []
    assert [page for page, answer in answers.items() if answer.status_code >= 500] == []
    assert spoilt > 20
    assert [page for page, answer in answers.items() if b"&lt;svg onload" in answer.content] != []


def test_what_is_stored_is_inert_for_staff_too_WB_21(spoilt, enter):
    visitor = enter("superuser")
    lists = [f"/staff/{model._meta.app_label}/{model._meta.model_name}/" for model, _ in words_of_staff()]
    answers = {page: visitor.get(page) for page in ["/staff/", *lists]}
    shown = {page: answer.content for page, answer in answers.items() if answer.status_code == 200}
    assert [page for page, content in shown.items() if b"<svg onload" in content or b">49" in content] == []
    assert len(shown) > 5
