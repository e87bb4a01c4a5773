"""A letter that is filled in is the same, byte for byte, as one made for its values alone; and never an old one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from petitions import briefly, composing, countries, letters, news_letters, prepared, wordings, yours_letters
from petitions.letter_message import LetterMessage
from petitions.models import Letter, Mailing, Petition, Signature, Subscriber
from petitions.prepared import Link, Page, Word

NOW = datetime(2026, 11, 26, 22, 59, 59, tzinfo=UTC)
ANNA = "O'Brien+petition_2026=x@sub.example.org"
BY_ROW = {
    "confirmation": letters.confirmation, "reminder": letters.reminder, "already_signed": letters.already_signed,
    "receipt": letters.receipt, "yours": yours_letters.link,
}  # fmt: skip
KINDS = (*BY_ROW, "withdrawn", "kept", "news_confirm", "news_welcome", "milestone")
# No sign that ends a line, and none that no page may hold.
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"))


def write(kind: str, *, language="en", country="FR", news=True, row=7, issued=NOW) -> LetterMessage:
    """A letter about rows that stand in no database."""
    wordings._known[3] = wordings.Known(3, 1, "petition", "mt", 2)
    petition = Petition(pk=1, opens_at=NOW, closes_at=NOW + timedelta(days=9), forget_at=NOW + timedelta(days=99))
    signature = Signature(
        pk=row, petition=petition, country=country, language=language, petition_wording_id=3, asked_at=NOW,
        news_wording_id=5 if news else None, confirmed_at=issued,
    )  # fmt: skip
    letter = Letter(pk=row, petition=petition, created_at=issued, granted_at=issued, language=language, with_news=news)
    if kind in BY_ROW:
        return BY_ROW[kind](letter, signature, to=ANNA)
    if kind in ("withdrawn", "kept"):
        return {"withdrawn": letters.withdrawn, "kept": yours_letters.kept}[kind](letter, to=ANNA)
    reader = Subscriber(pk=row, petition=petition, language=language)
    if kind == "milestone":
        mailing = Mailing(milestone=10_000, countries=12, what_next={language: "A <vote> & more’s to come."})
        return news_letters.milestone(letter, mailing, reader if news else signature, to=ANNA)
    return {"news_confirm": news_letters.confirm, "news_welcome": news_letters.welcome}[kind](letter, reader, to=ANNA)


def carefully(name, letter, language, to, own, headers=None) -> LetterMessage:
    """The way without a blank: everything is rendered for this one letter."""

    def plain(value: object) -> object:
        if isinstance(value, Link):
            return composing.link_to(language, value.page, value.token)
        if isinstance(value, Page):
            return composing.link_to(value.language, value.name, *value.arguments)
        return value.text if isinstance(value, Word) else value

    with translation.override(language):
        common = composing._common(letter.petition.forget_at, language)
        context = common | {key: plain(value) for key, value in own.items()}
        subject, text, html = (render_to_string(f"letters/{name}.{end}", context) for end in ENDS)
    inlined = composing._inliner().inline(html)
    headers = composing._headers(letter, language) | (headers or {})
    message = composing._message(subject.strip(), text.strip() + "\n", inlined, to=to, headers=headers)
    message.boundary = f"=_{composing._fingerprint(letter, 'boundary')}"
    return message


ENDS = ("subject.txt", "txt", "html")


def as_seen(message: LetterMessage) -> tuple:
    """What a provider gets by its interface, and what a mail server gets."""
    html = [(part.content, part.mimetype) for part in message.alternatives]
    return message.subject, message.body, html, message.extra_headers, message.message().as_bytes(linesep="\r\n")


def both(monkeypatch, kind: str, **about) -> tuple[LetterMessage, LetterMessage]:
    """The same letter filled in, and made carefully."""
    filled = write(kind, **about)
    with monkeypatch.context() as patch:
        for room in (letters, news_letters, yours_letters):
            patch.setattr(room, "compose", carefully)
        return filled, write(kind, **about)


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_every_letter_filled_in_is_the_letter_made_for_one_person_alone(monkeypatch, language):
    for kind in KINDS:
        for news in (True, False):
            filled, careful = both(monkeypatch, kind, language=language, news=news)
            assert (filled.blank != (), as_seen(filled)) == (True, as_seen(careful)), kind
            assert filled.wire() == careful.message().as_bytes(linesep="\r\n"), kind


@pytest.mark.parametrize("language", ["de", "el", "en", "fr", "ga", "mt"])
def test_a_receipt_names_any_country_as_if_it_were_made_for_it(monkeypatch, language):
    for country in list(countries.names(language))[:: 1 if language == "fr" else 9]:
        filled, careful = both(monkeypatch, "receipt", language=language, country=country)
        assert (filled.wire(), as_seen(filled)) == (careful.wire(), as_seen(careful)), country


@given(word=WORDS, row=st.integers(1, 2**63), seconds=st.integers(0, 10**9))
def test_awkward_words_and_any_link_are_filled_in_as_if_they_were_rendered(word, row, seconds):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letters.countries, "names", lambda language: {"FR": word})
        filled, careful = both(patch, "receipt", row=row, issued=NOW - timedelta(seconds=seconds))
    assert (filled.wire(), as_seen(filled)) == (as_seen(careful)[-1], as_seen(careful))


@pytest.mark.parametrize(
    "name",
    ["Müller & Söhne <e.V.> “O’Neill” ' \"", "one line " * 120, "ein Wört " * 99, "." * 80, "=" * 76,
     "x\u00a0y%(z)s{{ n }}"],
    ids=["signs", "long", "long and not ASCII", "dots", "equals", "blanks and percent"],
)  # fmt: skip
def test_whatever_the_organisation_is_called_the_bytes_are_the_same(monkeypatch, name):
    monkeypatch.setitem(settings.CONTROLLER, "name", name)
    for kind in ("confirmation", "receipt"):
        filled, careful = both(monkeypatch, kind, language="de")
        assert (filled.wire(), as_seen(filled)) == (as_seen(careful)[-1], as_seen(careful))


def test_a_letter_whose_lines_have_to_be_encoded_is_written_anew_each_time(monkeypatch):
    monkeypatch.setitem(settings.CONTROLLER, "address", "ein Wört " * 99)
    message = write("confirmation")
    assert (message.blank, b"quoted-printable" in message.wire()) == ((), True)


@pytest.mark.parametrize("to", ["müller@example.org", "a@example.org\nBcc: b@example.org", f"{'a' * 800}@example.org"])
def test_a_recipient_who_has_to_be_encoded_or_refused_is_never_just_filled_in(to):
    message = write("confirmation")
    message.to = [to]
    with pytest.raises(ValueError, match="newlines") if "\n" in to else translation.override("en"):
        assert message.wire() == message.message().as_bytes(linesep="\r\n")


def test_a_file_that_goes_with_a_letter_goes_with_its_bytes():
    message = write("confirmation")
    message.attach("data.json", b"{}", "application/json")
    assert b'filename="data.json"' in message.wire()


@pytest.mark.parametrize(
    ("name", "value"),
    [("SITE_NAME", "Another Name"), ("SITE_ORIGIN", "https://another.example"), ("BACKUP_DAYS", 4711),
     ("DEFAULT_FROM_EMAIL", "Another <us@another.example>"), ("CONTROLLER", "Another")],
)  # fmt: skip
def test_a_setting_that_changes_is_in_the_very_next_letter(settings, name, value):
    write("withdrawn")
    setattr(settings, name, settings.CONTROLLER | {"name": value} if name == "CONTROLLER" else value)
    assert str(value).encode() in write("withdrawn").wire()


def test_other_days_and_another_choice_are_another_letter():
    said = {write("receipt", news=news, issued=NOW + timedelta(days=d)).body for news in (True, False) for d in (0, 1)}
    assert len(said) == 4


def test_words_that_are_compiled_anew_stand_in_the_next_letter(monkeypatch):
    before = write("confirmation").body
    monkeypatch.setattr(composing, "render_to_string", lambda *_: "Other words.")
    assert write("confirmation").body == before
    briefly.forget_everything()
    assert write("confirmation").body == "Other words.\n"


def test_who_edits_a_template_sees_it_in_the_next_letter(monkeypatch, settings):
    write("confirmation")
    settings.DEBUG = True
    monkeypatch.setattr(composing, "render_to_string", lambda *_: "Other words.")
    assert write("confirmation").body == "Other words.\n"


def test_a_mark_is_as_long_as_a_token_and_stands_in_no_letter():
    token = write("yours").signs["yours_url"]
    assert len(token) == prepared.MARK_SIGNS == len(prepared.mark("yours_url"))
    marks = [prepared.mark(name).encode() for name in ("yours_url", "country", "country in HTML", "to", "headers")]
    assert [mark for kind in KINDS for mark in marks if mark in write(kind).wire()] == []


def test_a_second_letter_of_a_kind_renders_nothing(monkeypatch):
    first = write("receipt", country="FR")
    monkeypatch.setattr(composing, "render_to_string", None)
    assert write("receipt", country="DE", row=8).body != first.body
