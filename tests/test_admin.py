"""The staff area: numbers and states for those who may, and never a person for anybody."""

import csv
import io
import re
from datetime import date, timedelta
from html import unescape

import openpyxl
import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from campaign import dashboard
from campaign.staff import site
from petitions import counting, erasure
from petitions.models import ExportLog, Letter, Petition, Signature, Tally, Wording
from tests.answers import headers_of, whole
from tests.factor import let_in
from tests.past import close
from tests.staff import boxes, form_of

pytestmark = pytest.mark.django_db
pytest_plugins = ("tests.staff",)
PEOPLE = ("signature", "letter", "suppression", "tallymark")
KEPT = (
    "Answer", "Banner", "Fact", "Helpline", "LegalStatus", "Position", "PressItem", "Switch", "TimelineEntry",
    "UsefulLink", "Voice",
)  # fmt: skip
PAGES = [
    "content/",
    *(f"campaign/{kind.lower()}/" for kind in KEPT),
    "",
    "export/",
    "petitions/petition/",
    "petitions/wording/",
    "petitions/exportlog/",
    "campaign/staffact/",
    "holding/",
    "forget/",
    "forget/done/",
    "letters/",
    "status/",
    "accounts/",
    "accounts/invite/",
]


@pytest.fixture
def allow(same_origin):
    """A client logged in with these permissions of the petitions app; no argument: an account that may do nothing."""

    def act(*codenames, **account):
        user = User.objects.create_user("ana", password="a long password", is_staff=True, **account)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client = Client(headers=same_origin)
        return let_in(client, user)

    return act


@pytest.fixture
def boss(allow):
    return allow(is_superuser=True)


@pytest.fixture
def today(petition):
    day = timezone.localdate()
    Tally.objects.create(
        petition=petition, day=day, country="DE", language="de", confirmed=1234, counted_at=timezone.now()
    )
    return day


def export(client, **filters):
    return client.post("/staff/export/", {"format": "csv"} | filters)


def test_nobody_enters_the_staff_area_without_logging_in(client, same_origin):
    for page in PAGES:
        answer = client.get(f"/staff/{page}")
        assert (answer.status_code, answer["Location"]) == (302, f"/staff/login/?next=/staff/{page}")
    posted = Client(headers=same_origin).post("/staff/export/", {"format": "csv"})
    assert posted["Location"].startswith("/staff/login/")


def test_the_staff_area_has_these_lists_and_no_others():
    assert {model._meta.label for model in site._registry} == {
        "petitions.Petition", "petitions.Wording", "petitions.ExportLog", "campaign.StaffAct",
        *(f"campaign.{kind}" for kind in KEPT),
    }  # fmt: skip


def test_no_staff_address_leads_to_people():
    addresses = [path for path in _addresses(get_resolver()) if path.startswith("staff/")]
    assert len(addresses) > 20
    assert [path for path in addresses if set(path.split("/")) & set(PEOPLE)] == []


def _addresses(resolver, start=""):
    for pattern in resolver.url_patterns:
        path = start + str(pattern.pattern)
        yield from _addresses(pattern, path) if hasattr(pattern, "url_patterns") else [path]


def test_no_permission_to_see_people_can_be_given_to_anybody():
    assert not Permission.objects.filter(content_type__model__in=PEOPLE).exists()


def test_no_list_can_be_searched():
    assert {admin.search_fields for admin in site._registry.values()} == {()}


def test_no_list_has_an_action_on_many_rows():
    assert {admin.actions for admin in site._registry.values()} == {None}


@pytest.mark.parametrize("page", PAGES)
def test_no_staff_page_shows_a_person(boss, confirmed, page):
    confirmed("anna.unmistakable@example.org", name="Unmistakable Name", country="FR")
    counting.refresh()
    words = boss.get(f"/staff/{page}").content.decode()
    assert "nmistakable" not in words


@pytest.mark.parametrize("page", [*PAGES, "password_change/"])
def test_a_staff_page_needs_no_inline_script_and_no_inline_style(boss, today, page):
    answer = boss.get(f"/staff/{page}")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:", html) == []


def test_a_staff_page_is_never_stored(boss):
    assert "no-store" in boss.get("/staff/")["Cache-Control"]


def test_the_first_page_shows_how_many_and_how_the_letters_are(boss, today, sign, petition):
    sign("waiting@example.org")
    html = boss.get("/staff/").content.decode()
    assert "<dt>Confirmed</dt><dd>1,234</dd>" in html
    assert "<dt>Today</dt><dd>1,234</dd>" in html
    assert "<dt>Waiting for their confirmation</dt><dd>1</dd>" in html
    assert "<dt>News</dt><dd>0</dd>" in html
    assert "<dt>Due now</dt><dd>1</dd>" in html


def test_the_chart_has_a_bar_for_each_of_30_days(petition, today):
    bars = dashboard.days(petition)
    assert [bar.day for bar in bars] == [today - timedelta(days=back) for back in range(29, -1, -1)]
    assert [bar.height for bar in bars] == [0] * 29 + [dashboard.HEIGHT]


