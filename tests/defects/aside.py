"""Mistakes in what is set aside, in the proof of consent, and in the numbers beside both."""

from tests.defects.defect import Defect

HOLDING, REMOVAL, COUNTS = "petitions/holding.py", "petitions/removal.py", "petitions/wordings_count.py"

DEFECTS = (
    Defect(
        "who confirms after the look is held unseen",
        HOLDING,
        "        if seen is not None and seen != _held(holding):\n            raise Changed\n",
        "",
        "test_holding_preview.py::test_who_confirms_after_the_look_does_not_slip_in",
    ),
    Defect(
        "only the number of those seen is compared",
        HOLDING,
        'return f"{count}-{numbers}"',
        'return f"{count}-0"',
        "test_holding_preview.py::test_one_who_came_and_one_who_left_are_noticed_too",
    ),
    Defect(
        "a typed domain is kept whole",
        "petitions/holding_facts.py",
        '"domain": self.domain[:SHORT]',
        '"domain": self.domain',
        "test_holding_facts.py::test_the_domain_is_kept_nowhere_but_the_start_of_its_fingerprint",
    ),
    Defect(
        "a domain is read from the address of the page",
        "campaign/staff_holding.py",
        '    asked.pop("domain", None)\n',
        "",
        "test_holding_preview.py::test_a_domain_in_an_address_is_not_read",
    ),
    Defect(
        "a note may name a person",
        "campaign/staff_holding.py",
        "        validators=[notes.judge],\n",
        "",
        "test_holding_preview.py::test_a_note_is_needed_and_names_nobody",
    ),
    Defect(
        "nobody has time to object",
        REMOVAL,
        "        if clock.now() < possible_from(held):\n            raise TooEarly\n",
        "",
        "test_removal.py::test_for_fourteen_days_nothing_can_be_deleted",
    ),
    Defect(
        "any number is right for deleting",
        REMOVAL,
        "        if len(numbers) != count:\n            raise holding.Changed\n",
        "",
        "test_removal.py::test_another_number_than_there_are_deletes_nobody",
    ),
    Defect(
        "what was deleted comes back with a backup",
        REMOVAL,
        '        journal.write_all(numbers, "removed")\n',
        "",
        "test_removal.py::test_each_leaves_a_line_in_the_journal_and_comes_back_from_no_backup",
    ),
    Defect(
        "small reasons are in the public sum",
        "petitions/set_aside.py",
        "now=_shown(sum(row.count for row in rows if row.count)),",
        "now=_shown(sum(counts.values())),",
        "test_set_aside.py::test_one_who_is_reported_changes_nothing_that_the_reporter_could_see",
    ),
    Defect(
        "numbers of versions move by the minute",
        COUNTS,
        ", confirmed_at__lt=midnight)",
        ")",
        "test_wordings_count.py::test_who_confirms_today_is_counted_tomorrow",
    ),
    Defect(
        "a small version is known as a difference",
        COUNTS,
        "            if min(group.values(), default=0) >= snapshot.SMALLEST:\n                shown |= group",
        "            shown |= {number: n for number, n in group.items() if n >= snapshot.SMALLEST}",
        "test_wordings_count.py::test_a_new_version_with_few_signatures_hides_the_older_ones_of_its_kind",
    ),
    Defect(
        "a text that was changed by hand is believed",
        "petitions/proof.py",
        "return wordings.fingerprint(wording.body) == wording.sha256",
        "return bool(wording.sha256)",
        "test_proof.py::test_a_text_that_was_changed_in_the_database_is_named_and_the_proof_says_so",
    ),
    Defect(
        "everything in the form of a reason is saved",
        "petitions/admin.py",
        "    readonly_fields = fields[:-1]\n",
        "    readonly_fields = ()\n",
        "test_wording_admin.py::test_the_form_shows_the_words_and_has_one_box",
    ),
    Defect(
        "an old text runs its scripts",
        "petitions/wordings_text.py",
        "self.markup.append(escape(data))",
        "self.markup.append(data)",
        "test_wordings_text.py::test_a_body_that_was_tampered_with_brings_nothing_onto_the_page",
    ),
    Defect(
        "39,000 from Vatican City are believed",
        "petitions/population.py",
        "return confirmed <= bound(country)",
        "return confirmed <= bound(country) or country not in MILLIONS",
        "test_population.py::test_39_000_from_vatican_city_are_not_believed_AB_15",
    ),
    Defect(
        "a number beyond belief stands in the table",
        "petitions/snapshot.py",
        " and is_plausible(code, numbers[code])}",
        "}",
        "test_population.py::test_such_a_country_is_withheld_from_the_table_like_a_small_one_AB_15",
    ),
    Defect(
        "the receipt leads to the words of today",
        "petitions/letters.py",
        '"wording_url": _wording_page(signature.petition_wording_id),',
        '"wording_url": Page(signature.language, "petition"),',
        "test_wordings_page.py::test_the_receipt_leads_to_the_very_version_that_was_signed",
    ),
    Defect(
        "the privacy notice is not recorded by a release",
        "campaign/management/commands/release.py",
        "wordings.record(petition) + privacy_notice.record(petition)",
        "wordings.record(petition)",
        "test_release.py::test_a_release_makes_the_petition_and_records_the_words_of_every_live_language",
    ),
)
