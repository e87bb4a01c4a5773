"""A new language begins: its catalogue with the right header, and its glossary with the terms and no word yet."""

import re
from pathlib import Path

from babel import Locale
from django.conf import settings

from campaign.languages import NATIVE

TABLE = re.compile(r"^\| write \| means \| don't write \|\n\|[-|]+\|\n((?:\|.*\n)+)", re.MULTILINE)
ENTRY = """\
# Glossary: {name} ({code})

Form of address: … Quotation marks: … Spaces: … (two to four lines, in English)

What is never written stands in the third column: forms parted by `;`, a `*` at the end of a word for any letters.
The machine refuses them in every string, so name only what is wrong everywhere. "From" tells where a term is read:
EU law, a ministry, "usual", or "?".

| English | {name} | never write | from |
|---|---|---|---|
"""


def glossary(language: str) -> str:
    """The glossary to begin with: every term of the common one, the language's column empty."""
    return ENTRY.format(name=name_of(language), code=language) + "".join(f"| {term} | | | |\n" for term in terms())


def terms() -> list[str]:
    """What the common glossary says to write in English, in its order."""
    common = Path(settings.BASE_DIR) / "locale" / "GLOSSARY.md"
    tables = TABLE.findall(common.read_text(encoding="utf-8")) if common.exists() else []
    return [row.split("|")[1].strip() for table in tables for row in table.splitlines()]


def name_of(language: str) -> str:
    """The language's own name for itself, also of one that is not among the 24."""
    return NATIVE.get(language) or Locale.parse(language).get_display_name() or language


def write_glossary(language: str, path: Path) -> bool:
    """Put the first glossary there, and never write over one; says whether it did."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(glossary(language), encoding="utf-8")
    return True
