"""Mistakes in counting, holding, forgetting and exporting."""

from tests.defects.defect import Defect

COUNTING, ERASURE, HOLDING = "petitions/counting.py", "petitions/erasure.py", "petitions/holding.py"

DEFECTS = (
    Defect(
        "a signature that is set aside counts",
        COUNTING,
        "COUNTS = Q(confirmed_at__isnull=False, held_at__isnull=True)",
        "COUNTS = Q(confirmed_at__isnull=False)",
        "test_counting.py::test_a_signature_that_is_set_aside_does_not_count_and_counts_again_when_released",
    ),
    Defect(
        "frozen numbers are counted again",
        COUNTING,
        "for cell, n in _count(signatures).items() if cell[0] not in frozen}",
        "for cell, n in _count(signatures).items() if frozen is not None}",
        "test_counting.py::test_a_withdrawal_after_freezing_deletes_the_person_and_leaves_the_number",
    ),
    Defect(
        "the refresher deletes marks that it has not read",
        COUNTING,
        "TallyMark.objects.filter(id__in=[number for number, _, _ in marks]).delete()",
        "TallyMark.objects.all().delete()",
        "test_counting.py::test_a_mark_made_while_the_refresher_counts_is_kept_for_the_next_one",
    ),
    Defect(
        "a cell whose last signature left keeps its number",
        COUNTING,
        "        cells.setdefault(cell, 0)",
        "        pass",
        "test_counting.py::test_a_cell_whose_last_signature_is_withdrawn_becomes_zero",
    ),
    Defect(
        "a day begins at midnight in London",
        COUNTING,
        'BRUSSELS = ZoneInfo("Europe/Brussels")',
        'BRUSSELS = ZoneInfo("Europe/London")',
        "test_counting.py::test_a_day_begins_and_ends_at_midnight_in_brussels",
    ),
    Defect(
        "a small number is shown",
        COUNTING,
        "SMALLEST_SHOWN = 100",
        "SMALLEST_SHOWN = 10",
        "test_counting.py::test_below_a_hundred_no_number_is_shown",
    ),
    Defect(
        "name and address are kept after forgetting",
        ERASURE,
        '        sealed=None,\n        mailbox_digest="",\n',
        '        mailbox_digest="",\n',
        "test_erasure.py::test_thirty_days_after_confirming_name_and_address_are_forgotten",
    ),
    Defect(
        "what nobody confirmed is kept",
        ERASURE,
        "confirmed_at__isnull=True, asked_at__lt=now - timedelta(days=settings.LINK_LIFETIME_DAYS)",
        "confirmed_at__isnull=True, asked_at__lt=now - timedelta(days=settings.LINK_LIFETIME_DAYS * 10)",
        "test_erasure.py::test_an_unconfirmed_signature_is_deleted_after_fourteen_days",
    ),
    Defect(
        "who leaves is not written into the journal",
        ERASURE,
        "    signature.delete()\n    journal.write(number, why)",
        "    signature.delete()",
        "test_erasure_journal.py::test_each_erasure_that_a_person_asked_for_leaves_one_line_with_time_number_and_reason",
    ),
    Defect(
        "the journal is written after the deletion is final",
        ERASURE,
        "    journal.write(number, why)\n\n",
        "    transaction.on_commit(lambda: journal.write(number, why))\n\n",
        "test_erasure_journal.py::test_the_line_is_on_disk_before_the_row_is_gone_for_good",
    ),
    Defect(
        "erasing an address leaves the open letters to it",
        ERASURE,
        "news_erasure.close(Letter.objects.filter(mailbox_digest=mailbox), why=",
        "news_erasure.close(Letter.objects.none(), why=",
        "test_erasure.py::test_erasing_a_person_takes_letters_along_that_were_asked_for_without_any_row",
    ),
    Defect(
        "the number is never final",
        ERASURE,
        "    _freeze_closed()\n    reached = expired()",
        "    reached = expired()",
        "test_erasure.py::test_a_day_after_closing_the_number_is_final",
    ),
    Defect(
        "releasing frees what others hold too",
        HOLDING,
        "freed = holding.signatures.update(",
        "freed = Signature.objects.filter(held_at__isnull=False).update(",
        "test_holding.py::test_a_release_gives_back_exactly_its_own",
    ),
    Defect(
        "holding leaves no mark",
        HOLDING,
        '        holding.save(update_fields=["count"])\n        _mark(holding)',
        '        holding.save(update_fields=["count"])',
        "test_holding.py::test_held_signatures_do_not_count_and_released_they_do_again",
    ),
    Defect(
        "raw cells in the CSV export",
        "petitions/exports.py",
        "write([defuse(cell) for cell in row])",
        "write(row)",
        "test_exports.py::test_a_spreadsheet_never_takes_a_csv_cell_for_a_formula",
    ),
)
