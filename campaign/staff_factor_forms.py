"""The forms of the second factor. A code that is judged right is used up: ask last, when all else is right."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from campaign import audit, second_factor, staff_delay
from campaign.staff_login import please_wait, take_turn
from campaign.staff_pages import who

WRONG = _(
    "This code is wrong, or it was used before. The app shows a new one every 30 seconds; the phone’s clock must be "
    "right."
)
WRONG_RECOVERY = _("This code is wrong, or it was used before. A recovery code has twelve letters and figures.")
# Not only from here: whoever did it knows the password.
SOMEBODY = _(
    "Somebody gave wrong codes for this account. If it wasn’t you, they know your password: tell an owner. "
    "A recovery code works at once."
)


class CodeForm(forms.Form):
    """One code. Judged against the account, as often as it may be tried from this network."""

    wrong = WRONG
    code = forms.CharField(
        label=_("Code from the app"),
        max_length=20,
        error_messages={"required": _("Type the six figures that the app shows."), "max_length": WRONG},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, request: HttpRequest, *, is_sent: bool, **kwargs: Any) -> None:
        super().__init__(request.POST if is_sent else None, label_suffix="", **kwargs)
        self.request = request

    def clean_code(self) -> str:
        """How the code was given: "app" or "recovery code". It is used up by this."""
        account = who(self.request)
        key = take_turn(self.request, f"code of {account.get_username()}")
        try:
            used = second_factor.check(account, self.cleaned_data["code"])
        except second_factor.TryLater as later:
            raise please_wait(later.seconds, SOMEBODY) from later
        except second_factor.WrongCode as wrong:
            audit.record_refused_code(account)
            raise ValidationError(self.wrong, code="wrong") from wrong
        staff_delay.forget(key)
        return used


class RecoveryForm(CodeForm):
    """The same for somebody without the phone; letters need a whole keyboard."""

    wrong = WRONG_RECOVERY
    code = forms.CharField(
        label=_("Recovery code"),
        max_length=40,
        error_messages={"required": _("Type one of your recovery codes."), "max_length": WRONG_RECOVERY},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class EitherForm(CodeForm):
    """A code of the app or a recovery code, before something is changed."""

    code = forms.CharField(
        label=_("A code from the app in use now, or a recovery code"),
        max_length=40,
        error_messages={"required": _("Type a code."), "max_length": WRONG},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )


class NewAppForm(forms.Form):
    """The first code of a new app: it proves that the secret has arrived."""

    new = forms.CharField(
        label=_("Code that this app shows now"),
        max_length=20,
        error_messages={"required": _("Type the six figures that the app shows."), "max_length": WRONG},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, data: QueryDict | None, *, key: str) -> None:
        super().__init__(data, label_suffix="")
        self.key = key

    def clean_new(self) -> str:
        if not second_factor.fits(self.key, self.cleaned_data["new"]):
            raise ValidationError(WRONG, code="wrong")
        return self.cleaned_data["new"]
