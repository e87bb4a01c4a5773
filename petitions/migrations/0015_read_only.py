"""Until when nobody signs: an empty column of a table with one row."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0014_jobs"),
    ]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="paused_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
