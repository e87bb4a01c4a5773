"""The sample proxy, run by a real nginx in front of a stub that repeats what reached it."""

import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.faults.lab.processes import free_port, is_listening, wait_until

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
HOST = "petition.example.org"
TOKEN = "AAAAAAAAAAEAAAABabcdefghijklmnopqrstuv"
TEMPLATE = Path(__file__).resolve().parent.parent / "deploy" / "nginx.conf"

MOST = 8  # requests at the site at once, few enough for a test to be more
CACHING = {
    "/en/personal/": "private, no-store",
    "/count.json": "public, max-age=10, s-maxage=1",
    "/en/old/": "public, max-age=10, s-maxage=1, stale-while-revalidate=10",
}
IS_COMPLETE = NGINX and shutil.which("openssl")
pytestmark = pytest.mark.skipif(not IS_COMPLETE, reason="no nginx here; apt-get install nginx-light openssl")


class Stub(BaseHTTPRequestHandler):
    """Answers with the headers that reached it and a number that grows with every answer; its pages are named "n"."""

    answers = 0

    def do_GET(self):
        Stub.answers += 1
        body = json.dumps({"n": Stub.answers, "headers": dict(self.headers)}).encode()
        if "slow" in self.path:
            time.sleep(0.3)
        self.send_response(410 if "gone" in self.path else 404 if "unknown" in self.path else 200)
        self.send_header("Cache-Control", CACHING.get(self.path, "public, max-age=60"))
        self.send_header("Content-Type", "application/json")
        self.send_header("Vary", "Cookie" if "differs" in self.path else "Accept-Encoding")
        self.send_header("ETag", '"n"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_):
        pass


def at_home(text: str, folder: Path, ports: dict[str, int]) -> str:
    """The sample with this machine's ports and folders in the place of its own; nothing else differs."""
    for theirs, ours in {
        "user nginx;": "" if os.geteuid() else "user root;",
        "server web:8000": f"server 127.0.0.1:{ports['site']}",
        "/etc/nginx/tls": str(folder),
        "/run/nginx.pid": f"{folder}/nginx.pid",
        "/var/cache/nginx/pages": f"{folder}/pages",
        "access_log /dev/stdout": f"access_log {folder}/access.log",
        "127.0.0.1:8081": f"127.0.0.1:{ports['alive']}",
        "listen 80": f"listen 127.0.0.1:{ports['http']}",
        "listen 443": f"listen 127.0.0.1:{ports['https']}",
    }.items():
        assert theirs in text
        text = text.replace(theirs, ours)
    return "\n".join(line for line in text.splitlines() if "listen [::]" not in line)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("proxy")
    stub = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    threading.Thread(target=stub.serve_forever, daemon=True).start()
    ports = {name: free_port() for name in ("alive", "http", "https")} | {"site": stub.server_port}
    certificate = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={HOST}"]
    certificate += ["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    subprocess.run(certificate, check=True, capture_output=True)
    sample = at_home(TEMPLATE.read_text(), folder, ports)
    assert "max_conns=512" in sample
    (folder / "nginx.conf").write_text(sample.replace("max_conns=512", f"max_conns={MOST}"))
    nginx = subprocess.Popen([NGINX, "-c", folder / "nginx.conf", "-g", "daemon off;"])
    wait_until(lambda: is_listening(ports["https"]), seconds=10, what="nginx")
    yield {"folder": folder, "stub": stub, **ports}
    nginx.terminate()
    nginx.wait(10)
    stub.shutdown()


def ask(proxy, path: str, *, method: str = "GET", body: bytes | None = None, headers: dict | None = None):
    """(status, headers, body) of one request over TLS under the site's own name."""
    context = ssl.create_default_context(cafile=str(proxy["folder"] / "fullchain.pem"))
    plain = socket.create_connection(("127.0.0.1", proxy["https"]), timeout=10)
    line = HTTPSConnection(HOST, timeout=10)
    context.check_hostname = False
    line.sock = context.wrap_socket(plain, server_hostname=HOST)
    line.request(method, path, body, headers or {})
    answer = line.getresponse()
    found = answer.status, answer.headers, answer.read()
    line.close()
    return found


def seen(proxy, path: str, **options) -> dict:
    return json.loads(ask(proxy, path, **options)[2])


def last_line(proxy) -> str:
    time.sleep(2)  # lines are written once a second
    return (proxy["folder"] / "access.log").read_text().splitlines()[-1]


def test_nginx_accepts_the_sample(proxy):
    outcome = subprocess.run([NGINX, "-t", "-c", proxy["folder"] / "nginx.conf"], capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr


def test_nginx_accepts_the_sample_with_a_host_of_its_own_for_staff(proxy, tmp_path):
    opened = re.sub(r"^    #(server {|}|    .*)$", r"    \1", TEMPLATE.read_text(), flags=re.MULTILINE)
    assert opened.count("\n    server {") == TEMPLATE.read_text().count("\n    server {") + 1
    (tmp_path / "nginx.conf").write_text(at_home(opened, proxy["folder"], proxy))
    outcome = subprocess.run([NGINX, "-t", "-c", tmp_path / "nginx.conf"], capture_output=True, text=True)
    assert outcome.returncode == 0, outcome.stderr


def test_a_visitor_cannot_invent_the_address_he_comes_from(proxy):
    forged = {"X-Forwarded-For": "6.6.6.6", "X-Real-IP": "6.6.6.6", "Forwarded": "for=6.6.6.6", "X-Forwarded-Host": "x"}
    headers = seen(proxy, "/en/", headers=forged)["headers"]
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert {name for name in headers if name.lower() in {"x-real-ip", "forwarded", "x-forwarded-host"}} == set()
    assert headers["Host"] == HOST


@pytest.mark.parametrize(("size", "status"), [(32 * 1024, 200), (32 * 1024 + 1, 413)])
def test_a_body_over_32_kilobytes_never_reaches_the_site(proxy, size, status):
    assert ask(proxy, "/en/petition/", method="POST", body=b"x" * size)[0] == status


def test_the_log_holds_no_token_no_address_and_no_query(proxy):
    ask(proxy, f"/en/petition/confirm/{TOKEN}/?mail=somebody%40example.org", headers={"User-Agent": "Canary"})
    assert json.loads(last_line(proxy))["path"] == "/en/petition/confirm/***"
    ask(proxy, f"/en/petition/konfirm/{TOKEN}")
    assert json.loads(last_line(proxy))["path"] == "/en/petition/konfirm/***"
    ask(proxy, "/en/somebody%40example.org/")
    assert json.loads(last_line(proxy))["path"] == "/***"
    log = (proxy["folder"] / "access.log").read_text()
    assert [word for word in (TOKEN, "somebody", "127.0.0.1", "Canary") if word in log] == []


def test_a_public_page_is_remembered_and_a_personal_one_never(proxy):
    assert seen(proxy, "/en/asks/")["n"] == seen(proxy, "/en/asks/")["n"]
    for path in ("/en/personal/", f"/en/petition/withdraw/{TOKEN}/", "/staff/", "/statusz"):
        assert seen(proxy, path)["n"] < seen(proxy, path)["n"]


def test_a_number_is_never_older_than_the_site_allows(proxy):
    first = seen(proxy, "/count.json")["n"]
    time.sleep(2.1)
    assert seen(proxy, "/count.json")["n"] > first


def test_an_old_page_is_asked_for_behind_the_visitors_back_where_the_site_allows_it(proxy):
    first = seen(proxy, "/en/old/")["n"]
    time.sleep(2.1)
    assert seen(proxy, "/en/old/")["n"] == first
    wait_until(lambda: seen(proxy, "/en/old/")["n"] > first, seconds=5, what="the new page")


def test_browsers_that_spell_the_same_wish_in_different_ways_share_one_copy(proxy):
    wishes = ("gzip, deflate, br, zstd", "br", "br;q=1.0, gzip;q=0.5", "gzip, deflate", "gzip", "identity", "")
    numbers = [seen(proxy, "/en/wishes/", headers={"Accept-Encoding": wish})["n"] for wish in wishes]
    assert [numbers.index(number) for number in numbers] == [0, 0, 0, 3, 3, 5, 5]


def test_what_differs_by_more_than_its_compression_is_remembered_for_nobody(proxy):
    assert seen(proxy, "/en/differs/")["n"] < seen(proxy, "/en/differs/")["n"]


def test_who_knows_the_page_and_who_asks_for_its_head_wake_nobody(proxy):
    page = ask(proxy, "/en/known/")
    before = Stub.answers
    again = ask(proxy, "/en/known/", headers={"If-None-Match": '"n"'})
    head = ask(proxy, "/en/known/", method="HEAD")
    assert (again[0], again[2], head[0], head[2], Stub.answers) == (304, b"", 200, b"", before)
    assert (page[1]["ETag"], page[1]["Vary"]) == (head[1]["ETag"], head[1]["Vary"]) == ('"n"', "Accept-Encoding")


def test_twenty_who_ask_at_once_for_a_page_that_nobody_has_cost_the_site_one(proxy):
    before = Stub.answers
    with ThreadPoolExecutor(20) as crowd:
        numbers = set(crowd.map(lambda _: seen(proxy, "/en/slow/")["n"], range(20)))
    assert numbers == {before + 1}


def test_an_error_page_of_the_site_comes_through_as_it_is(proxy):
    status, _, body = ask(proxy, "/en/gone/")
    assert status == 410
    assert "headers" in json.loads(body)


def test_a_file_that_no_server_has_is_a_404_of_the_site(proxy):
    status, _, body = ask(proxy, "/static/css/unknown.0123456789ab.css")
    assert (status, "headers" in json.loads(body)) == (404, True)


def test_plain_http_is_sent_to_https_and_other_names_get_no_answer(proxy):
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    browser = urllib.request.build_opener(Stay)
    request = urllib.request.Request(f"http://127.0.0.1:{proxy['http']}/de/", headers={"Host": HOST})
    with pytest.raises(urllib.error.HTTPError) as moved:
        browser.open(request, timeout=5)
    assert (moved.value.code, moved.value.headers["Location"]) == (301, f"https://{HOST}/de/")
    with pytest.raises((ConnectionError, OSError)):
        browser.open(f"http://127.0.0.1:{proxy['http']}/de/", timeout=5)


def test_of_more_people_than_the_site_can_bear_the_rest_hear_503_at_once_and_pages_go_on_T6(proxy):
    ask(proxy, "/en/asks/")
    before = proxy["stub"].RequestHandlerClass.answers
    with ThreadPoolExecutor(40) as crowd:
        answers = list(crowd.map(lambda _: ask(proxy, "/en/slow/sign/", method="POST", body=b"a=1"), range(40)))
        page = crowd.submit(ask, proxy, "/en/asks/").result()
    taken = proxy["stub"].RequestHandlerClass.answers - before
    refused = [headers["Retry-After"] for status, headers, _ in answers if status == 503]
    assert (len(refused), set(refused), page[0]) == (40 - taken, {"60"}, 200)
    assert (MOST <= taken < 40, {status for status, _, _ in answers}) == (True, {200, 503})


def test_a_site_that_does_not_answer_is_a_503_with_a_word_of_comfort(proxy):
    ask(proxy, "/en/asks/")
    proxy["stub"].shutdown()
    proxy["stub"].server_close()
    status, headers, body = ask(proxy, "/en/nobody-home/")
    assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "60", "no-store")
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert (headers["X-Content-Type-Options"], headers["Server"]) == ("nosniff", "nginx")
    assert b"Please try again in a minute" in body
    assert ask(proxy, "/en/asks/")[0] == 200  # from memory
