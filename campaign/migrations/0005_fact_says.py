import campaign.living.words
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("campaign", "0004_timeline_sources"),
    ]

    operations = [
        migrations.AddField(
            model_name="fact",
            name="says",
            field=campaign.living.words.WordsField(
                blank=True,
                default=dict,
                help_text="For home, the asks and the press; as it may be said in public.",
                verbose_name="in one sentence",
            ),
        ),
    ]
