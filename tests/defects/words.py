"""Mistakes in the judgement of translations: a fault that nobody is told of would be read by everybody."""

from tests.defects.defect import Defect

FAULTS = "test_catalog_faults.py::test_a_seeded_fault_is_named_with_its_line_and_remedy"
GOOD = "test_catalog_faults.py::test_what_only_looks_like_a_fault_is_none"
MARKUP, SIGNS, MASTER = "campaign/catalog_markup.py", "campaign/catalog_signs.py", "campaign/catalog_master.py"
GLOSSARY, COPIES, HEADER = "campaign/catalog_glossary.py", "campaign/catalog_copies.py", "campaign/catalog_header.py"

DEFECTS = (
    Defect(
        "a tag that is never closed passes",
        MARKUP,
        "    return not opened\n",
        "    return True\n",
        "test_catalog_faults.py::test_tags_are_closed_in_the_order_in_which_they_were_opened",
    ),
    Defect(
        "the hashtag in small letters passes",
        MARKUP,
        "        if found < due or (found > due and name == HASHTAG):",
        "        if found > due:",
        FAULTS,
    ),
    Defect("a Latin letter in a Greek word passes", SIGNS, "    if own:\n", "    if not own:\n", FAULTS),
    Defect("a plain space before a percent sign passes", SIGNS, "space not in (SPACE, NARROW)", "not space", FAULTS),
    Defect(
        "a heading that became a question is called wrong",
        SIGNS,
        "found != wanted and not is_free",
        "found != wanted",
        GOOD,
    ),
    Defect(
        "a hidden hyphen hides a forbidden word",
        GLOSSARY,
        'HIDDEN.sub("", text)',
        "text",
        "test_catalog_glossary.py::test_a_form_is_found_as_a_whole_word_whatever_its_letters_look_like",
    ),
    Defect("English left in a translation passes", COPIES, "if len(ours) > 1:", "if len(ours) > 99:", FAULTS),
    Defect(
        "what people agree to changes in English alone",
        MASTER,
        "area_of(wanted) in AGREED and",
        "area_of(wanted) not in AGREED and",
        "test_catalog_master.py::test_what_people_agree_to_is_named_before_extraction_and_held_back_after",
    ),
    Defect(
        "the English catalogue fills with empty strings",
        MASTER,
        "            catalog.delete(message.id, message.context)",
        "            pass",
        "test_catalog_master.py::test_only_corrections_stand_in_the_english_catalogue",
    ),
    Defect(
        "every file says that a native reviewer has read it",
        HEADER,
        "READ if translating.is_signed_off(language) else UNREAD",
        "READ",
        "test_catalog_begin.py::test_the_head_says_whether_a_native_reviewer_has_signed_off",
    ),
    Defect(
        "a language may go live without its consent",
        "campaign/catalog_areas.py",
        'CONSENT, FORM = Area("legal", True), Area("consent", True)',
        'CONSENT, FORM = Area("legal", True), Area("consent", False)',
        "test_catalog_areas.py::test_a_file_says_how_much_a_language_needs_its_words",
    ),
)
