"""The supporter's verbs, as promises to supporters."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone

from petitions import counting, hint, outbox, signing, vault, wordings
from petitions.models import Letter, Petition, Signature, Wording

ONE_PERSON = (
    "Anna.Example@gmail.com", "anna.example@gmail.com", "ANNAEXAMPLE@GMAIL.COM", "a.n.n.a.example@googlemail.com",
    "annaexample+petition@gmail.com", "anna.example+1+2@googlemail.com", " annaexample@gmail.com ",
)  # fmt: skip
ONE_PERSON_ABROAD = (
    "anna@bücher.example",
    "Anna@BÜCHER.example",
    "anna@xn--bcher-kva.example",
    "anna+x@bücher.example.",
)
TWO_PEOPLE = (("a.b@example.org", "ab@example.org"), ("anna@straße.example", "anna@strasse.example"))


def words_of(language: str) -> list[int]:
    """Ids of the newest wordings in this language: petition, consent, news."""
    rows = Wording.objects.filter(language=language).order_by("version")
    return [rows.filter(kind=kind).last().pk for kind in wordings.KINDS]


def test_a_signature_counts_only_after_its_owner_presses_confirm(petition, sign):
    signature = sign()
    counting.refresh()
    assert counting.confirmed(petition.pk) == 0
    signing.confirm(signature.pk)
    counting.refresh()
    assert counting.confirmed(petition.pk) == 1


def test_signing_twice_keeps_one_row_and_owes_a_letter_each_time(sign):
    first, second = sign("Anna@example.org"), sign("anna+again@example.org")
    assert first.pk == second.pk
    assert Letter.objects.filter(signature_id=first.pk, kind="reply").count() == 2


def test_a_confirmed_person_gets_one_letter_however_often_somebody_types_the_address(sign, mailoutbox):
    for _ in range(5):
        sign()
    assert outbox.pay() == 1
    assert [message.to for message in mailoutbox] == [["anna@example.org"]]


@pytest.mark.parametrize("spellings", [ONE_PERSON, ONE_PERSON_ABROAD], ids=["gmail", "idn"])
def test_one_person_is_one_row_in_every_spelling_of_the_address(petition, client, same_origin, spellings):
    form = {"name": "Anna", "country": "DE", "consent": "on"}
    for email in spellings:
        client.post("/en/petition/", form | {"email": email}, headers=same_origin)
    rows = list(Signature.objects.values_list("pk", flat=True))
    assert (len(rows), set(Letter.objects.values_list("signature_id", flat=True))) == (1, {rows[0]})


@pytest.mark.parametrize("pair", TWO_PEOPLE)
def test_two_people_stay_two_where_the_signs_make_two_mailboxes(petition, client, same_origin, pair):
    for email in pair:
        fields = {"name": "Anna", "country": "DE", "consent": "on", "email": email}
        client.post("/en/petition/", fields, headers=same_origin)
    assert Signature.objects.count() == 2


def test_a_new_signature_holds_what_its_owner_chose_and_read(sign):
    row = sign("anna@example.org", name="Anna Ö", country="FR", language="de", news=True)
    read = [row.petition_wording_id, row.consent_wording_id, row.news_wording_id]
    assert (vault.unseal(row.sealed), row.country, row.language, read) == (
        ("Anna Ö", "anna@example.org"), "FR", "de", words_of("de"),
    )  # fmt: skip


def test_who_does_not_tick_news_agrees_to_no_news(sign):
    assert sign(news=False).news_wording_id is None


def test_a_person_who_signed_yesterday_s_page_is_recorded_with_yesterday_s_words(petition, sign):
    old = tuple(words_of("en"))
    Wording.objects.filter(language="en").update(sha256="0" * 64)  # as if the words had been others
    wordings.record(petition)
    row = sign(shown=old, news=True)
    assert (row.petition_wording_id, row.consent_wording_id, row.news_wording_id) == old
    assert set(old).isdisjoint(words_of("en"))


def test_a_page_that_names_words_we_never_showed_saves_nothing(petition, sign):
    with pytest.raises(wordings.UnknownWording):
        sign(shown=(999_001, 999_002, 999_003))
    assert (Signature.objects.count(), Letter.objects.count()) == (0, 0)


def test_ids_of_another_kind_are_not_taken_for_the_words_of_consent(petition, sign):
    words = words_of("en")
    with pytest.raises(wordings.UnknownWording):
        sign(shown=(words[1], words[0], words[2]))


def test_without_a_public_key_nothing_is_taken_in(sign, monkeypatch):
    monkeypatch.setattr(settings, "VAULT_PUBLIC_KEYS", [])
    with pytest.raises(vault.CannotSeal):
        sign()
    assert (Signature.objects.count(), Letter.objects.count()) == (0, 0)


def test_in_a_language_whose_words_are_not_recorded_nobody_can_sign(petition, sign):
    Wording.objects.filter(language="de").delete()
    wordings.forget_what_this_process_knows()
    with pytest.raises(wordings.NothingRecorded):
        sign(language="de")
    assert Signature.objects.count() == 0


@pytest.mark.parametrize("opens_in_days", [1, -400], ids=["soon", "closed"])
def test_outside_its_time_a_petition_takes_no_signature(petition, sign, opens_in_days):
    opens_at = timezone.now() + timedelta(days=opens_in_days)
    petition.opens_at, petition.closes_at = opens_at, opens_at + timedelta(days=365)
    with pytest.raises(signing.Closed):
        sign()
    assert Signature.objects.count() == 0


def test_keys_of_letters_are_each_another_one_and_come_in_the_order_of_time():
    keys = [signing._next() for _ in range(1000)]
    assert (len(set(keys)), {len(key) for key in keys}) == (1000, {32})
    assert [key[:16] for key in keys] == sorted(key[:16] for key in keys)


@pytest.mark.django_db(transaction=True)
def test_a_signature_without_its_debt_of_a_letter_is_never_saved(sign, monkeypatch):
    sign("anna@example.org")
    taken = Letter.objects.get().key.removeprefix("reply:")
    monkeypatch.setattr(signing, "_next", lambda: taken)  # the letter's key is taken: its insert fails
    with pytest.raises(IntegrityError):
        sign("bela@example.org")
    assert (Signature.objects.count(), Letter.objects.count()) == (1, 1)


def test_every_waiting_row_has_its_letter_from_its_first_moment(petition, sign):
    for number in range(5):
        sign(f"person{number}@example.org")
    assert Signature.objects.filter(letters__isnull=True).count() == 0


def test_the_queue_is_told_only_after_everything_is_saved(sign, monkeypatch, django_capture_on_commit_callbacks):
    told = []
    monkeypatch.setattr(hint, "tell", lambda: told.append(Letter.objects.count()))
    with django_capture_on_commit_callbacks(execute=True):
        sign()
        assert told == []
    assert told == [1]


def test_no_column_holds_a_readable_name_or_address(sign):
    sign("canary.address@example.org", name="Canary Name")
    cells = [value for model in (Signature, Letter) for row in model.objects.values_list() for value in row]
    written = b"\n".join(bytes(v) if isinstance(v, (bytes, memoryview)) else str(v).encode() for v in cells).lower()
    assert [word for word in (b"canary", b"example.org", b"name") if word in written] == []


def test_the_row_keeps_no_trace_of_network_or_browser():
    kept = {field.name for field in Signature._meta.get_fields()}
    assert {name for name in kept if name.startswith(("ip", "user_agent", "agent", "network"))} == set()


def test_each_petition_counts_a_person_once_for_itself(petition, clean):
    second = Petition.objects.create(slug="second", closes_at=petition.closes_at, forget_at=petition.forget_at)
    wordings.record(second)
    for one in (petition, second):
        signing.sign(one, clean(), language="en")
    assert sorted(Signature.objects.values_list("petition_id", flat=True)) == sorted([petition.pk, second.pk])
