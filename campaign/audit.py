"""Writes down what staff did: numbers, dates, codes and names of accounts, never anything of a supporter."""

import logging
from typing import Any

from django.contrib.auth.models import User

from campaign.models import StaffAct
from petitions import changed

log = logging.getLogger(__name__)
Act = StaffAct.Act
# public pages show what these change
SHOWN = {Act.PETITION, Act.CONTENT, Act.HOLD, Act.RELEASE, Act.REMOVE, Act.READ_ONLY}


def record(act: str, *, by: User, **about: Any) -> None:
    """One row, in the caller's transaction, and one line in the log. Pages follow after the commit."""
    StaffAct.objects.create(by=by, by_name=by.get_username(), act=act, about=about)
    log.info("staff: account %s %s", by.pk, act)
    if act in SHOWN:
        changed.tell()


def record_on_server(act: str, **about: Any) -> None:
    """Somebody did it on the command line: the operator, who has no account there."""
    StaffAct.objects.create(by=None, by_name="the server", act=act, about=about)
    log.info("staff: on the server %s", act)


def record_refused_code(account: User) -> None:
    """Somebody who knows the password of this account gave a wrong code."""
    StaffAct.objects.create(by=account, by_name=account.get_username(), act=Act.CODE_REFUSED)
    log.warning("staff: a code for account %s was refused", account.pk)


def record_failed_login(account: User) -> None:
    """Somebody, we don't know who, gave a wrong password for this account. It stands among the account's own acts."""
    StaffAct.objects.create(by=account, by_name=account.get_username(), act=Act.LOGIN_FAILED)
    log.warning("staff: a login of account %s failed", account.pk)
