"""What the one command of the soak promises and says, without running it."""

from dataclasses import replace

import pytest

from tests.faults.__main__ import ALONE, parsed, targets_of
from tests.faults.lab.ground import ROOT, copy_code
from tests.faults.lab.letters import Letter, for_one_person
from tests.faults.lab.next_version import CHANGES, make_next
from tests.faults.lab.processes import first_port_of_clients, free_port
from tests.faults.lab.soak import FULL
from tests.faults.lab.targets import TARGETS, Figure, are_reached, read_figures, table

GOOD = [Figure(target, "measured", "limit", True) for target in TARGETS if target != "T7"]


def test_the_soak_is_as_long_and_as_hard_as_promised():
    assert (FULL.signatures, FULL.counts()) == (
        20_000,
        {"workers": 100, "webs": 30, "postgres": 10, "valkey": 10, "freezes": 3, "mails": 10},
    )
    assert (FULL.freeze_seconds, FULL.mail_seconds, parsed([]).seeds) == (60, 20, [1, 2, 3])


def test_a_short_soak_has_some_of_every_fault():
    assert FULL.shortened(2000).counts() == {
        "workers": 10, "webs": 3, "postgres": 1, "valkey": 1, "freezes": 1, "mails": 1,
    }  # fmt: skip


def test_the_verdict_is_yes_when_every_target_has_figures_within_its_limit():
    assert are_reached(GOOD, [one.target for one in GOOD])


@pytest.mark.parametrize("target", ["T1", "T2", "T3", "T4", "T5", "T6", "T8"])
def test_a_target_without_a_figure_or_with_a_bad_one_is_not_reached(target):
    others = [one for one in GOOD if one.target != target]
    (own,) = [one for one in GOOD if one.target == target]
    assert not are_reached(others, [target])
    assert not are_reached([*GOOD, replace(own, reached=False)], [target])


def test_without_any_choice_every_target_is_asked_for():
    assert targets_of(parsed([])) == list(TARGETS) == [f"T{number}" for number in range(1, 9)]
    assert targets_of(parsed(["--without-load"])) == ["T1", "T2", "T3", "T4", "T5", "T8"]
    assert targets_of(parsed(["--only-soak"])) == ["T1", "T2", "T3"]


def test_the_table_has_a_line_for_each_target_and_one_for_each_figure(tmp_path):
    for one in [*GOOD, replace(GOOD[0], words="worse", reached=False)]:
        one.keep(tmp_path / "figures")
    lines = table(read_figures(tmp_path / "figures")).splitlines()
    assert [line[:7].split() for line in lines if not line.startswith(" ")] == [
        [target, "–" if target == "T7" else "NO" if target == GOOD[0].target else "yes"] for target in TARGETS
    ]
    assert [line for line in lines if "worse" in line] == ["    NO   worse  (target: limit)"]


def letter(number: int, *, to: str, link: str | None = "https://x.example/en/petition/confirm/a/") -> Letter:
    raw = f"Message-ID: <{number}@x.example>\n\nPress here: {link}\n".encode()
    return Letter((to,), f"<{number}@x.example>", "", raw, 0)


def test_copies_are_counted_for_each_person_and_a_second_letter_or_link_is_seen():
    good = [letter(1, to="a@x.example")] * 3 + [letter(2, to="b@x.example")]
    another_link = letter(2, to="b@x.example", link="https://x.example/en/petition/confirm/b/")
    assert for_one_person(good, step="confirm") == (3, 0)
    for bad in ([letter(3, to="b@x.example")], [another_link], [letter(4, to="c@x.example", link=None)] * 2):
        assert for_one_person([*good, *bad], step="confirm") == (3, 1)
    assert for_one_person([*good, good[0]], step="confirm") == (4, 0)


def test_every_run_of_the_command_is_a_file_of_tests():
    assert [file for file in (*ALONE, "test_soak.py") if not (ROOT / "tests/faults" / file).exists()] == []


def test_a_server_gets_a_port_that_no_client_gets_by_itself():
    assert {free_port() < first_port_of_clients() for _ in range(20)} == {True}


def test_the_next_version_is_made_of_this_one(tmp_path):
    copy_code(tmp_path)
    make_next(tmp_path)
    assert [file for file, _, new in CHANGES if (tmp_path / file).read_text().count(new) != 1] == []
    with pytest.raises(ValueError, match="stands 0 times"):
        make_next(tmp_path)
