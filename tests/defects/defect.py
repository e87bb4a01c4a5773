"""One deliberate mistake: which words in which file become which others, and who must notice."""

from dataclasses import dataclass
from pathlib import Path


class Outdated(Exception):
    """The words of a defect stand nowhere in the code any more, or in several places."""


@dataclass(frozen=True)
class Defect:
    """`test` is the node id below tests/, without its parameters; `grown`: only PostgreSQL runs these words."""

    name: str
    file: str
    old: str
    new: str
    test: str
    grown: bool = False

    def seed(self, root: Path) -> str:
        """The file's text with the mistake in it. Raises Outdated, naming the defect."""
        text = (root / self.file).read_text()
        if text.count(self.old) != 1:
            raise Outdated(f"{self.name}: its words stand {text.count(self.old)} times in {self.file}, not once")
        return text.replace(self.old, self.new)
