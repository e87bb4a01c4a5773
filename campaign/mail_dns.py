"""What the DNS says about our sender's domain, and what is wrong with it: without these records letters become spam.

`ask(name, kind)` is the resolver: the values of a record as text (a TXT in one piece, an MX as "10 host."), [] where
there is none. It raises NoAnswer when nobody knows.
"""

import ipaddress
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Ask = Callable[[str, str], list[str]]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
MOST_LOOKUPS = 10  # RFC 7208 §4.6.4
STRICT = ("quarantine", "reject")


class NoAnswer(Exception):
    """No name server answered in time."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: the domain of the From address, our own mail server ("" with a provider), the names of DKIM keys."""

    domain: str
    host: str = ""
    selectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and what to do, one sentence each."""

    says: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.says} {self.remedy}"


def findings(sender: Sender, ask: Ask) -> list[Finding]:
    """Everything that is wrong; [] when all is well. A name server that is away is a finding too."""
    found: list[Finding] = []
    for check in (_mailbox, _spf, _dkim, _dmarc, _reverse):
        try:
            found += check(sender, ask)
        except NoAnswer as away:
            found.append(Finding(f"No name server answered about {away}.", "Try again, and look at the resolver."))
    return found


def _mailbox(sender: Sender, ask: Ask) -> Iterator[Finding]:
    servers = ask(sender.domain, "MX")
    refuses_all = [one.split()[-1] for one in servers] == ["."]
    if refuses_all or not (servers or _addresses(sender.domain, ask)):
        yield Finding(
            f"{sender.domain} takes no mail: it has neither MX nor address.",
            f"Publish `{sender.domain}. MX 10 mail.{sender.domain}.`: bounces and answers go there.",
        )


# --- SPF: which servers may send for this domain --------------------------------------------------------------------


def _spf(sender: Sender, ask: Ask) -> Iterator[Finding]:
    records = _spf_records(sender.domain, ask)
    good = f'Publish one record: `{sender.domain}. TXT "v=spf1 {_own_mechanism(sender)} -all"`.'
    if len(records) != 1:
        yield Finding(f"{sender.domain} has {len(records)} SPF records.", good)
        return
    terms = records[0].split()[1:]
    if not _names_us(sender, ask, terms):
        yield Finding("SPF names neither our mail server nor a provider.", good)
    if not _ends_strictly(terms, ask):
        yield Finding("SPF lets everybody send: it does not end in -all or ~all.", good)
    if (lookups := _lookups(terms, ask)) > MOST_LOOKUPS:
        yield Finding(f"SPF needs {lookups} look-ups, and receivers stop at {MOST_LOOKUPS}.", "Take an include out.")


def _own_mechanism(sender: Sender) -> str:
    address = _as_address(sender.host)
    if address is None:
        return f"a:{sender.host}" if sender.host else "include:spf.PROVIDER"
    return f"ip{address.version}:{address}"


def _spf_records(domain: str, ask: Ask) -> list[str]:
    return [text for text in ask(domain, "TXT") if text.lower().split()[:1] == ["v=spf1"]]


def _terms(domain: str, ask: Ask) -> list[str]:
    """Those of another domain's record; none where it has not one."""
    records = _spf_records(domain, ask)
    return records[0].split()[1:] if len(records) == 1 else []


def _names_us(sender: Sender, ask: Ask, terms: list[str]) -> bool:
    """A server of our own at a known address must be covered. Behind a name it may hand letters on to others, and with
    a provider we know no address: there an include (or the name itself) is enough."""
    address = _as_address(sender.host)
    ours = [address] if address else _addresses(sender.host, ask) if sender.host else []
    if any(_covers(terms, one, sender.domain, ask) for one in ours):
        return True
    return address is None and any(_plain(term).startswith(("include:", "redirect=")) for term in terms)


def _covers(terms: list[str], address: Address, domain: str, ask: Ask, depth: int = 0) -> bool:
    return depth <= MOST_LOOKUPS and any(_covers_one(_plain(term), address, domain, ask, depth) for term in terms)


def _covers_one(term: str, address: Address, domain: str, ask: Ask, depth: int) -> bool:
    word, _, value = term.replace("=", ":", 1).partition(":")
    if word in ("ip4", "ip6"):
        return _is_within(address, value)
    if word in ("include", "redirect"):
        return _covers(_terms(value, ask), address, value, ask, depth + 1)
    name = value or domain
    if word == "a":
        return address in _addresses(name, ask)
    return word == "mx" and any(address in _addresses(mx.split()[-1].rstrip("."), ask) for mx in ask(name, "MX"))


