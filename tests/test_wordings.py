"""What a person agreed to can be shown for ever: the very words of the page, in their language, and never changed."""

import hashlib
import html
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models import ProtectedError

from petitions import briefly, wordings
from petitions.models import Letter, Petition, Signature, Wording
from tests.crawl import GOOD, browser, post

KINDS = ["consent", "news", "news_list", "petition"]


@pytest.fixture
def words(monkeypatch):
    """words("new text"): the consent on every page now reads so (a release with a changed template)."""

    def change(text: str) -> None:
        def render(petition, kind, language):
            return f"{text} {language}" if kind == "consent" else original(petition, kind, language)

        monkeypatch.setattr(wordings, "render", render)

    original = wordings.render
    return change


def bodies(petition: Petition) -> list[tuple[str, str, int, str]]:
    return list(petition.wordings.order_by("pk").values_list("kind", "language", "version", "body"))


def shown_by(petition: Petition, language: str = "en") -> str:
    return "-".join(map(str, wordings.current(petition.pk, language)))


def test_every_live_language_has_its_wordings_after_the_release_step(petition):
    recorded = sorted((language, kind, version) for kind, language, version, _ in bodies(petition))
    assert recorded == sorted((code, kind, 1) for code in settings.LIVE_LANGUAGES for kind in KINDS)


def test_the_second_release_of_the_same_words_records_nothing(petition):
    before = bodies(petition)
    assert (wordings.record(petition), bodies(petition)) == (0, before)


def test_changed_words_are_a_new_version_and_the_old_one_stays_as_it_was(petition, words):
    before = bodies(petition)
    words("We ask for more.")
    assert wordings.record(petition) == len(settings.LIVE_LANGUAGES)
    after = bodies(petition)
    assert after[: len(before)] == before
    assert [(kind, version, body) for kind, language, version, body in after[len(before) :] if language == "en"] == [
        ("consent", 2, "We ask for more. en")
    ]


def test_every_record_carries_the_hash_of_its_words_PV_08(petition):
    rows = list(petition.wordings.values_list("sha256", "body"))
    assert [sha256 for sha256, _ in rows] == [hashlib.sha256(body.encode()).hexdigest() for _, body in rows]


def test_new_pages_carry_the_newest_words(petition, words):
    before = wordings.current(petition.pk, "en")
    words("We ask for more.")
    wordings.record(petition)
    now = wordings.current(petition.pk, "en")
    assert (now[0], now[2]) == (before[0], before[2])
    assert Wording.objects.get(pk=now[1]).body == "We ask for more. en"


def test_words_that_somebody_agreed_to_cannot_be_deleted(sign):
    row = sign(news=True)
    for wording in (row.petition_wording, row.consent_wording, row.news_wording):
        with pytest.raises(ProtectedError):
            wording.delete()


# --- the page and the record ----------------------------------------------------------------------------------------


def folded(text: str) -> str:
    return re.sub(r"\s*(<[^>]+>)\s*", r"\1", re.sub(r"\s+", " ", text)).strip()


def between(page: str, start: str, end: str) -> str:
    return page.partition(start)[2].partition(end)[0]


def words_of_the_form(page: str) -> dict[str, str]:
    label, news = (between(page, f'<label for="id_{name}">', "</label>") for name in ("consent", "news"))
    hint = between(page, 'id="id_consent_helptext">', "</div>")
    return {"consent": f"<p>{label}</p><p>{hint}</p>", "news": news}


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_the_words_on_the_page_are_the_words_of_the_record_PV_08(petition, language):
    page = folded(browser().get(f"/{language}/petition/").content.decode())
    title, to, summary = between(page, "<h1>", "</h1>"), between(page, '"sign-to">', "<"), between(page, '"lead">', "<")
    text = between(page, '<div class="petition-text">', "</div>")
    rows = petition.wordings.filter(language=language, kind__in=wordings.KINDS)
    recorded = {wording.kind: folded(wording.body) for wording in rows}
    assert recorded == words_of_the_form(page) | {"petition": f"{title} {to} {summary}{text}"}


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_the_card_on_the_first_page_shows_the_same_words_PV_08(petition, language):
    page = folded(browser().get(f"/{language}/").content.decode())
    to, summary = between(page, '"sign-to">', "<"), between(page, '"sign-summary">', "<")
    title, _, text = between(page, '<p class="petition-title">', "</div>").partition("</p>")
    rows = petition.wordings.filter(language=language, kind__in=wordings.KINDS)
    recorded = {wording.kind: folded(wording.body) for wording in rows}
    assert recorded == words_of_the_form(page) | {"petition": f"{title} {to} {summary}{text}"}


