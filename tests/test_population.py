"""More signatures than the people of a country can have given are withheld from the table, and staff are told."""

import json
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from petitions import countries, snapshot
from petitions.models import Tally
from petitions.population import MILLIONS, beyond, bound, is_plausible
from tests.crawl import browser

pytest_plugins = ("tests.staff",)
HOUR = datetime(2026, 11, 26, 14, tzinfo=UTC)
MUCH = dict.fromkeys(countries.EU, 100)


@pytest.fixture
def counted(petition):
    """counted(MT=60_000): the petition has these numbers."""

    def count(**numbers: int) -> None:
        cells = {"day": date(2026, 11, 25), "language": "en", "counted_at": timezone.now(), "petition": petition}
        Tally.objects.bulk_create(Tally(country=code, confirmed=n, **cells) for code, n in numbers.items())

    return count


def test_every_country_of_the_union_has_its_people():
    assert sorted(MILLIONS) == sorted(countries.EU)


def test_one_in_ten_is_believed_and_one_more_is_not():
    assert (is_plausible("MT", 56_000), is_plausible("MT", 56_001)) == (True, False)
    assert bound("DE") == 8_340_000


def test_39_000_from_vatican_city_are_not_believed_AB_15():
    assert beyond({"VA": 39_000, "DE": 39_000, "US": 39_000_000, "MT": 39_000}) == {"VA": 39_000}


def test_such_a_country_is_withheld_from_the_table_like_a_small_one_AB_15():
    shown = snapshot.choose(MUCH | {"MT": 60_000}, None).shown
    assert ("MT" in shown, len(shown)) == (False, 25)  # and one more, so that it is not hidden alone


def test_a_country_that_was_shown_disappears_the_hour_it_passes_belief_and_comes_back_below_it_AB_15():
    before = snapshot.choose(MUCH, None)
    gone = snapshot.choose(MUCH | {"MT": 60_000}, before)
    back = snapshot.choose(MUCH, gone, lambda: True)
    assert ["MT" in cells.shown for cells in (before, gone, back)] == [True, False, True]


def test_the_files_and_the_page_withhold_it_and_the_count_of_all_stays_AB_15(petition, counted):
    counted(**MUCH | {"MT": 60_000})
    snapshot.take(petition, HOUR)
    rows = json.loads(browser().get("/api/v1/petitions/child-safety-on/countries.json").content)
    count = json.loads(browser().get("/api/v1/petitions/child-safety-on/count.json").content)
    assert "60000" not in json.dumps(rows).replace(",", "")
    assert count["confirmed"] == 62_600


def test_staff_read_it_on_their_first_page_AB_15(enter, counted):
    counted(MT=60_000, FR=60_000)
    html = enter("counts").get("/staff/").content.decode()
    assert html.count("More signatures than one in ten people can have given.") == 1
    assert ("Country: Malta" in html, "Confirmed: 60,000" in html, "look: 56,000" in html) == (True, True, True)


def test_nobody_is_alarmed_by_what_can_be_believed(enter, counted):
    counted(MT=5_000, FR=60_000)
    assert "one in ten people" not in enter("counts").get("/staff/").content.decode()


def test_statusz_counts_such_countries_and_is_not_well_AB_15(petition, counted, settings):
    settings.STATUS_TOKEN = "status"
    ask = {"HTTP_AUTHORIZATION": "Bearer status"}
    assert browser().get("/statusz", **ask).status_code == 200
    counted(MT=60_000, VA=39_000)
    answer = browser().get("/statusz", **ask)
    assert (answer.status_code, answer.json()["countries_beyond_belief"]) == (503, 2)
