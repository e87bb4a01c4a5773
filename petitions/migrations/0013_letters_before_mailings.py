"""Letters to one person are found at once behind any number of a message to everybody; nobody waits for the index."""

from django.db import migrations, models

from petitions.migrations._unlocked import AddIndexUnlocked


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("petitions", "0012_indexes_in_use"),
    ]

    operations = [
        AddIndexUnlocked(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True), models.Q(("kind", "milestone"), _negated=True)),
                fields=["due_at"],
                name="letter_open_first",
            ),
        ),
    ]
