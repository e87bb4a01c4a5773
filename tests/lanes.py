"""How a run of several lanes (`pytest -n 2`) is shared out: file by file, and one lane for what starts sites."""

from xdist.scheduler import LoadScopeScheduling

SITES = ("tests/faults/", "tests/journeys/")


class Lanes(LoadScopeScheduling):
    """Tests of one file run in one lane, in their order. Real sites and browsers would disturb each other's times, so
    all of them keep to one lane. (The groups of `--dist loadgroup` do not hold with pytest 9.2.)
    """

    def _split_scope(self, nodeid: str) -> str:
        return "sites" if nodeid.startswith(SITES) else nodeid.partition("::")[0]
