"""Somebody who keeps every file about countries and every exact count, and works out what the files hide.

The petition only grows here, and the attacker knows that: each hour so many signatures came, and those that no shown
country had are spread among the hidden ones. A country that is shown later tells how many it had got until then. All
ways to spread them are tried, as jobs with a first and a last hour; earliest end first finds a way if there is one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

File = dict[str, int]  # what one hour shows: country code → number
Job = tuple[int, int, int]  # last hour, first hour, signatures


@dataclass(frozen=True)
class Attacker:
    """`files` and `totals` hour by hour; `most` is what the attacker takes for the largest number that is hidden."""

    files: list[File]
    totals: list[int]
    countries: tuple[str, ...]
    most: int = 10**9

    def recovered(self, truth: list[dict[str, int]]) -> list[tuple[int, str, int]]:
        """(hour, country, number) of every hidden number that can be no other; `truth` only saves trying them all."""
        return [
            (hour, code, truth[hour][code])
            for hour, shown in enumerate(self.files)
            for code in self.countries
            if code not in shown and self._is_certain(code, hour, truth[hour][code])
        ]

    def _is_certain(self, code: str, hour: int, number: int) -> bool:
        return self.is_possible(code, hour, number) and not any(
            self.is_possible(code, hour, other) for other in (number - 1, number + 1)
        )

    def is_possible(self, code: str, hour: int, number: int) -> bool:
        """Whether a country that is hidden in this hour can have had this number."""
        if not 0 <= number <= self.most:
            return False
        jobs = [job for other in self.countries if other != code for job in self._whole(other)]
        return self._fits(jobs + self._split(code, hour, number))

    def _end(self, code: str) -> tuple[int, int] | None:
        """The hour in which a country's number becomes known, and the number; None if it never does."""
        for hour, shown in enumerate(self.files):
            if code in shown:
                return hour, shown[code]
        last = self.files[-1]
        return (
            (len(self.files) - 1, self.totals[-1] - sum(last.values()))
            if len(last) == len(self.countries) - 1
            else None
        )

    def _whole(self, code: str) -> Iterator[Job]:
        end = self._end(code)
        if end and end[0] > 0:
            hour, number = end
            late = max(0, number - self.most) if code in self.files[hour] else 0
            yield from ((hour, 0, number - late), (hour, hour, late))

    def _split(self, code: str, at: int, number: int) -> list[Job]:
        """The jobs of a country that has exactly this number at this hour."""
        end = self._end(code)
        early = (at, 0, number)
        if end is None:
            return [early]  # the rest goes to whichever hidden country
        hour, final = end
        if hour == at:  # the only one that is hidden to the end
            return [early] if final == number else [(-1, 0, 1)]
        late = max(0, final - self.most) if code in self.files[hour] else 0
        return [early, (hour, at + 1, final - number - late), (hour, hour, late)]

    def _fits(self, jobs: list[Job]) -> bool:
        if any(size < 0 for _, _, size in jobs):
            return False
        left = sorted([list(job) for job in jobs if job[2]])
        for hour, arrived in enumerate(self._arrivals()):
            for job in left:
                if job[1] <= hour and arrived:
                    taken = min(arrived, job[2])
                    job[2] -= taken
                    arrived -= taken
            if any(job[0] <= hour and job[2] for job in left):
                return False
        return True

    def _arrivals(self) -> list[int]:
        """How many came each hour to countries that were hidden before it."""
        found = [self.totals[0] - sum(self.files[0].values())]
        for hour in range(1, len(self.files)):
            before, now = self.files[hour - 1], self.files[hour]
            known = sum(now[code] - before[code] for code in before)
            found.append(self.totals[hour] - self.totals[hour - 1] - known)
        return found
