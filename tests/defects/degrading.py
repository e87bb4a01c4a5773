"""Mistakes in how the site gives way: old pages, presses in a break, read-only mode, room for connections, patience."""

from tests.defects.defect import Defect

READ_ONLY, DOOR = "petitions/read_only.py", "campaign/taken_in.py"

DEFECTS = (
    Defect(
        "a page that is new again goes on saying that it is old",
        "campaign/copies.py",
        "    if old.headers != headers or old.is_marked:",
        "    if old.headers != headers:",
        "test_old_copy.py::test_when_a_newer_one_can_be_made_it_says_so_no_more_though_its_words_are_the_same",
    ),
    Defect(
        "an old page is silent about its age",
        "campaign/pages.py",
        "            if not old.is_marked:",
        "            if old.is_marked:",
        "test_old_copy.py::test_an_old_page_says_so_first_of_all_in_every_encoding_FT_14",
    ),
    Defect(
        "what was typed is lost in a break",
        "campaign/errors.py",
        "            context |= kept.of(request)",
        "            pass",
        "test_kept.py::test_who_signed_in_vain_signs_with_one_more_press_and_types_nothing_again",
    ),
    Defect(
        "a break of the staff area shows the password that was typed",
        "campaign/kept.py",
        " or not get_language_from_path(request.path_info):",
        ":",
        "test_kept.py::test_a_password_of_the_staff_area_is_held_by_no_page",
    ),
    Defect(
        "in read-only mode nobody can leave",
        DOOR,
        "match.url_name not in TAKEN_IN:",
        "match.url_name not in TAKEN_IN | LEAVING:",
        "test_read_only.py::test_who_wants_to_leave_leaves_at_once",
    ),
    Defect(
        "read-only mode looks at the page alone, and takes presses in",
        DOOR,
        "        return errors.page(request, 503, minutes=minutes, refused=True) if minutes else None",
        "        return None",
        "test_read_only.py::test_a_link_is_not_confirmed_now_and_is_confirmed_afterwards",
    ),
    Defect(
        "people are told to come back a minute too early",
        READ_ONLY,
        "    return ceil(",
        "    return int(",
        "test_read_only.py::test_people_are_never_told_to_come_back_too_early",
    ),
    Defect(
        "copies of pages outlive the pause",
        "petitions/flagship.py",
        "    moments = (petition.opens_at, petition.paused_until, petition.closes_at)",
        "    moments = (petition.opens_at, petition.closes_at)",
        "test_read_only.py::test_it_ends_by_itself_and_copies_of_pages_end_with_it",
    ),
    Defect(
        "a pause may last for ever",
        READ_ONLY,
        " <= LONGEST:",
        ":",
        "test_read_only.py::test_no_pause_is_longer_than_a_day",
    ),
    Defect(
        "a standby that takes nothing is an error of ours",
        "campaign/outage.py",
        '    can_only_be_read = getattr(exception.__cause__, "pgcode", None) == CAN_ONLY_BE_READ',
        "    can_only_be_read = False",
        "test_outage.py::test_a_database_that_can_only_be_read_is_a_break_in_which_nothing_was_taken_in",
    ),
    Defect(
        "a release does not look whether there is room for all",
        "campaign/management/commands/release.py",
        "        _count_connections()\n",
        "",
        "test_connections.py::test_a_release_is_refused_before_anything_is_changed",
        grown=True,
    ),
    Defect(
        "the limit of a role is not seen",
        "campaign/connections.py",
        "    (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),\n",
        "",
        "test_connections.py::test_a_limit_of_the_role_counts_too",
        grown=True,
    ),
    Defect(
        "a line on which nobody waits is cut",
        "campaign/postgresql/patience.py",
        "    return not line.closed and line.info.transaction_status == TRANSACTION_STATUS_ACTIVE",
        "    return not line.closed",
        "test_postgresql.py::test_a_line_on_which_nobody_waits_is_left_alone_however_long_it_rests",
        grown=True,
    ),
    Defect(
        "everybody waits for a silent server, one after the other",
        "campaign/postgresql/base.py",
        "        if began < mine._silent_until:",
        "        if False:",
        "test_postgresql.py::test_after_one_has_waited_for_nothing_the_others_hear_so_at_once",
        grown=True,
    ),
)
