"""Each index that a query uses, and no other: who signs pays for all of them (which one serves what: docs/ten-million.md).

Nobody waits for it: on PostgreSQL every index comes and goes concurrently, outside a transaction. With ten million rows
it takes some 30 seconds.
"""

import django.db.models.deletion
from django.db import migrations, models

from petitions.migrations._unlocked import (
    AddIndexUnlocked,
    DropIndexOfKeyUnlocked,
    DropIndexOfPatternsUnlocked,
    RemoveIndexUnlocked,
)

PROTECT = django.db.models.deletion.PROTECT


def key(to: str, related_name: str = "+", *, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(db_index=False, null=null, on_delete=PROTECT, related_name=related_name, to=to)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("petitions", "0011_wording_counts"),
    ]

    operations = [
        AddIndexUnlocked(
            model_name="signature",
            index=models.Index(
                condition=models.Q(
                    ("confirmed_at__isnull", False), ("forgotten_at__isnull", True), ("news_wording__isnull", True)
                ),
                fields=["confirmed_at"],
                name="signature_to_forget",
            ),
        ),
        RemoveIndexUnlocked(model_name="signature", name="signature_remembered"),
        AddIndexUnlocked(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("news_wording__isnull", False)), fields=["mailbox_digest"], name="signature_news"
            ),
        ),
        AddIndexUnlocked(
            model_name="signature",
            index=models.Index(
                condition=models.Q(("held_at__isnull", False)), fields=["petition"], name="signature_held"
            ),
        ),
        AddIndexUnlocked(
            model_name="letter",
            index=models.Index(condition=models.Q(("outcome", "failed")), fields=["closed_at"], name="letter_failed"),
        ),
        DropIndexOfKeyUnlocked("signature", "petition", key("petitions.petition", "signatures")),
        DropIndexOfKeyUnlocked("signature", "petition_wording", key("petitions.wording")),
        DropIndexOfKeyUnlocked("signature", "consent_wording", key("petitions.wording")),
        DropIndexOfKeyUnlocked("signature", "news_wording", key("petitions.wording", null=True)),
        DropIndexOfKeyUnlocked("letter", "petition", key("petitions.petition")),
        DropIndexOfPatternsUnlocked("letter", "key"),
        DropIndexOfKeyUnlocked("tally", "petition", key("petitions.petition", "tallies")),
    ]
