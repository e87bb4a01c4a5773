"""A petition that grows by chance, hour by hour: what each EU country has, of which everything else is derived."""

import random

from petitions.countries import EU
from petitions.street import MILLIONS

PACES = (1, 3, 10, 30, 300)  # signatures in a busy hour


def growth(seed: int, *, hours: int = 60) -> list[dict[str, int]]:
    """The numbers after each hour; large countries get more of them, quiet hours get none or one."""
    dice = random.Random(seed)
    pace, weights = dice.choice(PACES), [MILLIONS[code] ** dice.choice([0.3, 0.7, 1]) for code in EU]
    numbers = dict.fromkeys(EU, 0)
    found = []
    for hour in range(hours):
        came = dice.choice([0, 0, 1, 1, 2, pace, 2 * pace]) if hour else dice.randint(10, 200)
        for code in dice.choices(EU, weights, k=came):
            numbers[code] += 1
        found.append(dict(numbers))
    return found
