"""The people of a life: every spelling of each address, and the mailboxes that they own."""

from dataclasses import dataclass

from petitions import addresses


@dataclass(frozen=True)
class Person:
    """One supporter: spellings that are one address, and the mailbox that its letters' budget belongs to."""

    name: str
    mailbox: str
    spellings: tuple[str, ...]

    @property
    def digest(self) -> str:
        return addresses.email_digest(addresses.parse(self.spellings[0]))


# Dora and Doralin are two people, for their provider's dots count; but letters to both weigh on one mailbox.
PEOPLE = (
    Person("Anna", "anna", ("canary.anna@gmail.com", "Canary.Anna+petition@googlemail.com", "canaryanna@GMAIL.com")),
    Person("Bela", "bela", ("canary-bela@example.org", "Canary-Bela+x@EXAMPLE.org.")),
    Person("Chloe", "chloe", ("canary-chloe@bücher.example", "canary-chloe@xn--bcher-kva.example")),
    Person("Dora", "dora", ("canary.dora@example.org",)),
    Person("Doralin", "dora", ("canarydora@example.org",)),
)
TYPED = tuple((person, spelling) for person in PEOPLE for spelling in person.spellings)
