"""The staff area's words stand in catalogues apart: who translates the site into 24 languages never sees them.

`locale/staff/<code>/LC_MESSAGES/django.po`, the second entry of LOCALE_PATHS. A string that also stands on a public
page is public, and is translated there alone: Django reads both catalogues as one.
"""

from fnmatch import fnmatchcase
from pathlib import Path

from babel.messages.catalog import Catalog
from django.conf import settings

# English is the source; the others are whole, or CI refuses them.
LANGUAGES = ("de", "fr")
FOLDER = "staff"
HEADER = """\
# The words of the staff area. Visitors never read them, so there is German and French and no more.
# Which words to use: ../../../GLOSSARY.md"""
# Files whose words staff alone can read. `*` stands for any letters; a message elsewhere is public.
FILES = (
    "templates/staff/*",
    "templates/admin/*",
    "campaign/admin.py",
    "campaign/alarms.py",
    "campaign/apps.py",
    "campaign/dashboard.py",
    "campaign/digest.py",
    "campaign/factor_models.py",
    "campaign/models.py",
    "campaign/roles.py",
    "campaign/staff.py",
    "campaign/staff_*.py",
    "campaign/living/*_admin.py",
    "campaign/living/care_models.py",
    "campaign/living/editing.py",
    "campaign/living/models.py",
    "campaign/living/timeline_tasks.py",
    "campaign/living/todo.py",
    "campaign/living/values.py",
    "campaign/living/words.py",
    "campaign/living/written.py",
    "petitions/admin.py",
    "petitions/apps.py",
    "petitions/export_filters.py",
    "petitions/holding_form.py",
    "petitions/models.py",
    "petitions/notes.py",
    "petitions/surge_models.py",
)


def is_staff(path: str) -> bool:
    """Whether a file, named from the project's folder, speaks to staff alone."""
    return any(fnmatchcase(path, name) for name in FILES)


def root() -> Path | None:
    """The folder of the staff area's languages; None where the settings name no such folder (tests)."""
    found = [Path(path) for path in settings.LOCALE_PATHS if Path(path).name == FOLDER]
    return found[0] if found else None


def files(languages: list[str] | None = None) -> list[Path]:
    """The .po files of these languages, or of all that staff can choose; whether they exist or not."""
    folder = root()
    wanted = [code for code in LANGUAGES if not languages or code in languages]
    return [folder / code / "LC_MESSAGES" / "django.po" for code in wanted] if folder else []


def without(source: Catalog, public: Catalog) -> Catalog:
    """Those strings of the staff area that no public page has."""
    for message in list(source):
        if message.id and public.get(message.id, message.context):
            source.delete(message.id, message.context)
    return source
