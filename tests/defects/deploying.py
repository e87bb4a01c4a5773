"""Mistakes that are noticed on the day of a restore, or behind a pooler."""

from tests.defects.defect import Defect

RELEASE, REPLAY = "campaign/management/commands/release.py", "petitions/management/commands/replay_journal.py"

DEFECTS = (
    Defect(
        "a restored database sends what was sent already",
        "petitions/outbox.py",
        "    restored.refuse()\n    expire()\n",
        "    expire()\n",
        "test_restored.py::test_in_a_restored_database_no_letter_is_claimed_and_none_expires",
        grown=True,
    ),
    Defect(
        "letters expire in a restored database before anybody has looked",
        "petitions/outbox.py",
        "    restored.refuse()\n    expire()\n",
        "    expire()\n    restored.refuse()\n",
        "test_restored.py::test_in_a_restored_database_no_letter_is_claimed_and_none_expires",
        grown=True,
    ),
    Defect(
        "a release takes a restored database for its own",
        RELEASE,
        "        restored.refuse()\n",
        "        restored.settle()\n",
        "test_restored.py::test_a_restored_database_is_not_released_so_neither_web_nor_worker_starts",
        grown=True,
    ),
    Defect(
        "sending stays paused for ever",
        REPLAY,
        "        restored.settle()\n",
        "",
        "test_restored.py::test_when_erasures_are_replayed_letters_go_again_and_only_new_ones",
        grown=True,
    ),
    Defect(
        "without a journal row numbers stay where they were",
        "petitions/erasure.py",
        "    signatures, stopped = journal.numbers()",
        "    if not journal.exists():\n        return 0\n    signatures, stopped = journal.numbers()",
        "test_restored.py::test_row_numbers_move_on_though_nobody_was_ever_erased",
    ),
    Defect(
        "plans are made on connections that a pooler lends",
        "petitions/planned.py",
        'connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS") or line in _lent',
        "line in _lent",
        "test_planned.py::test_where_a_pooler_is_named_no_plan_is_made_at_all",
        grown=True,
    ),
    Defect(
        "an index that is built beside people is cut off by the site's limits",
        "petitions/migrations/_unlocked.py",
        '    schema_editor.execute("SET lock_timeout = 0")\n',
        "",
        "test_migrations.py::test_what_comes_and_goes_concurrently_may_wait_for_a_backup",
        grown=True,
    ),
)
