"""Each kind of mistake in a translation is named with file, line and what to do; a good one is left in peace."""

import pytest

from campaign import catalog_extraction, catalog_glossary, catalog_markup, catalog_review, catalogs
from campaign.catalog_master import Master
from campaign.catalog_review import Rules

NOTES = "Translators: home.lead, max:90"
SOURCE = {
    "Sign #ChildSafetyON with <strong>%(count)s</strong> others at https://example.org/sign": NOTES,
    "What do “experts” ask?": "Translators: ask.title",
    "Country:": "Translators: form.country",
    "About 62% of them agree.": "Translators: F3",
    "Now and then": "Translators: words",
    ("%(n)s signature", "%(n)s signatures"): "Translators: count",
    "It is free. You can stop at any time.": "Translators: free",
}
GOOD = {
    "de": """\
msgid "Sign #ChildSafetyON with <strong>%(count)s</strong> others at https://example.org/sign"
msgstr "#ChildSafetyON mit <strong>%(count)s</strong> anderen: https://example.org/sign"

msgid "What do “experts” ask?"
msgstr "Was fordern „Fachleute“?"

msgid "Country:"
msgstr "Land:"

msgid "About 62% of them agree."
msgstr "Rund 62\u00a0% stimmen zu."

msgid "Now and then"
msgstr "Ab und zu"

msgid "%(n)s signature"
msgid_plural "%(n)s signatures"
msgstr[0] "Eine Unterschrift"
msgstr[1] "%(n)s Unterschriften"

msgid "It is free. You can stop at any time."
msgstr "Es kostet nichts. Aufhören geht jederzeit."
"""
}
GOOD |= {
    "el": GOOD["de"]
    .replace("„Fachleute“?", "«ειδικοί»;")
    .replace("Rund 62\u00a0%", "Περίπου 62%")
    .replace("Ab und zu", "Πότε πότε"),
    "fr": GOOD["de"]
    .replace("anderen: h", "autres\u00a0: h")
    .replace("„Fachleute“?", "«\u00a0spécialistes\u00a0»\u202f?")
    .replace("Land:", "Pays\u00a0:"),
    "ro": GOOD["de"].replace("„Fachleute“", "„experți”").replace("msgstr[1]", 'msgstr[1] "%(n)s semnături"\nmsgstr[2]'),
    "es": GOOD["de"]
    .replace("„Fachleute“", "«profesionales»")
    .replace("Was", "¿Qué")
    .replace("msgstr[1]", 'msgstr[1] "%(n)s de firmas"\nmsgstr[2]'),
}
HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {}\\n"\n\n'
GLOSSARY = """
| English | Deutsch | never write | from |
|---|---|---|---|
| report | melden | denunzier*; Denunziation; count | usual |
"""


@pytest.fixture
def judged(tmp_path):
    """judged("de", body) gives the faults of a catalogue with this body against SOURCE, in the order they are found."""
    source = catalog_extraction.Catalog(charset="utf-8")
    for text, note in SOURCE.items():
        source.add(text, locations=[("templates/page.html", 7)], auto_comments=[note])

    def judge(language: str, body: str) -> list[catalog_review.Fault]:
        po = tmp_path / language / "LC_MESSAGES" / "django.po"
        po.parent.mkdir(parents=True, exist_ok=True)
        po.write_text(HEAD.format(catalog_review.plurals.HEADERS[language]) + body, encoding="utf-8")
        rules = Rules(language, catalog_glossary.parse(GLOSSARY), Master())
        return list(catalog_review.review(catalogs.read(po), file="de.po", source=source, rules=rules))

    return judge


@pytest.mark.parametrize("language", sorted(GOOD))
def test_a_good_translation_has_no_fault(judged, language):
    assert judged(language, GOOD[language]) == []