def test_the_page_carries_the_ids_of_its_words(petition):
    page = browser().get("/de/petition/").content.decode()
    assert re.findall(r'name="shown" value="([\d-]+)"', page) == [shown_by(petition, "de")]


def test_a_signature_points_at_the_words_that_were_on_its_page_PV_08(petition):
    old, version_two = shown_by(petition), "We ask for more."
    assert post("/en/petition/", GOOD | {"shown": old, "news": "on"}).status_code == 303
    row = Signature.objects.get()
    assert f"{row.petition_wording_id}-{row.consent_wording_id}-{row.news_wording_id}" == old
    assert version_two not in row.consent_wording.body


def test_a_page_kept_for_a_year_still_signs_and_its_old_words_are_what_was_read_BI_42(petition, words):
    old = shown_by(petition)
    words("We ask for more.")
    wordings.record(petition)
    assert post("/en/petition/", GOOD | {"shown": old}).status_code == 303
    row = Signature.objects.get()
    assert (row.consent_wording.version, row.news_wording) == (1, None)


def test_without_the_hidden_field_the_words_of_today_count(petition, words):
    words("We ask for more.")
    wordings.record(petition)
    post("/en/petition/", GOOD)
    assert Signature.objects.get().consent_wording.body == "We ask for more. en"


@pytest.mark.parametrize(
    "strange", ["999999-999998-999997", "0-0-0", "1 OR 1=1", "swapped", "other petition", "one missing"]
)
def test_words_that_we_never_showed_are_asked_to_be_read_BI_42(petition, strange):
    one, two, three = wordings.current(petition.pk, "en")
    odd = {"swapped": f"{two}-{one}-{three}", "one missing": f"{one}-{two}", "other petition": foreign(petition)}
    response = post("/en/petition/", GOOD | {"shown": odd.get(strange, strange)})
    page = html.unescape(response.content.decode())
    assert (response.status_code, Signature.objects.count(), Letter.objects.count()) == (422, 0, 0)
    assert "The text on this page has changed." in page
    assert (f'value="{shown_by(petition)}"' in page, 'value="anna@example.org"' in page) == (True, True)


def foreign(petition: Petition) -> str:
    other = Petition.objects.create(slug="other", closes_at=petition.closes_at, forget_at=petition.forget_at)
    wordings.record(other)
    return shown_by(other)


def test_a_language_that_was_never_released_cannot_be_signed_in(petition):
    with pytest.raises(wordings.NothingRecorded):
        wordings.current(petition.pk, "uk")


def test_the_version_of_a_wording_is_known_for_page_and_receipt(petition, words):
    words("We ask for more.")
    wordings.record(petition)
    assert [wordings.version(number) for number in wordings.current(petition.pk, "en")] == [1, 2, 1]


def test_layout_changes_no_wording(petition):
    assert [body for *_, body in bodies(petition) if body != re.sub(r"\s+", " ", body).strip()] == []


def test_looking_records_nothing(petition):
    petition.wordings.all().delete()
    wordings.forget_what_this_process_knows()
    briefly.forget_everything()
    browser().get("/en/petition/")
    assert Wording.objects.count() == 0


# --- words that change while people read ----------------------------------------------------------------------------


def test_words_that_come_back_are_shown_under_their_own_record(petition, words, monkeypatch):
    first = wordings.current(petition.pk, "en")
    words("We ask for more.")
    wordings.record(petition)
    assert wordings.current(petition.pk, "en") != first
    monkeypatch.undo()
    assert (wordings.record(petition), wordings.current(petition.pk, "en")) == (0, first)


def test_words_that_no_release_has_recorded_cannot_be_signed(petition, words):
    words("We ask for more.")
    briefly.forget_everything()
    assert (post("/en/petition/", GOOD).status_code, Signature.objects.count()) == (503, 0)


def test_a_new_date_on_the_form_is_a_new_wording_at_once_PV_08(petition, admin_client):
    """Staff bring the day of forgetting forward: the form shows it from then on, and so does the record."""
    before = wordings.current(petition.pk, "en")
    sooner = petition.forget_at - timedelta(days=30)
    dates = {"opens_at": petition.opens_at, "closes_at": petition.closes_at, "forget_at": sooner}
    boxes = {name: f"{day:%Y-%m-%d %H:%M}".split() for name, day in dates.items()}
    fields = {f"{name}_{n}": part for name, parts in boxes.items() for n, part in enumerate(parts)}
    path = f"/staff/petitions/petition/{petition.pk}/change/"
    answer = admin_client.post(path, {"target": petition.target, "goal": 1} | fields)
    now = wordings.current(petition.pk, "en")
    assert (answer.status_code, now[0], now[1] != before[1], now[2]) == (302, before[0], True, before[2])
