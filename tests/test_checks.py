"""`check --deploy`: a whole site passes without a word, and one broken setting at a time is named with its remedy."""

import base64
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as site
from django.core import checks

from campaign import catalog_extraction, catalogs
from campaign.checks import deploy
from campaign.keys import new_keys

FOREIGN_KEY = base64.b64encode(b"of no recipient of these letters").decode()
NO_POINT = base64.b64encode(bytes(32)).decode()  # 32 bytes, and nothing can be sealed to them
FIELDS = ("name", "address", "contact_email", "contact_hours", "privacy_email", "press_email", "dpo_email", "funding",
          "processors", "transfers", "authority", "accessibility_authority", "accessibility_methods")  # fmt: skip
CONTROLLER = dict.fromkeys(FIELDS, "somebody") | {"accessibility_tested_on": "2026-03-01"}
SHORT = "short"


@pytest.fixture(scope="module")
def strings():
    """Every string of templates and code, of the public and the staff's, collected once: that takes a second."""
    public = catalog_extraction.collect()
    return public, catalog_extraction.collect_staff(public)


@pytest.fixture
def whole(settings, strings, monkeypatch):
    """A site with everything in place: whole("web") or whole("worker") sets it, and returns the settings to break."""

    def build(role: str):
        public, staff = strings
        monkeypatch.setattr(catalog_extraction, "collect", lambda: public)
        monkeypatch.setattr(catalog_extraction, "collect_staff", lambda public: staff)
        keys = new_keys()
        for name in ("SECRET_KEY", "ADDRESS_PEPPER", "STATUS_TOKEN"):
            setattr(settings, name, keys[name])
        settings.VAULT_PUBLIC_KEYS = [keys["VAULT_PUBLIC_KEYS"]]
        settings.VAULT_PRIVATE_KEY = keys["VAULT_PRIVATE_KEY"] if role == "worker" else ""
        settings.ROLE, settings.DEBUG = role, False
        settings.LOG_FORMAT, settings.SENTRY_DSN = "json", ""
        settings.DATABASE_URL, settings.REDIS_URL = "postgres://site@127.0.0.1/site", "redis://127.0.0.1/0"
        settings.SITE_ORIGIN, settings.ALLOWED_HOSTS = "https://petition.example", ["petition.example"]
        settings.SECURE, settings.TRUSTED_PROXIES = True, ["10.0.0.1"]
        settings.SITE_NAME, settings.CONTROLLER = "Test Campaign", CONTROLLER | {"independent": True}
        settings.DPO_AGREED_ON, settings.IMPACT_ASSESSED_ON = "2026-02-01", "2026-02-02"
        settings.READERS_TRAINED_ON, settings.AUTOREPLY_SWITCHED_ON = "2026-02-03", "2026-02-04"
        settings.VAULT_OLD_PRIVATE_KEYS = []
        settings.DEFAULT_FROM_EMAIL = "Test Foundation <letters@petition.example>"
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.ANYMAIL_PROVIDER = "mail.example", ""
        settings.LIVE_LANGUAGES = ["en"]
        settings.STAFF_HOST, settings.STAFF_SECOND_FACTOR = "", True
        return settings

    return build


def findings() -> list[str]:
    return [finding.id for finding in deploy()]


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_whole_site_goes_live_without_a_word(whole, role):
    whole(role)
    assert deploy() == []


