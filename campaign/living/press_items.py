"""What staff add for journalists: a release, a photo of an event, a recording. Nothing ships."""

from dataclasses import dataclass
from datetime import date

from campaign.living import kept
from campaign.living.models import PressItem
from campaign.living.words import Spoken


@dataclass(frozen=True)
class Item:
    """One line of the press page. `size_kb` is None where nobody has said."""

    title: Spoken
    url: str
    day: date
    file_format: str
    size_kb: int | None


def published() -> list[Item]:
    """The newest first. One query."""
    rows = [item for item in kept.current(PressItem, ()) if item.row.published]
    return [
        Item(item.words("title"), item.row.url, item.row.day, item.row.file_format, item.row.size_kb) for item in rows
    ]
