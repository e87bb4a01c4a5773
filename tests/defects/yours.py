"""Mistakes on the own page: who may do what there, what is forgotten, and what goes into whose letter."""

from tests.defects.defect import Defect

VERBS, VIEWS, REPLIES, LETTERS = (
    f"petitions/{room}.py" for room in ("yours", "yours_views", "yours_replies", "yours_letters")
)
COPY, ERASURE, ENDING, TOKENS = (f"petitions/{room}.py" for room in ("data_copy", "erasure", "ending", "tokens"))

DEFECTS = (
    Defect(
        "a link that was asked for never ends",
        TOKENS,
        "return read(YOURS_ASKED, token, days=1)",
        "return read(YOURS_ASKED, token, days=None)",
        "test_yours_replies.py::test_a_link_asked_for_is_too_old_after_a_day_and_that_of_the_receipt_is_not",
    ),
    Defect(
        "any link of ours opens the own page",
        TOKENS,
        "        return read(YOURS, token, days=None)\n",
        "        return read(WITHDRAW, token, days=None)\n",
        "test_yours_views.py::test_a_link_for_another_purpose_opens_no_own_page",
    ),
    Defect(
        "looking at a button presses it",
        VIEWS,
        'return view(request, token, number) if request.method == "POST" else _back(token, "")',
        "return view(request, token, number)",
        "test_yours_views.py::test_looking_at_a_button_s_address_does_nothing",
    ),
    Defect(
        "the form of the own page says whom it knows",
        VIEWS,
        'return see_other(reverse("yours_ask") + "#sent")',
        'known = Signature.objects.exists()\n    return see_other(reverse("yours_ask") + ("#sent" if known else ""))',
        "test_yours_views.py::test_asking_answers_the_same_whatever_the_address_is_to_us_EM_27",
    ),
    Defect(
        "a corrected country leaves the number where it was",
        VERBS,
        "        counting.enters(row)\n",
        "",
        "test_yours.py::test_a_corrected_country_moves_the_signature_to_its_cell_of_the_same_day_PV_12",
    ),
    Defect(
        "the log says what was corrected",
        VERBS,
        'log.info("signature %s: country or language changed by its owner", signature_id)',
        'log.info("signature %s: country or language changed by its owner to %s", signature_id, country)',
        "test_yours.py::test_a_correction_is_logged_by_number_and_without_values_PV_12",
    ),
    Defect(
        "being forgotten takes the support back",
        VERBS,
        "            erasure.forget_by_wish(row)\n",
        '            erasure.delete_signature(row, why="kept")\n',
        "test_yours.py::test_who_is_forgotten_counts_as_before",
    ),
    Defect(
        "who is forgotten goes on getting the news",
        ERASURE,
        '    unsubscribe(signature, why="kept")\n',
        "",
        "test_yours.py::test_the_news_stops_everywhere_for_who_is_forgotten",
    ),
    Defect(
        "a backup brings back who was forgotten and still counted",
        ERASURE,
        " + sum(map(_forget_again, _pieces(kept)))",
        "",
        "test_yours.py::test_after_a_restore_they_are_forgotten_again_and_still_count",
    ),
    Defect(
        "the last letter keeps the address until it is sent",
        "petitions/outbox.py",
        "GOODBYES = (Letter.Kind.WITHDRAWN, Letter.Kind.KEPT)",
        "GOODBYES = (Letter.Kind.WITHDRAWN,)",
        "test_yours_replies.py::test_a_minute_later_the_address_is_gone_whether_the_letter_went_or_not_PV_10",
    ),
    Defect(
        "the link goes to whatever spelling a stranger typed",
        REPLIES,
        "to=address_in(signature.sealed or letter.sealed_to)",
        "to=address_in(letter.sealed_to)",
        "test_yours_replies.py::test_the_link_goes_to_the_address_that_we_hold_and_not_to_another_spelling",
    ),
    Defect(
        "ten presses are ten letters",
        REPLIES,
        "            _refuse_too_many(letter, signature)\n",
        "",
        "test_yours_replies.py::test_ten_presses_in_a_minute_are_one_letter",
    ),
    Defect(
        "the last letter of all holds a name",
        LETTERS,
        '{"news": letter.with_news})',
        '{"news": letter.with_news, "site": letters.about_us() | {"controller": "Canary Name-Ünïcode"}})',
        "test_yours_letters.py::test_only_the_copy_holds_the_name",
    ),
    Defect(
        "somebody else's entry for the news is in the copy",
        COPY,
        "Subscriber.objects.filter(petition_id=signature.petition_id, email_digest=signature.email_digest)",
        "Subscriber.objects.filter(petition_id=signature.petition_id)",
        "test_data_copy.py::test_nobody_else_is_in_it",
    ),
    Defect(
        "the end of a petition leaves the records of its letters",
        ENDING,
        "    Letter.objects.filter(petition=petition).delete()\n",
        "",
        "test_ending.py::test_after_the_end_nothing_of_anybody_is_in_any_table_PV_14",
    ),
    Defect(
        "an open petition is ended without asking",
        ENDING,
        "if row.closes_at > moment and not now:",
        "if row.closes_at > moment and now:",
        "test_ending.py::test_an_open_petition_is_not_ended_by_mistake",
    ),
)
