"""`check_mail_dns`: whatever is wrong with the sender's records is said with its remedy, and the exit is 1 (EM-24)."""

import io

import dns.resolver
import pytest
from django.core.management import CommandError, call_command

from campaign import mail_dns
from campaign.mail_dns import NoAnswer, Sender, findings
from campaign.management.commands import check_mail_dns

SERVER = "93.184.215.14"
GOOD = {
    ("petition.example", "MX"): ["10 mail.petition.example."],
    ("petition.example", "TXT"): ["google-site-verification=x", f"v=spf1 ip4:{SERVER} -all"],
    ("s1._domainkey.petition.example", "TXT"): ["v=DKIM1; k=rsa; p=MIIB"],
    ("_dmarc.petition.example", "TXT"): ["v=DMARC1; p=quarantine; rua=mailto:d@petition.example"],
    ("14.215.184.93.in-addr.arpa", "PTR"): ["mail.petition.example."],
    ("mail.petition.example", "A"): [SERVER],
}
OURS = Sender("petition.example", SERVER, ("s1",))
AT_A_PROVIDER = Sender("petition.example", "", ("s1",))


def said(sender: Sender = OURS, **changed: list[str] | None) -> list[str]:
    """What is said when these records are others; keys: mx, spf, dkim, dmarc, ptr, a."""
    names = dict(zip(("mx", "spf", "dkim", "dmarc", "ptr", "a"), GOOD, strict=True))
    records = GOOD | {names.get(key, key): value for key, value in changed.items()}
    return [finding.says for finding in findings(sender, lambda name, kind: records.get((name, kind)) or [])]


def test_a_sender_whose_records_are_good_has_no_finding():
    assert said() == []


def test_a_sender_at_a_provider_needs_an_include_and_a_key_of_its_own():
    assert said(AT_A_PROVIDER, spf=["v=spf1 include:spf.provider.example ~all"]) == []
    assert said(AT_A_PROVIDER) == ["SPF names neither our mail server nor a provider."]


OPEN = "SPF lets everybody send: it does not end in -all or ~all."
ELEVEN = f"v=spf1 ip4:{SERVER} {'a:x.example ' * 11}-all"


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({"mx": []}, "petition.example takes no mail: it has neither MX nor address."),
        ({"mx": ["0 ."]}, "petition.example takes no mail: it has neither MX nor address."),
        ({"spf": []}, "petition.example has 0 SPF records."),
        ({"spf": [f"v=spf1 ip4:{SERVER} -all", "v=spf1 -all"]}, "petition.example has 2 SPF records."),
        ({"spf": ["v=spf1 ip4:198.51.100.0/24 -all"]}, "SPF names neither our mail server nor a provider."),
        ({"spf": ["v=spf1 -all"]}, "SPF names neither our mail server nor a provider."),
        ({"spf": [f"v=spf1 ip4:{SERVER}"]}, OPEN),
        ({"spf": [f"v=spf1 ip4:{SERVER} +all"]}, OPEN),
        ({"spf": [f"v=spf1 ip4:{SERVER} ?all"]}, OPEN),
        (
            {"spf": [f"v=spf1 ip4:{SERVER} {'a:x.example ' * 11}-all"]},
            "SPF needs 11 look-ups, and receivers stop at 10.",
        ),
        ({"dkim": []}, "There is no DKIM key at s1._domainkey.petition.example."),
        ({"dkim": ["v=DKIM1; k=rsa; p="]}, "There is no DKIM key at s1._domainkey.petition.example."),
        ({"dmarc": []}, "petition.example has 0 DMARC records."),
        ({"dmarc": ["v=DMARC1; p=none"]}, "DMARC asks receivers for nothing (p=none)."),
        ({"dmarc": ["v=DMARC1; p=reject; pct=50"]}, "DMARC holds for 50 % of the letters only."),
        ({"ptr": []}, f"The reverse name of {SERVER} is missing."),
        (
            {"ptr": ["host-14.isp.example."]},
            f"The reverse name of {SERVER} is host-14.isp.example, which leads elsewhere.",
        ),
    ],
)
def test_each_mistake_is_one_finding_EM_24(changed, finding):
    assert said(**changed) == [finding]


@pytest.mark.parametrize(
    "spf",
    [
        "v=spf1 a:mail.petition.example -all", "v=spf1 mx ~all", "v=spf1 ip4:93.184.215.0/24 -all",
        "V=SPF1 +ip4:93.184.215.14 -ALL",
    ],
)  # fmt: skip
def test_our_server_may_be_named_in_any_of_these_ways(spf):
    assert said(spf=[spf]) == []


