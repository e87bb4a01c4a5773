"""The proof of consent for one signature: what was shown, when, in which language, and by which act; nothing more."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from campaign import privacy_notice
from petitions import erasure, proof, signing, wordings
from petitions.models import Signature, Wording
from tests.crawl import GOOD, browser, post
from tests.past import move_back

CANARY = {"email": "canary.of.proof@example.org", "name": "Canary Proof"}


def said(*words: object) -> str:
    out = StringIO()
    call_command("proof", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def canary(confirmed):
    return confirmed(CANARY["email"], name=CANARY["name"], language="de", news=True)


def test_the_proof_names_every_text_with_version_language_and_hash(canary):
    lines = said(canary.pk).splitlines()
    for wording in (canary.petition_wording, canary.consent_wording, canary.news_wording):
        start = f"shown: {wording.kind}, version 1, language de, since "
        assert [line.endswith(f"sha256 {wording.sha256} (equals the stored text)") for line in lines
                if line.startswith(start)] == [True]  # fmt: skip


def test_the_proof_says_when_and_by_which_acts(canary):
    found = proof.by_number(canary.pk)
    assert (found["state"], found["language_of_letters"]) == ("confirmed", "de")
    assert found["acts"] == {"asked": proof.SIGNED_BY, "news": proof.NEWS_BY, "confirmed": proof.CONFIRMED_BY}
    assert found["confirmed"] == proof._moment(canary.confirmed_at)
    assert found["first_asked"] == proof._moment(Signature.objects.get().created_at)


def test_the_proof_by_address_is_the_same_and_finds_every_spelling_of_it(canary):
    assert said("--address", "Canary.of.Proof+tag@EXAMPLE.org") == said(canary.pk)


def test_no_name_and_no_address_is_in_any_proof(canary, tmp_path):
    said(canary.pk, "--output", tmp_path / "proof.json")
    everything = said(canary.pk) + said("--address", CANARY["email"]) + (tmp_path / "proof.json").read_text()
    for private in (*CANARY.values(), "canary", canary.email_digest, canary.mailbox_digest, canary.domain_digest):
        assert private not in everything


def test_the_file_holds_the_whole_texts_that_make_their_hashes_again(canary, tmp_path):
    said(canary.pk, "--output", tmp_path / "proof.json")
    (found,) = json.loads((tmp_path / "proof.json").read_text())
    assert [text["kind"] for text in found["shown"]] == ["petition", "consent", "news"]
    assert [wordings.fingerprint(text["text"]) == text["sha256"] for text in found["shown"]] == [True] * 3


def test_no_private_key_is_needed(canary, settings):
    settings.VAULT_PRIVATE_KEY = ""
    assert f"signature: {canary.pk}" in said("--address", CANARY["email"])


def test_of_a_forgotten_signature_the_day_is_left(canary):
    Signature.objects.update(news_wording=None)
    move_back(Signature.objects.get(), days=31)
    erasure.forget_expired()
    found = proof.by_number(canary.pk)
    assert (found["state"], found["first_asked"]) == ("data forgotten, support counted", None)
    assert found["confirmed"].endswith("(only the day is left)")
    assert "first asked: not known any more" in said("--address", CANARY["email"])


def test_who_has_not_confirmed_has_asked_and_no_more(sign):
    found = proof.by_number(sign().pk)
    assert (found["state"], found["acts"], found["confirmed"]) == ("not confirmed", {"asked": proof.SIGNED_BY}, None)


def test_for_nobody_it_says_that_there_is_none(petition):
    for words in ((4711,), ("--address", "nobody@example.org")):
        with pytest.raises(CommandError, match="There is no such signature.$"):
            said(*words)


def test_of_a_withdrawn_signature_it_says_that_it_was_deleted(canary):
    signing.withdraw(canary.pk)
    with pytest.raises(CommandError, match="its number stands in the journal"):
        said(canary.pk)


def test_what_is_no_address_is_refused_without_repeating_it(petition):
    with pytest.raises(CommandError, match=r"could have written to \(format\)"):
        said("--address", "no address")


def test_after_a_correction_the_proof_still_shows_what_was_read_PV_08(petition, monkeypatch):
    """Somebody reads the page, the consent is corrected, and only then the old page is sent."""
    old = "-".join(map(str, wordings.current(petition.pk, "en")))
    original = wordings.render
    monkeypatch.setattr(wordings, "render", lambda p, kind, code: original(p, kind, code) + " and more")
    assert wordings.record(petition) == len(wordings.RECORDED) * len(settings.LIVE_LANGUAGES)
    assert post("/en/petition/", GOOD | {"shown": old}).status_code == 303
    shown = {
        text["kind"]: (text["version"], text["text"]) for text in proof.by_number(Signature.objects.get().pk)["shown"]
    }
    first = Wording.objects.get(kind="consent", language="en", version=1).body
    assert (shown["consent"], " and more" in first) == ((1, first), False)


@pytest.mark.parametrize("language", settings.LIVE_LANGUAGES)
def test_a_signature_proves_the_words_that_its_own_page_showed_PV_08(petition, language):
    """Render the page, sign from it, and compare the hash of what it showed with what the proof says."""
    page = browser().get(f"/{language}/petition/").content.decode()
    shown = page.partition('name="shown" value="')[2].partition('"')[0]
    assert post(f"/{language}/petition/", GOOD | {"shown": shown, "news": "on"}).status_code == 303
    texts = proof.by_number(Signature.objects.get().pk)["shown"]
    rendered = [wordings.fingerprint(wordings.render(petition, kind.value, language)) for kind in wordings.KINDS]
    assert [text["sha256"] for text in texts] == rendered
    assert {(text["language"], text["hash_equals_text"]) for text in texts} == {(language, True)}


def test_the_privacy_notice_of_that_time_is_named(petition, sign, settings):
    privacy_notice.record(petition)
    Wording.objects.filter(kind="privacy").update(recorded_at=petition.opens_at)
    row = sign()
    settings.CONTROLLER = settings.CONTROLLER | {"address": "9 New Street, 0000 Testville"}
    privacy_notice.record(petition)
    notice = proof.by_number(row.pk)["privacy_notice_in_force"]
    assert (notice["version"], "9 New Street" in notice["text"]) == (1, False)


# --- the check of everything ----------------------------------------------------------------------------------------


def test_all_is_well_as_long_as_nobody_touched_a_text(canary):
    assert said("--all") == f"Every text is what its hash says: {Wording.objects.count()}\n"


def test_a_text_that_was_changed_in_the_database_is_named_and_the_proof_says_so(canary):
    Wording.objects.filter(pk=canary.consent_wording_id).update(body="<p>I agree to everything.</p>")
    with pytest.raises(CommandError, match=f"wording {canary.consent_wording_id} .*not what its hash says"):
        said("--all")
    assert "DOES NOT EQUAL THE STORED TEXT" in said(canary.pk)


def test_a_signature_that_points_at_another_kind_of_text_is_named(canary):
    Signature.objects.update(consent_wording=canary.petition_wording_id)
    with pytest.raises(CommandError, match=f"signature {canary.pk}: its consent text is none"):
        said("--all")