@pytest.mark.parametrize(
    ("language", "right", "wrong", "line", "kind", "remedy"),
    [
        ("de", '"Land:"', '""', 12, "missing", "translate it"),
        ("de", 'msgid "Country:"', '#, fuzzy\nmsgid "Country:"', 13, "fuzzy", "read it against the English"),
        ("de", '"Ab und zu"', '"Now and then"', 18, "copied", "translate it"),
        ("de", "Aufhören geht jederzeit.", "You can stop at any time.", 26, "copied", "translate it"),
        ("de", "%(count)s</strong> anderen", "%(cuont)s</strong> anderen", 6, "placeholder", "copy the placeholders"),
        ("de", "<strong>%(count)s</strong> anderen", "%(count)s anderen", 6, "markup", "put the tags"),
        ("de", "%(count)s</strong> anderen", "%(count)s<strong> anderen", 6, "markup", "put the tags"),
        ("de", "<strong>%(count)s</strong> anderen", "</strong>%(count)s<strong> anderen", 6, "markup", "put the tags"),
        ("de", "<strong>%(count)s</strong> a", "<strong class=a>%(count)s</strong> a", 6, "markup", "put the tags"),
        ("de", 'msgstr[1] "%(n)s Unterschriften"\n', "", 21, "plural", "write the forms"),
        ("de", '"Eine Unterschrift"', '""', 21, "plural", "write the forms"),
        ("de", "Was fordern", "Denunziation:", 9, "term", "choose the word of the glossary"),
        ("de", "Ab und zu", "Denunzierend", 18, "term", "choose the word of the glossary"),
        ("de", "Ab und zu", "Kinder\u00adpornos", 18, "term", "choose the word of the glossary"),
        ("de", "#ChildSafetyON mit", "Mitmachen" * 9 + " #ChildSafetyON mit", 6, "long", "shorten the thought"),
        ("de", "#ChildSafetyON mit", "#childsafetyon mit", 6, "name", "write names as the English does"),
        ("de", "#ChildSafetyON mit", "Mit", 6, "name", "write names as the English does"),
        ("de", 'org/sign"\n\nmsgid "What', 'org/zeichnen"\n\nmsgid "What', 6, "address", "copy the address"),
        ("de", "„Fachleute“", "'Fachleute'", 9, "sign", "use the signs of the language"),
        ("de", "„Fachleute“", "„Fachleute...“", 9, "sign", "use the signs of the language"),
        ("de", "„Fachleute“", "“Fachleute”", 9, "quote", "use the quotation marks"),
        ("de", "„Fachleute“", "„Fachleute", 9, "quote", "use the quotation marks"),
        ("de", "Ab und zu", "Аb und zu", 18, "letter", "type the word anew"),
        ("el", "Πότε πότε", "Πότε πóτε", 18, "letter", "type the word anew"),
        ("el", "Πότε πότε", "Πότε o", 18, "letter", "type the word anew"),
        ("ro", "„experți”", "„experţi”", 9, "letter", "type the word anew"),
        ("de", "Ab und zu", "Ab  und zu", 18, "space", "put the right space"),
        ("de", "Ab und zu", "Ab und zu ", 18, "space", "put the right space"),
        ("de", "62\u00a0%", "62 %", 15, "space", "put the right space"),
        ("el", "Περίπου 62%", "Περίπου 62\u00a0%", 15, "space", "put the right space"),
        ("fr", "Pays\u00a0:", "Pays :", 12, "space", "put the right space"),
        ("fr", "«\u00a0spécialistes", "« spécialistes", 9, "space", "put the right space"),
        ("de", '"Land:"', '"Land"', 12, "ending", "end as the English ends"),
        ("el", "«ειδικοί»;", "«ειδικοί».", 9, "ending", "end as the English ends"),
        ("es", "¿Qué", "Qué", 9, "ending", "end as the English ends"),
    ],
)
def test_a_seeded_fault_is_named_with_its_line_and_remedy(judged, language, right, wrong, line, kind, remedy):
    assert GOOD[language].count(right) == 1
    found = judged(language, GOOD[language].replace(right, wrong))
    assert {(fault.file, fault.line, fault.kind) for fault in found} == {("de.po", line, kind)}
    assert remedy in str(found[0])


def test_what_a_translator_has_decided_is_left_in_peace(judged):
    right = GOOD["de"].replace('msgid "Country:"', '# right: ending\nmsgid "Country:"').replace('"Land:"', '"Land"')
    same = right.replace('msgid "Now', '# same as English\nmsgid "Now').replace("Ab und zu", "Now and then")
    allowed = same.replace("Was", "Denunziation:").replace('msgid "What', '# allowed: Denunziation\nmsgid "What')
    assert judged("de", allowed) == []


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        ("de", "Was fordern „Fachleute“?", "„Fachleute“: Was fordern sie?"),
        ("de", '"Ab und zu"', '"Immer wieder?"'),
        ("de", '"Ab und zu"', '"Am 14."'),
        ("de", "<strong>%(count)s</strong> anderen", "anderen, <strong>%(count)s</strong>"),
        ("de", "#ChildSafetyON mit", "ECPAT sagt: #ChildSafetyON mit"),
        ("fr", "Pays\u00a0:", "Pays\u202f:"),
        ("fr", '"Ab und zu"', '"à 10:30"'),
        ("fr", '"Ab und zu"', '"avec https://"'),
        ("fr", '"Ab und zu"', '"\u00a0: de temps en temps"'),
        ("el", '"Πότε πότε"', '"e-mail"'),
    ],
)
def test_what_only_looks_like_a_fault_is_none(judged, language, right, wrong):
    assert GOOD[language].count(right) == 1
    assert judged(language, GOOD[language].replace(right, wrong)) == []


@pytest.mark.parametrize(
    ("text", "balanced"),
    [("<b>on<i>e</i></b>", True), ("a<br>b", True), ("<b>on", False), ("on</b>", False), ("<b>a<i>b</b>c</i>", False)],
)
def test_tags_are_closed_in_the_order_in_which_they_were_opened(text, balanced):
    assert catalog_markup.is_balanced(text) is balanced
