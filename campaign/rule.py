"""What a rule of `check --deploy` is; the rules stand in `checks`, and by subject in `key_rules` and `day_rules`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.checks import Error

WEB, WORKER = "web", "worker"
KEYS = "`manage.py keys` prints fresh ones; docs/deploying.md says which process gets which."


@dataclass(frozen=True)
class Rule:
    """`is_broken` looks at the settings; `role` is the process that the rule is about, or empty for both."""

    id: str
    is_broken: Callable[[], bool]
    says: str
    remedy: str
    role: str = ""

    def finding(self) -> Error:
        return Error(self.says, hint=self.remedy, id=f"campaign.{self.id}")
