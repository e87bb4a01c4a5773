"""A new vault key: everything sealed is for it and no longer for the old one, whatever people do meanwhile."""

import io
import threading
from collections import Counter

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, models

from petitions import erasure, outbox, rotation, signing, vault
from petitions.models import Letter, Signature, Subscriber
from tests.crowd import at_once
from tests.test_vault import pair

ANNA, BELA, CARL = "anna@example.org", "bela@example.org", "carl@example.org"


@pytest.fixture
def keys(settings):
    """Yesterday's pair, in use; keys.change() puts a new pair in its place, and the worker still holds the old one."""

    class Keys:
        old, new, escrow = pair(), pair(), pair()

        def use(self, public: list[str], private: str, before: list[str]) -> None:
            settings.VAULT_PUBLIC_KEYS, settings.VAULT_PRIVATE_KEY = public, private
            settings.VAULT_OLD_PRIVATE_KEYS = before

        def change(self) -> None:
            self.use([self.new[0], self.escrow[0]], self.new[1], [self.old[1]])

    made = Keys()
    made.use([made.old[0]], made.old[1], [])
    return made


@pytest.fixture
def everything(keys, petition, confirmed, sign, reader):
    """Two signatures, one reader, and open letters with an address of their own; sealed to yesterday's key."""
    confirmed(ANNA)
    sign(BELA)
    reader(ANNA)
    signing.withdraw(confirmed(CARL).pk)
    keys.change()


def opened() -> dict[str, list[str]]:
    """The addresses that the keys of this moment open, by place."""
    return {place.name: sorted(_addresses(place)) for place in rotation.PLACES}


def _addresses(place):
    for _, sealed in rotation._values(place):
        try:
            yield vault.unseal(sealed)[1]
        except vault.CannotOpen:
            continue


def run(**options) -> str:
    said = io.StringIO()
    call_command("rotate_vault", stdout=said, **options)
    return said.getvalue()


def test_every_column_that_holds_sealed_bytes_is_rotated():
    columns = {(model, column.name) for model in apps.get_app_config("petitions").get_models()
               for column in model._meta.get_fields() if isinstance(column, models.BinaryField)}  # fmt: skip
    assert columns == {(Signature, "sealed"), (Subscriber, "sealed"), (Letter, "sealed_to")}
    assert {(place.rows().model, place.column) for place in rotation.PLACES} == columns


@pytest.mark.django_db
def test_one_command_and_the_new_key_opens_everything_and_the_old_one_nothing(keys, everything):
    before = opened()
    assert before == {"signature": [ANNA, BELA], "subscriber": [ANNA], "letter": [ANNA, BELA, CARL]}
    run()
    assert opened() == before
    for private in (keys.new[1], keys.escrow[1]):
        keys.use([keys.new[0], keys.escrow[0]], private, [])
        assert opened() == before
    keys.use([keys.old[0]], keys.old[1], [])
    assert opened() == {"signature": [], "subscriber": [], "letter": []}


@pytest.mark.django_db
def test_the_second_run_finds_nothing_to_do(everything):
    run()
    sealed = list(Signature.objects.order_by("pk").values_list("sealed", flat=True))
    assert "Sealed anew: 0\n" in run()
    assert [bytes(s) for s in Signature.objects.order_by("pk").values_list("sealed", flat=True)] == list(
        map(bytes, sealed)
    )


@pytest.mark.django_db
def test_a_dry_run_counts_by_key_and_changes_nothing(keys, everything):
    before = [bytes(sealed) for sealed in Signature.objects.order_by("pk").values_list("sealed", flat=True)]
    old_key = vault.fingerprint(keys.old[0])[:19]
    assert f"signature, keys {old_key}: 2  (not today’s keys)\n" in run(dry_run=True)
    assert [bytes(sealed) for sealed in Signature.objects.order_by("pk").values_list("sealed", flat=True)] == before


