"""The grown site in all 24 languages, as it stands in production: released, static files collected, bytecode there.

PostgreSQL has the settings of `docker-compose.yml`, so that what is measured is what is deployed.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from campaign.languages import NATIVE
from tests.faults.lab.ground import ROOT, Ground
from tests.faults.lab.processes import Process, wait_until
from tests.faults.lab.site import Site

LANGUAGES = sorted(NATIVE)
MADE_SECONDS = 300  # for every page in every process


def deployed_postgres() -> dict[str, str]:
    """What the compose file tells PostgreSQL: shared_buffers and its like."""
    return dict(re.findall(r"(?<!-)-c(\w+)=(\w+)", (ROOT / "docker-compose.yml").read_text()))


class GrownSite(Site):
    """With every language live, and what the image has: collected static files and compiled modules."""

    def __init__(self, ground: Ground, *, languages: list[str] = LANGUAGES, **options):
        self.languages = languages
        self.is_released = False
        super().__init__(ground, **options)

    def _addresses(self) -> dict[str, str]:
        return super()._addresses() | {"LIVE_LANGUAGES": ",".join(self.languages)}

    def release(self):
        """Once: what was filled since is not to be made anew."""
        if self.is_released:
            return
        super().release()
        self.is_released = True
        if not (self.ground.code / "staticfiles").exists():
            self.manage("collectstatic", "--noinput", "--verbosity", 0)
            self.run("-m", "compileall", "-q", "campaign", "petitions")

    def serve(self):
        """Release and start the web processes alone; returns when both have every public page."""
        self.release()
        self.web.start()
        self.wait_for_web()
        self.wait_for_pages()
        return self

    def wait_for_pages(self):
        """Until every web process has made each public page, so that nothing of it runs into a measurement."""
        made = "this process has every public page"
        wait_until(lambda: self.web.last_lines(10_000).count(made) >= 2, seconds=MADE_SECONDS, what=made,
                   process=self.web)  # fmt: skip

    @property
    def payers(self) -> list[Process]:
        """Who works for a request."""
        return [self.web, self.ground.postgres.process]


@contextmanager
def deployed_ground() -> Iterator[Ground]:
    """A ground of its own, as deployed, which also knows these benchmarks."""
    ground = Ground(**deployed_postgres())
    shutil.copytree(ROOT / "tests" / "load", ground.code / "tests" / "load")
    try:
        yield ground.start()
    finally:
        ground.stop()


@contextmanager
def grown_site(kind: type[GrownSite] = GrownSite, **options) -> Iterator[GrownSite]:
    """A site on a ground of its own, nothing of it running yet; everything ends with the block."""
    with deployed_ground() as ground:
        site = kind(ground, **options)
        try:
            yield site
        finally:
            site.stop()


@contextmanager
def served_site(**options) -> Iterator[GrownSite]:
    """The same with its web processes, warm."""
    with grown_site(**options) as site:
        yield site.serve()
