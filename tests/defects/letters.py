"""Mistakes in the debt of letters: what is owed, to whom, when, how often."""

from tests.defects.defect import Defect

OUTBOX, REPLIES, LETTERS = "petitions/outbox.py", "petitions/replies.py", "petitions/letters.py"

DEFECTS = (
    Defect(
        "a letter is settled before it is sent",
        OUTBOX,
        "        message = _write(letter)\n        mailer.send(message)",
        "        message = _write(letter)\n        settle(letter, Letter.Outcome.SENT)\n        mailer.send(message)",
        "test_outbox.py::test_a_worker_that_dies_after_sending_leaves_the_letter_owed",
    ),
    Defect(
        "anybody may settle a letter, with or without its lease",
        OUTBOX,
        "Letter.objects.filter(pk=letter.pk, leased_by=letter.leased_by, closed_at__isnull=True)",
        "Letter.objects.filter(pk=letter.pk)",
        "test_outbox.py::test_a_payer_whose_lease_was_taken_settles_nothing",
    ),
    Defect(
        "a letter that one payer holds is taken by another",
        OUTBOX,
        "AND (leased_until IS NULL OR leased_until < {now})",
        "",
        "test_outbox.py::test_a_letter_that_one_payer_holds_is_not_taken_by_another",
    ),
    Defect(
        "an attempt is not counted when it begins",
        OUTBOX,
        "leased_by = %s, attempts = attempts + 1",
        "leased_by = %s",
        "test_outbox.py::test_a_claim_takes_twenty_letters_and_counts_the_attempt_before_anything_is_sent",
    ),
    Defect(
        "a dead mail server uses up every letter's attempts",
        OUTBOX,
        '        attempts=F("attempts") - 1,\n',
        "",
        "test_outbox_time.py::test_when_the_server_is_down_no_attempt_is_used_up_and_the_run_ends",
    ),
    Defect(
        "failed letters come back in step",
        OUTBOX,
        " * random.uniform(0.5, 1)",
        " * len([random])",
        "test_outbox_time.py::test_letters_that_failed_together_do_not_come_back_together",
    ),
    Defect(
        "a closed letter keeps its address",
        OUTBOX,
        "error_class=error_class[:60], sealed_to=None, leased_until=None",
        "error_class=error_class[:60], leased_until=None",
        "test_replies.py::test_what_is_dropped_keeps_no_address",
    ),
    Defect(
        "a goodbye that cannot be sent keeps the address for two days",
        OUTBOX,
        "for letters in (goodbyes, late.filter(created_at__lt=Now() - MAX_AGE))",
        "for letters in (goodbyes.none(), late.filter(created_at__lt=Now() - MAX_AGE))",
        "test_outbox_time.py::test_a_goodbye_lives_for_a_minute_and_takes_its_address_along",
    ),
    Defect(
        "a second reminder",
        "petitions/reminders.py",
        "        if not fresh.update(reminded_at=Now()):",
        "        if not fresh.exists():",
        "test_outbox_time.py::test_who_signs_again_after_the_reminder_is_not_reminded_again",
    ),
    Defect(
        "a mailbox has no budget",
        REPLIES,
        "granted.exclude(outcome=Letter.Outcome.FAILED).count() >= BUDGET",
        "granted.exclude(outcome=Letter.Outcome.FAILED).count() >= BUDGET * 1000",
        "test_replies.py::test_three_letters_a_day_reach_one_mailbox_however_it_is_spelled",
    ),
    Defect(
        "a mailbox that said “not me” is written to",
        REPLIES,
        'raise NothingToSay("suppressed")',
        "pass",
        "test_replies.py::test_a_mailbox_that_said_not_me_stays_silent",
    ),
    Defect(
        "every press is answered",
        REPLIES,
        '        raise NothingToSay("answered")',
        "        return",
        "test_replies.py::test_who_presses_again_within_a_minute_gets_one_letter",
    ),
    Defect(
        "letters without an answer never end",
        REPLIES,
        "    if signature.unanswered >= MAX_UNANSWERED:",
        "    if signature.unanswered >= MAX_UNANSWERED * 1000:",
        "test_replies.py::test_after_six_letters_without_an_answer_the_row_is_left_to_expire",
    ),
    Defect(
        "a letter speaks the language of whoever pressed last",
        LETTERS,
        'return compose("confirmation", letter, signature.language, to',
        'return compose("confirmation", letter, letter.language, to',
        "test_replies.py::test_a_letter_asked_for_on_a_page_of_another_language_speaks_that_of_the_signature",
    ),
    Defect(
        "a second copy is another letter",
        "petitions/composing.py",
        '"Date": format_datetime(letter.created_at),',
        '"Date": str(__import__("time").time_ns()),',
        "test_letters.py::test_the_same_letter_written_twice_is_the_same_bytes",
    ),
    Defect(
        "a provider rewrites our links",
        "petitions/letter_message.py",
        "track_clicks = False",
        "track_clicks = True",
        "test_letters.py::test_a_provider_is_told_to_rewrite_no_link_and_to_add_no_pixel",
    ),
)
