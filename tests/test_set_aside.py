"""How many do not count, why, and what became of others: honest, adding up, and telling nobody's small number."""

import re

import pytest
from django.conf import settings

from petitions import briefly, counting, holding, removal, set_aside, signing
from petitions.holding import Facts
from petitions.models import Holding
from tests.crawl import browser
from tests.pages import text_of, tree
from tests.past import move_back

pytestmark = pytest.mark.django_db
FEW = "fewer than 10"


@pytest.fixture
def crowd(petition, confirmed):
    """crowd(FR=12, DE=3): so many confirmed signatures of each country."""

    def make(**countries: int) -> None:
        for country, number in countries.items():
            for n in range(number):
                confirmed(f"{country}{n}@example.org", country=country)

    return make


def hold(petition, country: str, reason: str = "speed") -> Holding:
    return holding.hold(petition, Facts(country=country), reason=reason, by="gina")


def page(language: str = "en") -> str:
    briefly.forget_everything()
    answer = browser().get(f"/{language}/petition/set-aside/")
    assert answer.status_code == 200
    return re.sub(r">\s+<", "><", answer.content.decode())


def lines(html: str) -> list[str]:
    return re.findall(r"<li>([^<]+)</li>", html.partition('class="held-list"')[2].partition("</ul>")[0])


def table(html: str) -> list[list[str]]:
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', html)
    return [[name, *re.findall(r"</span>([^<]+)</td>", cells)] for name, cells in rows]


def test_at_the_start_fewer_than_ten_are_set_aside(petition):
    html = page()
    assert "<p>Fewer than 10 signatures are set aside.</p>" in html
    assert lines(html) == [f"Checked and counted again: {FEW}", f"Checked and deleted: {FEW}"]
    assert table(html) == []


def test_nine_look_like_none(petition, crowd):
    crowd(FR=9)
    before = page()
    hold(petition, "FR")
    assert page() == before


def test_the_table_adds_up_to_the_number_and_small_reasons_are_in_neither(petition, crowd):
    crowd(FR=12, DE=11, MT=3)
    for country, reason in (("FR", "speed"), ("DE", "pattern"), ("MT", "report")):
        hold(petition, country, reason)
    html = page()
    found = table(html)
    assert [row[:2] for row in found] == [
        ["Many confirmations within seconds", "12"], ["Many entries of the same make", "11"],
        ["Many addresses of a throw-away mail service", FEW], ["Reported to us", FEW],
    ]  # fmt: skip
    assert lines(html)[0] == "Set aside now: 23"
    assert sum(int(row[1]) for row in found if row[1] != FEW) == 23
    assert "Smaller numbers are left out of the sum." in html


def test_one_who_is_reported_changes_nothing_that_the_reporter_could_see(petition, crowd):
    crowd(FR=12, MT=1)
    hold(petition, "FR")
    before = page()
    hold(petition, "MT", "report")
    assert page() == before


def test_ten_in_all_in_small_reasons_have_a_table_without_a_sum(petition, crowd):
    crowd(FR=6, DE=6)
    hold(petition, "FR", "speed"), hold(petition, "DE", "report")
    html = page()
    assert ({row[1] for row in table(html)}, "Set aside now" in html, "Fewer than 10" in html) == ({FEW}, False, False)


def test_released_ones_count_again_and_deleted_ones_are_told(petition, crowd):
    crowd(FR=12, DE=11)
    holding.release(hold(petition, "FR").pk, by="gina")
    old = hold(petition, "DE")
    move_back(old, days=15)
    removal.remove(old.pk, count=11, by="gina")
    html = page()
    assert lines(html) == ["Checked and counted again: 12", "Checked and deleted: 11"]
    assert "<p>Fewer than 10 signatures are set aside.</p>" in html


def test_who_withdrew_is_in_no_number(petition, crowd):
    crowd(FR=12)
    held = hold(petition, "FR")
    signing.withdraw(held.signatures.first().pk)
    assert lines(page())[0] == "Set aside now: 11"
    holding.release(held.pk, by="gina")
    assert lines(page())[0] == "Checked and counted again: 11"


def test_each_reason_names_its_last_change(petition, crowd):
    crowd(FR=12, DE=11)
    move_back(hold(petition, "FR"), days=40)
    hold(petition, "DE", "pattern")
    Holding.objects.filter(reason="pattern").update(held_at=counting.start_of(counting.day_of(petition.opens_at)))
    days = {row[0]: row[2] for row in table(page()) if row[1] != FEW}
    assert sorted(days) == ["Many confirmations within seconds", "Many entries of the same make"]
    assert len(set(days.values())) == 2


def test_the_page_says_who_decides_and_how_to_object(petition):
    html = page()
    assert "A trained person decides, writes down the reason and can undo it. No machine decides alone." in html
    assert f'<a href="mailto:{settings.CONTROLLER["privacy_email"]}">' in html
    assert '<a href="/en/petition/yours/">Your signature</a>' in html


def test_no_note_of_staff_and_no_account_is_public(petition, crowd):
    crowd(FR=12)
    holding.hold(petition, Facts(country="FR"), reason="speed", by="gina-the-guardian", note="A secret observation.")
    html = page()
    assert [word for word in ("gina-the-guardian", "secret observation") if word in html] == []
    assert "FR" not in text_of(next(tree(html).iter("main")))


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_the_page_is_the_same_for_everybody_in_each_language(petition, language):
    answer = browser().get(f"/{language}/petition/set-aside/")
    assert answer["Cache-Control"].startswith("public, max-age=10")
    assert "Set-Cookie" not in answer


def test_other_pages_lead_here(petition):
    for path in ("/en/privacy/", "/en/about/", "/en/petition/"):
        assert 'href="/en/petition/set-aside/"' in browser().get(path).content.decode()


def test_all_figures_come_from_one_statement(petition, crowd, django_assert_num_queries):
    with django_assert_num_queries(1):
        set_aside.figures.__wrapped__(petition.pk)
