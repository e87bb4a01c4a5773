"""The site as it must not be: no letter is owed, a plain `on_commit` publish asks a worker to write.

The negative control of the kill tests. It patches the product from outside and is served by `bare_wsgi`; the workers
run it with `-A tests.faults.lab.bare_publish`.
"""

from types import SimpleNamespace

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


def publish_on_commit_only():
    """Patch `signing` in this process: save the row alone, then publish as everybody's tutorial does."""
    from petitions import signing

    present = SimpleNamespace(digest=None)  # one blocking thread per process: one request at a time
    values_of = signing._values

    def remember(*arguments, **named):
        values = values_of(*arguments, **named)
        present.digest = values["email_digest"]
        return values

    signing._values = remember
    signing._SIGN_AT_ONCE = signing._UPSERT
    signing.hint = SimpleNamespace(tell=lambda: send_letter.delay(present.digest))
