"""The privacy notice: the page shows the very characters of its record, in every language, and says which version."""

import pytest
from django.conf import settings
from django.utils import translation

from campaign import privacy_notice
from campaign.living.todo import todo
from petitions import briefly, wordings
from petitions.models import Wording
from tests.crawl import browser

PRIVACY = Wording.Kind.PRIVACY


@pytest.fixture
def recorded(petition):
    """The petition, after a release that recorded the notice too."""
    privacy_notice.record(petition)
    return petition


def page(language: str = "en") -> str:
    briefly.forget_everything()
    return browser().get(f"/{language}/privacy/").content.decode()


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_the_notice_on_the_page_is_the_notice_of_the_record_PV_08(recorded, language):
    row = Wording.objects.get(kind=PRIVACY, language=language)
    assert row.sha256 == wordings.fingerprint(row.body)
    assert page(language).count(row.body) == 1


def test_every_live_language_has_its_notice_and_a_second_release_adds_none(recorded):
    rows = Wording.objects.filter(kind=PRIVACY).order_by("language").values_list("language", "version")
    assert list(rows) == [(code, 1) for code in sorted(settings.LIVE_LANGUAGES)]
    assert privacy_notice.record(recorded) == 0


def test_the_page_says_its_version_its_day_and_where_the_earlier_ones_are(recorded):
    html = page()
    assert "<strong>Changes.</strong> This text has a version and a date. Version: 1." in html
    assert '<a href="/en/petition/wordings/#privacy">Earlier versions are listed.</a>' in html
    assert "In force since: " in html


def test_a_notice_that_no_release_has_recorded_claims_no_version(recorded, settings):
    settings.CONTROLLER = settings.CONTROLLER | {"address": "9 New Street, 0000 Testville"}
    html = page()
    assert ("9 New Street" in html, "This text has a version" in html) == (True, False)
    assert privacy_notice.not_recorded() == list(settings.LIVE_LANGUAGES)


def test_a_new_address_of_the_organisation_is_the_second_version_PV_08(recorded, settings):
    settings.CONTROLLER = settings.CONTROLLER | {"address": "9 New Street, 0000 Testville"}
    assert privacy_notice.record(recorded) == len(settings.LIVE_LANGUAGES)
    assert "Version: 2." in page()
    assert privacy_notice.not_recorded() == []


def test_staff_read_that_a_release_is_missing(recorded, settings):
    assert [task for task in todo() if "privacy notice" in task.words] == []
    settings.CONTROLLER = settings.CONTROLLER | {"address": "9 New Street, 0000 Testville"}
    briefly.forget_everything()
    assert todo()[0].words.startswith("The privacy notice has changed and is in no record.")
    assert todo()[0].url == "/staff/petitions/wording/"


def test_looking_at_the_notice_records_nothing(petition):
    page()
    assert not Wording.objects.filter(kind=PRIVACY).exists()


def test_staff_who_move_a_day_make_a_new_version_of_the_notice(recorded, admin_client):
    sooner = recorded.forget_at.replace(hour=12, minute=0, second=0) - (recorded.forget_at - recorded.closes_at) / 2
    days = {"opens_at": recorded.opens_at, "closes_at": recorded.closes_at, "forget_at": sooner}
    form = {"target": recorded.target, "goal": 1}
    for name, day in days.items():
        form |= {f"{name}_0": f"{day:%Y-%m-%d}", f"{name}_1": f"{day:%H:%M:%S}"}
    answer = admin_client.post(f"/staff/petitions/petition/{recorded.pk}/change/", form)
    assert (answer.status_code, Wording.objects.filter(kind=PRIVACY, version=2).count()) == (
        302,
        len(settings.LIVE_LANGUAGES),
    )


def test_the_language_of_the_visitor_who_comes_during_a_release_changes_no_record(recorded):
    with translation.override("el"):
        assert privacy_notice.record(recorded) == 0