def test_countries_and_languages_can_be_sorted_by_number_and_by_name(petition, today):
    for country, n in (("AT", 5), ("FR", 5000)):
        Tally.objects.create(
            petition=petition, day=today, country=country, language="en", confirmed=n, counted_at=timezone.now()
        )
    by_number = dashboard.shares(petition, by="country", sort="number")
    assert [(share.name, share.confirmed) for share in by_number] == [
        ("France", 5000),
        ("Germany", 1234),
        ("Austria", 5),
    ]
    assert [share.code for share in dashboard.shares(petition, by="language", sort="name")] == ["en", "de"]


def test_letters_that_failed_are_shown_with_their_reason(boss, petition):
    now = timezone.now()
    Letter.objects.create(
        kind="reply", petition=petition, key="k", language="en", closed_at=now, outcome="failed", error_class="Refused"
    )
    assert dashboard.letters().reasons == {"Refused": 1}
    assert "<li>Refused: 1</li>" in boss.get("/staff/").content.decode()


def test_the_first_page_works_before_there_is_a_petition(boss, db):
    assert boss.get("/staff/").status_code == 200


def test_an_unknown_petition_in_the_address_is_not_found(boss, petition):
    assert boss.get("/staff/?petition=no-such").status_code == 404


def test_an_account_without_permissions_sees_no_number_and_may_not_export(allow, today):
    nobody = allow()
    assert "1,234" not in nobody.get("/staff/").content.decode()
    assert [nobody.get("/staff/export/").status_code, export(nobody).status_code] == [403, 403]
    assert not ExportLog.objects.exists()


def test_an_account_that_may_look_sees_numbers_and_may_not_export(allow, today):
    looker = allow("view_tally")
    html = looker.get("/staff/").content.decode()
    assert "1,234" in html
    assert "Download" not in html
    assert export(looker).status_code == 403


def test_an_account_that_may_export_gets_the_file_and_a_line_in_the_log(allow, today):
    answer = export(allow("add_exportlog"), country="DE")
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode())))
    assert rows[1:] == [["child-safety-on", str(today), "DE", "de", "1234"]]
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="counts_')
    assert "no-store" in answer["Cache-Control"]
    line = ExportLog.objects.get()
    assert (line.by.username, line.by_name, line.rows) == ("ana", "ana", 1)


def test_looking_at_the_export_page_exports_nothing(boss, today):
    assert boss.get("/staff/export/?format=json&country=DE").status_code == 200
    assert not ExportLog.objects.exists()


@pytest.mark.parametrize(
    "filters",
    [
        {"format": ""},
        {"since": "0000-00-00"},
        {"until": "9999999-01-01"},
        {"since": "2026-03-02", "until": "2026-03-01"},
        {"since": "2026-03-01T00:00+99:99"},
        {"country": "XX"},
        {"language": "xx"},
        {"petition": "no\0such"},
    ],
)
def test_a_bad_filter_is_a_400_with_the_form_and_exports_nothing(boss, today, filters):
    for answer in (export(boss, **filters), boss.get("/staff/export/", {"format": "csv"} | filters)):
        assert answer.status_code == 400
        assert "Nothing was exported" in answer.content.decode()
    assert not ExportLog.objects.exists()


@pytest.mark.parametrize(
    "query", ["email_digest__startswith=a", "petition__signatures__sealed__isnull=0", "x=%00", "o=9.9"]
)
def test_a_query_about_people_is_refused_or_ignored(boss, confirmed, query):
    confirmed()
    for page in PAGES:
        assert boss.get(f"/staff/{page}?{query}").status_code in (200, 302, 400)


def test_dates_and_goal_of_a_petition_can_be_changed_and_its_slug_cannot(boss, petition):
    form = form_of(petition) | {"goal": "500", "slug": "another"}
    assert boss.post(f"/staff/petitions/petition/{petition.pk}/change/", form).status_code == 302
    petition.refresh_from_db()
    assert (petition.goal, petition.slug) == (500, "child-safety-on")


def test_a_petition_cannot_close_before_it_opens(boss, petition):
    form = form_of(petition) | {"closes_at_0": "2020-01-01"}
    answer = boss.post(f"/staff/petitions/petition/{petition.pk}/change/", form)
    assert "The petition has to close after it opens." in answer.content.decode()


def change(client, petition, **fields):
    """Post the form of the petition as it stands, with these fields instead; returns the page of errors, or nothing."""
    form = form_of(petition) | fields
    answer = client.post(f"/staff/petitions/petition/{petition.pk}/change/", form)
    petition.refresh_from_db()
    return "" if answer.status_code == 302 else unescape(answer.content.decode())


def test_before_anybody_has_signed_both_days_may_move_freely(boss, petition):
    later = petition.forget_at + timedelta(days=100)
    assert change(boss, petition, **boxes("forget_at", later), **boxes("closes_at", later - timedelta(days=1))) == ""


def test_once_somebody_has_signed_data_may_be_forgotten_earlier_and_never_later(boss, petition, sign):
    sign()
    promised = petition.forget_at
    said = change(boss, petition, **boxes("forget_at", promised + timedelta(days=1)))
    assert "It can only be earlier." in said
    assert petition.forget_at == promised
    assert change(boss, petition, **boxes("forget_at", promised - timedelta(days=1))) == ""
    assert petition.forget_at < promised


