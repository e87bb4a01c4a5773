"""One mailbox is one person, however the address is spelled; two mailboxes are never taken for one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from petitions import addresses
from petitions.addresses import BadAddress, canonical, email_digest, mailbox_digest, parse

REASONS = {"empty", "long", "invisible", "signs", "format"}


def key(typed: str) -> str:
    return email_digest(parse(typed))


@pytest.mark.parametrize(
    ("address", "person"),
    [
        ("anna@example.org", "anna@example.org"),
        ("Anna@Example.ORG", "anna@example.org"),
        ("anna+petition@example.org", "anna@example.org"),
        ("anna+a+b@example.org", "anna@example.org"),
        ("+tag@example.org", "+tag@example.org"),
        ("an.na@example.org", "an.na@example.org"),
        ("A.B+x@GMAIL.com", "ab@gmail.com"),
        ("ab@googlemail.com", "ab@gmail.com"),
        ("a.b@googlemail.com", "ab@gmail.com"),
        ("a.b@mail.gmail.com", "a.b@mail.gmail.com"),
        ("+a.b@gmail.com", "+ab@gmail.com"),
    ],
)
def test_the_canonical_address_names_the_person(address, person):
    assert canonical(address) == person


def test_forty_spellings_of_one_gmail_address_are_one_person():
    local = ("annaexample", "anna.example", "a.n.n.a.example", "Anna.Example", "ANNAEXAMPLE")
    spellings = [f"{name}{tag}@{domain}" for name in local for tag in ("", "+x", "+y.z", "+news")
                 for domain in ("gmail.com", "GoogleMail.com")]  # fmt: skip
    assert (len(spellings), len({key(spelling) for spelling in spellings})) == (40, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a@bücher.example", "a@xn--bcher-kva.example"),
        ("a@BÜCHER.example", "a@bu\u0308cher.example"),
        ("a@example.org.", "a@EXAMPLE.org"),
        ("a@straße.example", "a@xn--strae-oqa.example"),
    ],
)
def test_two_spellings_of_one_domain_are_one_person(one, other):
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a@straße.example", "a@strasse.example"),
        ("a@example.org", "a@exаmple.org"),
        ("a@example.org", "a@example.com"),
        ("a.b@example.org", "ab@example.org"),
        ("a@gmail.com", "a@mail.gmail.com"),
        ("a-b@example.org", "ab@example.org"),
    ],
)
def test_two_mailboxes_are_two_people(one, other):
    assert key(one) != key(other)


def test_the_budget_of_a_mailbox_does_not_count_dots():
    assert mailbox_digest("a.n.na@example.org") == mailbox_digest("anna+x@example.org")
    assert mailbox_digest("anna@example.org") != mailbox_digest("anne@example.org")


def test_budgets_and_signatures_cannot_be_joined_by_equal_values():
    assert email_digest("anna@example.org") != mailbox_digest("anna@example.org")


def test_a_fingerprint_means_nothing_without_the_pepper(settings):
    before = email_digest("anna@example.org")
    settings.ADDRESS_PEPPER = "another pepper of another petition"
    assert email_digest("anna@example.org") != before
    assert (len(before), set(before) <= set("0123456789abcdef")) == (64, True)


def test_without_a_pepper_no_fingerprint_is_made(settings):
    settings.ADDRESS_PEPPER = ""
    with pytest.raises(RuntimeError, match="ADDRESS_PEPPER"):
        email_digest("anna@example.org")


def test_a_very_long_address_is_refused_before_anything_is_computed(monkeypatch):
    monkeypatch.setattr(addresses, "ascii_domain", lambda domain: pytest.fail("computed"))
    with pytest.raises(BadAddress) as bad:
        parse("a@" + "d." * 20_000 + "org")
    assert bad.value.reason == "long"


@pytest.mark.parametrize(
    "domain", ["", ".", "..", "a", "a.1", "xn--", "xn--a.org", "a..b", "ⓐ" * 200, "xn--.xn--", "_.org", "٣.٣"]
)
def test_a_domain_that_mail_cannot_reach_is_no_domain(domain):
    with pytest.raises(BadAddress):
        addresses.ascii_domain(domain)


LOCAL = st.text(st.sampled_from("abcXYZ019.+-_'"), min_size=1, max_size=12)
DOMAIN = st.text(st.sampled_from("abXZ09-äßöαñаÅКİς①ſﬁ\u0308"), min_size=1, max_size=8)


@given(LOCAL, DOMAIN, st.sampled_from(["org", "DE", "museum", "рф"]))
@example("a", "straße", "example")
@example("A.b+c", "ǅ", "com")
def test_an_accepted_address_stays_what_it_is_when_read_again(local, domain, top):
    address = read(f"{local}@{domain}.{top}")
    if address in REASONS:
        return
    assert address.isascii()
    assert parse(address) == address
    assert canonical(canonical(address)) == canonical(address)


@given(st.text(max_size=80))
def test_whatever_is_typed_is_an_address_or_has_a_reason(typed):
    answer = read(typed)
    assert answer in REASONS or "@" in answer


def read(typed: str) -> str:
    """The address, or the reason why it is none; anything else that is raised fails the test."""
    try:
        return parse(typed)
    except BadAddress as bad:
        return bad.reason


@given(st.characters(categories=["Cc", "Cf", "Cs", "Co", "Zl", "Zp"]))
def test_no_invisible_sign_hides_in_an_address(sign):
    with pytest.raises(BadAddress) as bad:
        parse(f"an{sign}na@example.org")
    assert bad.value.reason == "invisible"
