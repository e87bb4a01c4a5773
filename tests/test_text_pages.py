"""The asks, page by page: what stands there in English, the form beside it, and the page in easy words."""

import re
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from petitions.models import Letter, Signature

ASKS = {
    "asks": "What we ask of the European Union",
    "ask_design": "Make safety part of the design",
    "ask_duty": "Make protection a duty in law",
    "ask_safeguards": "Put strong safeguards around every tool",
    "ask_listen": "Listen to children and survivors",
}
PAGES = ASKS | {"asks_easy": "The asks in easy words", "home": "Switch child safety on."}
WITH_CARD = ["home", *ASKS]
WORDS = "to.txt", "summary.txt", "text.html"
MOST_IN_A_TITLE, MOST_IN_A_DESCRIPTION, MOST_WORDS_A_LINE = 60, 155, 12


@pytest.fixture
def read(client, petition):
    """The page of this name, as its HTML with plain characters."""

    def act(name: str) -> str:
        answer = client.get(reverse(name))
        assert answer.status_code == 200
        return unescape(answer.content.decode())

    return act


def inside(html: str, pattern: str) -> list[str]:
    """The words in each match of the pattern, without tags."""
    return [" ".join(re.sub(r"<[^>]+>", "", found).split()) for found in re.findall(pattern, html, re.DOTALL)]


@pytest.mark.parametrize(("name", "headline"), PAGES.items())
def test_every_page_has_its_one_headline(read, name, headline):
    assert inside(read(name), r"<h1[^>]*>(.*?)</h1>") == [headline]


@pytest.mark.parametrize("name", PAGES)
def test_title_and_description_fit_where_search_engines_show_them(read, name):
    html = read(name)
    (title,) = inside(html, r"<title>(.+?)</title>")
    (description,) = inside(html, r'<meta name="description" content="(.+?)"')
    assert (len(title) <= MOST_IN_A_TITLE, len(description) <= MOST_IN_A_DESCRIPTION) == (True, True)


@pytest.mark.parametrize("name", WITH_CARD)
def test_who_signs_sees_whom_it_goes_to_what_it_says_and_who_runs_it(read, settings, name):
    card = re.search(r'<section class="sign-card".*?</section>', read(name), re.DOTALL).group()
    to, summary, text = (unescape(render_to_string(f"petitions/words/{file}")).strip() for file in WORDS)
    assert inside(card, r'<p class="sign-to">(.*?)</p>') == [to]
    assert inside(card, r'<p class="sign-summary">(.*?)</p>') == [summary]
    assert inside(card, r'class="petition-title">.*?</p>(.*?)</div>\s*</details>') == inside(text, r"^(.*)$")
    assert card.count(f"Run by: {settings.CONTROLLER['name']}") == 1


@pytest.mark.parametrize("name", WITH_CARD)
def test_the_form_of_every_page_goes_to_the_petition(read, name):
    forms = re.findall(r"<form[^>]*>", read(name))
    assert [re.findall(r'(?:action|method)="([^"]+)"', form) for form in forms] == [["/en/petition/", "post"]]


@pytest.mark.parametrize("name", WITH_CARD)
def test_what_a_page_offers_to_send_is_taken_in_as_a_signature(client, read, same_origin, name):
    shown = re.search(r'name="shown" value="([^"]+)"', read(name)).group(1)
    typed = {"name": "Anna", "email": "anna@example.org", "country": "DE", "consent": "on", "shown": shown}
    answer = client.post("/en/petition/", typed, headers=same_origin)
    assert (answer.status_code, Signature.objects.count(), Letter.objects.count()) == (303, 1, 1)


@pytest.mark.parametrize("name", PAGES)
def test_links_to_other_sites_tell_them_nothing_about_the_reader(read, name):
    abroad = re.findall(r'<a [^>]*href="https?://[^>]*>', read(name))
    assert [link for link in abroad if 'rel="noopener noreferrer"' not in link] == []


def test_the_overview_and_the_home_page_lead_to_all_four_asks(read):
    wanted = [reverse(name) for name in ASKS if name != "asks"]
    assert re.findall(r'<a class="ask" href="([^"]+)"', read("home")) == wanted
    assert re.findall(r'<h2><a href="([^"]+)"', read("asks")) == wanted


def test_easy_words_stand_one_short_sentence_a_line(read):
    lines = inside(read("asks_easy"), r"<span>(.*?)</span>")
    assert [line for line in lines if len(line.split()) > MOST_WORDS_A_LINE or line[-1] not in ".?"] == []
    assert len(lines) > 60


def test_easy_words_ask_for_nothing_and_lead_to_petition_and_help(read):
    words = re.search(r"<article.*</article>", read("asks_easy"), re.DOTALL).group()
    led = re.findall(r'<a [^>]*href="(/en/(?:petition|help)/)"', words)
    assert ("<form" in read("asks_easy"), led) == (False, ["/en/petition/", "/en/help/"])


def test_the_home_page_tells_its_story_in_the_order_of_the_campaign(read):
    marks = r'class="(hero night|sign-card|figure sand|ask-list|prevention|status-card|facts|help-box|last-call night)"'
    found = re.findall(marks + r'|id="(privacy-question)"', read("home"))
    assert ["".join(names) for names in found] == [
        "hero night", "sign-card", "figure sand", "ask-list", "prevention",
        "privacy-question", "status-card", "facts", "help-box", "last-call night",
    ]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_every_source_line_can_be_opened(read, name):
    lines = re.findall(r'<p class="source">(.*?)</p>', read(name), re.DOTALL)
    assert [line for line in lines if 'href="https://' not in line] == []


def test_each_figure_of_the_home_page_says_where_it_is_from_and_what_it_leaves_open(read):
    facts = re.findall(r'<li class="fact">(.*?)</li>', read("home"), re.DOTALL)
    assert [(fact.count('class="source"'), fact.count("What it doesn’t tell us")) for fact in facts] == [(1, 1)] * 3