@pytest.mark.django_db
@pytest.mark.parametrize("boxes", [1, 2, 3])
def test_the_database_counts_as_one_would_who_reads_every_value(sign, settings, boxes):
    settings.VAULT_PUBLIC_KEYS = [pair()[0] for _ in range(boxes)]
    rows = [sign(f"{'long' * number}@example.org") for number in range(1, 7)]
    settings.VAULT_PUBLIC_KEYS = settings.VAULT_PUBLIC_KEYS[1:] + [pair()[0]]
    rows.append(sign("another@example.org"))
    whole = bytes(rows[0].sealed)
    for row, damaged in zip(rows, [whole[:-1], whole + b"\0", b"", b"\x01", b"\x02" + whole[1:]], strict=False):
        Signature.objects.filter(pk=row.pk).update(sealed=damaged)
    read = Counter(rotation._for(sealed) for _, sealed in rotation._values(rotation.PLACES[0]))
    assert rotation.census()["signature"] == read
    assert sorted(read.values()) == [1, 1, 5]


@pytest.mark.django_db
def test_a_dry_run_needs_no_private_key(keys, everything):
    keys.use([keys.new[0]], "", [])
    assert "signature, keys " in run(dry_run=True)


@pytest.mark.django_db
def test_a_new_escrow_alone_is_a_reason_to_seal_anew(keys, everything):
    run()
    another = pair()
    keys.use([keys.new[0], another[0]], keys.new[1], [])
    run()
    keys.use([another[0]], another[1], [])
    assert opened()["signature"] == [ANNA, BELA]


@pytest.mark.django_db
def test_a_key_that_is_taken_out_opens_nothing_any_more(keys, everything):
    run()
    keys.use([keys.new[0]], keys.new[1], [])
    run()
    keys.use([keys.escrow[0]], keys.escrow[1], [])
    assert opened() == {"signature": [], "subscriber": [], "letter": []}


@pytest.mark.django_db
def test_the_same_keys_in_another_order_are_the_same_keys(keys, everything):
    run()
    keys.use([keys.escrow[0], keys.new[0]], keys.new[1], [])
    assert "Sealed anew: 0\n" in run()


@pytest.mark.django_db
@pytest.mark.parametrize("bytes_of", [lambda: b"\x01\x01damaged", lambda: sealed_to(pair())], ids=["broken", "foreign"])
def test_a_row_that_no_key_opens_is_named_and_stops_nobody(keys, everything, bytes_of, capsys):
    poor = Signature.objects.order_by("pk").first()
    Signature.objects.filter(pk=poor.pk).update(sealed=bytes_of())
    said = io.StringIO()
    with pytest.raises(CommandError, match="^Not sealed for today's keys: 1. "):
        call_command("rotate_vault", stdout=said)
    assert f"No key here opens, signature: {poor.pk}\n" in said.getvalue()
    keys.use([keys.new[0]], keys.new[1], [])
    assert opened()["signature"] == [BELA]


