"""What is kept is written down: every column has its line, every line its verb, and the table is of today."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

import petitions
from petitions import data_copy, retention
from petitions.management.commands.retention import BEGIN, END, put_into

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "privacy.md"


def columns_of(label: str) -> list[str]:
    """The columns that the lines name for one model."""
    return [column for line in retention.lines() if label in line.row.split(", ") for column in line.columns.split()]


def models() -> list:
    return list(apps.get_app_config("petitions").get_models())


def uncovered(line_columns, model) -> set[str]:
    return {field.name for field in model._meta.concrete_fields} ^ set(line_columns)


def test_every_model_has_its_line_or_is_about_no_person():
    named = {place for line in retention.lines() for place in line.row.split(", ")}
    assert [m._meta.label for m in models() if m._meta.label not in named | set(retention.NO_PERSON)] == []


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_column_about_a_person_has_exactly_one_line(model):
    columns = columns_of(model._meta.label)
    assert columns == [] if model._meta.label in retention.NO_PERSON else uncovered(columns, model) == set()
    assert sorted(columns) == sorted(set(columns))


def test_a_new_column_without_a_line_is_found():
    Signature = apps.get_model("petitions.Signature")
    columns = columns_of("petitions.Signature")
    assert uncovered([column for column in columns if column != "provider"], Signature) == {"provider"}
    assert uncovered([*columns, "birthday"], Signature) == {"birthday"}


def test_no_line_names_a_model_that_is_not_there():
    labels = {place for line in retention.lines() for place in line.row.split(", ")} | set(retention.NO_PERSON)
    assert [
        label for label in labels if label.count(".") == 1 and label[0].islower() and not apps.get_model(label)
    ] == []


def test_models_without_a_person_point_at_no_signature_and_hold_no_fingerprint():
    people = {"Signature", "Subscriber", "Letter"}
    for label in retention.NO_PERSON:
        fields = apps.get_model(label)._meta.concrete_fields
        assert [f.name for f in fields if f.name.endswith(("digest", "sealed"))] == []
        assert [f.name for f in fields if f.is_relation and f.related_model.__name__ in people] == []


def test_every_verb_that_ends_something_is_there():
    __import__("petitions.tasks")
    verbs = [verb.split(".") for line in retention.lines() for verb in line.ends_by.split()]
    assert len(verbs) > 15
    assert [f"{room}.{verb}" for room, verb in verbs if not callable(getattr(getattr(petitions, room), verb))] == []


def test_the_table_of_the_document_is_the_one_of_the_code():
    assert put_into(DOCUMENT.read_text()) == DOCUMENT.read_text(), "run `manage.py retention --write`"


def test_an_old_table_is_replaced_and_a_document_without_marks_is_refused(tmp_path, settings):
    old = f"# before\n{BEGIN}| old |\n{END}after\n"
    assert put_into(old) == f"# before\n{BEGIN}{retention.table()}{END}after\n"
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "privacy.md").write_text("no marks")
    with pytest.raises(CommandError, match="the marks around the table are missing"):
        call_command("retention", write=True)


def test_the_numbers_are_those_of_the_settings(settings):
    settings.FORGET_CONFIRMED_AFTER_DAYS, settings.LINK_LIFETIME_DAYS, settings.BACKUP_DAYS = 33, 17, 21
    table = retention.table()
    assert [number for number in ("33 days after confirming", "17 days after its owner", "21 days (`BACKUP_DAYS`)")
            if number not in table] == []  # fmt: skip


@pytest.mark.parametrize(
    ("label", "described"), [("Signature", data_copy.SIGNATURE), ("Subscriber", data_copy.SUBSCRIBER)]
)
def test_the_copy_of_ones_data_and_the_table_know_the_same_columns(label, described):
    assert set(described) == set(columns_of(f"petitions.{label}"))
