"""The daily summary to staff: numbers and what waits for somebody, never a person and never an address.

It says a number by country or by language, never both crossed, and begins with a warning: small numbers are not for
publication.
"""

import logging
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext

from campaign import dashboard, roles, staff_language
from campaign.living import todo
from campaign.models import Digest
from petitions import counting, domain_budget, flagship, mail_health, surge
from petitions.letters import about_us
from petitions.models import Letter, Petition, Suppression

log = logging.getLogger(__name__)

DAYS_BEFORE = 14  # what yesterday is compared with
PEAK_TIMES, PEAK_LEAST = 3, 30  # a peak: three times the usual day, and not by a handful
LATE = timedelta(hours=1)


def send(day: date | None = None) -> int:
    """Send the summary of the Brussels day before this one (today, if not given) to every account that may see numbers
    and has an address; returns to how many. The second call for a day sends nothing.
    """
    day = day or counting.day_of(timezone.now())
    _, is_new = Digest.objects.get_or_create(day=day)
    return _send_to(list(recipients()), day) if is_new else 0


def _send_to(accounts: list[User], day: date) -> int:
    sent = 0
    for account in accounts:  # one recipient each: staff need not know of each other
        subject, words = letter(day, language=staff_language.of_account(account.pk) or "en")
        message = EmailMessage(subject, words, to=[account.email], headers={"Auto-Submitted": "auto-generated"})
        message.connection = get_connection(ignore_unsupported_features=True)
        try:
            sent += message.send()
        except Exception as error:  # a summary is not worth a second try; the dashboard says the same
            log.warning("digest: account %s: %s", account.pk, type(error).__name__)
    return sent


def letter(day: date, *, language: str) -> tuple[str, str]:
    """Subject and text of the summary, in one of `staff_language.CODES`."""
    with translation.override(language):
        return gettext("Daily summary"), render_to_string("staff/digest.txt", summary(day))


def recipients() -> QuerySet[User]:
    """Accounts that may log in, may see the numbers and have an address."""
    app, codename = roles.LOOK.split(".")
    able = User.objects.with_perm(f"{app}.{codename}", include_superusers=True)
    return able.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")


def summary(day: date) -> dict[str, Any]:
    """What the letter says: of the Brussels day before `day`, and of now."""
    yesterday = day - timedelta(days=1)
    petition = Petition.objects.get(slug=flagship.SLUG)
    late = Letter.objects.filter(closed_at__isnull=True, due_at__lte=timezone.now() - LATE)
    bounced = Suppression.objects.filter(petition=petition, reason__in=("bounced", "complained"))
    return {
        "day": yesterday,
        "figures": dashboard.figures(petition),
        "new": counting.by_day(petition.pk, since=yesterday).get(yesterday, 0),
        "bounced": bounced.filter(since__gte=counting.start_of(yesterday), since__lt=counting.start_of(day)).count(),
        "countries": dashboard.shares(petition, by="country", sort="number", since=yesterday, until=yesterday),
        "peak": peak(petition, yesterday),
        "late_letters": late.count(),
        "surge": surge.standing(),
        "domain_queues": domain_budget.waiting(),
        "suspicious": mail_health.suspicious(),
        "todo": todo.todo(),
        "site": about_us(),
    }


def peak(petition: Petition, day: date) -> int:
    """How many a usual day brings, if this one brought three times as many or more and at least 30; else 0."""
    before = [day - timedelta(days=back) for back in range(1, DAYS_BEFORE + 1)]
    counted = counting.by_day(petition.pk, since=before[-1])
    usual = median(counted.get(one, 0) for one in before)
    n = counted.get(day, 0)
    return max(1, round(usual)) if n >= PEAK_LEAST and n >= PEAK_TIMES * usual else 0
