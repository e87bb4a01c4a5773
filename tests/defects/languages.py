"""Mistakes in how 24 languages live together: a stranger in the wrong language, a promise in another one."""

from tests.defects.defect import Defect

NEAREST, AGREED, SAMPLES = "campaign/nearest.py", "campaign/catalog_agreed.py", "campaign/samples.py"

DEFECTS = (
    Defect(
        "who asks for a language that is not live lands on English always",
        NEAREST,
        "(code for code in asked.to if code in settings.LIVE_LANGUAGES)",
        "(code for code in () if code in settings.LIVE_LANGUAGES)",
        "test_nearest.py::test_the_door_leads_to_the_nearest",
    ),
    Defect(
        "what was typed is lost on the way to another language",
        NEAREST,
        'preserve_request=request.method not in ("GET", "HEAD")',
        "preserve_request=False",
        "test_nearest.py::test_what_was_typed_comes_along",
    ),
    Defect(
        "any query may make a page say something",
        NEAREST,
        "asked=([a-z]{2})$",
        "asked=([a-z]{2})",
        "test_nearest.py::test_every_other_question_changes_nothing",
    ),
    Defect(
        "a broken consent shows in English",
        AGREED,
        "            message.string = words\n",
        "            pass\n",
        "test_live_catalogs.py::test_what_people_agree_to_keeps_its_words_and_never_turns_english",
    ),
    Defect(
        "a live language without its consent is compiled",
        AGREED,
        "            raise NoWords(message)",
        "            continue",
        "test_live_catalogs.py::test_a_live_language_that_never_had_those_words_is_not_compiled",
    ),
    Defect(
        "looking at a page leaves a signature behind",
        SAMPLES,
        "            transaction.set_rollback(True)\n",
        "            pass\n",
        "test_side_by_side.py::test_both_languages_have_the_same_blocks",
    ),
)
