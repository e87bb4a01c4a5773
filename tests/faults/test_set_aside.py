"""A crowd of machines among people: held, released and held again, the number follows exactly and comes back exactly.

Smoke: 500 of 5,000. `--faults=full`: 5,000 of 50,000.
"""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from petitions import addresses, briefly, counting, wordings
from petitions.models import Holding, Signature
from tests.crawl import browser

pytestmark = pytest.mark.django_db
pytest_plugins = ("tests.staff",)
DOMAIN, COUNTRIES = "swamp.example.com", ("FR", "DE", "MT", "PL", "US")
PAGE = "/staff/holding/"


@pytest.fixture
def sizes(is_full) -> tuple[int, int]:
    """(all, those of the one domain)"""
    return (50_000, 5_000) if is_full else (5_000, 500)


@pytest.fixture
def crowd(petition, sizes):
    """So many confirmed in the last 20 days, every tenth of them of the one domain; counted."""
    shown, now = wordings.current(petition.pk, "en"), timezone.now()
    digest = addresses.digest_of_domain(DOMAIN)
    Signature.objects.bulk_create(
        (row(petition, n, shown, now - timedelta(minutes=n % 28_800), digest) for n in range(sizes[0])),
        batch_size=2_000,
    )
    for back in range(21):
        counting.mark(petition.pk, now - timedelta(days=back))
    counting.refresh()
    return petition


def row(petition, n: int, shown, asked_at, digest: str) -> Signature:
    is_theirs = n % 10 == 0
    return Signature(
        petition=petition, email_digest=f"{n:064x}", mailbox_digest=f"{n:064x}", sealed=b"sealed",
        domain_digest=digest if is_theirs else f"{n % 700:064x}", provider="other",
        country=COUNTRIES[n % len(COUNTRIES)] if not is_theirs else COUNTRIES[n // 10 % 2], language="en",
        petition_wording_id=shown[0], consent_wording_id=shown[1],
        created_at=asked_at, asked_at=asked_at, confirmed_at=asked_at + timedelta(seconds=4 if is_theirs else 90),
    )  # fmt: skip


def number() -> int:
    """What the public reads, once the refresher has been."""
    counting.refresh()
    briefly.forget_everything()
    return json.loads(browser().get("/api/v1/petitions/child-safety-on/count.json").content)["confirmed"]


def cells(petition) -> dict[str, int]:
    return counting.by_country(petition.pk)


def aside() -> tuple[list[int], list[int]]:
    """Of the public page: (the numbers of its lines, the numbers of its table)."""
    briefly.forget_everything()
    html = re.sub(r">\s+<", "><", browser().get("/en/petition/set-aside/").content.decode())
    lines = re.findall(r"<li>(?:Set aside now|Checked and counted again): ([\d,]+)</li>", html)
    table = re.findall(r'<span class="cell-name">Number</span>([\d,]+)</td>', html)
    return [int(one.replace(",", "")) for one in lines], [int(one.replace(",", "")) for one in table]


def hold(guardian, petition) -> str:
    """Look by domain, then press; returns the page of the look."""
    facts = {"petition": petition.slug, "domain": DOMAIN}
    html = guardian.post(PAGE, {"step": "look", **facts}).content.decode()
    seen = re.search(r'name="seen" value="([\d-]+)"', html)[1]
    why = {"reason": "pattern", "note": "All of one domain, all within four seconds.", "seen": seen}
    assert guardian.post(PAGE, facts | why).status_code == 302
    return html


def recounted() -> str:
    out = StringIO()
    call_command("recount", "--check", stdout=out)
    return out.getvalue().split(":")[1].split(" confirmed")[0].strip()


def test_a_tenth_is_held_and_released_and_held_again_and_the_number_follows_exactly_AB_16(guardian, crowd, sizes):
    everybody, theirs = sizes
    before = cells(crowd)
    assert number() == everybody
    html = hold(guardian, crowd)
    assert [f"<dd>{n:,}</dd>" in html for n in (everybody, theirs, everybody - theirs)] == [True] * 3
    assert (number(), recounted()) == (everybody - theirs, str(everybody - theirs))
    assert aside() == ([theirs], [theirs])
    guardian.post(f"{PAGE}{Holding.objects.get().pk}/release/")
    assert (number(), recounted(), cells(crowd)) == (everybody, str(everybody), before)
    assert aside() == ([theirs], [])
    hold(guardian, crowd)
    assert number() == everybody - theirs
    assert aside() == ([theirs, theirs], [theirs])
    assert counting.check(crowd) == {}
