"""The kind of mail provider of an address: a signal that refuses nobody."""

import pytest

from petitions import providers


@pytest.mark.parametrize(
    ("domain", "bucket"),
    [
        ("gmail.com", "google"),
        ("googlemail.com", "google"),
        ("yahoo.fr", "yahoo"),
        ("yahoo.co.uk", "yahoo"),
        ("gmx.at", "gmx"),
        ("web.de", "gmx"),
        ("outlook.com", "microsoft"),
        ("university.example", "reserved"),
        ("mail.example.org", "reserved"),
        ("verein-musterstadt.de", "other"),
    ],
)
def test_a_domain_has_one_bucket(domain, bucket):
    assert providers.bucket(domain) == bucket


@pytest.mark.parametrize("domain", ["yahoo.evil.verein.de", "gmail.com.verein.de", "notgmail.com", "mygmx.de"])
def test_a_name_that_only_looks_like_a_large_one_is_none(domain):
    assert providers.bucket(domain) == providers.OTHER


@pytest.mark.parametrize("domain", ["mailinator.com", "inbox.mailinator.com", "guerrillamail.com"])
def test_a_throw_away_service_is_known_also_below_its_name(domain):
    assert providers.bucket(domain) == providers.THROWAWAY


@pytest.mark.parametrize(
    "domain", ["mozmail.com", "privaterelay.appleid.com", "duck.com", "simplelogin.com", "aleeas.com", "addy.io"]
)
def test_a_relay_is_never_taken_for_a_throw_away_service_AB_11(domain):
    assert providers.bucket(domain) == providers.RELAY


def test_large_providers_relays_and_reserved_names_have_no_budget_of_their_own():
    assert {providers.OTHER, providers.THROWAWAY} == providers.WITH_A_BUDGET
    assert not providers.LARGE & providers.WITH_A_BUDGET


def test_every_bucket_fits_its_column():
    assert max(map(len, providers.BUCKETS)) <= 12
