"""What machines check of the code itself: no finding that is silenced without its reason, no Django check, no CDN."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.test_checks import environment

ROOT = Path(__file__).resolve().parent.parent
SILENCED = re.compile(r"# noqa: ?S\d{3}(?P<why>.*)")
# Django's own checks that we answer otherwise, and the test that holds it.
ANSWERED = {
    "security.W001": "test_headers_everywhere.py::test_every_address_answers_with_exactly_these_headers_WB_01",
    "security.W002": "test_headers_everywhere.py::test_every_address_answers_with_exactly_these_headers_WB_01",
    "security.W004": "test_headers.py::test_https_is_promised_for_two_years_where_there_is_https",
    "security.W008": "test_proxy.py::test_plain_http_is_sent_to_https_and_other_names_get_no_answer",
}


@pytest.mark.parametrize("role", ["web", "worker"])
def test_no_check_of_django_or_of_ours_has_a_word_to_say_of_a_right_site_WB_28(role, tmp_path):
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "DEBUG"]
    env = environment(role) | {"DATA_DIR": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(r"System check identified no issues \(\d silenced\)\.\n", done.stdout)


def test_each_check_that_is_silenced_is_answered_by_a_test_WB_28():
    assert set(settings.SILENCED_SYSTEM_CHECKS) == set(ANSWERED)
    for test in ANSWERED.values():
        file, name = test.split("::")
        assert f"\ndef {name}(" in (ROOT / "tests" / file).read_text()


def test_the_rules_about_security_are_on_and_have_no_finding_WB_28():
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--select",
        "S",
        "campaign",
        "petitions",
        "manage.py",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "All checks passed!\n")
    assert '"S"' in re.search(r"^select = (.*)$", (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[1]


def test_whoever_silences_such_a_rule_says_why_there_or_in_the_line_above():
    bare = []
    for path in [*ROOT.glob("campaign/**/*.py"), *ROOT.glob("petitions/**/*.py")]:
        reasons = [SILENCED.search(line) for line in path.read_text().splitlines()]
        for number, found in enumerate(reasons):
            above = any(one and "(" in one["why"] for one in reasons[max(0, number - 12) : number])
            if found and "(" not in found["why"] and not above:
                bare.append(f"{path.name}:{number + 1}")
    assert bare == []


def test_every_package_that_we_run_on_has_its_exact_version_WB_27():
    locked = (ROOT / "constraints.txt").read_text().splitlines()
    assert [line for line in locked if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+( ?; .+)?", line)] == []
    names = {re.split("==", line)[0].lower().replace("_", "-") for line in locked}
    wanted = re.findall(r'^    "([A-Za-z0-9_.-]+)', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert {name.lower().replace("_", "-") for name in wanted} - names == set()


def test_no_page_style_or_script_names_a_file_of_another_host_WB_27():
    loads = re.compile(
        r"""(?:src|srcset|poster|data)\s*=\s*["']?(?:https?:)?//|@import|url\(["']?(?:https?:)?//|import\("""
    )
    files = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("static/css/**/*.css"), *ROOT.glob("static/js/**/*.js")]
    assert [path.name for path in files if "letters" not in path.parts and loads.search(path.read_text())] == []
    sheets = re.compile(r"""<link[^>]+rel="(?:stylesheet|preload|icon|modulepreload)"[^>]+href="(?:https?:)?//""")
    assert [path.name for path in files if sheets.search(path.read_text())] == []
