"""When things break aloud, everywhere at once, nobody is in logs, reports, broker, numbers or exports."""

import http.client
import json
import re

import pytest

from tests.faults.lab.processes import wait_until
from tests.faults.lab.report_sink import ReportSink
from tests.faults.lab.rig import Rig
from tests.faults.test_no_stray_data import CANARIES, EMAIL, IP, NAME, sightings

BROWSER = "Kanarienbrowser/7.3"
CANARIES["browser"] = BROWSER  # looked for in the other file too, where nobody has it
FIELDS = {"name": NAME, "email": EMAIL, "country": "CZ", "consent": "on"}
REPORTED = {"event_id", "timestamp", "platform", "level", "logger", "release", "message", "tags", "exception"}


@pytest.fixture(scope="module")
def sink():
    server = ReportSink().start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def site(ground, sink):
    words = f"{NAME} {EMAIL} {IP} {BROWSER}"
    own = Rig(ground, LAB_CANARY=words, SENTRY_DSN=sink.dsn, LAB_LEASE_SECONDS="4").start()
    yield own
    own.stop()


@pytest.fixture(scope="module")
def life(site, sink):
    """Everything fails once with the canary in its words, and goes well afterwards; what Valkey heard."""
    with site.ground.valkey.listen() as listener:
        for point, fields in (
            ("view", FIELDS),
            ("form", FIELDS | {"country": "XX"}),
            ("template", FIELDS | {"country": "XX"}),
        ):
            site.arm(point)
            assert (point, press(site, "/de/petition/?email=" + EMAIL, fields)) == (point, 500)
        site.arm("letter")
        site.arm("task")
        assert press(site, "/de/petition/", FIELDS) == 303
        wait_until(lambda: site.is_fired("letter") and site.is_fired("task"), seconds=60, what="errors in the worker")
        site.make_due()
        site.settle(seconds=60)
        wait_until(lambda: len(sink.bodies) >= 5, seconds=30, what="five reports")
    return bytes(listener.heard)


def press(site, path: str, fields: dict[str, str]) -> int:
    """A POST by the canary's own browser."""
    told = {"User-Agent": BROWSER, "Referer": f"https://x.example/?{EMAIL}", "Cookie": f"a={BROWSER}"}
    probe = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    body = "&".join(f"{name}={quoted(value)}" for name, value in fields.items())
    own = {"Origin": f"http://127.0.0.1:{site.port}", "Sec-Fetch-Site": "same-origin", "X-Forwarded-For": IP}
    probe.request("POST", path, body, told | own | {"Content-Type": "application/x-www-form-urlencoded"})
    answer = probe.getresponse()
    answer.read()
    probe.close()
    assert not re.search(r"\d", answer.headers.get("Server", ""))  # WB-01: no version
    return answer.status


def quoted(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


def test_everything_broke_and_the_letter_came_all_the_same(site, life):
    assert [point for point in ("view", "form", "template", "letter", "task") if not site.is_fired(point)] == []
    assert EMAIL in [letter.recipients[0] for letter in site.letters()]


def test_no_log_of_any_process_knows_the_canary_though_every_error_said_it_PV_01(site, life):
    assert sightings(site.logs()) == []


def test_every_error_is_one_line_of_json_with_its_places_PV_01(site, life):
    lines = [line for name in ("web", "worker-one", "worker-two") for line in log_of(site, name)]
    errors = [json.loads(line) for line in lines if '"ERROR"' in line]
    told = [failure["type"] for line in errors for failure in line.get("errors", [])]
    assert told.count("RuntimeError") == told.count("ValueError") >= 5
    assert [line for line in lines if "Traceback" in line or "RuntimeError:" in line] == []


def log_of(site, name: str) -> list[str]:
    return (site.folder / f"{name}.log").read_text().splitlines()


def test_no_report_of_an_error_knows_the_canary_PV_02(sink, life):
    assert sightings({f"report {number}": body for number, body in enumerate(sink.bodies)}) == []
    assert [set(event) - REPORTED for event in sink.events()] == [set()] * len(sink.bodies)


def test_each_error_of_web_and_worker_was_reported_with_our_own_lines_PV_02(sink, life):
    frames = [frame for event in sink.events() for frame in event["exception"]["values"][-1]["stacktrace"]["frames"]]
    assert {"petitions/views.py", "petitions/outbox.py", "petitions/tasks.py"} <= {
        frame["filename"] for frame in frames
    }


def test_the_broker_hears_tasks_without_arguments_and_nothing_of_the_canary_PV_01(life):
    assert sightings({"Valkey, all commands": life}) == []
    assert set(re.findall(rb'(?:kw)?argsrepr\\*": \\*"(.*?)\\*"', life)) == {b"()", b"{}"}


def test_numbers_and_exports_know_nobody_PV_01(site, life):
    status, facts = site.status()
    places = {"statusz": json.dumps(facts, ensure_ascii=False).encode()}
    for form in ("csv", "json"):
        places[form] = site.manage("export_counts", "--format", form).stdout.encode()
    assert (status in (200, 503), sightings(places)) == (True, [])


def test_no_row_and_no_key_holds_the_network_in_text_or_in_bytes_PV_16(site, life):
    as_bytes = bytes(int(part) for part in IP.split("."))
    places = {"pg_dump": site.ground.postgres.dump(site.database), "Valkey": site.ground.valkey.dump(), "heard": life}
    seen = [place for place, content in places.items() if IP.encode() in content]
    seen += [place for place in ("Valkey", "heard") if repr(as_bytes)[2:-1].encode() in places[place]]
    seen += [place for place, content in places.items() if as_bytes.hex().encode() in content.lower()]
    assert seen == []
