"""The facts by which signatures are chosen: domain, kind of provider, seconds; no trace of the domain is kept."""

from datetime import timedelta

import pytest
from django.db.models import F

from petitions import addresses, holding
from petitions.holding_form import HoldForm, in_words
from petitions.models import Holding, Signature

DOMAIN = "swamp.example.com"


@pytest.fixture
def crowd(confirmed):
    """Three of one domain, one of a domain below it, one at Google, one with a throw-away service."""
    for address in (f"a@{DOMAIN}", f"b@{DOMAIN}", f"c@{DOMAIN}", f"d@low.{DOMAIN}", "e@gmail.com", "f@mailinator.com"):
        confirmed(address)


def form(petition, **filled) -> HoldForm:
    return HoldForm({"petition": petition.slug} | filled)


def chosen(petition, **filled) -> int:
    asked = form(petition, **filled)
    assert asked.is_valid(), asked.errors
    return holding.matching(petition, asked.facts()).count()


@pytest.mark.parametrize("typed", [DOMAIN, "SWAMP.Example.com", f"@{DOMAIN}", f" {DOMAIN}. "])
def test_a_domain_is_found_however_it_is_typed_and_no_other(petition, crowd, typed):
    assert chosen(petition, domain=typed) == 3


@pytest.mark.parametrize(("provider", "many"), [("google", 1), ("throwaway", 1), ("reserved", 4), ("relay", 0)])
def test_a_kind_of_provider_is_found(petition, crowd, provider, many):
    assert chosen(petition, provider=provider) == many


@pytest.mark.parametrize("typed", [f"a@{DOMAIN}", "no domain", "localhost", "-a.example", "a..b"])
def test_what_is_no_domain_is_explained(petition, typed):
    assert "Write a domain like example.org" in str(form(petition, domain=typed).errors)


def test_seconds_between_asking_and_confirming_are_a_span(petition, crowd):
    for number, row in enumerate(Signature.objects.order_by("pk")):
        after = F("created_at") + timedelta(seconds=10 * number)
        Signature.objects.filter(pk=row.pk).update(asked_at=F("created_at"), confirmed_at=after)
    assert chosen(petition, from_seconds="20", within_seconds="40") == 3
    assert chosen(petition, from_seconds="41") == 1
    assert "shorter than the first" in str(form(petition, from_seconds="9", within_seconds="8").errors)


def test_the_domain_is_kept_nowhere_but_the_start_of_its_fingerprint(petition, crowd):
    asked = form(petition, domain=DOMAIN)
    asked.is_valid()
    held = holding.hold(petition, asked.facts(), reason="provider", by="gina")
    digest = addresses.digest_of_domain(DOMAIN)
    assert (held.count, Holding.objects.get().criteria) == (3, {"domain": digest[:12]})
    assert in_words(held.criteria) == f"domain with check number {digest[:12]}"


def test_a_forgotten_signature_has_no_domain_and_no_provider_any_more(petition, crowd):
    Signature.objects.update(domain_digest="", provider="")
    assert (chosen(petition, domain=DOMAIN), chosen(petition, provider="google")) == (0, 0)


def test_several_facts_are_all_needed(petition, crowd):
    assert chosen(petition, domain=DOMAIN, provider="google") == 0
    assert chosen(petition, domain=DOMAIN, country="DE") == 3