def test_once_somebody_has_signed_the_petition_closes_within_what_they_read(boss, petition, sign):
    sign()
    promised = petition.forget_at
    assert change(boss, petition, **boxes("closes_at", promised - timedelta(days=1))) == ""
    said = change(boss, petition, **boxes("closes_at", promised + timedelta(days=1)))
    assert "Close before it." in said
    assert petition.closes_at < promised


def test_the_promise_holds_when_everybody_who_signed_is_forgotten(boss, petition, today):
    assert "It can only be earlier." in change(
        boss, petition, **boxes("forget_at", petition.forget_at + timedelta(days=1))
    )


def test_a_petition_whose_number_is_final_does_not_open_again(boss, petition, confirmed):
    confirmed()
    close(petition, days=2)
    erasure.forget_expired()
    petition.refresh_from_db()
    said = change(boss, petition, **boxes("closes_at", timezone.now() + timedelta(days=2)))
    assert "It can't open again." in said


# --- forgetting a person --------------------------------------------------------------------------------------------


def bytes_of(answer):
    """The page without the one thing that is new on every page: the token of its log-out form."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)


def test_a_known_and_an_unknown_address_get_the_same_answer_byte_for_byte(guardian, confirmed):
    confirmed("anna@example.org")
    answers = [guardian.post("/staff/forget/", {"address": one}) for one in ("anna@example.org", "no@example.org")]
    assert [whole(answer) for answer in answers] == [(302, headers_of(answers[0]), b"")] * 2
    pages = [bytes_of(guardian.get(answer["Location"])) for answer in answers]
    assert pages[0] == pages[1]
    assert not Signature.objects.exists()


def test_a_person_is_forgotten_by_a_process_without_the_private_key(guardian, confirmed, petition, settings):
    confirmed("anna@example.org")
    counting.refresh()
    settings.VAULT_PRIVATE_KEY = ""
    guardian.post("/staff/forget/", {"address": " Anna+petition@EXAMPLE.org "})
    counting.refresh()
    assert (Signature.objects.count(), counting.confirmed(petition.pk)) == (0, 0)


@pytest.mark.parametrize("address", ["", "anna", "anna@", "a" * 400 + "@example.org", "anna@exa\0mple.org"])
def test_what_is_no_address_is_explained_and_forgets_nobody(guardian, confirmed, address):
    confirmed("anna@example.org")
    answer = guardian.post("/staff/forget/", {"address": address})
    assert (answer.status_code, "This is not a whole e-mail address" in answer.content.decode()) == (400, True)
    assert Signature.objects.count() == 1


def test_looking_at_the_form_forgets_nobody(guardian, confirmed):
    confirmed("anna@example.org")
    guardian.get("/staff/forget/?address=anna@example.org")
    assert Signature.objects.count() == 1


def test_nobody_deletes_a_petition_or_touches_wordings_and_log(boss, petition):
    ExportLog.objects.create(by_name="ana", what="csv", rows=1)
    for model in (Petition, Wording, ExportLog):
        start = f"/staff/petitions/{model._meta.model_name}/"
        row = model.objects.first()
        assert boss.post(f"{start}{row.pk}/delete/", {"post": "yes"}).status_code == 403
        assert boss.get(f"{start}add/").status_code == 403
        if model is ExportLog:
            assert boss.post(f"{start}{row.pk}/change/", {}).status_code == 403
            assert boss.get(f"{start}{row.pk}/change/").status_code == 200


def test_days_before_the_first_signature_are_no_error(boss, petition):
    assert export(boss, since="0001-01-01", until=str(date.max)).getvalue().count(b"\n") == 1


def test_each_box_of_a_moment_has_a_name_for_screen_readers(boss, petition):
    html = boss.get(f"/staff/petitions/petition/{petition.pk}/change/").content.decode()
    assert re.findall(r'aria-label="(Closes at: \w+)"', html) == ["Closes at: date", "Closes at: time"]


def test_after_logging_out_the_area_is_closed_again(boss):
    assert "You are logged out." in boss.post("/staff/logout/").content.decode()
    assert boss.get("/staff/").status_code == 302


def test_last_month_leaves_as_excel_with_one_button_and_agrees_with_the_page(boss, petition):
    today = counting.day_of(timezone.now())
    last = today.replace(day=1) - timedelta(days=1)
    for day, country, n in ((last, "FR", 30), (last.replace(day=1), "DE", 12), (today, "FR", 7)):
        Tally.objects.create(
            petition=petition, day=day, country=country, language="fr", confirmed=n, counted_at=timezone.now()
        )
    page = boss.get("/staff/", {"period": "last-month"})
    shown = {share.code: share.confirmed for share in page.context["shares"]}
    file = boss.post("/staff/export/", {"petition": petition.slug, "period": "last-month"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content)))
    rows = list(book["by country"].iter_rows(min_row=2, values_only=True))
    assert (shown, rows) == ({"FR": 30, "DE": 12}, [("FR", 30), ("DE", 12), ("total", page.context["shares_total"])])
