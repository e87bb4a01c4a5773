"""The repository keeps its own promises: two commands, one list of variables, no registry, files of one job."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = [path for room in ("campaign", "petitions") for path in sorted((ROOT / room).rglob("*.py"))]
INSTALL = "python3 -m venv .venv && .venv/bin/python -m pip install -q -c constraints.txt -e"
START = f"{INSTALL} . && .venv/bin/python manage.py demo"
TEST = f'{INSTALL} ".[dev]" && .venv/bin/python -m pytest -n 2'
COMPOSE_ALONE = "# --- docker-compose.yml alone ---"


def tracked_files() -> list[Path]:
    """What git knows, or, in a copy without git, everything that isn't built."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError):
        built = {".venv", "var", "staticfiles", "__pycache__", "node_modules"}
        return [path for path in ROOT.rglob("*") if path.is_file() and not built & set(path.relative_to(ROOT).parts)]
    return [path for name in listed.split(b"\0") if name and (path := ROOT / name.decode()).is_file()]


def commands_of(document: str) -> list[str]:
    """The lines of a Markdown document that start with the making of the virtual environment."""
    return [line for line in (ROOT / document).read_text().splitlines() if line.startswith("python3 -m venv")]


def variables_of_the_settings() -> list[str]:
    """Names of the environment variables that settings.py reads, in the order of their first reading."""
    readers = {"_key", "_about"}
    found = []
    for call in ast.walk(ast.parse((ROOT / "campaign/settings.py").read_text())):
        if not (isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant)):
            continue
        named = call.func.id if isinstance(call.func, ast.Name) else ""
        on_env = isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "env"
        if named in readers | {"env"} or on_env:
            found.append((call.args[0].lineno, call.args[0].col_offset, call.args[0].value))
    return list(dict.fromkeys(name for _, _, name in sorted(found)))


def variables_of_the_example() -> tuple[list[str], list[str]]:
    """Names in .env.example: those of the site, and those below the line for docker-compose.yml alone."""
    site, _, compose = (ROOT / ".env.example").read_text().partition(COMPOSE_ALONE)
    return tuple(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", part, re.MULTILINE) for part in (site, compose))


def test_the_readme_has_exactly_the_two_commands():
    assert commands_of("README.md") == [START, TEST]


def test_manage_py_without_django_prints_the_first_command():
    assert START in re.sub(r'"\s*\n\s*"', "", (ROOT / "manage.py").read_text())


def test_the_example_names_every_variable_of_the_settings_in_their_order():
    # A provider's settings are read by their prefix; the example shows the one that every provider knows.
    names = [name for name in variables_of_the_example()[0] if name != "ANYMAIL_WEBHOOK_SECRET"]
    assert names == variables_of_the_settings()


def test_every_variable_of_the_example_has_a_line_of_explanation_above_it():
    lines = (ROOT / ".env.example").read_text().splitlines()
    bare = [line for above, line in zip(lines, lines[1:], strict=False)
            if re.match(r"#?[A-Z][A-Z0-9_]+=", line) and not re.match(r"# [A-Z]", above)]  # fmt: skip
    assert bare == []


def test_no_file_names_a_registry_or_a_path_of_somebodys_machine():
    hosts = ["pypi" + ".org", "files.python" + "hosted", "registry.npm" + "js", "deb.debian" + ".org"]
    paths = ["/wo" + "rk/", "/ro" + "ot/"]
    forbidden = re.compile("|".join(map(re.escape, hosts + paths)).encode())
    assert [str(path.relative_to(ROOT)) for path in tracked_files() if forbidden.search(path.read_bytes())] == []


def test_the_lock_holds_exact_versions_and_no_address():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9a-z.]+( ; [\w .'<>=!()]+)?", line)] == []
    assert not (ROOT / "uv.lock").exists()


def test_the_lock_knows_everything_that_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["dev"]
    locked = {line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text().splitlines()}
    assert {re.match(r"[\w-]+", line).group().lower() for line in asked} - locked == set()


@pytest.mark.parametrize("path", PRODUCT, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_in_its_first_line_what_it_is_for(path):
    source = path.read_text()
    is_empty_package = path.name == "__init__.py" and not source.strip()
    assert is_empty_package or "migrations" in path.parts or ast.get_docstring(ast.parse(source))


@pytest.mark.parametrize(("room", "most"), [("campaign", 300), ("petitions", 300), ("tests", 450)])
def test_no_module_is_too_long_to_read_in_one_go(room, most):
    modules = [path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    sizes = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules}
    assert {name: size for name, size in sizes.items() if size > most} == {}


def test_no_file_is_named_after_nothing():
    nameless = {"utils", "util", "helpers", "helper", "services", "common", "misc"}
    assert [str(path.relative_to(ROOT)) for path in tracked_files() if nameless & {path.stem, path.parent.name}] == []


def test_every_link_between_the_documents_leads_somewhere():
    documents = [path for path in tracked_files() if path.suffix == ".md"]
    broken = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", document.read_text())
        if not (document.parent / target).exists()
    ]
    assert broken == []