BROKEN_EVERYWHERE = [
    ("SURGE", "perhaps", "E050"),
    ("SURGE", "ON", "E050"),
    ("SURGE_FLOOR", 0, "E051"),
    ("READ_ONLY", "yes", "E052"),
    ("DATABASE_CONNECTIONS", 0, "E053"),
    ("ROLE", "", "E001"),
    ("ROLE", "beat", "E001"),
    ("DEBUG", True, "E002"),
    ("DATABASE_URL", "", "E003"),
    ("REDIS_URL", "", "E004"),
    ("SECRET_KEY", "", "E005"),
    ("SECRET_KEY", SHORT, "E005"),
    ("SECRET_KEY", "a" * 60, "E005"),
    ("ADDRESS_PEPPER", "", "E006"),
    ("ADDRESS_PEPPER", "0123456789abcdefghijklmnopqrstu", "E006"),
    ("SITE_ORIGIN", "", "E011"),
    ("SITE_ORIGIN", "http://petition.example", "E011"),
    ("SITE_ORIGIN", "https://petition.example/path", "E011"),
    ("ALLOWED_HOSTS", [], "E012"),
    ("ALLOWED_HOSTS", ["*"], "E012"),
    ("SITE_NAME", " ", "E013"),
    ("SITE_NAME", "#ChildSafetyON", "E014"),
    ("SITE_NAME", "Friends of ECPAT", "E014"),
    ("SITE_NAME", "eclag petition", "E014"),
    ("DEFAULT_FROM_EMAIL", "ECLAG <letters@petition.example>", "E014"),
    ("DEFAULT_FROM_EMAIL", "", "E017"),
    ("DEFAULT_FROM_EMAIL", "Test Foundation", "E017"),
    ("DPO_AGREED_ON", "", "E020"),
    ("DPO_AGREED_ON", "yes", "E020"),
    ("DPO_AGREED_ON", "2999-01-01", "E020"),
    ("IMPACT_ASSESSED_ON", "", "E021"),
    ("IMPACT_ASSESSED_ON", "1 March 2026", "E021"),
    ("IMPACT_ASSESSED_ON", "2999-01-01", "E021"),
    ("READERS_TRAINED_ON", "", "E025"),
    ("READERS_TRAINED_ON", "2999-01-01", "E025"),
    ("AUTOREPLY_SWITCHED_ON", "", "E026"),
    ("AUTOREPLY_SWITCHED_ON", "soon", "E026"),
    ("STAFF_HOST", "https://petition.example", "E040"),
    ("STAFF_HOST", "petition.example/staff", "E040"),
    ("STAFF_HOST", "petition.example", "E042"),
]
BROKEN_IN_ONE = [
    ("web", "VAULT_PUBLIC_KEYS", [], "E007"),
    ("web", "VAULT_PUBLIC_KEYS", ["not a key"], "E007"),
    ("web", "VAULT_PUBLIC_KEYS", ["AAAA"], "E007"),
    ("web", "VAULT_PUBLIC_KEYS", [NO_POINT], "E007"),
    ("web", "VAULT_PRIVATE_KEY", "any", "E008"),
    ("web", "VAULT_OLD_PRIVATE_KEYS", [FOREIGN_KEY], "E008"),
    ("web", "STATUS_TOKEN", "", "E015"),
    ("web", "STATUS_TOKEN", SHORT, "E015"),
    ("web", "TRUSTED_PROXIES", [], "E019"),
    ("web", "TRUSTED_PROXIES", ["proxy.internal"], "E019"),
    ("web", "TRUSTED_PROXIES", ["10.0.0.1/8"], "E019"),
    ("web", "LEAVE_URL", "", "E024"),
    ("web", "LEAVE_URL", "http://www.wikipedia.org/", "E024"),
    ("web", "LEAVE_URL", "https:///wiki/", "E024"),
    ("web", "LEAVE_URL", "https://petition.example/en/", "E024"),
    ("web", "STAFF_HOST", "staff.petition.example", "E041"),
    ("web", "STAFF_SECOND_FACTOR", False, "E043"),
    ("worker", "VAULT_PRIVATE_KEY", "", "E009"),
    ("worker", "VAULT_PRIVATE_KEY", FOREIGN_KEY, "E009"),
    ("worker", "VAULT_OLD_PRIVATE_KEYS", ["not a key"], "E027"),
    ("worker", "EMAIL_HOST", "", "E018"),
    ("worker", "EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "E018"),
    ("worker", "LETTERS_PER_HOUR", 0, "E023"),
    ("worker", "LETTERS_PER_HOUR", -1, "E023"),
]


@pytest.mark.parametrize("role", ["web", "worker"])
@pytest.mark.parametrize(("name", "value", "code"), BROKEN_EVERYWHERE)
def test_one_broken_setting_is_refused_in_both_processes(whole, role, name, value, code):
    setattr(whole(role), name, value)
    assert findings() == [f"campaign.{code}"]


@pytest.mark.parametrize(("role", "name", "value", "code"), BROKEN_IN_ONE)
def test_one_broken_setting_is_refused_in_the_process_that_needs_it(whole, role, name, value, code):
    setattr(whole(role), name, value)
    assert findings() == [f"campaign.{code}"]


@pytest.mark.parametrize("role", ["web", "worker"])
@pytest.mark.parametrize("field", CONTROLLER)
def test_people_must_know_who_answers_for_their_data(whole, role, field):
    whole(role).CONTROLLER = CONTROLLER | {field: "", "independent": True}
    assert [(finding.id, finding.msg) for finding in deploy()] == [
        ("campaign.E010", f"CONTROLLER_{field.upper()} is empty.")
    ]


@pytest.mark.parametrize("field", ["joint", "register_no"])
def test_what_not_every_organisation_has_may_be_empty(whole, field):
    whole("web").CONTROLLER = CONTROLLER | {field: "", "independent": True}
    assert findings() == []


@pytest.mark.parametrize("written", ["last spring", "2999-01-01"])
def test_the_day_of_the_last_accessibility_test_is_a_day_that_has_been(whole, written):
    whole("web").CONTROLLER = CONTROLLER | {"accessibility_tested_on": written, "independent": True}
    assert findings() == ["campaign.E022"]


def test_a_staff_host_that_is_let_in_goes_live(whole):
    settings = whole("web")
    settings.STAFF_HOST, settings.ALLOWED_HOSTS = "staff.petition.example:8443", [".petition.example"]
    assert findings() == []


def test_the_web_process_needs_no_mail_server(whole):
    whole("web").EMAIL_HOST = ""
    assert findings() == []


def test_a_provider_stands_in_for_a_mail_server(whole):
    settings = whole("worker")
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "anymail.backends.brevo.EmailBackend", ""
    settings.ANYMAIL_PROVIDER = "brevo"
    assert findings() == []


def test_the_escrow_key_is_one_of_several_and_the_workers_own_key_fits_one(whole):
    settings = whole("worker")
    settings.VAULT_PUBLIC_KEYS = [new_keys()["VAULT_PUBLIC_KEYS"], *settings.VAULT_PUBLIC_KEYS]
    assert findings() == []


def test_a_written_permission_allows_the_names_of_others(whole):
    settings = whole("web")
    settings.SITE_NAME, settings.SITE_NAME_PERMISSION = "#ChildSafetyON", "letter of 1 November 2026"
    assert findings() == []


def test_the_senders_own_domain_is_no_name_of_others(whole):
    whole("web").DEFAULT_FROM_EMAIL = "Test Foundation <letters@childsafetyon.example>"
    assert findings() == []


def test_a_live_language_without_a_catalogue_is_not_whole(whole, tmp_path):
    settings = whole("web")
    settings.LIVE_LANGUAGES, settings.LOCALE_PATHS = ["en", "de"], [tmp_path]
    assert findings() == ["campaign.E016"]


def test_a_live_language_with_a_missing_string_is_not_whole(whole, tmp_path):
    po = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    german = next(catalogs.find(["de"])).read_text()
    po.write_text(german.replace('msgid "Enter your name"\nmsgstr "', 'msgid "Enter your name"\nmsgstr ""\n#', 1))
    settings = whole("web")
    settings.LIVE_LANGUAGES, settings.LOCALE_PATHS = ["en", "de"], [tmp_path]
    assert [finding.id for finding in deploy()] == ["campaign.E016"]


def test_every_finding_is_an_error_with_its_remedy(settings, whole):
    whole("web")
    for name in ("SECRET_KEY", "ADDRESS_PEPPER", "STATUS_TOKEN", "SITE_ORIGIN", "DATABASE_URL", "SITE_NAME"):
        setattr(settings, name, SHORT[:1])
    assert {finding.level for finding in deploy()} == {checks.ERROR}
    assert all(len(finding.hint) > 20 for finding in deploy())


def test_the_plain_check_of_every_command_stays_silent():
    assert [finding for finding in checks.run_checks() if str(finding.id).startswith("campaign.")] == []


def environment(role: str) -> dict[str, str]:
    """What an operator writes for one process, and nothing else."""
    keys = new_keys()
    if role == "web":
        del keys["VAULT_PRIVATE_KEY"]
    about = {f"CONTROLLER_{name.upper()}": value for name, value in CONTROLLER.items()}
    return {"PATH": os.environ["PATH"], "ROLE": role, **keys, **about} | {
        "DATABASE_URL": "postgres://site:word@127.0.0.1:1/site",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "SITE_ORIGIN": "https://petition.example",
        "ALLOWED_HOSTS": "petition.example",
        "SITE_NAME": "Test Campaign",
        "DPO_AGREED_ON": "2026-02-01",
        "IMPACT_ASSESSED_ON": "2026-02-02",
        "READERS_TRAINED_ON": "2026-02-03",
        "AUTOREPLY_SWITCHED_ON": "2026-02-04",
        "DEFAULT_FROM_EMAIL": "Test Foundation <letters@petition.example>",
        "EMAIL_URL": "smtp+tls://user:word@mail.example:587",
        "TRUSTED_PROXIES": "10.0.0.1",
        "LIVE_LANGUAGES": "en",
    }


def run_check(env: dict[str, str], folder) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "check", "--deploy", "--tag", "deploy"]
    env = env | {"DATA_DIR": str(folder)}
    return subprocess.run(command, cwd=site.BASE_DIR, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("role", ["web", "worker"])
def test_the_command_lets_a_whole_site_go_live(role, tmp_path):
    result = run_check(environment(role), tmp_path)
    assert (result.returncode, result.stderr) == (0, "")


def test_the_command_refuses_the_demo_and_says_why(tmp_path):
    result = run_check({"PATH": os.environ["PATH"]}, tmp_path)
    assert result.returncode == 1
    said = re.findall(r"\((campaign\.E\d+)\)", result.stderr)
    assert said == [f"campaign.E0{number}" for number in ("01", "03", "04", "11", "30")]
