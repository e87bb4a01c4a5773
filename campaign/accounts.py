"""The verbs of staff accounts: invite, change, make a password link, reset a second factor.

Nobody changes their own account here, so the last owner always stays.
"""

from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from campaign import audit, roles, second_factor, staff_host, staff_sessions


class NotYours(Exception):
    """The one who acts is the account itself, or no owner any more: another owner has just changed that."""


def invite(name: str, email: str, *, wanted: list[str], by: User) -> User:
    """A new account without a password; its first one is chosen by a link. Raises NotYours."""
    with transaction.atomic():
        _must_own(by)
        account = User.objects.create_user(name, email, password=None, is_staff=True)
        account.groups.set(Group.objects.filter(name__in=wanted))
        audit.record(audit.Act.INVITE, by=by, account=name, roles=wanted)
    return account


def change(account: User, *, wanted: list[str], may_log_in: bool, by: User) -> None:
    """Give an account exactly these roles, and open or close it.

    Closing ends its password too, and with it every session and link: opened again, it needs a new link. A superuser
    who is no owner any more is no superuser either. Raises NotYours.
    """
    with transaction.atomic():
        _must_own(by, over=account)
        before = (roles.of(account), account.is_active)
        account.groups.set(Group.objects.filter(name__in=wanted))
        account.user_permissions.clear()
        account.is_superuser = account.is_superuser and roles.OWNER in wanted
        account.is_active = may_log_in
        if not may_log_in:
            account.set_unusable_password()
        account.save(update_fields=["is_superuser", "is_active", "password"])
        if not may_log_in:
            staff_sessions.end_all(account)
        about = {"roles": _turn(before[0], wanted), "may_log_in": _turn(before[1], may_log_in)}
        changed = {what: turn for what, turn in about.items() if turn["was"] != turn["now"]}
        audit.record(audit.Act.ROLES, by=by, account=account.get_username(), **changed)


def password_link(account: User, *, by: User) -> str:
    """A link to choose a password, good for three days, until it is used or somebody logs in. Raises NotYours."""
    with transaction.atomic():
        _must_own(by, over=account)
        audit.record(audit.Act.LINK, by=by, account=account.get_username())
    parts = {
        "uidb64": urlsafe_base64_encode(force_bytes(account.pk)),
        "token": default_token_generator.make_token(account),
    }
    return staff_host.origin() + reverse("staff:set_password", kwargs=parts)


def reset_factor(account: User, *, by: User) -> None:
    """For somebody whose phone is gone: app and recovery codes end, and every login with them. Raises NotYours."""
    with transaction.atomic():
        _must_own(by, over=account)
        second_factor.remove(account)
        audit.record(audit.Act.FACTOR_RESET, by=by, account=account.get_username())


def _turn(was: Any, now: Any) -> dict[str, Any]:
    return {"was": was, "now": now}


def _must_own(by: User, *, over: User | None = None) -> None:
    """Owners act one after the other: two who close each other's accounts at the same moment must not both succeed."""
    locked = list(User.objects.select_for_update().filter(pk__in=roles.owners().values("pk")).order_by("pk"))
    if by not in locked or by == over:
        raise NotYours
