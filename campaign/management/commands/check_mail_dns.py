"""`manage.py check_mail_dns`: are SPF, DKIM, DMARC and the reverse name of our sender as receivers want them?"""

from email.utils import parseaddr

import dns.exception
import dns.resolver
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from campaign import mail_dns
from petitions import addresses

TIMEOUT = 10  # seconds for one question


class Command(BaseCommand):
    help = (
        "Ask the DNS about the sender’s domain: mailbox, SPF, DKIM (MAIL_DKIM_SELECTORS), DMARC, reverse name. "
        "One line for each finding, with its remedy; exits 1 on any."
    )

    def handle(self, **_: object) -> None:
        who = sender()
        found = mail_dns.findings(who, ask)
        for finding in found:
            self.stdout.write(str(finding))
        if found:
            raise CommandError(f"Findings about {who.domain}: {len(found)}")
        self.stdout.write(f"{who.domain}: mailbox, SPF, DKIM, DMARC and reverse name are as they should be.")


def sender() -> mail_dns.Sender:
    """Who sends, by the settings. Raises CommandError when they name no domain."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    try:
        domain = addresses.ascii_domain(domain)
    except addresses.BadAddress as bad:
        raise CommandError("DEFAULT_FROM_EMAIL holds no address of a domain.") from bad
    own_server = "" if settings.ANYMAIL_PROVIDER and not settings.is_overridden("EMAIL_HOST") else settings.EMAIL_HOST  # type: ignore[misc]
    return mail_dns.Sender(domain, own_server, tuple(settings.MAIL_DKIM_SELECTORS))


def ask(name: str, kind: str) -> list[str]:
    """The resolver of this machine; aliases are followed. Raises mail_dns.NoAnswer."""
    try:
        answer = dns.resolver.resolve(name, kind, lifetime=TIMEOUT)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as away:
        raise mail_dns.NoAnswer(f"{name} ({kind})") from away
    return [_as_text(one, kind) for one in answer]


def _as_text(record: object, kind: str) -> str:
    """A TXT comes in pieces of 255 bytes, which belong together."""
    pieces = getattr(record, "strings", None)
    return b"".join(pieces).decode("utf-8", "replace") if kind == "TXT" and pieces is not None else str(record)
