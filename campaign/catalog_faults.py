"""What can be wrong with a translation: the kinds of faults, how much each weighs, and what its translator can do."""

from dataclasses import dataclass

from campaign.catalog_areas import PROSE, Area

# How much a kind weighs: the page itself suffers · the reader has to go without · it reads less well.
PAGE, READER, STYLE = "page", "reader", "style"

KINDS = {
    "missing": (READER, "translate it"),
    "fuzzy": (READER, "read it against the English, then take the mark “needs work” away"),
    "changed": (READER, "read “English now” and mend the words; run catalogs --extract"),
    "copied": (READER, "translate it, or write the comment “same as English”"),
    "broken": (PAGE, "mend the file there, or save it again with Poedit"),
    "placeholder": (PAGE, "copy the placeholders from the English, each exactly as it stands"),
    "markup": (PAGE, "put the tags of the English round the same words"),
    "plural": (PAGE, "write the forms that the header of the file counts"),
    "term": (READER, "choose the word of the glossary, or write the comment “allowed: …”"),
    "long": (READER, "shorten the thought"),
    "name": (READER, "write names as the English does, as often as the English does"),
    "address": (READER, "copy the address from the English"),
    "glossary": (READER, "write the row as | English | word | never; never* | from |"),
    "same": (STYLE, "translate it, or write the comment “same as English”"),
    "sign": (STYLE, "use the signs of the language (locale/README.md)"),
    "quote": (STYLE, "use the quotation marks of the language, in pairs"),
    "letter": (STYLE, "type the word anew with the letters of the language"),
    "space": (STYLE, "put the right space there"),
    "ending": (STYLE, "end as the English ends"),
}


@dataclass(frozen=True)
class Fault:
    """One thing to mend. `line` is 1-based, 0 for a whole file; `kind` is one of KINDS."""

    file: str
    line: int
    kind: str
    text: str
    reason: str
    area: Area = PROSE

    def __str__(self) -> str:
        shown = self.text if len(self.text) <= 70 else f"{self.text[:69]}…"
        return f"{self.file}:{self.line}: {self.kind}: {self.reason} → {self.remedy}: “{shown}”"

    @property
    def remedy(self) -> str:
        """What to do, for every fault of the kind."""
        return KINDS[self.kind][1]

    @property
    def is_blocking(self) -> bool:
        """Whether CI refuses a live language for it: all but style, in every area, so that no gap grows old."""
        return KINDS[self.kind][0] != STYLE

    @property
    def holds_up_a_release(self) -> bool:
        """Whether a live language can't be shown with it: the page suffers, or a blocking area isn't whole."""
        return KINDS[self.kind][0] == PAGE or (self.is_blocking and self.area.is_blocking)
