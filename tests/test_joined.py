"""The stylesheet and the script, each joined from its parts before the first request."""

import gzip
import re
from pathlib import Path

import pytest

from campaign import joined

STATIC = Path(__file__).resolve().parent.parent / "static"
SCRIPTS = sorted((STATIC / "js/parts").glob("*.js"))
BUDGET = 12_000  # bytes of script, compressed
STYLE = 'b { margin: 0; }\na { background: url("../img/a.svg"); }'
SCRIPT = "{\n/* First. */\nlet a = 1;\n}\n{\n/* Second. */\nlet a = 2;\n}\n"


@pytest.fixture
def folder(tmp_path):
    for kind in ("css", "js"):
        (tmp_path / kind / "parts").mkdir(parents=True)
    (tmp_path / "css/parts/2-second.css").write_text('a { background: url("../../img/a.svg"); }')
    (tmp_path / "css/parts/1-first.css").write_text("b { margin: 0; }\n")
    (tmp_path / "js/parts/second.js").write_text("/* Second. */\nlet a = 2;\n")
    (tmp_path / "js/parts/first.js").write_text("/* First. */\nlet a = 1;\n")
    return tmp_path


def test_parts_are_joined_by_name_and_their_addresses_hold_one_folder_higher(folder):
    assert joined.join(folder) == [folder / "css/site.css", folder / "js/site.js"]
    assert (folder / "css/site.css").read_text() == STYLE


def test_every_part_of_the_script_has_its_names_to_itself(folder):
    joined.join(folder)
    assert (folder / "js/site.js").read_text() == SCRIPT


def test_a_page_with_rules_of_its_own_has_one_sheet_with_all_parts_and_itself_at_the_end(folder):
    (folder / "css/pages").mkdir()
    (folder / "css/pages/poster.css").write_text("i { margin: 0; }")
    assert folder / "css/poster.css" in joined.join(folder)
    assert (folder / "css/poster.css").read_text() == f"{STYLE}\ni {{ margin: 0; }}"
    assert (folder / "css/site.css").read_text() == STYLE


def test_visitors_load_rules_and_not_what_we_say_about_them(folder):
    (folder / "css/parts/1-first.css").write_text(
        "/* What this is,\n   and why. */\n@layer a {\n  b { margin: 0; } /* so */\n}\n"
    )
    assert joined.stylesheet(folder).startswith("@layer a {\nb { margin: 0; } \n}\na {")
    assert "/*" not in joined.stylesheet(STATIC)


def test_nothing_is_written_while_no_part_has_changed(folder):
    joined.join(folder)
    assert joined.join(folder) == []
    (folder / "css/parts/3-third.css").write_text("i { margin: 0; }")
    assert joined.join(folder) == [folder / "css/site.css"]
    assert sorted(path.name for path in (folder / "css").iterdir()) == ["parts", "site.css"]


def test_a_folder_that_cannot_be_written_keeps_yesterdays_look(folder, caplog, monkeypatch):
    (folder / "css/site.css").write_text("yesterday")
    monkeypatch.setattr(Path, "write_text", lambda *_, **__: (_ for _ in ()).throw(PermissionError("read-only")))
    assert joined.join(folder) == []
    assert (folder / "css/site.css").read_text() == "yesterday"
    assert caplog.messages == ["site.css not written: read-only", "site.js not written: read-only"]


def test_the_skyline_stands_in_the_stylesheet_and_nothing_of_it_ends_its_address(folder):
    (folder / "img").mkdir()
    (folder / "img/skyline.svg").write_text('<svg fill="url(#m)"/>\n')
    (folder / "css/parts/1-first.css").write_text('b { background: url("../../img/skyline.svg") center; }\n')
    drawn = "data:image/svg+xml,%3Csvg fill='url%28%23m%29'/%3E"
    assert joined.stylesheet(folder).startswith(f'b {{ background: url("{drawn}") center; }}')


def test_no_address_of_the_skyline_is_left_in_the_real_stylesheet():
    whole = joined.stylesheet(STATIC)
    assert "skyline.svg" not in whole
    assert whole.count("data:image/svg+xml,") == 1


@pytest.mark.parametrize("part", SCRIPTS, ids=lambda part: part.name)
def test_a_part_of_the_script_is_short_says_its_job_and_needs_no_other_file(part):
    lines = part.read_text().splitlines()
    assert len(lines) <= 80
    assert lines[0].startswith("/* ")
    assert re.findall(r"^\s*(?:import|export|var)\b", part.read_text(), re.MULTILINE) == []


def test_the_one_script_fits_into_its_budget():
    assert len(gzip.compress(joined.script(STATIC).encode())) <= BUDGET


def test_a_page_asks_for_the_script_in_one_way_only():
    templates = STATIC.parent / "templates"
    naming = [path.name for path in templates.rglob("*.html") if "js/site.js" in path.read_text()]
    assert naming == ["_script.html"]
