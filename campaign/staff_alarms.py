"""What owners see first: whose logins failed lately, and where somebody has a password but no code."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from campaign.models import StaffAct

HOURS = 24
MANY = 10  # wrong passwords of one account: nobody mistypes so often


@dataclass(frozen=True, slots=True)
class Refused:
    """One account's refused logins of the last 24 hours."""

    name: str
    passwords: int
    codes: int

    @property
    def is_alarm(self) -> bool:
        """Who gives a wrong code has given the right password before."""
        return self.passwords >= MANY or self.codes > 1


def refused_logins() -> list[Refused]:
    """Accounts with refused logins in the last 24 hours, the most first; names that nobody has are not counted."""
    acts = StaffAct.objects.filter(at__gte=timezone.now() - timedelta(hours=HOURS))
    wrong = {"passwords": StaffAct.Act.LOGIN_FAILED, "codes": StaffAct.Act.CODE_REFUSED}
    counts = {name: Count("pk", filter=Q(act=act)) for name, act in wrong.items()}
    rows = acts.filter(act__in=wrong.values()).order_by().values("by_name").annotate(**counts)
    found = [Refused(*row) for row in rows.values_list("by_name", *counts)]
    return sorted(found, key=lambda one: (-one.codes, -one.passwords, one.name))
