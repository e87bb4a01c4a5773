"""The public page of signatures set aside: how many, why, and what became of others. All figures from one statement.

Below ten nothing is shown and nothing summed up, so no small number can be worked out (decision 11).
"""

from django.utils.translation import gettext_lazy as _

from petitions.models import Signature

Reason = Signature.HeldReason
REASONS = {
    # Translators: aside.reason.speed, why signatures were set aside, max:60
    Reason.SPEED.value: _("Many confirmations within seconds"),
    # Translators: aside.reason.provider, why signatures were set aside, max:60
    Reason.PROVIDER.value: _("Many addresses of a throw-away mail service"),
    # Translators: aside.reason.pattern, why signatures were set aside, max:60
    Reason.PATTERN.value: _("Many entries of the same make"),
    # Translators: aside.reason.report, why signatures were set aside: somebody told us about them, max:60
    Reason.REPORT.value: _("Reported to us"),
}
