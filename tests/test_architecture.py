"""The arrows between the rooms, read from the imports: what may know what, and what nobody may do."""

import ast
import graphlib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Room of petitions/ → the rooms of petitions/ that it may import. The ground imports none of them.
GROUND = (
    "__init__ addresses briefly cldr clock collation count_models hint journal letter_models "
    "news_models planned prepared provider_reports providers qr restored smtp_talk surge_models tokens turns typos "
    "valkey vault"
)
ALLOWED = dict.fromkeys(GROUND.split(), "") | {
    "models": "count_models letter_models news_models surge_models",
    "surge": "briefly clock models turns",
    "limits": "surge valkey",
    "often": "planned",
    "silence": "clock models often",
    "mail_health": "briefly clock models",
    "domain_budget": "budget clock models surge turns",
    "countries": "cldr collation",
    "judge": "addresses countries",
    "wordings": "briefly models",
    "counting": "models tally_cells turns",
    "tally_cells": "models",
    "jobs": "clock models",
    "read_only": "models",
    "flagship": "briefly models read_only",
    "snapshot": "briefly counting countries models population",
    "street": "countries population snapshot",
    "sharing": "qr",
    "boundaries": "counting flagship models",
    "changed": "briefly valkey",
    "public_pages": "boundaries",
    "letter_message": "prepared",
    "delivery": "letter_message smtp_talk",
    "composing": "briefly letter_message models prepared",
    "letters": "composing counting countries letter_message models prepared tokens vault wordings",
    "replies": "domain_budget flagship letters models often planned silence vault turns",
    "ahead": "clock domain_budget flagship models replies turns",
    "budget": "models",
    "outbox": "addresses ahead budget clock delivery domain_budget letters models news_list news_replies replies "
    "restored settling silence vault yours_replies",
    "settling": "clock models often planned replies",
    "reminders": "models outbox providers",
    "apps": "bounces",
    "bounces": "addresses erasure flagship models news_erasure provider_reports",
    "erasure": "addresses counting flagship journal models news_erasure",
    "statements": "clock",
    "signing": "addresses clock counting erasure flagship hint judge models outbox planned providers replies "
    "statements vault wordings",
    "holding_facts": "counting models",
    "holding": "counting flagship holding_facts models",
    "holding_form": "addresses export_filters holding_facts models providers",
    "removal": "clock holding journal models news_erasure",
    "failed_letters": "counting hint models outbox",
    "rotation": "models vault",
    "retention": "bounces budget outbox removal surge",
    "forms": "countries judge models typos wordings",
    "card": "briefly counting countries flagship forms models qr read_only snapshot street wordings",
    "answers": "forms judge limits",
    "news_erasure": "journal models",
    "news_export": "models news_list vault",
    "news_forms": "forms models wordings",
    "news_judge": "judge",
    "news_letters": "composing letter_message models news_list prepared tokens",
    "news_list": "letters models tokens",
    "news_mailing": "clock counting hint models news_list outbox snapshot",
    "news_replies": "models news_letters news_list replies",
    "news": "addresses clock erasure hint models news_erasure news_judge outbox providers replies tokens vault "
    "wordings",
    "news_views": "answers flagship judge limits models news news_forms news_judge public_pages tokens vault wordings",
    "data_copy": "countries models",
    "ending": "changed erasure models wordings",
    "yours": "clock counting erasure hint holding models news news_list outbox signing wordings",
    "yours_forms": "forms news_forms",
    "yours_judge": "countries judge",
    "yours_letters": "composing counting countries data_copy letter_message models news_list prepared tokens wordings",
    "yours_page": "countries data_copy models news_list wordings yours yours_forms",
    "yours_replies": "models replies vault yours_letters",
    "yours_views": "answers flagship judge limits models public_pages signing tokens vault wordings yours yours_forms "
    "yours_judge yours_page",
    "tasks": "budget counting erasure jobs models outbox reminders signing snapshot surge wordings_count",
    "views": "answers card countries flagship forms judge letters limits models news_list public_pages signing tokens "
    "vault wordings",
    "api": "card countries models public_pages snapshot street",
    "export_filters": "collation countries models",
    "exports": "counting export_filters models",
    "admin": "holding models notes wordings",
    "set_aside": "briefly flagship models public_pages snapshot",
    "wordings_text": "",
    "notes": "",
    "population": "",
    "proof": "addresses counting journal models wordings",
    "wordings_count": "briefly counting models snapshot",
    "wordings_page": "flagship models public_pages wordings_count wordings_text",
    "countries_page": "collation counting countries flagship public_pages snapshot street",
    "urls": "countries_page news_views set_aside views wordings_page yours_views",
}
# Imports inside a function, each with its reason; "module:function".
LATE_IMPORTS = {
    "campaign/apps.py:ready": "they need the settings; checks register themselves when they are imported",
    "manage.py:main": "without Django it prints the first command instead of a traceback",
    "petitions/apps.py:ready": "models can only be imported once the apps are ready",
}
ROW_VERBS = {"create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "delete"}
CREATORS = ROW_VERBS - {"update", "bulk_update", "delete"}


def modules(root: Path) -> Iterator[tuple[str, ast.Module]]:
    """(path below root, syntax tree) of every product module; migrations are history, not product."""
    for path in sorted([*root.glob("manage.py"), *root.glob("campaign/**/*.py"), *root.glob("petitions/**/*.py")]):
        if "migrations" not in path.parts:
            yield path.relative_to(root).as_posix(), ast.parse(path.read_text())


def imported(tree: ast.Module, room: str) -> set[str]:
    """The modules of `room` that a tree imports: {"models"} for `from petitions.models import Letter`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == room:
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{room}."):
            found.add(str(node.module).split(".")[1])
        elif isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[2] for alias in node.names if alias.name.partition(".")[0] == room}
    return found


def arrows(root: Path, room: str) -> dict[str, set[str]]:
    """Module → modules of the same room; commands and sub-packages are left out: nothing imports them."""
    return {
        path.split("/")[1].removesuffix(".py"): imported(tree, room)
        for path, tree in modules(root)
        if path.startswith(f"{room}/") and path.count("/") == 1
    }


def forbidden_arrows(root: Path, allowed: dict[str, str]) -> list[str]:
    """Every import between rooms of petitions that the table doesn't hold, and every room without a line in it."""
    found = arrows(root, "petitions")
    return [f"{room} has no line in the table" for room in found if room not in allowed] + [
        f"{room} → {other}"
        for room, others in found.items()
        for other in sorted(others - set(allowed.get(room, "").split()))
        if room in allowed
    ]


def circles(found: dict[str, set[str]]) -> list[str]:
    """The first circle of imports, or nothing."""
    try:
        list(graphlib.TopologicalSorter(found).static_order())
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def upward_imports(root: Path) -> list[str]:
    """Modules of petitions that know the site around them."""
    return [path for path, tree in modules(root) if path.startswith("petitions/") and names_campaign(tree)]


def names_campaign(tree: ast.Module) -> bool:
    for node in ast.walk(tree):
        names = [str(node.module)] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if any(name.partition(".")[0] == "campaign" for name in names):
            return True
    return False


def late_imports(root: Path) -> list[str]:
    """Imports that stand inside a function, as "module:function"."""
    return [
        f"{path}:{function.name}"
        for path, tree in modules(root)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    ]


def verbs_on_rows(tree: ast.Module, verbs: set[str]) -> list[str]:
    """Calls of these verbs on a manager or a query: `Signature.objects.filter(…).delete()` → ["Signature.delete"]."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    written = [(ast.unparse(call.value), call.attr) for call in calls if isinstance(call, ast.Attribute)]
    return [f"{value.partition('.')[0]}.{verb}" for value, verb in written if verb in verbs and ".objects" in value]


def views_that_act(root: Path) -> list[str]:
    """Modules that answer requests and change rows themselves instead of calling a verb."""
    doors = ("petitions/views.py", "petitions/news_views.py", "petitions/api.py",
             "campaign/views.py", "campaign/errors.py", "campaign/health.py")  # fmt: skip
    found = [(path, verbs_on_rows(tree, ROW_VERBS) + saves(tree)) for path, tree in modules(root) if path in doors]
    return [f"{path}: {verb}" for path, verbs in found for verb in verbs]


def saves(tree: ast.Module) -> list[str]:
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in calls if isinstance(call, ast.Attribute) and call.attr in ("save", "delete")]


def creators_of_signatures(root: Path) -> list[str]:
    """Modules but signing that make signature rows: by a manager, by an instance, or by hand-written SQL."""
    allowed = ("petitions/signing.py", "petitions/statements.py")  # the verb, and its words, which nobody else may have
    return [path for path, tree in modules(root) if path not in allowed and makes_signatures(tree)]


def makes_signatures(tree: ast.Module) -> bool:
    built = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Signature"]
    texts = [str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    by_hand = any("INSERT INTO petitions_signature" in text for text in texts)
    return bool(built) or by_hand or any(verb.startswith("Signature.") for verb in verbs_on_rows(tree, CREATORS))


def hidden_business(root: Path) -> list[str]:
    """Signal receivers, and models that save themselves in their own way: verbs that nobody calls by name."""
    return [
        f"{path}: {what}"
        for path, tree in modules(root)
        for what in [*receivers(tree), *(own_saves(tree) if path.endswith("models.py") else [])]
    ]


def receivers(tree: ast.Module) -> list[str]:
    names = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "django.dispatch"]
    return ["receiver" for node in names for alias in node.names if alias.name == "receiver"]


def own_saves(tree: ast.Module) -> list[str]:
    functions = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return [name for name in functions if name in ("save", "delete", "save_base")]


def tags_that_query(root: Path) -> list[str]:
    """Template tags that know rows: a template never starts a query."""
    tags = [(path, tree) for path, tree in modules(root) if "/templatetags/" in path]
    return [path for path, tree in tags if "models" in imported(tree, "petitions") or ".objects" in ast.unparse(tree)]


def not_described(root: Path, package: str) -> list[str]:
    """Modules that `docs/architecture.md` does not name: a newcomer would have to guess what they are for."""
    described = (root / "docs/architecture.md").read_text()
    return sorted(path.stem for path in (root / package).glob("[!_]*.py") if f"`{path.stem}`" not in described)


# --- the house as it stands -----------------------------------------------------------------------------------------


def test_every_import_between_rooms_is_an_arrow_of_the_table():
    assert forbidden_arrows(ROOT, ALLOWED) == []


def test_the_table_names_no_room_that_is_not_there():
    rooms = set(arrows(ROOT, "petitions"))
    assert {other for line in ALLOWED.values() for other in line.split()} | set(ALLOWED) == rooms


def test_the_table_has_no_circle():
    assert circles({room: set(others.split()) for room, others in ALLOWED.items()}) == []


def test_the_site_around_the_petitions_has_no_circle():
    assert circles(arrows(ROOT, "campaign")) == []


def test_the_petitions_know_nothing_of_the_site_around_them():
    assert upward_imports(ROOT) == []


def test_no_import_hides_in_a_function():
    assert sorted(late_imports(ROOT)) == sorted(LATE_IMPORTS)


def test_no_view_changes_a_row_itself():
    assert views_that_act(ROOT) == []


def test_only_signing_makes_signatures():
    assert creators_of_signatures(ROOT) == []


def test_the_words_that_make_signatures_are_seen_and_only_signing_has_them():
    assert makes_signatures(ast.parse((ROOT / "petitions/statements.py").read_text())) is True
    assert [room for room, others in ALLOWED.items() if "statements" in others.split()] == ["signing"]


def test_no_verb_hides_in_a_signal_or_in_saving():
    assert hidden_business(ROOT) == []


@pytest.mark.parametrize("package", ["petitions", "campaign"])
def test_a_newcomer_finds_every_module_in_the_description_of_the_house(package):
    assert not_described(ROOT, package) == []


def test_no_template_tag_knows_a_row():
    assert tags_that_query(ROOT) == []


# --- each rule, seen to fail once on a house that breaks it ---------------------------------------------------------


@pytest.fixture
def house(tmp_path):
    """A small house: house({"petitions/views.py": "…"}) writes the files and returns its root."""

    def build(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return build


def test_an_arrow_that_is_not_in_the_table_is_named(house):
    lines = "from petitions import addresses, signing\nfrom petitions.models import Letter"
    root = house({"petitions/judge.py": lines})
    assert forbidden_arrows(root, {"judge": "addresses"}) == ["judge → models", "judge → signing"]


def test_a_room_without_a_line_in_the_table_is_named(house):
    assert forbidden_arrows(house({"petitions/attic.py": ""}), {}) == ["attic has no line in the table"]


def test_a_circle_is_named(house):
    root = house({"petitions/one.py": "import petitions.two", "petitions/two.py": "from petitions import one"})
    assert sorted(set(circles(arrows(root, "petitions")))) == ["one", "two"]


@pytest.mark.parametrize("line", ["import campaign.urls", "from campaign import urls", "from campaign.urls import A"])
def test_a_room_that_looks_upward_is_named(house, line):
    assert upward_imports(house({"petitions/views.py": line})) == ["petitions/views.py"]


def test_an_import_inside_a_function_is_named(house):
    root = house({"petitions/views.py": "def sign():\n    from petitions import signing"})
    assert late_imports(root) == ["petitions/views.py:sign"]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("Signature.objects.create(country='DE')", ["petitions/views.py: Signature.create"]),
        ("Signature.objects.filter(pk=1).update(country='DE')", ["petitions/views.py: Signature.update"]),
        ("row.save()", ["petitions/views.py: row.save"]),
        ("data.update(words)", []),
    ],
)
def test_a_view_that_changes_a_row_is_named(house, line, named):
    assert views_that_act(house({"petitions/views.py": line})) == named


@pytest.mark.parametrize(
    "line",
    ["Signature.objects.bulk_create(rows)", "Signature(country='DE')", "sql = 'INSERT INTO petitions_signature (id)'"],
)
def test_a_second_maker_of_signatures_is_named(house, line):
    assert creators_of_signatures(house({"petitions/tasks.py": line})) == ["petitions/tasks.py"]


def test_a_verb_in_a_signal_or_in_saving_is_named(house):
    model = "class Letter:\n    def save(self): ..."
    root = house({"petitions/models.py": model, "petitions/tasks.py": "from django.dispatch import receiver"})
    assert hidden_business(root) == ["petitions/models.py: save", "petitions/tasks.py: receiver"]


def test_a_template_tag_that_asks_for_rows_is_named(house):
    root = house({"petitions/templatetags/people.py": "from petitions.models import Signature"})
    assert tags_that_query(root) == ["petitions/templatetags/people.py"]


def test_a_module_that_is_not_described_is_named(house):
    root = house({"petitions/judge.py": "", "petitions/vault.py": "", "docs/architecture.md": "`judge`: pure"})
    assert not_described(root, "petitions") == ["vault"]