def sealed_to(others: tuple[str, str]) -> bytes:
    """A value that none of our keys is for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.VAULT_PUBLIC_KEYS", [others[0]])
        return vault.seal(name="Somebody", email="somebody@example.org")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("public", "private", "says"),
    [
        ([], "own", "VAULT_PUBLIC_KEYS is empty"),
        (["garbled"], "own", "VAULT_PUBLIC_KEYS holds something that is no key"),
        (["own"], "", "VAULT_PRIVATE_KEY is not here"),
        (["own"], "other", "VAULT_PRIVATE_KEY fits none of VAULT_PUBLIC_KEYS"),
    ],
)
def test_a_wrong_or_missing_key_changes_nothing_and_says_so(keys, everything, public, private, says):
    before = list(map(bytes, Signature.objects.order_by("pk").values_list("sealed", flat=True)))
    given = {"own": keys.new[1], "other": pair()[1], "": ""}[private]
    keys.use([keys.new[0] if key == "own" else key for key in public], given, [])
    with pytest.raises(CommandError, match=f"^{says}; nothing was changed.$"):
        run()
    assert list(map(bytes, Signature.objects.order_by("pk").values_list("sealed", flat=True))) == before


# --- meanwhile ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_newer_value_is_not_written_over(keys, sign, clean, petition, monkeypatch):
    row = sign(ANNA)
    keys.change()
    unseal = vault.unseal

    def unseal_while_she_signs_again(sealed):
        words = unseal(sealed)
        signing.sign(petition, clean("ANNA@example.org"), language="en")
        return words

    monkeypatch.setattr(vault, "unseal", unseal_while_she_signs_again)
    rotation._seal_anew(rotation.PLACES[0], [row.pk], vault.recipients(), rotation.Done())
    row.refresh_from_db()
    assert unseal(row.sealed)[1] == "ANNA@example.org"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "leave", [lambda row: signing.withdraw(row.pk), lambda row: erasure._empty(_of(row))], ids=["withdraw", "forget"]
)
def test_who_leaves_in_the_middle_is_not_brought_back(keys, confirmed, monkeypatch, leave):
    row = confirmed(ANNA)
    keys.change()
    unseal = vault.unseal

    def unseal_while_she_leaves(sealed):
        words = unseal(sealed)
        leave(row)
        return words

    monkeypatch.setattr(vault, "unseal", unseal_while_she_leaves)
    rotation._seal_anew(rotation.PLACES[0], [row.pk], vault.recipients(), rotation.Done())
    assert Signature.objects.filter(sealed__isnull=False).count() == 0


def _of(row: Signature):
    return Signature.objects.filter(pk=row.pk)


@pytest.mark.django_db
def test_letters_go_out_while_keys_are_changed(keys, everything, mailoutbox):
    outbox.pay()  # the receipt and the two replies of the news list and of Bela, and Carl's goodbye
    assert sorted(letter.to[0] for letter in mailoutbox) == [ANNA, ANNA, BELA, CARL]


@pytest.mark.django_db
def test_stopped_in_the_middle_it_goes_on_where_it_was(keys, sign, monkeypatch):
    for number in range(5):
        sign(f"person{number}@example.org")
    keys.change()
    monkeypatch.setattr(rotation, "BATCH", 2)

    def stop(place: str, sealed: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(stop)
    # two signatures are done; the letters of all five wait
    assert rotation.rotate().sealed == 3 + 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer: nobody holds a row beside it")
def test_a_row_that_somebody_holds_is_waited_for_and_then_done(keys, sign, monkeypatch):
    row = sign(ANNA)
    keys.change()
    monkeypatch.setattr(rotation, "PAUSE_SECONDS", 0.2)
    holds, release = threading.Event(), threading.Event()

    def hold_for_a_while(number: int) -> object:
        if number == 0:
            with signing.transaction.atomic():
                Signature.objects.select_for_update().get(pk=row.pk)
                holds.set()
                return release.wait(0.5)
        holds.wait(10)
        return rotation.rotate().is_whole

    assert at_once(2, hold_for_a_while)[1] is True
    keys.use([keys.new[0]], keys.new[1], [])
    assert opened()["signature"] == [ANNA]


@pytest.mark.django_db(transaction=True)
def test_a_crowd_signs_confirms_and_leaves_meanwhile_and_nothing_is_lost(keys, sign, petition, clean):
    rows = [sign(f"person{number}@example.org") for number in range(24)]
    keys.change()

    def act(number: int) -> None:
        if number == 0:
            rotation.rotate()
        for row in rows[number::8]:
            verbs = (lambda row: signing.sign(petition, clean(f"PERSON{rows.index(row)}@example.org"), language="en"),
                     lambda row: signing.confirm(row.pk), lambda row: signing.withdraw(row.pk))  # fmt: skip
            verbs[rows.index(row) % 3](row)

    at_once(8, act)
    assert rotation.rotate().is_whole
    keys.use([keys.new[0]], keys.new[1], [])
    again = {f"PERSON{number}@example.org" for number in range(0, 24, 3)}
    confirmed = {f"person{number}@example.org" for number in range(1, 24, 3)}
    assert set(opened()["signature"]) == again | confirmed
