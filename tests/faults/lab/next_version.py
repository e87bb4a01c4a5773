"""The version after this one, made from a copy of the tree: what a release may change, all at once.

A column more, tasks under other names, and another stylesheet: who runs the one version meets rows, hints and
addresses of the other.
"""

from pathlib import Path

NEW_TASK = "petitions.tasks.deliver_soon"
CHANGES = (
    ("petitions/tasks.py", "def deliver() -> None:", "def deliver_soon() -> None:"),
    ("petitions/hint.py", '"petitions.tasks.deliver"', f'"{NEW_TASK}"'),
    ("campaign/settings.py", '"petitions.tasks.deliver"', f'"{NEW_TASK}"'),
    (
        "petitions/models.py",
        "    sealed = models.BinaryField(null=True)\n",
        "    sealed = models.BinaryField(null=True)\n"
        '    channel = models.CharField(max_length=12, blank=True, default="", db_default="")\n',
    ),
)
STYLE = "\n.of-the-next-version { color: inherit; }\n"
MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("petitions", "{leaf}")]
    operations = [
        migrations.AddField(
            "signature", "channel", models.CharField(max_length=12, blank=True, default="", db_default="")
        )
    ]
"""


def make_next(tree: Path):
    """Change the tree in place. Raises ValueError where it no longer has the words that are changed."""
    for file, old, new in CHANGES:
        text = (tree / file).read_text()
        if text.count(old) != 1:
            raise ValueError(f"{old!r} stands {text.count(old)} times in {file}, not once")
        (tree / file).write_text(text.replace(old, new))
    with sorted((tree / "static/css/parts").glob("*.css"))[-1].open("a") as last:
        last.write(STYLE)
    migrations = tree / "petitions/migrations"
    leaf = max(file.stem for file in migrations.glob("[0-9]*.py"))
    (migrations / f"{int(leaf[:4]) + 1:04d}_of_the_next_version.py").write_text(MIGRATION.format(leaf=leaf))
