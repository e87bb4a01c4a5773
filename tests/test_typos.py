"""The question about a mistyped domain: helpful where it is likely, silent where it is not."""

import pytest

from petitions import typos


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("anna@gmial.com", "anna@gmail.com"),
        ("anna@gmai.com", "anna@gmail.com"),
        ("anna@gmaill.com", "anna@gmail.com"),
        ("anna@gmail.con", "anna@gmail.com"),
        ("Anna.B@hotmial.com", "Anna.B@hotmail.com"),
        ("anna@Wbe.de", "anna@web.de"),
        ("anna@seznan.cz", "anna@seznam.cz"),
    ],
)
def test_one_slip_from_a_common_domain_is_asked_about(typed, meant):
    assert typos.suggestion(typed) == meant


@pytest.mark.parametrize(
    "typed", ["anna@gmail.com", "anna@gmx.at", "anna@example.org", "anna@hotmail.it", "anna", "@gmial.com", "anna@g.co"]
)
def test_other_addresses_are_not_doubted(typed):
    assert typos.suggestion(typed) is None


def test_a_mistyped_domain_never_blocks(client, petition, same_origin):
    form = {"name": "Anna", "email": "anna@gmial.com", "country": "DE", "consent": "on"}
    assert client.post("/en/petition/", form, headers=same_origin).status_code == 303


def test_the_page_with_errors_asks_about_the_domain_too(client, petition, same_origin):
    answer = client.post("/en/petition/", {"name": "Anna", "email": "anna@gmial.com"}, headers=same_origin)
    assert (answer.status_code, "anna@gmail.com" in answer.content.decode()) == (422, True)
