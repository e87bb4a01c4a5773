"""Which kind of mail provider an address has: a large one by name, a relay, a throw-away service, or any other.

A signal and no verdict: nobody is refused for a provider. Staff see the buckets as numbers, and a bucket whose letters
are hardly ever confirmed is an alarm. Relays hide an address from companies; they are never taken for throw-away ones.
"""

from disposable_email_domains import blocklist

RELAY, THROWAWAY, RESERVED, OTHER = "relay", "throwaway", "reserved", "other"

# Bucket → domains; a name ending in a dot stands for that name under any top-level domain (yahoo.fr, yahoo.de …).
_LARGE = {
    "google": "gmail.com googlemail.com",
    "microsoft": "outlook. hotmail. live. msn.com",
    "yahoo": "yahoo. ymail.com rocketmail.com aol.",
    "apple": "icloud.com me.com mac.com",
    "gmx": "gmx. web.de",
    "telekom": "t-online.de magenta.de",
    "freenet": "freenet.de",
    "orange": "orange.fr wanadoo.fr",
    "free": "free.fr",
    "laposte": "laposte.net",
    "sfr": "sfr.fr neuf.fr",
    "libero": "libero.it virgilio.it",
    "tiscali": "tiscali.it",
    "wp": "wp.pl o2.pl",
    "onet": "onet.pl interia.pl",
    "seznam": "seznam.cz email.cz post.cz centrum.cz",
    "azet": "azet.sk zoznam.sk",
    "freemail": "freemail.hu citromail.hu",
    "abv": "abv.bg mail.bg",
    "sapo": "sapo.pt",
    "telenet": "telenet.be skynet.be proximus.be",
    "ziggo": "ziggo.nl kpnmail.nl",
    "otenet": "otenet.gr",
    "inbox": "inbox.lv",
    "proton": "proton.me protonmail.com pm.me",
    "tuta": "tuta.com tutanota.com tutanota.de",
    "posteo": "posteo.",
    "mailbox": "mailbox.org",
}
_RELAYS = "mozmail.com privaterelay.appleid.com duck.com simplelogin.com simplelogin.io aleeas.com slmail.me addy.io "
_RELAYS += "anonaddy.com anonaddy.me firefox.com relay.firefox.com passmail.net passinbox.com"
# RFC 2606 and 6761: names under which nobody can have a mailbox
_RESERVED = ("example.com", "example.org", "example.net", "example", "test", "invalid", "localhost")

_EXACT = {domain: bucket for bucket, domains in _LARGE.items() for domain in domains.split() if domain[-1] != "."}
_BY_NAME = {
    domain[:-1]: bucket for bucket, domains in _LARGE.items() for domain in domains.split() if domain[-1] == "."
}
_RELAY_DOMAINS = frozenset(_RELAYS.split())
LARGE = frozenset(_LARGE)
BUCKETS = (*_LARGE, RELAY, THROWAWAY, RESERVED, OTHER)
# Only these have a budget of letters by domain: a large provider is a crowd, and a reserved name reaches nobody.
WITH_A_BUDGET = frozenset({THROWAWAY, OTHER})


def bucket(domain: str) -> str:
    """The bucket of a domain as `addresses.parse` writes it (lower-case A-labels); one of BUCKETS."""
    name, _, ending = domain.partition(".")
    if domain in _EXACT:
        return _EXACT[domain]
    if (
        name in _BY_NAME and ending.count(".") < 2 and len(ending) <= 6
    ):  # yahoo.co.uk is theirs, yahoo.evil.example.org not
        return _BY_NAME[name]
    if _is_below(domain, _RELAY_DOMAINS):
        return RELAY
    if _is_below(domain, _RESERVED):
        return RESERVED
    return THROWAWAY if _is_below(domain, blocklist) else OTHER


def digest_with_a_budget(digest: str, provider: str) -> str:
    """What a letter carries of its domain: the fingerprint where the bucket has a budget by domain, else nothing."""
    return digest if provider in WITH_A_BUDGET else ""


def _is_below(domain: str, names: object) -> bool:
    """Whether the domain or one around it is among the names."""
    labels = domain.split(".")
    return any(".".join(labels[start:]) in names for start in range(len(labels)))  # type: ignore[operator]
