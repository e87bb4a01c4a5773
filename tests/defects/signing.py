"""Mistakes in what a supporter does: signing, confirming, leaving."""

from tests.defects.defect import Defect

SIGNING, STATEMENTS, VIEWS = "petitions/signing.py", "petitions/statements.py", "petitions/views.py"

DEFECTS = (
    Defect(
        "a signature owes no letter",
        SIGNING,
        '                cursor.execute(statements.owe_reply(vendor, "%(signature)s"), values | known)\n',
        "",
        "test_signing.py::test_every_waiting_row_has_its_letter_from_its_first_moment",
    ),
    Defect(
        "a signature owes no letter on PostgreSQL",
        SIGNING,
        "planned.execute(cursor, statements.upsert_and_owe(vendor), values)",
        "planned.execute(cursor, statements.upsert(vendor), values)",
        "test_signing.py::test_every_waiting_row_has_its_letter_from_its_first_moment",
        grown=True,
    ),
    Defect(
        "signature and letter are two transactions",
        SIGNING,
        "            with transaction.atomic():\n                cursor.execute(statements.upsert(vendor), values)",
        "            if True:\n                cursor.execute(statements.upsert(vendor), values)",
        "test_signing.py::test_a_signature_without_its_debt_of_a_letter_is_never_saved",
    ),
    Defect(
        "a known address is left as it is: DO NOTHING",
        STATEMENTS,
        """DO UPDATE SET
    asked_at = CASE WHEN s.forgotten_at IS NULL AND s.unanswered < %(max_unanswered)s
               THEN excluded.asked_at ELSE s.asked_at END,
    {while_pending}
RETURNING id""",
        "DO NOTHING\nRETURNING id",
        "test_signing_again.py::test_while_a_row_waits_its_owner_may_correct_everything",
        grown=True,
    ),
    Defect(
        "first asked whether the address is known, then inserted",
        SIGNING,
        "    _save_and_owe(values)\n",
        '    if not Signature.objects.filter(email_digest=values["email_digest"]).exists():\n'
        "        _save_and_owe(values)\n",
        "test_signing_same_answer.py::test_signing_runs_the_same_statements_for_every_state_of_the_address",
    ),
    Defect(
        "personal data is overwritten after confirming",
        STATEMENTS,
        "CASE WHEN s.confirmed_at IS NULL THEN excluded.{c} ELSE s.{c} END",
        "excluded.{c}",
        "test_signing_again.py::test_once_confirmed_nobody_else_can_change_anything_by_typing_the_address",
    ),
    Defect(
        "the queue is told before the row is saved",
        SIGNING,
        "    _save_and_owe(values)\n    transaction.on_commit(hint.tell)",
        "    hint.tell()\n    _save_and_owe(values)",
        "test_signing.py::test_the_queue_is_told_only_after_everything_is_saved",
    ),
    Defect(
        "each press of confirm counts",
        SIGNING,
        "        if signature.confirmed_at:\n            return signature\n        now = clock.now()",
        "        now = clock.now()",
        "test_signing_leaving.py::test_who_has_confirmed_is_told_so_for_ever_not_that_it_is_too_late",
    ),
    Defect(
        "a confirmation leaves no mark",
        SIGNING,
        "        counting.enters(signature)\n",
        "",
        "test_signing.py::test_a_signature_counts_only_after_its_owner_presses_confirm",
    ),
    Defect(
        "on PostgreSQL each press of confirm counts",
        STATEMENTS,
        "WHERE s.id = %(signature)s AND s.confirmed_at IS NULL AND p.id",
        "WHERE s.id = %(signature)s AND p.id",
        "test_signing_leaving.py::test_pressing_confirm_ten_times_counts_once_and_owes_one_receipt",
        grown=True,
    ),
    Defect(
        "on PostgreSQL a link counts for ever",
        STATEMENTS,
        "\n        AND {now} < p.closes_at + %(grace)s * interval '1 second'",
        " AND %(grace)s > 0",
        "test_signing_leaving.py::test_a_link_pressed_later_than_a_day_after_closing_no_longer_counts",
        grown=True,
    ),
    Defect(
        "on PostgreSQL a confirmation owes no receipt",
        STATEMENTS,
        "    FROM confirmed ON CONFLICT DO NOTHING",
        "    FROM confirmed WHERE FALSE ON CONFLICT DO NOTHING",
        "test_signing_leaving.py::test_pressing_confirm_ten_times_counts_once_and_owes_one_receipt",
        grown=True,
    ),
    Defect(
        "a withdrawal leaves no mark",
        SIGNING,
        "            counting.leaves(signature)\n            if signature.sealed:",
        "            if signature.sealed:",
        "test_signing_leaving.py::test_withdrawing_deletes_the_row_and_lowers_the_count",
    ),
    Defect(
        "behind a pooler signatures fail",
        "petitions/planned.py",
        '        if getattr(error.__cause__, "pgcode", "") not in _NO_PLAN or connection.in_atomic_block:',
        "        if error:",
        "test_planned.py::test_where_a_pooler_lends_connections_everybody_is_saved",
        grown=True,
    ),
    Defect(
        "a dead connection is taken for a living one",
        "campaign/postgresql/base.py",
        "        return bool(poll.poll(0))",
        "        return False",
        "test_postgresql.py::test_a_signature_right_after_a_restart_of_the_server_is_saved",
        grown=True,
    ),
    Defect(
        "“This isn’t me” is forgotten at once",
        SIGNING,
        "        erasure.suppress(signature)\n",
        "",
        "test_signing_leaving.py::test_who_never_signed_is_deleted_and_never_written_to_again",
    ),
    Defect(
        "opening the link confirms",
        VIEWS,
        '        if request.method != "POST":\n            return render(request, "petitions/confirm.html"',
        "        signing.confirm(number)\n"
        '        if request.method != "POST":\n            return render(request, "petitions/confirm.html"',
        "test_views_links.py::test_a_scanner_that_opens_the_link_changes_nothing",
    ),
    Defect(
        "the answer tells whether an address is known",
        VIEWS,
        '    return see_other(address_of("check_your_email"))',
        '    digest = signing.addresses.email_digest(request.POST["email"])\n'
        "    known = Signature.objects.exclude(confirmed_at=None).filter(email_digest=digest).exists()\n"
        '    return see_other(address_of("check_your_email") + ("?again" if known else ""))',
        "test_views_same_answer.py::test_signing_answers_the_same_whatever_the_address_is_to_us",
    ),
)
