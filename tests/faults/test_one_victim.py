"""One victim, typed by strangers from a thousand networks into every form in every spelling: three letters in a day.

The strangers come in waves, and between them the victim's rows grow older, so that it is the mailbox's budget that
holds and not that a row is answered only once a minute.
"""

import random
from itertools import cycle, islice, product

import pytest

from tests.faults.lab.driver import in_parallel
from tests.faults.test_same_answer import spellings

WAVES = 5
FORMS = ("sign", "again", "news", "yours")
OLDER = "UPDATE petitions_{} SET answered_at = answered_at - interval '5 minutes' WHERE answered_at IS NOT NULL"


def at_a_large_provider() -> list[str]:
    """Sixty ways to type one mailbox of Gmail: case, dots, tags, the other name."""
    more = [f"{name}+{number}@{domain}" for number, name, domain in product(
        range(10), ("victim.of.many", "VictimOfMany"), ("gmail.com", "GOOGLEMAIL.COM"))]  # fmt: skip
    return spellings("victimofmany") + more


def at_a_small_provider() -> list[str]:
    """Sixty ways at an international domain, most of which are rows of their own: dots count there for who signed."""
    domains = ("bücher.example", "BÜCHER.example", "xn--bcher-kva.example", "Xn--Bcher-Kva.EXAMPLE")
    names = ("victim", "VICTIM", "v.ictim", "vi.ctim", "vic.tim", "vict.im", "victi.m", "v.i.c.t.i.m", "v.ictim+a",
             "vi.ctim+b", "Vic.Tim+c", "vict.im+2026", "victim+x", "VICTIM+y", "v.i.ctim")  # fmt: skip
    return [f"{name}@{domain}" for name, domain in product(names, domains)]


VICTIMS = {"large": at_a_large_provider(), "small": at_a_small_provider()}


def networks(count: int) -> list[str]:
    """Each of another provider: no /24 or /48 twice."""
    ipv4 = [f"100.{number // 256}.{number % 256}.7" for number in range(count - count // 5)]
    return ipv4 + [f"2001:db8:{number:x}::7" for number in range(count // 5)]


class Strangers:
    """Type one mailbox, each form and spelling in turn, each time from the next network."""

    def __init__(self, site, seed: int, count: int):
        self.site, self.chance = site, random.Random(seed)
        self.networks = cycle(networks(count))
        self.forms = cycle(FORMS)

    def attempts(self, typed: list[str], count: int) -> list[tuple[str, str, str]]:
        """(form, spelling, network)"""
        spelled = cycle(self.chance.sample(typed, len(typed)))
        return list(islice(zip(self.forms, spelled, self.networks, strict=False), count))

    def try_one(self, attempt: tuple[str, str, str]) -> tuple[str, object]:
        form, email, ip = attempt
        person = {"name": "Ana Example", "email": email, "country": "PT", "consent": "on"}
        address, fields = {
            "sign": ("/en/petition/", person),
            "again": ("/en/petition/check-your-email/", {"email": email}),
            "news": ("/en/stay-informed/", {"email": email, "language": "de", "consent": "on"}),
            "yours": ("/en/petition/yours/", {"email": email}),
        }[form]
        answer = self.site.driver.post(address, fields, ip=ip)
        return form, answer.bytes_but_clock


@pytest.fixture(scope="module")
def attack(site, seed, is_full):
    """victim → (how many attempts, form → its different answers, letters that arrived)."""
    attempts, networks = (10_000, 1_000) if is_full else (400, 100)
    strangers, found = Strangers(site, seed, networks), {}
    for victim, typed in VICTIMS.items():
        before, answers = len(site.letters()), {form: set() for form in FORMS}
        for _ in range(WAVES):
            wave = strangers.attempts(typed, attempts // WAVES)
            for form, answer in in_parallel(strangers.try_one, wave, threads=8):
                answers[form].add(answer)
            site.settle(seconds=600)
            for table in ("signature", "subscriber"):
                site.query(OLDER.format(table))
        found[victim] = attempts, answers, site.letters()[before:]
    return found


def test_there_are_sixty_spellings_of_each_victim_EM_10():
    assert {victim: len(set(typed)) for victim, typed in VICTIMS.items()} == {"large": 60, "small": 60}


@pytest.mark.parametrize("victim", VICTIMS)
def test_one_victim_gets_three_letters_whoever_types_it_how_often_and_where_EM_09(attack, victim, say):
    attempts, answers, letters = attack[victim]
    say(f"{victim}: {attempts} attempts, {len(letters)} letters, answers {[len(one) for one in answers.values()]}")
    assert len(letters) == 3
    assert len({one.lower() for letter in letters for one in letter.recipients}) <= 3


@pytest.mark.parametrize("victim", VICTIMS)
def test_each_form_answers_every_attempt_with_the_same_bytes_EM_09(attack, victim):
    _, answers, _ = attack[victim]
    assert {form: [answer[0] for answer in seen] for form, seen in answers.items()} == {form: [303] for form in FORMS}


def test_sixty_spellings_at_a_large_provider_are_one_row_EM_10(attack, site):
    assert site.query("SELECT count(DISTINCT mailbox_digest) FROM petitions_signature")[0][0] == 2
    of_the_large = "SELECT count(*) FROM petitions_signature WHERE provider = 'google'"
    assert site.query(of_the_large)[0][0] == 1
