"""No secret is compared sign by sign: how long a wrong one takes tells nothing about the right one."""

import ast
import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from petitions import tokens

ROOT = Path(__file__).resolve().parent.parent
SECRET = re.compile(r"token|secret|pepper|hmac|seal\b|password|_digest|otp\b|recovery|authorization", re.IGNORECASE)
COMPARED = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)
# Each comparison whose words sound like a secret, and why it is none.
NO_SECRET = {
    "campaign/management/commands/keys.py: name != 'DEMO_STAFF_PASSWORD'": "the name of a variable",
    "campaign/samples.py: purpose == tokens.NEWS_CONFIRM": "the name of a purpose",
    "campaign/samples.py: below.removesuffix('/<token>/') in PURPOSES": "the beginning of an address",
    "campaign/publishable.py: 'token' in match.kwargs": "the name of a gap in an address",
    "campaign/staff_factor.py: 'recovery' in request.POST": "the name of a field",
    "campaign/staff_factor.py: used == second_factor.RECOVERY": "the name of a way in",
    "petitions/domain_budget.py: letter.domain_digest in full": "two rows of ours, in the worker",
    "petitions/snapshot.py: secrets.randbelow(2) == 0": "a coin",
    "petitions/tokens.py: base64.urlsafe_b64encode(raw).rstrip(b'=').decode() == token": "what was sent, with itself",
}


def comparisons(tree: ast.AST) -> Iterator[str]:
    """Each comparison by == or `in` that has one of those words on a side."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and any(isinstance(sign, COMPARED) for sign in node.ops):
            written = ast.unparse(node)
            if SECRET.search(written):
                yield written


def found() -> set[str]:
    paths = [path for room in ("campaign", "petitions") for path in sorted((ROOT / room).rglob("*.py"))]
    return {
        f"{path.relative_to(ROOT)}: {written}"
        for path in paths
        if "migrations" not in path.parts
        for written in comparisons(ast.parse(path.read_text()))
    }


def test_no_secret_is_compared_by_an_equals_sign_WB_22():
    assert found() == set(NO_SECRET)


@pytest.mark.parametrize(
    "written",
    ["given == settings.STATUS_TOKEN", "token == row.token", "row.email_digest != wanted",
     "f'Bearer {secret}' == header", "code in row.recovery_codes", "seal == _seal(purpose, head)"],
)  # fmt: skip
def test_such_a_comparison_is_seen(written):
    assert list(comparisons(ast.parse(written))) != []


def test_a_wrong_link_takes_as_long_wherever_it_is_wrong_WB_22():
    """The medians of 400 tries each, in turns, differ by less than a tenth; the first sign or the last is wrong."""
    right = tokens.make(tokens.CONFIRM, 1, timezone.now())
    wrong = [right[:17] + flip(right[17]) + right[18:], right[:36] + flip(right[36]) + right[37:]]
    took: list[list[int]] = [[], []]
    for _ in range(400):
        for number, token in enumerate(wrong):
            took[number].append(nanoseconds(token))
    early, late = (statistics.median(times) for times in took)
    assert abs(early - late) < 0.1 * max(early, late)


def flip(sign: str) -> str:
    return "A" if sign != "A" else "B"


def nanoseconds(token: str) -> int:
    began = time.perf_counter_ns()
    with pytest.raises(tokens.UnknownToken):
        tokens.read(tokens.CONFIRM, token, days=None)
    return time.perf_counter_ns() - began
