"""The second factor in tests: an app without a phone."""

import time

from django.contrib.auth.models import User
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP

from campaign import second_factor
from campaign.factor_models import Authenticator


def let_in(client: Client, account: User) -> Client:
    """Log the client in as somebody who has given password and code."""
    client.force_login(account)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = with_factor(account).persistent_id
    session.save()
    return client


def with_factor(account: User) -> Authenticator:
    """The account's app, set up without a form."""
    return Authenticator.objects.create(user=account, name="app", key=second_factor.new_key())


def code_of(device: Authenticator, *, steps: int = 0) -> str:
    """What the app shows now, or so many steps of 30 seconds later."""
    totp = TOTP(device.bin_key)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"
