"""Mistakes in what holds against waves and mail bombs: budgets of domains, surge mode, whom we leave alone."""

from tests.defects.defect import Defect

DOMAINS, SURGE, OUTBOX = "petitions/domain_budget.py", "petitions/surge.py", "petitions/outbox.py"

DEFECTS = (
    Defect(
        "a mail domain has no budget",
        DOMAINS,
        "    if (over := used.count() - most) >= 0:",
        "    if (over := used.count() - most) > most:",
        "test_domain_budget.py::"
        "test_beyond_its_budget_the_letters_of_a_domain_wait_untouched_and_nothing_is_deleted_AB_14",
    ),
    Defect(
        "two payers see the same room for one domain",
        DOMAINS,
        '    turns.take_for(f"domain:{letter.domain_digest}")\n',
        "",
        "test_domain_budget.py::test_six_payers_at_once_keep_the_budget_of_a_domain_to_the_letter_AB_14",
        grown=True,
    ),
    Defect(
        "letters that wait for their domain fill batch after batch",
        DOMAINS,
        "        return chosen.update(due_at=Now() + timedelta(seconds=seconds), error_class=WAITS)",
        "        return 0",
        "test_domain_budget.py::test_a_long_queue_is_put_off_at_once_and_fills_no_second_batch",
    ),
    Defect(
        "in a surge a domain keeps its whole budget",
        DOMAINS,
        "    return max(1, most // IN_A_SURGE) if most > 0 and surge.is_on() else most",
        "    return most",
        "test_domain_budget.py::test_in_a_surge_the_budget_is_a_quarter",
    ),
    Defect(
        "a reminder goes past the budget of its domain",
        "petitions/reminders.py",
        "        domain = providers.digest_with_a_budget(signature.domain_digest, signature.provider)",
        '        domain = ""',
        "test_domain_budget.py::test_a_reminder_and_an_entry_for_the_news_count_for_their_domain_too",
    ),
    Defect(
        "a receipt goes to a mailbox that complained",
        OUTBOX,
        "    if silence.is_silenced(letter.petition_id, addresses.mailbox_digest(message.to[0])):",
        "    if False:",
        "test_silence.py::test_no_receipt_goes_to_a_mailbox_that_is_left_alone",
    ),
    Defect(
        "a mailbox that is full for a day is silenced for ninety",
        "petitions/provider_reports.py",
        "        return NOTHING if any(_is_soft(key, value) for key, value in said) else GONE",
        "        return GONE",
        "test_provider_reports.py::test_a_mailbox_that_takes_letters_another_day_is_written_to_again_EM_15",
    ),
    Defect(
        "one loud minute is a surge",
        SURGE,
        "        return all(n > self.limit for n in self.minutes[:ON_AFTER])",
        "        return any(n > self.limit for n in self.minutes[:ON_AFTER])",
        "test_surge.py::test_one_minute_is_no_wave_AB_09",
    ),
    Defect(
        "two calm minutes end a surge",
        SURGE,
        "        return not any(n > self.limit for n in self.minutes[:OFF_AFTER])",
        "        return not any(n > self.limit for n in self.minutes[:ON_AFTER])",
        "test_surge.py::test_fourteen_calm_minutes_do_not_end_it_AB_09",
    ),
    Defect(
        "on a quiet site two people a minute are a surge",
        SURGE,
        "max(TIMES * usual, settings.SURGE_FLOOR)",
        "TIMES * usual",
        "test_surge.py::test_on_a_quiet_site_five_times_nothing_means_nothing",
    ),
    Defect(
        "the rate beats the hand",
        SURGE,
        "    if settings.SURGE in OVERRIDES or _is_held(change, now):",
        "    if settings.SURGE in OVERRIDES:",
        "test_surge.py::test_the_hand_beats_the_rate_until_it_is_given_back",
    ),
    Defect(
        "a database that is away is an error for who signs",
        SURGE,
        "    except Error:  # who signs",
        "    except ZeroDivisionError:  # who signs",
        "test_surge.py::test_without_a_database_nobody_meets_an_error_and_it_is_asked_once",
    ),
    Defect(
        "a surge tightens nothing",
        "petitions/limits.py",
        "(IN_A_SURGE if surge.is_on() else WINDOWS)",
        "WINDOWS",
        "test_surge.py::test_in_a_surge_one_network_has_half_as_many_tries",
    ),
    Defect(
        "a surge refuses a school",
        "petitions/limits.py",
        "IN_A_SURGE = ((60, 60), (600, 300))",
        "IN_A_SURGE = ((60, 30), (600, 300))",
        "test_surge.py::test_a_school_of_three_hundred_signs_in_a_surge_as_well_AB_07",
    ),
    Defect(
        "strangers are told of a surge at the staff's door",
        "campaign/staff.py",
        '        now = {"surge": surge.standing(), "read_only": standing()} if context["has_permission"] else {}',
        '        now = {"surge": surge.standing(), "read_only": standing()}',
        "test_staff_surge.py::test_the_login_page_tells_strangers_nothing_of_it",
    ),
    Defect(
        "the trap keeps what a browser filled in",
        "petitions/forms.py",
        "        if TRAP in errors:",
        "        if False:",
        "test_views.py::test_who_never_saw_the_trap_sees_it_empty_and_one_more_press_signs_AB_01",
    ),
    Defect(
        "made-up addresses are compared with themselves",
        "petitions/mail_health.py",
        "    others = [one for one in asked if one != provider]",
        "    others = list(asked)",
        "test_mail_health.py::test_made_up_addresses_are_seen_even_when_they_are_nearly_everybody",
    ),
    Defect(
        "an SPF record that lets everybody send is good",
        "campaign/mail_dns.py",
        '    if any(word in ("-all", "~all") for word in words):',
        '    if any(word.endswith("all") for word in words):',
        "test_mail_dns.py::test_each_mistake_is_one_finding_EM_24",
    ),
)
