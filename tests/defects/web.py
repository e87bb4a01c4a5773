"""Mistakes in what strangers meet and in what is written down: headers, methods, origins, logs, reports of errors."""

from tests.defects.defect import Defect

HEADERS, REQUESTS, ORIGIN = "campaign/headers.py", "campaign/requests.py", "campaign/origin.py"
LINES, REPORTS, TRACES = "campaign/log_lines.py", "campaign/error_reports.py", "campaign/traces.py"
EVERYWHERE = "test_headers_everywhere.py::"
EXACT = f"{EVERYWHERE}test_every_kind_of_answer_has_exactly_these_headers_WB_01"

DEFECTS = (
    Defect(
        "whatever does not say that it may be kept is kept",
        HEADERS,
        '        response.headers.setdefault("Cache-Control", "no-store")',
        "        pass",
        EXACT,
    ),
    Defect(
        "pages may show what others have not released",
        HEADERS,
        '    "Cross-Origin-Embedder-Policy": "require-corp",\n',
        "",
        f"{EVERYWHERE}test_every_address_answers_with_exactly_these_headers_WB_01",
    ),
    Defect(
        "an answer without Django has no protection",
        "campaign/pages.py",
        ', *headers.of_a_bare_answer()]\n        return Answer("500',
        ']\n        return Answer("500',
        f"{EVERYWHERE}test_even_an_answer_without_django_is_protected_WB_01",
    ),
    Defect(
        "Django's own page refuses a foreign press at the staff's door",
        "campaign/settings.py",
        'CSRF_FAILURE_VIEW = "campaign.errors.forbidden"  # as our own pages refuse\n',
        "",
        "test_origin_everywhere.py::test_a_foreign_press_at_the_staff_door_meets_our_own_page_and_not_djangos_WB_24",
    ),
    Defect(
        "nobody tells Django that a request is over",
        "campaign/whole.py",
        "            response.close()",
        "            pass",
        "test_whole.py::test_the_end_of_each_request_is_told",
    ),
    Defect(
        "visitors meet the session of the staff area",
        "campaign/staff_middleware.py",
        "        if not request.path_info.startswith(AREA):",
        "        if not request.path_info:",
        "test_staff_middleware.py::test_who_reads_or_signs_has_no_session_and_no_account",
    ),
    Defect(
        "a page that others may frame has the policy of all others",
        HEADERS,
        '        if any(name.startswith("_csp") for name in vars(response)):',
        "        if False:",
        "test_embed.py::test_the_box_and_nothing_else_may_be_framed_by_others_WB_10",
    ),
    Defect(
        "the policy allows inline styles",
        "campaign/settings.py",
        """        "style-src": ["'self'"],""",
        """        "style-src": ["'self'", "'unsafe-inline'"],""",
        f"{EVERYWHERE}test_a_copy_has_the_headers_of_its_page_and_no_more_WB_01",
    ),
    Defect(
        "a method in small letters passes for the real one",
        REQUESTS,
        '        method = request.META["REQUEST_METHOD"]\n',
        "        method = request.method\n",
        "test_methods.py::test_a_method_is_spelled_as_the_standard_spells_it_WB_23",
    ),
    Defect(
        "whoever sends no Origin may press from another site",
        ORIGIN,
        '    return site == "same-origin" and (',
        '    return site in ("same-origin", "same-site") and (',
        "test_origin_everywhere.py::test_without_a_personal_link_only_our_own_pages_may_press_WB_04",
    ),
    Defect(
        "a log line quotes the error that it is about",
        LINES,
        "                text = text.replace(said, name(error))",
        "                text = text.replace(said, said)",
        "test_log_lines.py::test_an_error_among_the_arguments_is_named_too_PV_01",
    ),
    Defect(
        "a log line is not masked as JSON",
        LINES,
        'line |= {"message": mask(words(record)), **dict(rows(record))}',
        'line |= {"message": words(record), **dict(rows(record))}',
        "test_log_lines.py::test_addresses_links_and_networks_are_masked_here_too_PV_21",
    ),
    Defect(
        "signs that end a line are written as they came",
        LINES,
        "        return json.dumps(line, ensure_ascii=True)",
        '        return json.dumps(line, ensure_ascii=False).replace("\\\\n", "\\n")',
        "test_log_lines.py::test_what_a_stranger_sends_can_t_forge_a_line_WB_25",
    ),
    Defect(
        "a code is anything that an error carries",
        TRACES,
        '    return next((code for code in found if CODE.fullmatch(code)), "")',
        '    return next((code for code in found if code), "")',
        "test_traces.py::test_a_code_that_is_none_is_left_out",
    ),
    Defect(
        "what the error service's library collects by itself is sent",
        REPORTS,
        "    if record is None:\n        return None\n",
        "    if record is None:\n        return event\n",
        "test_error_reports.py::test_what_did_not_come_from_us_is_not_sent_at_all_PV_02",
    ),
    Defect(
        "a report says what the error said",
        REPORTS,
        '    return {"type": failure.type, "value": failure.code, ',
        '    return {"type": failure.type, "value": str(__import__("sys").exc_info()[1] or logging.lastResort), ',
        "test_error_reports.py::test_an_error_is_reported_once_and_nothing_of_the_person_is_PV_02",
    ),
    Defect(
        "a report quotes the sentences of libraries",
        REPORTS,
        "    if record.name.startswith(OURS):\n",
        "    if record.name:\n",
        "test_error_reports.py::test_the_words_of_a_library_are_no_sentence_of_ours",
    ),
    Defect(
        "a token is compared sign by sign",
        "petitions/tokens.py",
        "    return any(constant_time_compare(seal, _seal(purpose, head, secret)) for secret in secrets)",
        "    return any(seal == _seal(purpose, head, secret) for secret in secrets)",
        "test_secrets_compared.py::test_no_secret_is_compared_by_an_equals_sign_WB_22",
    ),
)
