"""The runbook: each page says the same four things and ends with a test that is there; every link leads somewhere."""

import re
from pathlib import Path

import pytest
import yaml

from campaign import alarms
from tests.test_fault_table import ROOT, names_in

DOCS = ROOT / "docs"
PAGES = sorted((DOCS / "runbook").glob("*.md"))
INDEX = (DOCS / "runbook.md").read_text()
HEADINGS = ["Symptom", "Check", "Act", "Verify"]
REHEARSED = re.compile(r"Rehearsed by `(tests/(?:\w+/)*test_\w+\.py)::(test_\w+)`\n\Z")
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)")
RULES = yaml.safe_load((ROOT / "deploy" / "alarms" / "rules.yml").read_text())
ROW = re.compile(r"^\| \[([\w-]+)\]\(runbook/\1\.md\) \|[^|]+\|([^|]*)\|$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_goes_from_what_is_seen_to_how_one_knows_that_it_is_over(page):
    text = page.read_text()
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    parts = re.split(r"^## .+$", text, flags=re.MULTILINE)[1:]
    assert [heading for heading, part in zip(HEADINGS, parts, strict=True) if len(part.split()) < 5] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_ends_with_a_test_that_is_there(page):
    said = REHEARSED.findall(page.read_text())
    assert [name in names_in(file) for file, name in said] == [True]


def test_every_page_stands_in_the_index_once():
    assert [page for page, _ in ROW.findall(INDEX)] == list(dict.fromkeys(page for page, _ in ROW.findall(INDEX)))
    assert {page for page, _ in ROW.findall(INDEX)} == {page.stem for page in PAGES}


def test_every_alarm_stands_beside_the_page_that_its_rule_names():
    rules = [rule for group in RULES["groups"] for rule in group["rules"]]
    named = {rule["alert"]: Path(rule["annotations"]["runbook"]).stem for rule in rules}
    assert {alarm: page for page, line in ROW.findall(INDEX) for alarm in re.findall(r"`(\w+)`", line)} == named
    assert [rule["alert"] for rule in rules if not (ROOT / rule["annotations"]["runbook"]).exists()] == []
    assert [alarm.name for alarm in alarms.ALARMS if not (ROOT / alarm.runbook).exists()] == []


def test_a_page_names_the_alarms_that_lead_to_it():
    silent = [
        (page, alarm)
        for page, line in ROW.findall(INDEX)
        for alarm in re.findall(r"`(\w+)`", line)
        if f"`{alarm}`" not in (DOCS / "runbook" / f"{page}.md").read_text()
    ]
    assert silent == []


def test_every_command_of_ours_that_a_page_names_is_there():
    folders = [ROOT / app / "management" / "commands" for app in ("campaign", "petitions")]
    ours = {path.stem for folder in folders for path in folder.glob("*.py")} | {"check", "migrate", "createsuperuser"}
    said = re.findall(r"`(?:[^`]*)(?:manage|manage\.py) ([a-z_]+)", "".join(page.read_text() for page in PAGES))
    assert (set(said) - ours, len(said) > 30) == (set(), True)


def anchors(path: Path) -> set[str]:
    """What GitHub makes of the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(path: Path) -> list[str]:
    """The links of a page to files and headings that are not there."""
    found = []
    for file, anchor in LINK.findall(path.read_text()):
        target = (path.parent / file).resolve() if file else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            found.append(f"{path.relative_to(ROOT)}: {file}#{anchor}")
    return found


def test_no_link_of_the_documents_leads_nowhere():
    pages = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]
    assert [link for page in pages for link in broken(page)] == []