def test_an_include_that_names_our_server_is_read_as_well():
    other = {("relay.example", "TXT"): [f"v=spf1 ip4:{SERVER} -all"]}
    assert said(spf=["v=spf1 include:relay.example -all"]) == ["SPF names neither our mail server nor a provider."]
    records = GOOD | other | {("petition.example", "TXT"): ["v=spf1 include:relay.example -all"]}
    assert findings(OURS, lambda name, kind: records.get((name, kind), [])) == []


def test_records_that_include_each_other_end():
    records = GOOD | {("petition.example", "TXT"): ["v=spf1 include:petition.example -all"]}
    assert len(findings(OURS, lambda name, kind: records.get((name, kind), []))) == 2


def test_the_policy_of_the_domain_above_holds_where_there_is_no_own():
    below = Sender("mail.petition.example", "", ())
    records = {("_dmarc.petition.example", "TXT"): ["v=DMARC1; p=reject; sp=none"]}
    found = findings(below, lambda name, kind: records.get((name, kind), []))
    assert "DMARC asks receivers for nothing (p=none)." in [finding.says for finding in found]


def test_a_provider_without_a_key_under_our_domain_is_not_aligned():
    spf = ["v=spf1 include:spf.provider.example ~all"]
    assert said(Sender("petition.example"), spf=spf) == [
        "Nobody has named a DKIM key.",
        "Nothing is aligned for DMARC: no key signs for the From domain, and SPF speaks for a provider’s own.",
    ]


def test_a_relay_in_our_own_network_has_no_reverse_name_to_look_at():
    private = Sender("petition.example", "10.0.0.5", ("s1",))
    assert said(private, spf=["v=spf1 ip4:10.0.0.5 -all"]) == []


def test_a_name_server_that_is_away_is_a_finding_and_no_trace():
    def away(name: str, kind: str) -> list[str]:
        raise NoAnswer(name)

    assert {finding.says for finding in findings(OURS, away)} == {
        "No name server answered about petition.example.",
        "No name server answered about s1._domainkey.petition.example.",
        "No name server answered about _dmarc.petition.example.",
        "No name server answered about 14.215.184.93.in-addr.arpa.",
    }


# --- the command ----------------------------------------------------------------------------------------------------


@pytest.fixture
def command(settings, monkeypatch):
    """command({…}) → (error, what it printed), with these records in the DNS."""
    settings.DEFAULT_FROM_EMAIL, settings.EMAIL_HOST = "Test <letters@petition.example>", SERVER
    settings.MAIL_DKIM_SELECTORS, settings.ANYMAIL_PROVIDER = ["s1"], ""

    def run(records: dict) -> tuple[str, str]:
        monkeypatch.setattr(check_mail_dns, "ask", lambda name, kind: records.get((name, kind), []))
        out = io.StringIO()
        try:
            call_command("check_mail_dns", stdout=out)
        except CommandError as error:
            return str(error), out.getvalue()
        return "", out.getvalue()

    return run


def test_all_is_well_is_one_line_and_exit_0_EM_24(command):
    assert command(GOOD) == (
        "",
        "petition.example: mailbox, SPF, DKIM, DMARC and reverse name are as they should be.\n",
    )


def test_each_finding_is_one_line_with_its_remedy_and_exit_1_EM_24(command):
    error, lines = command({})
    assert (error, len(lines.splitlines())) == ("Findings about petition.example: 5", 5)
    assert '`_dmarc.petition.example. TXT "v=DMARC1; p=quarantine"`' in lines


def test_without_a_sender_it_says_so(command, settings):
    settings.DEFAULT_FROM_EMAIL = "nobody"
    assert command(GOOD)[0] == "DEFAULT_FROM_EMAIL holds no address of a domain."


def test_a_long_key_that_comes_in_pieces_is_one(monkeypatch):
    class Piece:
        strings = (b"v=DKIM1; p=AAA", b"BBB")

    monkeypatch.setattr(dns.resolver, "resolve", lambda *_, **__: [Piece()])
    assert check_mail_dns.ask("s1._domainkey.petition.example", "TXT") == ["v=DKIM1; p=AAABBB"]


@pytest.mark.parametrize("error", [dns.resolver.NXDOMAIN, dns.resolver.NoAnswer])
def test_a_name_that_is_not_there_is_no_record(monkeypatch, error):
    def none(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(dns.resolver, "resolve", none)
    assert check_mail_dns.ask("petition.example", "TXT") == []


def test_name_servers_that_time_out_are_no_answer(monkeypatch):
    def late(*_: object, **__: object) -> None:
        raise dns.resolver.LifetimeTimeout(timeout=1, errors=[])

    monkeypatch.setattr(dns.resolver, "resolve", late)
    with pytest.raises(mail_dns.NoAnswer):
        check_mail_dns.ask("petition.example", "TXT")
