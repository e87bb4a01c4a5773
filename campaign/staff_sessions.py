"""How long a staff login holds: 30 minutes of quiet, 8 hours in all."""

import time
from datetime import timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

QUIET, LONGEST = timedelta(minutes=30), timedelta(hours=8)
_ENTERED, _SEEN = "entered_at", "seen_at"
_NOTE_EVERY = 60  # seconds; not every page writes a session


def start(request: HttpRequest) -> None:
    """Somebody has just logged in."""
    request.session[_ENTERED] = request.session[_SEEN] = int(time.time())


def why_over(request: HttpRequest) -> str:
    """ "quiet" or "long" if this login is over, else nothing; notes that somebody is here."""
    now = int(time.time())
    entered = request.session.setdefault(_ENTERED, now)
    seen = request.session.setdefault(_SEEN, now)
    if now - entered >= LONGEST.total_seconds():
        return "long"
    if now - seen >= QUIET.total_seconds():
        return "quiet"
    if now - seen >= _NOTE_EVERY:
        request.session[_SEEN] = now
    return ""


def end_all(account: User, *, but: str | None = None) -> None:
    """End every login of an account, except the one with this session key. Only staff have sessions: there are few."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but):
        if session.get_decoded().get(SESSION_KEY) == str(account.pk):
            session.delete()


def forget_old() -> int:
    """Delete the logins whose 8 hours are over; a second call finds none. Returns how many there were."""
    return Session.objects.filter(expire_date__lte=timezone.now()).delete()[0]
