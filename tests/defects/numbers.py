"""Mistakes in counting, holding, forgetting and exporting."""

from tests.defects.defect import Defect

COUNTING, ERASURE, HOLDING = "petitions/counting.py", "petitions/erasure.py", "petitions/holding.py"
CELLS = "petitions/tally_cells.py"

DEFECTS = (
    Defect(
        "a signature that is set aside counts",
        CELLS,
        "COUNTS = Q(confirmed_at__isnull=False, held_at__isnull=True)",
        "COUNTS = Q(confirmed_at__isnull=False)",
        "test_counting.py::test_a_signature_that_is_set_aside_does_not_count_and_counts_again_when_released",
    ),
    Defect(
        "frozen numbers are counted again",
        COUNTING,
        "        days -= {day} if frozen_at else set()\n",
        "",
        "test_counting.py::test_a_withdrawal_after_freezing_deletes_the_person_and_leaves_the_number",
    ),
    Defect(
        "the refresher deletes marks that it has not read",
        COUNTING,
        "TallyMark.objects.filter(id__in=[number for number, cell, _ in marks if cell[0] not in whole]).delete()",
        "TallyMark.objects.all().delete()",
        "test_counting.py::test_a_mark_made_while_the_refresher_counts_is_kept_for_the_next_one",
    ),
    Defect(
        "a cell whose last signature left keeps its number",
        CELLS,
        "            for cell in self.tallies.keys() | self.rows.keys()\n            if",
        "            for cell in self.rows.keys()\n            if",
        "test_counting.py::test_a_tally_without_any_signature_is_found_and_emptied",
    ),
    Defect(
        "frozen numbers are counted anew from the rows that are left",
        CELLS,
        "            if self.tallies[cell] != self.rows[cell] and cell[0] not in self.frozen",
        "            if self.tallies[cell] != self.rows[cell]",
        "test_counting.py::test_frozen_numbers_outlive_their_rows",
    ),
    Defect(
        "a whole day is counted and its marks stay",
        COUNTING,
        "    TallyMark.objects.filter(id__in=seen.marks).delete()\n",
        "",
        "test_counting.py::test_a_day_that_is_marked_as_a_whole_is_counted_once_whatever_other_marks_say",
    ),
    Defect(
        "who is set aside and leaves is taken off the number a second time",
        COUNTING,
        "    if row.confirmed_at and not row.held_at:\n",
        "    if row.confirmed_at:\n",
        "test_counting.py::test_who_is_set_aside_and_leaves_takes_nothing_from_the_number",
    ),
    Defect(
        "who leaves is counted once more",
        COUNTING,
        "    _change(row, -1)\n",
        "    _change(row, +1)\n",
        "test_counting.py::test_a_cell_whose_last_signature_is_withdrawn_becomes_zero",
    ),
    Defect(
        "a day that would fall below zero is left as it is",
        COUNTING,
        "    whole |= _add(petition_id, changes, but=whole)\n",
        "    _add(petition_id, changes, but=whole)\n",
        "test_counting.py::test_marks_that_take_more_than_was_counted_have_their_day_counted_from_rows",
    ),
    Defect(
        "a day begins at midnight in London",
        CELLS,
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
