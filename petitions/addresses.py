"""Mail addresses: is it one, whose is it, and how is it written into a message.

Domains follow IDNA 2008 (the `idna` package): Django's own encoding turns `ß` into `ss`, which is another person's
mailbox.
"""

import hashlib
import hmac
import re
import unicodedata
from functools import lru_cache

import idna
from django.conf import settings

MAX_ADDRESS, MAX_LOCAL, MAX_TYPED = 254, 64, 320  # RFC 5321 §4.5.3.1; nothing longer than MAX_TYPED is looked at
_LOCAL = re.compile(r"[A-Za-z0-9_#$&'*+/=?^`{|}~-]+(?:\.[A-Za-z0-9_#$&'*+/=?^`{|}~-]+)*")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_ONE_MAILBOX = {"gmail.com", "googlemail.com"}  # the same mailboxes under two names, and dots mean nothing


class BadAddress(ValueError):
    """Not an address we can write to; `reason` is `empty`, `long`, `invisible`, `signs` or `format`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse(typed: str) -> str:
    """The address as it goes into a message: typed local part, domain in lower-case ASCII (A-labels).

    Outer blanks are cut. Raises BadAddress with the reason; the length is checked before anything that costs time.
    """
    if len(typed) > 100 * MAX_TYPED or len(text := typed.strip()) > MAX_TYPED:
        raise BadAddress("long")
    if not text:
        raise BadAddress("empty")
    if any(_is_invisible(sign) for sign in text):
        raise BadAddress("invisible")
    local, at, domain = text.rpartition("@")
    if not at or "@" in local:
        raise BadAddress("format")
    domain = ascii_domain(domain)
    _judge_local(local)
    if len(local) > MAX_LOCAL or len(local) + 1 + len(domain) > MAX_ADDRESS:
        raise BadAddress("long")
    return f"{local}@{domain}"


def _is_invisible(sign: str) -> bool:
    # Cf: zero-width and bidi controls; Zs/Zl/Zp but the plain blank: NBSP and friends. A look-alike full stop or @
    # (fullwidth forms, ideographic full stop) is no less invisible to the person who typed it.
    return (
        unicodedata.category(sign) in {"Cf", "Cc", "Zs", "Zl", "Zp", "Cn", "Co", "Cs"} and sign != " "
    ) or sign in "＠。．｡\ufffd"


def _judge_local(local: str) -> None:
    if local and not local.isascii():
        raise BadAddress("signs")
    if not _LOCAL.fullmatch(local):
        raise BadAddress("format")


def ascii_domain(domain: str) -> str:
    """A domain as A-labels, lower case, without a final dot. Raises BadAddress for names that mail can't reach."""
    domain = domain.lower().removesuffix(".")
    if len(domain) > MAX_ADDRESS:
        raise BadAddress("long")
    if not domain.isascii() or "xn--" in domain:
        try:
            domain = idna.encode(domain, uts46=True).decode()
        except (idna.IDNAError, UnicodeError) as bad:
            raise BadAddress("format") from bad
    labels = domain.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or not all(_LABEL.fullmatch(label) for label in labels):
        raise BadAddress("format")
    return domain


def canonical(address: str) -> str:
    """One spelling per person for an address that `parse` returned.

    Local part in lower case, `+tag` cut, dots cut only at gmail/googlemail (which are one). An address that is nothing
    but a tag keeps it.
    """
    local, _, domain = address.lower().rpartition("@")
    local = local.split("+", 1)[0] or local
    if domain in _ONE_MAILBOX:
        local, domain = local.replace(".", "") or local, "gmail.com"
    return f"{local}@{domain}"


def email_digest(address: str) -> str:
    """HMAC-SHA256 of the canonical address under the pepper, as hex: who signed, for counting each person once."""
    return _digest("email", canonical(address))


def mailbox_digest(address: str) -> str:
    """Like `email_digest`, for the letters' budget: dots never count, so that one victim has one budget.

    Another label under the same pepper, so that budgets and signatures can't be joined by equal values.
    """
    local, _, domain = canonical(address).rpartition("@")
    return _digest("mailbox", f"{local.replace('.', '') or local}@{domain}")


def domain_of(address: str) -> str:
    """The domain of an address that `parse` returned."""
    return address.rpartition("@")[2].lower()


def domain_digest(address: str) -> str:
    """HMAC-SHA256 of the domain under the pepper, as hex: which addresses have it in common, for those who hold and
    for the budget of a domain. Under a label of its own, so it can't be joined with the other digests.
    """
    return digest_of_domain(domain_of(address))


def digest_of_domain(domain: str) -> str:
    """The same for a domain as `ascii_domain` returns it."""
    return _digest("domain", domain)


def _digest(label: str, text: str) -> str:
    return hmac.digest(_pepper(settings.ADDRESS_PEPPER), f"{label}:{text}".encode(), "sha256").hex()


@lru_cache(maxsize=2)
def _pepper(pepper: str) -> bytes:
    if not pepper:
        raise RuntimeError("ADDRESS_PEPPER is empty")
    return hashlib.sha256(pepper.encode()).digest()
