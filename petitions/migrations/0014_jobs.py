"""When regular work was last done: a small table of its own, which nobody who signs meets."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0013_letters_before_mailings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                ("name", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("done_at", models.DateTimeField(db_default=Now())),
                ("found", models.PositiveIntegerField(db_default=0, default=0)),
            ],
            options={"default_permissions": ()},
        ),
    ]
