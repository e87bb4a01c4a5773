"""The site as it must not be: no letter is owed, a plain `on_commit` publish asks a worker to write.

The negative control of the kill tests. It patches the product from outside and is served by `bare_wsgi`; the workers
run it with `-A tests.faults.lab.bare_publish`.
"""

from unittest.mock import patch

from campaign.celery import app


@app.task(name="lab.send_letter")
def send_letter(digest: str):
    """Write the confirmation of one signature straight to the mail server."""
    from petitions import delivery, letters, vault
    from petitions.models import Letter, Signature

    signature = Signature.objects.select_related("petition").get(email_digest=digest)
    letter = Letter(
        pk=signature.pk,
        kind=Letter.Kind.REPLY,
        petition=signature.petition,
        signature=signature,
        language=signature.language,
        created_at=signature.created_at,
        key=f"bare:{signature.pk}",
    )
    _, address = vault.unseal(signature.sealed)
    with delivery.Mailer() as mailer:
        mailer.send(letters.confirmation(letter, signature, to=address))


def save_and_publish(values: dict):
    """Save the row alone, then publish as everybody's tutorial does."""
    from django.db import connection, transaction

    from petitions import statements

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statements.upsert(connection.vendor), values)
        transaction.on_commit(lambda: send_letter.delay(values["email_digest"]))


def publish_on_commit_only():
    """Patch `signing` in this process; fails where it no longer has the places that are patched."""
    from petitions import signing

    patch.object(signing, "_save_and_owe", save_and_publish).start()
    patch.object(signing.hint, "tell", lambda: None).start()
