"""Mistakes in what a supporter does: signing, confirming, leaving."""

from tests.defects.defect import Defect

SIGNING, VIEWS = "petitions/signing.py", "petitions/views.py"

DEFECTS = (
    Defect(
        "a signature owes no letter",
        SIGNING,
        'cursor.execute(_owe_reply(vendor, "%(signature)s"), values | {"signature": cursor.fetchone()[0]})',
        "cursor.fetchone()",
        "test_signing.py::test_every_waiting_row_has_its_letter_from_its_first_moment",
    ),
    Defect(
        "a signature owes no letter on PostgreSQL",
        SIGNING,
        'cursor.execute(f"WITH signed AS ({_upsert(vendor)}) {owed}", values)',
        "cursor.execute(_upsert(vendor), values)",
        "test_signing.py::test_every_waiting_row_has_its_letter_from_its_first_moment",
        grown=True,
    ),
    Defect(
        "signature and letter are two transactions",
        SIGNING,
        "            with transaction.atomic():\n                cursor.execute(_upsert(vendor), values)",
        "            if True:\n                cursor.execute(_upsert(vendor), values)",
        "test_signing.py::test_a_signature_without_its_debt_of_a_letter_is_never_saved",
    ),
    Defect(
        "a known address is left as it is: DO NOTHING",
        SIGNING,
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
        SIGNING,
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
        "a withdrawal leaves no mark",
        SIGNING,
        "            counting.leaves(signature)\n            if signature.sealed:",
        "            if signature.sealed:",
        "test_signing_leaving.py::test_withdrawing_deletes_the_row_and_lowers_the_count",
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
        '    return see_other(reverse("check_your_email"))',
        '    digest = signing.addresses.email_digest(request.POST["email"])\n'
        "    known = Signature.objects.exclude(confirmed_at=None).filter(email_digest=digest).exists()\n"
        '    return see_other(reverse("check_your_email") + ("?again" if known else ""))',
        "test_views_same_answer.py::test_signing_answers_the_same_whatever_the_address_is_to_us",
    ),
)
