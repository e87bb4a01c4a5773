"""A person's address, name and network appear nowhere but sealed: a canary is searched for everywhere."""

import base64
from urllib.parse import quote, quote_plus

import pytest

EMAIL = "kanarienvogel-7f3a9c@canary-lab.example.org"
NAME = "Žofie Kanárková-Qwyzzle"
IP = "198.19.77.203"
CANARIES = {
    "address": EMAIL,
    "local part": "kanarienvogel-7f3a9c",
    "address in capitals": EMAIL.upper(),
    "name": NAME,
    "family name": "Kanárková-Qwyzzle",
    "last part of the name": "Qwyzzle",
    "network address": IP,
}


def disguises(text: str) -> dict[str, bytes]:
    """The ways in which a text may lie in a file: encoding → bytes to look for."""
    raw = text.encode()
    plain = {
        "raw": raw,
        "utf-16": text.encode("utf-16-le"),
        "hex": raw.hex().encode(),
        "hex in capitals": raw.hex().upper().encode(),
        "url": quote(text, safe="").encode(),
        "form": quote_plus(text).encode(),
        "json": text.encode("ascii", "backslashreplace"),
        "repr": repr(raw)[2:-1].encode(),
        "reversed": raw[::-1],
    }
    return plain | {f"base64 at {shift}": piece for shift, piece in base64_pieces(raw).items()}


def base64_pieces(raw: bytes) -> dict[int, bytes]:
    """What base64 makes of these bytes at each of the three positions, without the ends that neighbours change."""
    pieces = {}
    for shift in range(3):
        whole = base64.b64encode(b"\0" * shift + raw)
        pieces[shift] = whole[(0, 2, 3)[shift] : len(whole) // 4 * 4 - 4]
    return pieces


def sightings(places: dict[str, bytes]) -> list[str]:
    """Where which canary was seen in which disguise."""
    return [
        f"{what} ({how}) in {place}"
        for place, content in places.items()
        for what, text in CANARIES.items()
        for how, piece in disguises(text).items()
        if piece in content
    ]


@pytest.fixture(scope="module")
def site(quiet_site):
    return quiet_site


@pytest.fixture(scope="module")
def life(site):
    """The canary's whole life: signs, asks again, is refused, confirms, withdraws, reads the news, returns."""
    fields = {"name": NAME, "country": "CZ", "language": "de", "ip": IP}
    with site.ground.valkey.listen() as listener:
        site.driver.sign(EMAIL, **fields)
        site.driver.sign(EMAIL.upper(), **fields)
        stumble(site)
        site.settle(seconds=60)
        site.driver.post("/de/petition/check-your-email/", {"email": EMAIL}, ip=IP)
        press(site, "confirm")
        site.settle(seconds=60)
        held = {"Valkey, all keys": site.ground.valkey.dump()}
        press(site, "withdraw")
        site.settle(seconds=90)
        read_news(site)
        site.driver.sign(EMAIL, **fields)
        site.settle(seconds=60)
    return held | {"Valkey, all commands": bytes(listener.heard)}


def stumble(site):
    """Everything that goes wrong for people: refused input, foreign origin, dead links, a broken form."""
    site.driver.post("/de/petition/", {"name": NAME, "email": EMAIL, "country": "XX"}, ip=IP)
    site.driver.post("/de/petition/", {"name": NAME, "email": f"{EMAIL}\0"}, ip=IP)
    site.driver.get(f"/de/petition/?email={EMAIL}&name={quote(NAME)}", ip=IP)
    site.driver.get(f"/de/petition/confirm/{EMAIL}/", ip=IP)
    site.driver.get(f"/{EMAIL}/", ip=IP)
    site.driver.post("/de/petition/confirm/none/", {"email": EMAIL}, ip=IP)


def read_news(site):
    """Enters the address for the news, badly and well, starts the news, and stops it with one click."""
    site.driver.post("/de/stay-informed/", {"email": f"{EMAIL},", "language": "de"}, ip=IP)
    site.driver.post("/de/stay-informed/", {"email": EMAIL, "language": "de", "consent": "on"}, ip=IP)
    site.settle(seconds=60)
    assert site.driver.post(news_link(site, "confirm"), {}, ip=IP).status == 303
    site.settle(seconds=60)
    assert site.driver.post(news_link(site, "unsubscribe"), {"List-Unsubscribe": "One-Click"}, ip=IP).status == 200


def news_link(site, step: str) -> str:
    links = [letter.link(step, below="stay-informed") for letter in own_letters(site)]
    return next(link for link in links if link)


def own_letters(site) -> list:
    return [letter for letter in site.letters() if letter.recipients[0].lower() == EMAIL]


def press(site, step: str):
    link = next(letter.link(step) for letter in reversed(own_letters(site)) if letter.link(step))
    assert site.driver.post(link, {}, ip=IP).status == 303


def test_the_search_finds_what_is_there():
    """The control: a canary that was hidden on purpose is found in every disguise."""
    for what, text in CANARIES.items():
        for how, piece in disguises(text).items():
            assert f"{what} ({how}) in here" in sightings({"here": b"before" + piece + b"after"})
        hidden = base64.b64encode(b'{"args": ["' + text.encode() + b'"]}')
        assert [seen for seen in sightings({"here": hidden}) if seen.startswith(f"{what} (base64")]


def test_the_canary_really_lived_here(site, life):
    assert [NAME, EMAIL] in [row["opened"] for row in site.rows()]
    assert len(own_letters(site)) >= 3


def test_no_log_of_any_process_knows_the_canary(site, life):
    assert sightings(site.logs()) == []


def test_no_log_of_any_process_knows_a_personal_link(site, life):
    tokens = [letter.link(step) for letter in site.letters() for step in ("confirm", "withdraw", "not-me", "yours")]
    tokens += [news_link(site, step) for step in ("confirm", "unsubscribe")]
    pieces = [link.rstrip("/").rpartition("/")[2].encode() for link in tokens if link]
    assert pieces
    assert [place for place, content in site.logs().items() if any(piece in content for piece in pieces)] == []


def test_the_broker_never_hears_of_the_canary(life):
    assert life["Valkey, all commands"].count(b"\n") > 10
    assert sightings(life) == []


def test_the_database_dump_does_not_know_the_canary(site, life):
    dump = site.ground.postgres.dump(site.database)
    assert (b"petitions_signature" in dump, b"petitions_subscriber" in dump) == (True, True)
    assert sightings({"pg_dump": dump}) == []


def test_no_file_of_the_site_knows_the_canary_not_even_the_erasure_journal(site, life):
    files = [file for file in site.folder.rglob("*") if file.is_file() and file != site.driver.ledger]
    assert "erasures.log" in {file.name for file in files}
    assert sightings({file.name: file.read_bytes() for file in files}) == []


def test_with_the_keys_of_the_web_process_no_row_opens(site, life):
    rows = site.rows(role="web")
    assert rows
    assert {row["opened"] for row in rows if row["is_sealed"]} == {"CannotOpen"}


def test_the_web_process_holds_no_private_key(site):
    assert [name for name in site.environment("web") if "PRIVATE" in name] == []
    assert site.keys["VAULT_PRIVATE_KEY"] not in site.environment("web").values()
