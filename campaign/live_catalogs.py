"""A translator's edit on the page within a second: the demo compiles a changed .po and forgets the words of before."""

import logging
import threading

from django.db import DatabaseError

from campaign import catalogs, privacy_notice
from petitions import flagship, forms, wordings

log = logging.getLogger(__name__)
PAUSE_SECONDS = 0.5


def look() -> bool:
    """Compile what has changed since the last look; True when pages now speak other words.

    Changed words of the petition are recorded as a new version, or nobody could sign them. A .po that can't be read is
    logged with its line, and the words of before stay.
    """
    if not catalogs.compile_all():
        return False
    forms.country_options.cache_clear()
    petition = flagship.flagship()
    wordings.record(petition)
    privacy_notice.record(petition)
    return True


def watch(ended: threading.Event) -> None:
    """Look twice a second until the event is set; for a thread of the demo."""
    while not ended.wait(PAUSE_SECONDS):
        try:
            look()
        except (OSError, DatabaseError) as error:
            log.error("live catalogues: %s", type(error).__name__)