def _ends_strictly(terms: list[str], ask: Ask, depth: int = 0) -> bool:
    words = [term.lower() for term in terms]
    if any(word in ("-all", "~all") for word in words):
        return True
    others = [word.partition("=")[2] for word in words if word.startswith("redirect=")]
    has_all = any(_plain(word) == "all" for word in words)
    return (
        not has_all and depth < MOST_LOOKUPS and any(_ends_strictly(_terms(one, ask), ask, depth + 1) for one in others)
    )


def _lookups(terms: list[str], ask: Ask, depth: int = 0) -> int:
    count = 0
    for word in (_plain(term).replace("=", ":", 1) for term in terms):
        kind, _, value = word.partition(":")
        count += kind in ("include", "redirect", "a", "mx", "exists", "ptr")
        if kind in ("include", "redirect") and depth < MOST_LOOKUPS:
            count += _lookups(_terms(value, ask), ask, depth + 1)
    return count


def _plain(term: str) -> str:
    """A mechanism without its qualifier, which says pass when there is none."""
    return term.lower().lstrip("+")


# --- DKIM: who signed -----------------------------------------------------------------------------------------------


def _dkim(sender: Sender, ask: Ask) -> Iterator[Finding]:
    if not sender.selectors:
        yield Finding(
            "Nobody has named a DKIM key.",
            "Set MAIL_DKIM_SELECTORS to what your mail server or provider signs with, and publish those records.",
        )
    for selector in sender.selectors:
        if not _has_key(f"{selector}._domainkey.{sender.domain}", ask):
            yield Finding(
                f"There is no DKIM key at {selector}._domainkey.{sender.domain}.",
                f'Publish `{selector}._domainkey.{sender.domain}. TXT "v=DKIM1; k=rsa; p=…"`, or the provider’s CNAME.',
            )


def _has_key(name: str, ask: Ask) -> bool:
    return any(_tags(text).get("p") for text in ask(name, "TXT"))


def _tags(text: str) -> dict[str, str]:
    """The tag=value pairs of a DKIM or DMARC record."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, sign, value in pairs if sign}


# --- DMARC: what receivers do with letters that are not ours --------------------------------------------------------


def _dmarc(sender: Sender, ask: Ask) -> Iterator[Finding]:
    good = f'Publish `_dmarc.{sender.domain}. TXT "v=DMARC1; p=quarantine"`; p=reject when all goes well.'
    where, records = _dmarc_records(sender.domain, ask)
    if len(records) != 1:
        yield Finding(f"{sender.domain} has {len(records)} DMARC records.", good)
        return
    tags = _tags(records[0])
    policy = tags.get("p", "") if where == sender.domain else tags.get("sp", tags.get("p", ""))
    if policy.lower() not in STRICT:
        yield Finding(f"DMARC asks receivers for nothing (p={policy}).", good)
    if tags.get("pct", "100") != "100":
        yield Finding(f"DMARC holds for {tags['pct']} % of the letters only.", "Take pct out.")
    if not _is_aligned(sender, ask):
        yield Finding(
            "Nothing is aligned for DMARC: no key signs for the From domain, and SPF speaks for a provider’s own.",
            "Let the provider sign with a key under the From domain.",
        )


def _dmarc_records(domain: str, ask: Ask) -> tuple[str, list[str]]:
    """Where they stand: at the domain itself, or at the next one above it that has any."""
    labels = domain.split(".")
    for start in range(len(labels) - 1):
        name = ".".join(labels[start:])
        records = [text for text in ask(f"_dmarc.{name}", "TXT") if text.lower().startswith("v=dmarc1")]
        if records:
            return name, records
    return domain, []


def _is_aligned(sender: Sender, ask: Ask) -> bool:
    """The envelope of our own server bears the From domain; a provider's may bear its own."""
    return bool(sender.host) or any(_has_key(f"{one}._domainkey.{sender.domain}", ask) for one in sender.selectors)


# --- the name of our own server -------------------------------------------------------------------------------------


def _reverse(sender: Sender, ask: Ask) -> Iterator[Finding]:
    address = _as_address(sender.host)
    if address is None or not address.is_global:
        return
    names = [name.rstrip(".") for name in ask(address.reverse_pointer, "PTR")]
    if not any(address in _addresses(name, ask) for name in names):
        says = f"is {', '.join(names)}, which leads elsewhere" if names else "is missing"
        yield Finding(
            f"The reverse name of {address} {says}.",
            "Let the host of the address set it to the server’s name, and that name lead back to the address.",
        )


def _addresses(name: str, ask: Ask) -> list[Address]:
    return [ipaddress.ip_address(one) for kind in ("A", "AAAA") for one in ask(name, kind)]


def _as_address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _is_within(address: Address, network: str) -> bool:
    try:
        return address in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False
