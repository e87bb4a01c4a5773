"""Outside pages that a page of ours leads to and that move now and then: they ship published, staff look after them."""

from campaign.living import kept
from campaign.living.kept import Delivered
from campaign.living.models import UsefulLink

TRACKS = UsefulLink.Page.TRACKS


def _browser(key: str, name: str, url: str, place: int) -> Delivered:
    return Delivered(key, {"page": TRACKS, "name": name, "url": url, "place": place, "published": True})


# Without a language in them where the site allows it: each leads to the reader's own.
DELIVERED = (
    _browser("history-chrome", "Chrome", "https://support.google.com/chrome/answer/95589", 10),
    _browser("history-safari-phone", "Safari (iPhone, iPad)", "https://support.apple.com/105082", 20),
    _browser("history-safari-mac", "Safari (Mac)",
             "https://support.apple.com/guide/safari/clear-your-browsing-history-sfri47acf5d6/mac", 30),
    _browser("history-firefox", "Firefox",
             "https://support.mozilla.org/kb/delete-browsing-search-download-history-firefox", 40),
    _browser("history-edge", "Edge",
             "https://support.microsoft.com/microsoft-edge/"
             "view-and-delete-browser-history-in-microsoft-edge-00cf7943-a9e1-975a-a33d-ac10ce454ca4", 50),
)  # fmt: skip


def on(page: str) -> list[UsefulLink]:
    """The published links of a page, in their order. One query."""
    rows = [item.row for item in kept.current(UsefulLink, DELIVERED)]
    return sorted((row for row in rows if row.page == page and row.published), key=lambda row: row.place)
