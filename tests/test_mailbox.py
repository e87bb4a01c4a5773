"""The demo's mailbox: every letter readable on this machine, and on no other."""

import json
import threading

import pytest
from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from campaign import mailbox
from campaign.mailbox import MailboxBackend

pytestmark = pytest.mark.django_db  # every template asks for the state of the petition
LINK = "http://127.0.0.1:8000/en/petition/confirm/abc/"


@pytest.fixture(autouse=True)
def _embedded(settings, tmp_path):
    settings.EMBEDDED, settings.DATA_DIR = True, tmp_path


def letter(subject="Bitte bestätigen", to="anna@example.org", html="<html><head></head><p>Grüße</p></html>"):
    message = EmailMultiAlternatives(
        subject, f"Grüße\n\n{LINK}\n", "us@example.org", [to], headers={"Content-Language": "de", "X-Kind": "reply"}
    )
    if html:
        message.attach_alternative(html, "text/html")
    return message


def send(*messages) -> int:
    return MailboxBackend().send_messages(list(messages))


def test_a_file_that_goes_with_a_letter_is_kept_with_it_and_shown(client):
    message = letter()
    message.attach("data.json", '{"name": "Ünïcode <b>"}'.encode(), "application/json")
    send(message)
    [kept] = mailbox.letters()
    assert (kept["attachments"], kept["text"]) == ({"data.json": '{"name": "Ünïcode <b>"}'}, f"Grüße\n\n{LINK}\n")
    assert "{&quot;name&quot;: &quot;Ünïcode &lt;b&gt;&quot;}" in client.get("/mailbox/").content.decode()


def test_each_letter_becomes_one_json_file(tmp_path):
    assert send(letter(), letter()) == 2
    files = sorted((tmp_path / "mailbox").iterdir())
    assert [path.suffix for path in files] == [".json", ".json"]
    kept = json.loads(files[0].read_text())
    assert list(kept) == ["id", "to", "subject", "language", "sent_at", "headers", "text", "html", "attachments"]
    assert (kept["to"], kept["subject"], kept["language"]) == ("anna@example.org", "Bitte bestätigen", "de")
    assert kept["text"] == f"Grüße\n\n{LINK}\n"
    assert kept["html"] == "<html><head></head><p>Grüße</p></html>"
    assert (kept["headers"]["X-Kind"], kept["headers"]["Subject"]) == ("reply", "Bitte bestätigen")


def test_the_list_begins_with_the_newest_letter(client):
    for subject in ("first", "second", "third"):
        send(letter(subject))
    listed = client.get("/mailbox/messages.json").json()
    assert [kept["subject"] for kept in listed] == ["third", "second", "first"]


def test_letters_sent_at_the_same_moment_are_all_kept():
    senders = [threading.Thread(target=send, args=[letter(str(number))]) for number in range(20)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert {kept["subject"] for kept in mailbox.letters()} == {str(number) for number in range(20)}


def test_half_a_letter_is_never_seen(tmp_path):
    send(letter())
    (tmp_path / "mailbox" / ".unfinished").write_text('{"id": ')
    assert len(list(mailbox.letters())) == 1


def test_a_letter_without_html_is_kept_too(client):
    send(letter(html=""))
    assert client.get("/mailbox/messages.json").json()[0]["html"] == ""


def test_an_empty_mailbox_is_no_error(client):
    assert client.get("/mailbox/messages.json").json() == []
    assert "No letter yet" in client.get("/mailbox/").content.decode()


def test_a_letter_that_cannot_be_kept_is_an_error_for_the_sender(tmp_path):
    (tmp_path / "mailbox").write_text("in the way")
    with pytest.raises(OSError, match="exists"):
        send(letter())


def test_links_in_the_text_can_be_pressed_and_markup_in_it_is_harmless(client):
    send(letter("<script>alert(1)</script>"))
    html = client.get("/mailbox/").content.decode()
    assert f'<a href="{LINK}"' in html
    assert "<script>" not in html


def test_the_page_frames_each_letter_without_scripts(client):
    send(letter())
    answer = client.get("/mailbox/")
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in answer.content.decode()
    assert "frame-src 'self'" in answer["Content-Security-Policy"]


def test_the_html_part_may_style_itself_and_nothing_else(client):
    send(letter())
    number = next(mailbox.letters())["id"]
    answer = client.get(f"/mailbox/{number}/html/")
    assert "<p>Grüße</p>" in answer.content.decode()
    assert answer["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("number", ["1", "..", "../keys", "%2e%2e%2fkeys", "a b"])
def test_an_unknown_letter_is_not_found(client, number):
    assert client.get(f"/mailbox/{number}/html/").status_code == 404


def addresses() -> list[str]:
    send(letter())
    return ["/mailbox/", "/mailbox/messages.json", f"/mailbox/{next(mailbox.letters())['id']}/html/"]


@pytest.mark.parametrize("here", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_this_machine_may_read_and_nobody_stores_it(client, here):
    for address in addresses():
        answer = client.get(address, REMOTE_ADDR=here)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize("there", ["192.0.2.7", "10.0.0.1", "2001:db8::1", "", "unix:", "::ffff:192.0.2.7"])
def test_other_machines_find_no_mailbox(client, there):
    assert {client.get(address, REMOTE_ADDR=there).status_code for address in addresses()} == {404}


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip"])
def test_a_proxy_on_this_machine_does_not_open_the_mailbox(client, header):
    assert {client.get(address, headers={header: "127.0.0.1"}).status_code for address in addresses()} == {404}


def test_the_grown_profile_has_no_mailbox(client, settings):
    settings.EMBEDDED = False
    assert {client.get(address).status_code for address in addresses()} == {404}


def test_a_mailbox_can_only_be_looked_at(client, same_origin):
    assert {client.post(address, headers=same_origin).status_code for address in addresses()} == {405}


def test_a_long_mailbox_is_shown_in_pages(client, monkeypatch):
    monkeypatch.setattr(mailbox, "LETTERS_A_PAGE", 2)
    send(*[letter(f"number {count}") for count in range(5)])
    second = client.get("/mailbox/?page=2").content.decode()
    assert [f"number {count}" in second for count in range(5)] == [False, True, True, False, False]


def test_the_folder_is_closed_to_other_accounts(tmp_path):
    send(letter())
    assert (settings.DATA_DIR / "mailbox").stat().st_mode & 0o777 == 0o700
