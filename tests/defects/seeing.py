"""Mistakes in what the operator sees: numbers that are none, alarms that do not ring or ring for nothing."""

from tests.defects.defect import Defect

COUNTERS, STATE, METRICS, TASKS = (
    "campaign/counters.py",
    "campaign/state.py",
    "campaign/metrics.py",
    "petitions/tasks.py",
)

DEFECTS = (
    Defect(
        "all processes count in one row",
        COUNTERS,
        "    mine = _row(_born)",
        "    mine = _row(0)",
        "test_timing.py::test_who_is_asked_answers_for_every_process_also_for_those_that_are_gone",
    ),
    Defect(
        "a process answers for itself alone",
        COUNTERS,
        "    return sum(_memory[column : (_memory[_HIGHEST] + 1) * COLUMNS : COLUMNS])",
        "    return mine[column]",
        "test_timing.py::test_who_is_asked_answers_for_every_process_also_for_those_that_are_gone",
    ),
    Defect(
        "an answer at the bound is slow",
        "campaign/timing.py",
        "        row[first + bisect_left(BUCKETS, seconds)] += 1",
        "        row[first + bisect_left(BUCKETS, seconds + 1e-9)] += 1",
        "test_timing.py::test_a_bound_of_a_bucket_belongs_to_it",
    ),
    Defect(
        "time is counted by address, and the address holds a token",
        "campaign/timing.py",
        "        route = match.namespaces[0] if match and match.namespaces else match and match.url_name",
        "        route = request.path",
        "test_timing.py::test_an_answer_is_counted_once_under_the_name_of_its_route",
    ),
    Defect(
        "an alarm rings only beyond its bound",
        "campaign/alarms.py",
        '_COMPARE = {">=": operator.ge, ',
        '_COMPARE = {">=": operator.gt, ',
        "test_alarms.py::test_an_alarm_rings_at_its_bound_and_not_before",
    ),
    Defect(
        "statusz is well though the number was wrong",
        "campaign/alarms.py",
        '"CountStandsStill", "CountMismatch", ',
        '"CountStandsStill", ',
        "test_health.py::test_a_wrong_number_is_an_alarm_until_a_recount_finds_none",
    ),
    Defect(
        "every letter of the day was closed lately",
        STATE,
        "    rows = Letter.objects.filter(closed_at__gte=moment)",
        "    rows = Letter.objects.filter(closed_at__isnull=False)",
        "test_state.py::test_after_five_minutes_a_closed_letter_is_not_lately_any_more",
    ),
    Defect(
        "what a dead mail server left in a batch is told as if it had nothing to do with it",
        "petitions/outbox.py",
        "            give_back(letter, seconds=mailer.pause_seconds, error_class=delivery.WAITS)\n            continue",
        "            give_back(letter, seconds=mailer.pause_seconds)\n            continue",
        "test_state.py::test_letters_that_no_mail_server_took_are_told_until_one_takes_them",
    ),
    Defect(
        "nobody hears that the nightly recount found a wrong number",
        TASKS,
        "    jobs.done(jobs.RECOUNT, found=wrong)",
        "    jobs.done(jobs.RECOUNT)",
        "test_state.py::test_a_recount_that_found_a_wrong_number_is_told_until_one_finds_none",
    ),
    Defect(
        "a mere look ends the alarm of a wrong number",
        "petitions/management/commands/recount.py",
        "        if not check:\n            jobs.done",
        "        if True:\n            jobs.done",
        "test_state.py::test_a_recount_by_hand_ends_it_too_and_a_mere_look_does_not",
    ),
    Defect(
        "the forgetting never says that it was done",
        TASKS,
        "    jobs.done(jobs.FORGET)\n",
        "",
        "test_state.py::test_regular_work_says_when_it_was_done",
    ),
    Defect(
        "without a database the metrics are an error",
        METRICS,
        "    except Error:\n",
        "    except ValueError:\n",
        "test_metrics.py::test_without_a_database_it_answers_and_says_so",
    ),
    Defect(
        "what rings stands somewhere in the list",
        "campaign/staff_status.py",
        "    return sorted(made, key=lambda row: not row.rings)",
        "    return made[::-1]",
        "test_staff_status.py::test_what_rings_stands_first_with_its_number_its_bound_and_its_page",
    ),
)
