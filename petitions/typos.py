"""A question about a mistyped mail domain: "Did you mean …?". It only asks; nothing is ever refused for it."""

DOMAINS = (
    "gmail.com", "googlemail.com", "hotmail.com", "hotmail.fr", "hotmail.it", "hotmail.es", "outlook.com", "live.com",
    "icloud.com", "yahoo.com", "yahoo.fr", "yahoo.it", "yahoo.de", "yahoo.es", "proton.me", "protonmail.com",
    "gmx.de", "gmx.at", "gmx.net", "web.de", "t-online.de", "freenet.de", "orange.fr", "free.fr", "wanadoo.fr",
    "laposte.net", "sfr.fr", "libero.it", "virgilio.it", "tiscali.it", "alice.it", "seznam.cz", "centrum.cz", "wp.pl",
    "o2.pl", "onet.pl", "interia.pl", "abv.bg", "mail.bg", "freemail.hu", "citromail.hu", "inbox.lv", "azet.sk",
    "siol.net", "telenet.be", "ziggo.nl", "kpnmail.nl", "telia.com", "sapo.pt", "otenet.gr", "eircom.net",
)  # fmt: skip
_KNOWN = frozenset(DOMAINS)


def suggestion(address: str) -> str | None:
    """The address with the domain that was probably meant, or None: unknown domain, and one slip from a common one.

    One slip: a letter too many, missing, wrong, or two neighbours swapped. Common domains themselves are never doubted.
    """
    local, at, domain = address.strip().rpartition("@")
    domain = domain.lower()
    if not local or not at or domain in _KNOWN or len(domain) > 30:
        return None
    meant = [known for known in DOMAINS if is_one_slip(domain, known)]
    return f"{local}@{meant[0]}" if meant else None


def is_one_slip(typed: str, meant: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours leads from one word to the other."""
    if typed == meant or abs(len(typed) - len(meant)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    rest, other = typed[start:], meant[start:]
    if len(rest) == len(other):
        return rest[1:] == other[1:] or (rest[:2] == other[1::-1] and rest[2:] == other[2:])
    return rest[1:] == other if len(rest) > len(other) else rest == other[1:]
