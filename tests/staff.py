"""Fixtures of the staff area: accounts by role, and the form of a petition."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from campaign import roles
from petitions.models import Petition
from tests.factor import let_in


@pytest.fixture
def enter(same_origin, db):
    """enter("guardian") → a client past the gate with this role; "anonymous", "nobody" and "superuser" too."""

    roles.ensure()

    def act(who: str, name: str = "ana") -> Client:
        client = Client(headers=same_origin)
        if who == "anonymous":
            return client
        user = User.objects.create_user(
            name, password="a long password", is_staff=True, is_superuser=who == "superuser"
        )
        user.groups.set(Group.objects.filter(name=who))
        return let_in(client, user)

    return act


@pytest.fixture
def guardian(enter):
    """Gina, who may forget, hold and release, and care for letters."""
    return enter("guardian", "gina")


@pytest.fixture
def clock(time_machine):
    """clock(minutes=29): so much later."""
    time_machine.move_to(timezone.now())
    return lambda **later: time_machine.shift(timedelta(**later))


@pytest.fixture
def petition_form():
    """petition_form(petition) → what the browser would send if nothing was changed."""
    return form_of


def form_of(petition: Petition) -> dict[str, object]:
    form = {"target": petition.target, "goal": petition.goal, "handed_over_at_0": "", "handed_over_at_1": ""}
    for name in ("opens_at", "closes_at", "forget_at"):
        form |= boxes(name, getattr(petition, name))
    return form


def boxes(name: str, moment) -> dict[str, str]:
    """The two boxes of a moment, in Brussels time."""
    moment = timezone.localtime(moment)
    return {f"{name}_0": f"{moment:%Y-%m-%d}", f"{name}_1": f"{moment:%H:%M:%S}"}
