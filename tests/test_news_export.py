"""The news list leaves the house only sealed to a key, from the worker's side, and every time is written down."""

import base64
import json
import logging
import stat
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from nacl.public import PrivateKey, SealedBox

from petitions import bounces, vault
from petitions.models import ExportLog
from tests.crawl import post

ANNA, BELA = "canary.anna@example.org", "canary.bela@example.org"


def base64_of(key) -> str:
    return base64.b64encode(bytes(key)).decode()


@pytest.fixture
def recipient() -> PrivateKey:
    return PrivateKey.generate()


@pytest.fixture
def export(recipient, tmp_path):
    """export(language="de"): run the command and return what it said; the file is `export.file`."""

    def act(**options) -> str:
        out = StringIO()
        asked = {"to": base64_of(recipient.public_key), "output": str(act.file), "by": "Dora"} | options
        call_command("export_news", stdout=out, **asked)
        return out.getvalue()

    act.file = tmp_path / "news.sealed"
    return act


def people(file, recipient) -> list[dict]:
    return [json.loads(line) for line in SealedBox(recipient).decrypt(file.read_bytes()).decode().splitlines()]


def test_the_file_opens_with_the_private_key_and_holds_address_language_and_way_out(export, recipient, reader):
    reader(ANNA, language="de")
    assert export() == "People in the file: 1\n"
    [person] = people(export.file, recipient)
    assert (set(person), person["address"], person["language"]) == ({"address", "language", "unsubscribe"}, ANNA, "de")
    link = person["unsubscribe"].removeprefix(settings.SITE_ORIGIN)
    assert post(link, {"List-Unsubscribe": "One-Click"}, origin=None, sec_fetch_site=None).status_code == 200
    assert reader(ANNA).pk  # it had really left: entered again it is a new row


def test_only_people_on_the_list_are_in_it_and_never_a_name(export, recipient, reader, ask_for_news, sign, confirmed):
    reader(ANNA), ask_for_news("waits@example.org"), sign("ticked@example.org", news=True), confirmed("no@example.org")
    confirmed(BELA, name="Canary Nameson", news=True, language="el")
    bounces.record("bounced", "waits@example.org")
    export()
    assert [person["address"] for person in people(export.file, recipient)] == [ANNA, BELA]
    assert b"Canary Nameson" not in SealedBox(recipient).decrypt(export.file.read_bytes())


def test_no_other_key_opens_it_and_the_disk_holds_no_readable_address(export, reader, tmp_path):
    reader(ANNA)
    export()
    (tmp_path / "key").write_text(settings.VAULT_PRIVATE_KEY)  # not even our own
    with pytest.raises(CommandError, match="sealed to another key"):
        call_command("open_news", str(export.file), key_file=str(tmp_path / "key"))
    assert b"canary" not in export.file.read_bytes()


def test_open_news_prints_the_lines(export, recipient, reader, tmp_path):
    reader(ANNA)
    export()
    (tmp_path / "key").write_text(base64_of(recipient) + "\n")
    out = StringIO()
    call_command("open_news", str(export.file), key_file=str(tmp_path / "key"), stdout=out)
    assert [json.loads(line)["address"] for line in out.getvalue().splitlines()] == [ANNA]


def test_only_its_owner_may_read_the_file_and_none_is_overwritten(export, reader):
    reader(ANNA)
    export()
    before = export.file.read_bytes()
    assert stat.S_IMODE(export.file.stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="There is a file of this name already; nothing was written"):
        export()
    assert (export.file.read_bytes(), ExportLog.objects.count()) == (before, 1)


def test_the_log_says_who_took_how_many_for_which_key_and_no_address(export, recipient, reader, confirmed):
    reader(ANNA, language="de"), confirmed(BELA, news=True)
    export(language="de")
    key = vault.key_id(recipient.public_key).hex()
    assert list(ExportLog.objects.values_list("by_name", "what", "rows")) == [
        ("Dora", f"news list, sealed to key {key}, language de", 1)
    ]


def test_the_web_process_cannot_export_and_leaves_no_file(export, reader, monkeypatch):
    reader(ANNA)
    monkeypatch.setattr(settings, "VAULT_PRIVATE_KEY", "")
    with pytest.raises(CommandError, match="VAULT_PRIVATE_KEY is not here: run this on the worker's side"):
        export()
    assert (export.file.exists(), ExportLog.objects.count()) == (False, 0)


@pytest.mark.parametrize("key", ["", "x", "not base64!", base64.b64encode(b"short").decode()])
def test_a_key_that_is_none_is_refused_in_one_line(export, petition, key):
    with pytest.raises(CommandError, match="to: This is no public key"):
        export(to=key)
    assert export.file.exists() is False


def test_a_language_that_is_not_live_is_refused(export, petition):
    with pytest.raises(CommandError, match="language: Choose one of"):
        export(language="xx")


def test_an_address_that_only_an_older_key_opens_is_left_out_and_counted(export, recipient, reader, monkeypatch):
    reader(ANNA)
    fresh = PrivateKey.generate()
    monkeypatch.setattr(settings, "VAULT_PUBLIC_KEYS", [base64_of(fresh.public_key)])
    monkeypatch.setattr(settings, "VAULT_PRIVATE_KEY", base64_of(fresh))
    reader(BELA)
    assert export() == ("People in the file: 1\nLeft out, because only an older key opens their address: 1\n")
    assert [person["address"] for person in people(export.file, recipient)] == [BELA]


def test_no_log_of_an_export_knows_an_address(export, reader, caplog, capsys):
    reader(ANNA)
    with caplog.at_level(logging.DEBUG):
        said = export()
    assert "canary" not in said + caplog.text + "".join(capsys.readouterr())
