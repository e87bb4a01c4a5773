"""The timeline: only what is published and can be looked up, oldest first, each with date, kind and source."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone, translation

from campaign.living import delivered, timeline
from campaign.living.models import TimelineEntry
from tests.pages import text_of, tree, with_class

pytest_plugins = ("tests.staff",)
HIDDEN = {
    "eurobarometer", "parliaments-position", "platform-guidelines", "scientists-warn", "council-agrees",
    "extension-proposed", "no-extension", "rules-lapse", "fifth-round", "councils-new-position",
}  # fmt: skip
OWN = {
    "key": "own-1",
    "day": date(2026, 9, 29),
    "kind": "law",
    "source_name": "Council",
    "source_url": "https://c.example/",
    "published": True,
    "changed_by": "ada",
}


@pytest.fixture
def read(petition):
    """read(address) → the page."""
    return lambda path="/en/timeline/": Client().get(path).content.decode()


def add(**changed) -> TimelineEntry:
    words = {"title": {"en": "The next round"}, "text": {"en": "Talks go on."}}
    return TimelineEntry.objects.create(**OWN | words | changed)


def ship(key: str, **changed) -> None:
    """A row of what ships, as staff have changed it."""
    [one] = [one for one in timeline.DELIVERED if one.key == key]
    values = {**one.row, "changed_by": "ada", "changed_at": timezone.now()} | changed
    TimelineEntry.objects.create(key=key, **values)


def titles(html: str) -> list[str]:
    return [text_of(one.find("div/h3")) for one in with_class(tree(html), "time-entry")]


def test_what_ships_is_public_except_what_needs_a_link_first(db):
    shipped = {one.key: one.row for one in timeline.DELIVERED}
    assert {key for key, row in shipped.items() if not row["published"]} == HIDDEN
    assert len(timeline.entries()) == len(shipped) - len(HIDDEN) == 24


def test_what_is_not_published_is_not_in_the_page(read):
    html = read()
    hidden = [str(one.words["text"]) for one in timeline.DELIVERED if one.key in HIDDEN]
    assert [text for text in hidden if text in html] == []


def test_it_runs_from_the_oldest_to_the_newest(read):
    days = [entry.day for entry in timeline.entries()]
    assert days == sorted(days)
    assert (titles(read())[0], titles(read())[-1]) == ("Companies look by choice", "Deal on criminal law")


def test_dates_say_no_more_than_is_known(read):
    whens = [
        text_of(one)[: -len("Law")].strip() for one in with_class(tree(read("/en/timeline/?kind=law")), "time-when")
    ]
    assert whens[:3] == ["24 July 2020", "10 September 2020", "14 July 2021"]
    codes = re.findall(r'<time datetime="([^"]+)">([^<]+)<', read().replace("\u00a0", " "))
    assert {("2021-07-14", "14 July 2021"), ("2021-09", "September 2021"), ("2022", "2022")} <= set(codes)


def test_a_date_that_is_none_is_told_in_words(read):
    html = read()
    words = ("before December 2020", "December 2020 to early 2021", "first half of 2021")
    assert [f"<span>{one}</span>" in html for one in words] == [True] * 3


def test_months_are_written_as_the_language_does(read):
    assert 'datetime="2021-09">September\u00a02021<' in read("/de/timeline/")
    assert 'datetime="2021-09">Σεπτέμβριος\u00a02021<' in read("/el/timeline/")


def test_every_entry_has_a_source_with_year_and_link(db):
    sources = [source for entry in timeline.entries() for source in entry.sources]
    assert [one for one in sources if not (one.name and one.year and one.url.startswith("https://"))] == []


def test_a_step_with_two_sources_shows_both(read):
    [rules] = [one for one in with_class(tree(read()), "time-entry") if "Temporary rules After" in text_of(one)]
    links = [a.get("href") for a in rules.iter("a")]
    assert links == [
        "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32021R1232",
        "https://ecpat.org/story/child-safety-online-eu-timeline/",
    ]


def test_names_of_sources_are_translated_where_they_are_words(db):
    with translation.override("de"):
        [opinion] = [one for one in timeline.entries("debate") if one.day == date(2022, 7, 28)]
        assert opinion.sources[0].name.startswith("gemeinsame Stellungnahme")


def test_a_source_that_staff_changed_says_what_they_wrote(db):
    ship("privacy-authorities", source_name="EDPB")
    [opinion] = timeline.entries("debate")
    assert (str(opinion.sources[0].name), str(opinion.sources[0].year)) == ("EDPB", "2022")


def test_a_date_that_staff_changed_is_no_longer_told_in_words(db):
    ship("advocacy-2021", day=date(2021, 3, 1), precision="month")
    [entry] = [one for one in timeline.entries() if str(one.title) == "Months of advocacy"]
    assert (entry.when, entry.datetime) == ("March\u00a02021", "2021-03")


def test_the_notes_stand_before_the_first_entry_of_their_part(read):
    root = tree(read())
    order = [
        one.get("class", "").split()[0] for one in root.iter() if one.get("class", "")[:9] in ("time-part", "time-entr")
    ]
    first, second = [at for at, name in enumerate(order) if name == "time-part"]
    assert (first, order[:second].count("time-entry")) == (0, 12)


@pytest.mark.parametrize("kind", ["law", "campaign", "evidence", "debate", "setback"])
def test_links_show_the_entries_of_one_kind(read, kind):
    html = read(f"/en/timeline/?kind={kind}")
    assert {one.get("class") for one in with_class(tree(html), "time-entry")} == {f"time-entry is-{kind}"}
    assert f'href="/en/timeline/?kind={kind}" aria-current="true"' in html


def test_the_filtered_page_is_the_plain_page_to_search_machines(read):
    assert re.findall(r'rel="canonical" href="[^"]*(/en/.*?)"', read("/en/timeline/?kind=law")) == ["/en/timeline/"]


def test_the_filter_shows_the_mark_of_each_kind(read):
    links = [
        one for nav in with_class(tree(read()), "time-links") for one in nav.iter("a") if "kind=" in one.get("href")
    ]
    assert [len(link.findall("svg[@class='time-mark']")) for link in links] == [1] * 5


@pytest.mark.parametrize("wish", ["", "nonsense", "LAW", "%00", "law&kind=x"])
def test_a_kind_that_there_is_not_shows_everything(read, wish):
    html = read(f"/en/timeline/?kind={wish}")
    assert len(titles(html)) == 24
    assert 'href="/en/timeline/" aria-current="true">Everything' in html


def test_a_kind_without_entries_says_so(read):
    for one in timeline.DELIVERED:
        if one.row["kind"] == "debate":
            ship(one.key, published=False)
    html = read("/en/timeline/?kind=debate")
    assert "No entries of this kind." in html
    assert 'aria-label="Years"' not in html


def test_each_kind_has_a_shape_of_its_own(read):
    shapes = set(re.findall(r'<svg class="time-mark".*?</svg>', read()))
    assert len(shapes) == 5


def test_the_years_can_be_jumped_to(read):
    html = read()
    years = re.findall(r'href="#y(\d+)"', html)
    assert years == ["2020", "2021", "2022", "2023", "2024", "2026"]
    assert [f'id="y{year}"' in html for year in years] == [True] * 6


def test_what_staff_add_stands_in_its_place(read):
    add(day=date(2023, 1, 1))
    assert titles(read()).index("The next round") == titles(read()).index("ECLAG in Brussels") - 1


def test_an_entry_without_greek_words_stands_in_english_and_says_so(read):
    add(title={"en": "The next round", "de": "Die nächste Runde"})
    pages = {code: read(f"/{code}/timeline/") for code in ("en", "de", "el")}
    assert "<h3>Die nächste Runde</h3>" in pages["de"]
    assert '<h3><span lang="en">The next round</span></h3>' in pages["el"]
    assert [len(with_class(tree(html), "untranslated")) for html in pages.values()] == [0, 1, 1]


@pytest.mark.parametrize("changed", [{"published": False}, {"key": "older-release"}])
def test_what_is_not_public_of_staffs_own_is_not_in_the_page(read, changed):
    add(**changed)
    assert "The next round" not in read()


def test_the_page_costs_one_query_more_than_what_every_page_remembers(petition, django_assert_num_queries):
    Client().get("/en/timeline/")
    with django_assert_num_queries(1):
        Client().get("/en/timeline/")


def test_staff_are_told_what_waits(db, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 26, tzinfo=UTC))
    assert timeline.waiting() == [
        "Timeline entries to publish once you have seen their source: 9",
        "The timeline ends on 22 June 2026. Please complete it.",
    ]


def test_nothing_waits_while_the_end_is_near_and_all_sources_are_seen(db, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 26, tzinfo=UTC))
    for key in HIDDEN - {"fifth-round"}:
        ship(key, published=True, source_url="https://a.example/")
    add()
    assert timeline.waiting() == []


# --- staff ----------------------------------------------------------------------------------------------------------

ADD = "/staff/campaign/timelineentry/add/"


def sent(**changed) -> dict[str, str]:
    return {
        "day": "2026-09-29", "precision": "day", "kind": "law", "title_en": "The next round", "text_en": "Talks go on.",
        "source_name": "Council", "source_url": "https://c.example/", "source_year": "2026", "also_name": "",
        "also_year": "", "also_url": "", "grade": "A", "published": "on",
    } | changed  # fmt: skip


def test_staff_add_an_entry(enter, read):
    answer = enter("editor").post(ADD, sent())
    assert answer.status_code == 302
    assert titles(read())[-1] == "The next round"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"source_url": ""}, "Only an entry whose source can be opened is published."),
        ({"grade": "C"}, "A source of this grade is never public."),
        ({"title_en": "x" * 61}, "English: 61 characters, at most 60. Please shorten it."),
        ({"title_en": "", "title_de": "Neu"}, "Please write it in English too"),
        ({"text_en": ""}, "Please write it in English too"),
    ],
)
def test_the_form_says_what_is_wrong(enter, changed, said):
    assert said in enter("editor").post(ADD, sent(**changed)).content.decode()
    assert TimelineEntry.objects.count() == 0


def test_a_weak_source_may_wait_unpublished(enter):
    form = sent(grade="C", source_url="")
    form.pop("published")
    assert enter("editor").post(ADD, form).status_code == 302


def test_the_list_names_what_ships_in_english(petition, enter):
    delivered.ensure()
    html = enter("editor").get("/staff/campaign/timelineentry/").content.decode()
    assert ("Companies look by choice" in html, "Fifth round, no deal" in html) == (True, True)
