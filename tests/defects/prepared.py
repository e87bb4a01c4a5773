"""Mistakes in letters that are made once and filled in many times."""

from tests.defects.defect import Defect

COMPOSING, PREPARED, MESSAGE = "petitions/composing.py", "petitions/prepared.py", "petitions/letter_message.py"

DEFECTS = (
    Defect(
        "letters go on in the words of before",
        COMPOSING,
        "when_forgetting(_blank.cache_clear)",
        "when_forgetting(list)",
        "test_prepared.py::test_words_that_are_compiled_anew_stand_in_the_next_letter",
    ),
    Defect(
        "letters go on naming the organisation of before",
        COMPOSING,
        "return (*us, *settings.CONTROLLER.values())",
        "return us",
        "test_prepared.py::test_a_setting_that_changes_is_in_the_very_next_letter",
    ),
    Defect(
        "a word is filled into HTML as it is",
        PREPARED,
        "found[name], found[_in_html(name)] = value.text, as_html(value.text)",
        "found[name], found[_in_html(name)] = value.text, value.text",
        "test_prepared.py::test_awkward_words_and_any_link_are_filled_in_as_if_they_were_rendered",
    ),
    Defect(
        "the first letter's encoding is every letter's",
        PREPARED,
        'else (name, "", value.text.isascii())',
        'else (name, "", True)',
        "test_prepared.py::test_a_receipt_names_any_country_as_if_it_were_made_for_it",
    ),
    Defect(
        "a part with very long lines is filled in unencoded",
        MESSAGE,
        "all(len(line) <= LONGEST_LINE for line in payload.splitlines())",
        "all(len(line) <= 10**9 for line in payload.splitlines())",
        "test_prepared.py::test_a_letter_whose_lines_have_to_be_encoded_is_written_anew_each_time",
    ),
    Defect(
        "a recipient with a line of its own is written into the head",
        MESSAGE,
        "line.isascii() and line.isprintable() and len(line) < LONGEST_LINE",
        "True or line",
        "test_prepared.py::test_a_recipient_who_has_to_be_encoded_or_refused_is_never_just_filled_in",
    ),
    Defect(
        "a letter loses its file on the way",
        MESSAGE,
        "if not self.blank or self.attachments or not",
        "if not self.blank or not",
        "test_prepared.py::test_a_file_that_goes_with_a_letter_goes_with_its_bytes",
    ),
    Defect(
        "a recipient's name becomes a command",
        "petitions/smtp_talk.py",
        "return len(recipients) == 1 and _PLAIN.fullmatch(recipients[0]) is not None",
        "return len(recipients) == 1",
        "test_smtp_talk.py::test_who_cannot_be_named_in_a_command_is_left_to_django",
    ),
    Defect(
        "a letter is told to a server that refused its recipient",
        "petitions/smtp_talk.py",
        "if (answer := smtp.getreply())[0] not in (250, 251):",
        "if not (answer := smtp.getreply()):",
        "test_smtp_talk.py::test_no_letter_is_told_to_a_server_that_refused_its_sender_or_its_recipient",
    ),
    Defect(
        "a line of one dot ends a letter",
        "petitions/smtp_talk.py",
        '.replace(b"\\r\\n.", b"\\r\\n..")',
        "",
        "test_smtp_talk.py::test_dots_and_the_end_of_a_letter_are_told_apart",
    ),
    Defect(
        "a pause is made up for by a burst",
        "petitions/delivery.py",
        "turn = max(self.next_turn, now)",
        "turn = self.next_turn or now",
        "test_delivery_pace.py::test_a_pause_is_not_made_up_for_by_a_burst",
    ),
)
