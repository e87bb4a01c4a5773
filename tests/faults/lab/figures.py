"""Figures about latencies: percentiles, a histogram to print, and how well two samples can be told apart."""

import math
from bisect import bisect_left, bisect_right

EDGES_MS = (5, 10, 20, 50, 100, 200, 300, 500, 1000, 3000, math.inf)


def percentile(seconds: list[float], share: float) -> float:
    """The value below which this share (0–1) of the sample lies; nearest rank."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def summary(seconds: list[float]) -> str:
    """p50, p99 and maximum in milliseconds, with the size of the sample."""
    p50, p99 = (percentile(seconds, share) * 1000 for share in (0.5, 0.99))
    return f"n={len(seconds)} p50={p50:.1f} ms p99={p99:.1f} ms max={max(seconds) * 1000:.1f} ms"


def histogram(seconds: list[float]) -> str:
    """How many were answered within each edge, one line of text each."""
    lines, below = [], 0
    ordered = sorted(seconds)
    for edge in EDGES_MS:
        upto = bisect_right(ordered, edge / 1000)
        if upto > below:
            lines.append(f"≤ {edge:>5g} ms {upto - below:>6}")
        below = upto
    return "\n".join(lines)


def auc(ones: list[float], others: list[float]) -> float:
    """Chance that a random `one` is larger than a random `other` (ties count half): 0.5 tells nothing apart."""
    ordered = sorted(others)
    below = sum(bisect_left(ordered, value) + bisect_right(ordered, value) for value in ones)
    return below / 2 / len(ones) / len(others)


def auc_error(ones: int, others: int) -> float:
    """The standard error of `auc` when both samples come from one distribution (Mann–Whitney)."""
    return math.sqrt((ones + others + 1) / (12 * ones * others))


def share_slower(ones: list[float], others: list[float]) -> float:
    """Share of pairs whose first is slower (ties count half): like `auc`, but blind to a machine that gets busier."""
    pairs = list(zip(ones, others, strict=True))
    return sum((one > other) + (one == other) / 2 for one, other in pairs) / len(pairs)
