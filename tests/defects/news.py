"""Mistakes in the news: who is on the list, how people leave it, and what leaves the house."""

from tests.defects.defect import Defect

LIST, NEWS, VIEWS, REPLIES = (f"petitions/{room}.py" for room in ("news_list", "news", "news_views", "news_replies"))

DEFECTS = (
    Defect(
        "a ticked box that nobody confirmed is on the list",
        LIST,
        "        petition_id=petition_id,\n        confirmed_at__isnull=False,\n",
        "        petition_id=petition_id,\n",
        "test_news_list.py::test_on_the_list_is_who_confirmed_one_way_or_the_other_and_nobody_else",
    ),
    Defect(
        "who came by both ways gets everything twice",
        LIST,
        "signed(petition_id).exclude(_also_subscribed())",
        "signed(petition_id)",
        "test_news_list.py::test_who_came_by_both_ways_stands_there_once_in_the_language_chosen_for_the_news",
    ),
    Defect(
        "a mailbox that complained gets the news",
        LIST,
        "return Exists(here.filter(Q(until__isnull=True) | Q(until__gt=Now())))",
        "return Exists(here.filter(until__lt=Now()))",
        "test_news_list.py::test_a_mailbox_that_bounces_or_complains_gets_no_news",
    ),
    Defect(
        "opening the link stops the news",
        VIEWS,
        "        row = news.owner_of(token)\n",
        "        row = news.owner_of(token)\n        news.stop(row)\n",
        "test_news_views.py::test_opening_a_link_changes_no_row_EM_01",
    ),
    Defect(
        "a mail program's one click is refused",
        "campaign/origin.py",
        ', "news_unsubscribe"',
        "",
        "test_news_views.py::test_a_mail_program_stops_the_news_with_one_click_from_anywhere_EM_19",
    ),
    Defect(
        "leaving by one way leaves the other",
        NEWS,
        '        news_erasure.delete(Subscriber.objects.filter(**same), why="stopped")\n',
        "",
        "test_news.py::test_who_came_by_both_ways_leaves_by_one_press",
    ),
    Defect(
        "a stranger changes the language of who is on the list",
        NEWS,
        "CASE WHEN s.confirmed_at IS NULL THEN",
        "CASE WHEN s.confirmed_at IS NULL OR TRUE THEN",
        "test_news.py::test_a_stranger_changes_nothing_about_who_is_on_the_list",
    ),
    Defect(
        "who is on the list can be sent the welcome again and again",
        REPLIES,
        "grant(letter, answers=rows, once_in=WELCOME_ONCE_IN)",
        "grant(letter, answers=rows)",
        "test_news_replies.py::test_who_is_on_the_list_and_is_entered_again_gets_the_welcome_once_more_a_day",
    ),
    Defect(
        "a restored backup brings back who had left the news",
        "petitions/news_erasure.py",
        "        journal.write(number, why, kind=journal.SUBSCRIBER)",
        "        pass",
        "test_news_erasure.py::test_after_a_restore_who_left_the_list_leaves_it_again",
    ),
    Defect(
        "an address that nobody confirmed is kept for ever",
        "petitions/erasure.py",
        '(("news unconfirmed", "asked_at"), ("news", "pk"))',
        '(("news", "pk"),)',
        "test_news_erasure.py::test_an_address_that_nobody_confirmed_is_deleted_fourteen_days_after_it_was_entered",
    ),
    Defect(
        "the exported list is readable by everybody",
        "petitions/news_export.py",
        "os.O_EXCL, 0o600",
        "os.O_EXCL, 0o644",
        "test_news_export.py::test_only_its_owner_may_read_the_file_and_none_is_overwritten",
    ),
    Defect(
        "a milestone goes out in one wave",
        "petitions/news_mailing.py",
        "start + number * pace",
        "start",
        "test_news_mailing.py::test_a_mailing_leaves_three_quarters_of_the_hour_to_everybody_else",
    ),
)
