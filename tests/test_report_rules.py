"""A real site whose log quotes errors, or whose reports would go nowhere, is told so before it goes live."""

import pytest

from campaign import error_reports
from campaign.report_rules import RULES

DSN = "https://key@reports.example/7"


def findings() -> list[str]:
    return [rule.finding().id for rule in RULES if rule.is_broken()]


@pytest.mark.parametrize(
    ("form", "dsn", "has_package", "found"),
    [
        ("json", "", False, []),
        ("json", DSN, True, []),
        ("lines", "", True, ["campaign.E030"]),
        ("", "", True, ["campaign.E030"]),
        ("json", DSN, False, ["campaign.E031"]),
        ("json", "http://key@reports.example/7", True, ["campaign.E032"]),
        ("json", "on", True, ["campaign.E032"]),
    ],
)
def test_one_broken_setting_is_found_with_its_remedy_WB_28(settings, monkeypatch, form, dsn, has_package, found):
    settings.LOG_FORMAT, settings.SENTRY_DSN = form, dsn
    monkeypatch.setattr(error_reports, "is_installed", lambda: has_package)
    assert findings() == found


def test_every_finding_has_its_remedy():
    assert all(len(rule.finding().hint) > 20 for rule in RULES)
