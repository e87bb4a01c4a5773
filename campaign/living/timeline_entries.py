"""How an entry of the timeline that ships is written down."""

from datetime import date
from typing import Any

from django.utils.functional import Promise

from campaign.living.kept import Delivered
from campaign.living.models import TimelineEntry
from campaign.living.timeline_sources import Source

LAW, CAMPAIGN, EVIDENCE, DEBATE, SETBACK = TimelineEntry.Kind
DAY, MONTH, YEAR = TimelineEntry.Precision
Words = str | Promise
NO_SOURCE = Source("", "")


def entry(
    key: str,
    day: date,
    kind: str,
    source: Source,
    *,
    title: Words,
    text: Words,
    also: Source = NO_SOURCE,
    precision: str = DAY,
    when: Words = "",
    grade: str = "",
    published: bool = True,
) -> Delivered:
    """One entry. `day` orders it; what is shown of the day says `precision`, or `when` in words of its own."""
    row: dict[str, Any] = {
        "day": day,
        "precision": str(precision),
        "kind": str(kind),
        "source_name": source.name,
        "source_year": source.year,
        "source_url": source.url,
        "also_name": also.name,
        "also_year": also.year,
        "also_url": also.url,
        "grade": grade or source.grade,
        "published": published,
    }
    words = {"title": title, "text": text, "when": when, "source": source.words, "year": source.year_words}
    return Delivered(key, row, {**words, "also": also.words, "also_year": also.year_words})
