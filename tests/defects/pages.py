"""Mistakes in published pages: whose they are, how old they may be, and who hears when they change."""

from tests.defects.defect import Defect

PAGES, ASKED = "campaign/pages.py", "campaign/asked.py"
PUBLISHED, COPIES = "campaign/published.py", "campaign/copies.py"
WALK = "test_pages_walk.py::test_nobody_ever_reads_a_page_that_is_not_his_or_too_old"

DEFECTS = (
    Defect(
        "a page is made for whoever comes first",
        PAGES,
        '"HTTP_HOST": own_host(), "wsgi.version"',
        '"HTTP_HOST": own_host(), "HTTP_COOKIE": "anna", "wsgi.version"',
        WALK,
    ),
    Defect(
        "a page outlives the moment at which it changes",
        PUBLISHED,
        "copy.fresh_until, copy.stands_in_until = min(began + fresh, ends), min(began + WHILE_MADE_SECONDS, ends)",
        "copy.fresh_until, copy.stands_in_until = began + fresh, began + WHILE_MADE_SECONDS",
        WALK,
    ),
    Defect(
        "what was begun before a change is shown after it",
        PUBLISHED,
        "            ends = ends if edition == self.edition else began\n",
        "",
        "test_pages.py::test_what_was_begun_before_a_change_is_made_once_more_after_it",
    ),
    Defect(
        "while a page is made the old one stands in for ever",
        PUBLISHED,
        "WHILE_MADE_SECONDS = 60  #",
        "WHILE_MADE_SECONDS = 86_400  #",
        "test_pages_walk.py::test_who_comes_while_a_page_is_made_reads_one_of_a_minute_at_most_of_these_words_and_this_phase",
    ),
    Defect(
        "while a page is made people read what staff have taken away",
        PUBLISHED,
        "min(copy.fresh_until, now), min(copy.stands_in_until, now)",
        "min(copy.fresh_until, now), copy.stands_in_until",
        "test_pages.py::test_nobody_reads_an_old_page_once_staff_have_changed_it",
    ),
    Defect(
        "the age of a copy counts from its end and not from its beginning",
        PUBLISHED,
        "min(began + fresh, ends)",
        "min(self.clock() + fresh, ends)",
        WALK,
    ),
    Defect(
        "a page that is posted to is answered from a copy",
        ASKED,
        'environ["REQUEST_METHOD"] in ("GET", "HEAD")',
        'environ["REQUEST_METHOD"] in ("GET", "HEAD", "POST")',
        WALK,
    ),
    Defect(
        "two encodings of a page share a name",
        COPIES,
        """etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"\'""",
        """etag = f'"{len(made)}"\'""",
        "test_pages.py::test_every_encoding_has_a_strong_name_of_its_own",
    ),
    Defect(
        "a page is compressed again though it says the same",
        COPIES,
        "if old is None or old.digest != digest:",
        "if old is None or old.digest != digest or old.headers != headers:",
        "test_pages.py::test_nothing_is_compressed_twice_while_the_page_stays_the_same",
    ),
    Defect(
        "a banner begins without ending the pages before it",
        "campaign/living/banner.py",
        "@boundary\n",
        "",
        "test_public_pages.py::test_the_next_boundary_is_the_next_of_all",
    ),
    Defect(
        "a day ends at midnight in London",
        "petitions/boundaries.py",
        "return start_of(day_of(now) + timedelta(days=1))",
        "return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)",
        "test_public_pages.py::test_a_day_ends_in_brussels",
    ),
    Defect(
        "what was asked before a change is remembered after it",
        "petitions/briefly.py",
        "                if before == _times_forgotten:\n                    said[key]",
        "                if True:\n                    said[key]",
        "test_briefly.py::test_what_was_asked_before_everything_was_forgotten_is_not_remembered",
    ),
    Defect(
        "other processes hear of what may still be taken back",
        "petitions/changed.py",
        "    transaction.on_commit(_tell)\n",
        "    _tell()\n",
        "test_changed.py::test_nobody_hears_of_what_is_not_committed",
    ),
    Defect(
        "what was told while nobody could hear is lost",
        "petitions/changed.py",
        "            sleep(REST_SECONDS)\n",
        "            sleep(REST_SECONDS)\n            mark = valkey.client(settings.REDIS_URL, 1).get(KEY)\n",
        "test_changed.py::test_what_was_told_while_nobody_could_hear_is_heard_afterwards",
    ),
)
