"""What must not go live, each finding with its remedy: `manage.py check --deploy`, once as web and once as worker."""

import io
import ipaddress
import re
from collections.abc import Iterator, Sequence
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from campaign import day_rules, key_rules, report_rules, staff_rules, wave_rules
from campaign.leaving import leads_nowhere
from campaign.rule import KEYS, WEB, WORKER, Rule

# Names of others: nobody may write under them before they have said so in writing.
NAMES_OF_OTHERS = re.compile(r"\b(?:ECLAG|ECPAT)\b|ChildSafetyON", re.IGNORECASE)

OPTIONAL = {"joint", "register_no"}  # of the controller: not every organisation has them, and pages leave them out


@register("deploy", deploy=True)
def deploy(**kwargs: Any) -> Sequence[CheckMessage]:
    """Every finding for the process that ROLE names; nothing is asked of database, broker or mail server."""
    rules = [rule for rule in RULES if rule.role in ("", settings.ROLE)]
    return [rule.finding() for rule in [*rules, *_controller_rules()] if rule.is_broken()] + list(_languages())


def _is_weak(secret: str, shortest: int) -> bool:
    return len(secret) < shortest or len(set(secret)) < 10


def _secret_key() -> str:
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:  # Django's own word for an empty one
        return ""


def _has_no_origin() -> bool:
    return not re.fullmatch(r"https://[a-z0-9.-]+(?::\d+)?", settings.SITE_ORIGIN)


def _hosts_are_open() -> bool:
    return not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS


def _has_no_sender() -> bool:
    return "@" not in parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _cannot_send() -> bool:
    """Neither a provider nor a mail server that somebody named: Django's own default is this machine."""
    is_named = settings.is_overridden("EMAIL_HOST")  # type: ignore[misc]  # LazySettings has it
    by_server = is_named and settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")
    return not settings.ANYMAIL_PROVIDER and not (by_server and settings.EMAIL_HOST)


def _trusts_no_proxy() -> bool:
    try:
        return not [ipaddress.ip_network(proxy) for proxy in settings.TRUSTED_PROXIES]
    except ValueError:
        return True


def _borrows_a_name() -> bool:
    shown = f"{settings.SITE_NAME} {settings.DEFAULT_FROM_EMAIL.rpartition('<')[0]}"
    return bool(NAMES_OF_OTHERS.search(shown)) and not getattr(settings, "SITE_NAME_PERMISSION", "")


def _controller_rules() -> Iterator[Rule]:
    """One rule for each thing that people must know of the organisation behind the site."""
    for name, value in settings.CONTROLLER.items():
        if isinstance(value, str) and name not in OPTIONAL:
            variable = f"CONTROLLER_{name.upper()}"
            remedy = f"Set {variable}: it stands on the form, in letters or on the pages about us and your data."
            yield Rule("E010", lambda value=value: not value.strip(), f"{variable} is empty.", remedy)  # type: ignore[misc]


def _languages() -> Iterator[Error]:
    """One finding when a live language is not whole where people agree, sign and are answered, or breaks a page.

    In campaign prose English stands in, and the page says so: a new paragraph must not keep a release from going out.
    """
    try:
        call_command("catalogs", *settings.LIVE_LANGUAGES, check=True, for_release=True, stdout=io.StringIO())
    except CommandError as error:
        remedy = "`manage.py catalogs --check` names each place; until then take the language out of LIVE_LANGUAGES."
        yield Error(f"A live language is not whole: {error}", hint=remedy, id="campaign.E016")


RULES = (
    Rule(
        "E001",
        lambda: settings.ROLE not in (WEB, WORKER),
        "ROLE is neither web nor worker.",
        "Set ROLE=web where pages are served, ROLE=worker where letters are sent.",
    ),
    Rule(
        "E002",
        lambda: settings.DEBUG,
        "DEBUG is on: errors show the insides of the site.",
        "Take DEBUG out of the environment.",
    ),
    Rule(
        "E003",
        lambda: not settings.DATABASE_URL,
        "DATABASE_URL is missing: rows would go into the demo's file.",
        "Set DATABASE_URL=postgres://…",
    ),
    Rule(
        "E004",
        lambda: not settings.REDIS_URL,
        "REDIS_URL is missing: no hint reaches the worker.",
        "Set REDIS_URL=redis://…",
    ),
    Rule(
        "E005",
        lambda: _is_weak(_secret_key(), 50),
        "SECRET_KEY is missing or weak: links could be forged.",
        f"Set SECRET_KEY to at least 50 random characters. {KEYS}",
    ),
    Rule(
        "E006",
        lambda: _is_weak(settings.ADDRESS_PEPPER, 32),
        "ADDRESS_PEPPER is missing or weak: fingerprints of addresses could be guessed.",
        f"Set ADDRESS_PEPPER to at least 32 random characters; never change it during a petition. {KEYS}",
    ),
    Rule(
        "E011",
        _has_no_origin,
        "SITE_ORIGIN is not an https:// address of a host alone.",
        "Set SITE_ORIGIN=https://… without path or final slash: it is the only source of links in letters.",
    ),
    Rule(
        "E012",
        _hosts_are_open,
        "ALLOWED_HOSTS is empty or lets every name in.",
        "Set ALLOWED_HOSTS to the names of this site.",
    ),
    Rule(
        "E013",
        lambda: not settings.SITE_NAME.strip(),
        "SITE_NAME is empty.",
        "Set SITE_NAME: it stands in titles and letters.",
    ),
    Rule(
        "E014",
        _borrows_a_name,
        "ECLAG, ECPAT or #ChildSafetyON stands in SITE_NAME or in the sender's name.",
        "Choose a name of your own, or name the written permission in SITE_NAME_PERMISSION.",
    ),
    Rule(
        "E015",
        lambda: _is_weak(settings.STATUS_TOKEN, 16),
        "STATUS_TOKEN is missing or weak: /statusz answers nobody, or anybody.",
        f"Set STATUS_TOKEN to at least 16 random characters. {KEYS}",
        role=WEB,
    ),
    Rule(
        "E017",
        _has_no_sender,
        "DEFAULT_FROM_EMAIL holds no address.",
        "Set DEFAULT_FROM_EMAIL=Name <address>.",
    ),
    Rule(
        "E018",
        _cannot_send,
        "No mail server and no provider is named: letters would go to this machine, or nowhere.",
        "Set EMAIL_URL=smtp+tls://…, or ANYMAIL_PROVIDER with its settings.",
        role=WORKER,
    ),
    Rule(
        "E019",
        _trusts_no_proxy,
        "TRUSTED_PROXIES is empty or no network: behind a proxy all visitors share one limit, or nobody can sign.",
        "Set TRUSTED_PROXIES to the address or network of the proxy that ends TLS.",
        role=WEB,
    ),
    Rule(
        "E023",
        lambda: settings.LETTERS_PER_HOUR <= 0,
        "LETTERS_PER_HOUR is 0: a stranger could let the site write to any number of people.",
        "Set LETTERS_PER_HOUR to what your mail server or provider takes in an hour.",
        role=WORKER,
    ),
    Rule(
        "E024",
        leads_nowhere,
        "LEAVE_URL is no https:// address of another site: “Leave this site” would not lead away.",
        "Set LEAVE_URL to a neutral page that shows everybody the same, such as https://www.wikipedia.org/.",
        role=WEB,
    ),
    *key_rules.RULES,
    *day_rules.RULES,
    *report_rules.RULES,
    *staff_rules.RULES,
    *wave_rules.RULES,
)
