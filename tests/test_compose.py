"""The grown site's containers, judged by the real tools, which come as wheels: a missing one fails, it never skips."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_repository import ROOT, tracked_files, variables_of_the_example, variables_of_the_settings

TOOLS = Path(sys.executable).parent
DOCKERFILES = [ROOT / "Dockerfile", ROOT / "deploy/backup/Dockerfile", ROOT / "deploy/pgbouncer/Dockerfile"]
OUR_SERVICES = {"release", "web", "worker", "beat"}
# Set for every container by the image, or of use only where there are no containers.
NOT_FOR_CONTAINERS = {"STAFF_SECOND_FACTOR", "DATA_DIR", "ERASURE_JOURNAL", "DEBUG", "DEMO_STAFF_PASSWORD"}
INDISPENSABLE = ["SECRET_KEY", "ADDRESS_PEPPER", "VAULT_PUBLIC_KEYS", "VAULT_PRIVATE_KEY", "STATUS_TOKEN",
                 "POSTGRES_PASSWORD", "BACKUP_PUBLIC_KEYS", "SITE_ORIGIN", "CONTROLLER_NAME"]  # fmt: skip


def docker_compose(*words: str, env_file: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [TOOLS / "docker-compose", "--env-file", env_file, "--file", ROOT / "docker-compose.yml", "config", *words],
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(env_file.parent)},
    )


@pytest.fixture
def filled_in(tmp_path) -> Path:
    """.env as an operator leaves it: every open line of the example filled in."""
    path = tmp_path / "filled-in.env"
    path.write_text(re.sub(r"^([A-Z_]+)=$", r"\1=value-of-\1", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    return path


@pytest.fixture
def services(filled_in) -> dict[str, dict]:
    outcome = docker_compose("--format", "json", env_file=filled_in)
    assert outcome.returncode == 0, outcome.stderr
    return json.loads(outcome.stdout)["services"]


def test_compose_accepts_the_file_when_the_example_is_filled_in(filled_in):
    outcome = docker_compose("--quiet", env_file=filled_in)
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, "", "")


@pytest.mark.parametrize("name", INDISPENSABLE)
def test_compose_refuses_to_start_without(filled_in, name):
    filled_in.write_text(re.sub(rf"^{name}=.*$", "", filled_in.read_text(), flags=re.MULTILINE))
    outcome = docker_compose("--quiet", env_file=filled_in)
    assert outcome.returncode != 0
    assert f"variable {name} is missing" in outcome.stderr


def test_only_the_worker_holds_the_key_that_opens_names_and_addresses(services):
    holders = [name for name, service in services.items() if "VAULT_PRIVATE_KEY" in (service.get("environment") or {})]
    assert holders == ["worker"]


def test_only_the_proxy_can_be_reached_from_outside(services):
    assert [name for name, service in services.items() if service.get("ports")] == ["proxy"]


def test_only_proxy_and_worker_can_reach_the_internet(services):
    assert sorted(name for name, service in services.items() if "outside" in service["networks"]) == ["proxy", "worker"]


def test_every_container_has_a_limit_and_a_root_that_nobody_can_write_to(services):
    assert [name for name, service in services.items() if not service.get("mem_limit")] == []
    assert [name for name, service in services.items() if not service.get("read_only")] == []


def test_all_but_the_release_step_come_back_after_a_crash(services):
    restarting = {name for name, service in services.items() if service.get("restart") == "unless-stopped"}
    assert set(services) - restarting == {"release"}


def test_web_and_worker_wait_for_the_release_step(services):
    waits = {name: services[name]["depends_on"]["release"]["condition"] for name in OUR_SERVICES - {"release"}}
    assert set(waits.values()) == {"service_completed_successfully"}


def test_every_variable_of_the_settings_reaches_a_container(services):
    given = {name for service in OUR_SERVICES for name in services[service]["environment"]}
    assert set(variables_of_the_settings()) - given - NOT_FOR_CONTAINERS == set()


def test_the_last_part_of_the_example_is_what_compose_needs_beyond_the_settings():
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert sorted(asked - set(variables_of_the_settings())) == variables_of_the_example()[1]


def test_hadolint_has_nothing_to_say_about_any_dockerfile():
    outcome = subprocess.run([TOOLS / "hadolint", "--no-color", *DOCKERFILES], capture_output=True, text=True)
    assert (outcome.returncode, outcome.stdout) == (0, "")


def test_every_image_of_ours_runs_as_somebody_without_rights():
    users = [re.findall(r"^USER (.+)$", path.read_text(), re.MULTILINE) for path in DOCKERFILES]
    assert users == [["10001:10001"]] * 3


def test_every_container_but_those_of_others_has_given_up_its_powers(services):
    kept = {name for name, service in services.items() if service.get("cap_drop") != ["ALL"]}
    assert kept == {"proxy", "postgres", "valkey"}
    assert {tuple(service["security_opt"]) for service in services.values()} == {("no-new-privileges:true",)}


def test_what_serves_goes_through_the_pooler_and_what_migrates_or_saves_does_not(services):
    address = r"@(\w+):\d+/(\w+)$"
    ways = {name: re.search(address, services[name]["environment"]["DATABASE_URL"]).groups() for name in OUR_SERVICES}
    assert ways == {"release": ("postgres", "site"), "web": ("pgbouncer", "site"),
                    "worker": ("pgbouncer", "site_work"), "beat": ("pgbouncer", "site_work")}  # fmt: skip
    assert services["backup"]["environment"]["PGHOST"] == "postgres"
    pooled = {name for name in OUR_SERVICES if services[name]["environment"]["DATABASE_POOLED"] == "on"}
    assert pooled == OUR_SERVICES - {"release"}


def test_the_limits_that_the_pooler_sets_are_those_of_the_settings():
    pooler = re.findall(r"SET (\w+) = (\d+)", (ROOT / "deploy/pgbouncer/pgbouncer.ini").read_text())
    settings = re.search(r'options="(.+?)"', (ROOT / "campaign/settings.py").read_text()).group(1)
    assert pooler == re.findall(r"-c (\w+)=(\d+)", settings) * 2


def test_the_database_is_asked_for_room_for_the_pooler_release_backup_and_two_hands(services):
    lent = re.findall(r"pool_size=(\d+)", (ROOT / "deploy/pgbouncer/pgbouncer.ini").read_text())
    asked_for = {services[name]["environment"]["DATABASE_CONNECTIONS"] for name in OUR_SERVICES}
    assert asked_for == {str(sum(map(int, lent)) + 4)}


def test_the_backup_can_read_the_journal_and_change_nothing_of_the_site(services):
    volumes = {one["target"]: one.get("read_only", False) for one in services["backup"]["volumes"]}
    assert volumes == {"/data": True, "/backups": False}


def test_the_build_steps_of_the_image_leave_catalogues_and_hashed_static_files(tmp_path):
    for path in tracked_files():
        if path.relative_to(ROOT).parts[0] in {"campaign", "petitions", "static", "templates", "locale", "manage.py"}:
            copy = tmp_path / "app" / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    environment = {"DATA_DIR": str(tmp_path / "build"), "PATH": f"{TOOLS}:/usr/bin:/bin"}
    for step in re.findall(r"&& (python manage\.py [^\\\n]+)", (ROOT / "Dockerfile").read_text()):
        subprocess.run(shlex.split(step), cwd=tmp_path / "app", env=environment, check=True, capture_output=True)
    assert (tmp_path / "app/locale/de/LC_MESSAGES/django.mo").exists()
    manifest = json.loads((tmp_path / "app/staticfiles/staticfiles.json").read_text())
    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", manifest["paths"]["css/site.css"])
    assert re.fullmatch(r"js/site\.[0-9a-f]{12}\.js", manifest["paths"]["js/site.js"])
