"""The restore drill: `python -m tests.faults.drill [--people N]`. Says step by step what it has proved; exit 1 if not.

A real site of the laboratory is backed up by `deploy/backup/backup.sh` while people sign, lives on, is lost with its
journal and its database, and comes back by `deploy/backup/restore.sh` and the commands of docs/deploying.md.
Needs age (apt). Your own backup is looked at with restore.sh and the name of a database to practise in.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults.lab.driver import Crowd
from tests.faults.lab.ground import ROOT, Ground
from tests.faults.lab.letters import by_recipient
from tests.faults.lab.people import Person, make_people
from tests.faults.lab.site import Site

SCRIPTS = ROOT / "deploy" / "backup"
SWEEP_SECONDS = 6  # beat asks for letters every five
AFTERWARDS = (("migrate",), ("replay_journal",), ("recount",), ("recount", "--check"), ("release",))


class NotProved(Exception):
    """What the drill was to show is not so."""


class Drill:
    """One site, one backup, one loss. Each step returns what it has proved, or raises NotProved."""

    def __init__(self, ground: Ground, people: int):
        self.ground, self.many = ground, people
        self.site = Site(ground)
        self.backups = self.site.folder / "backups"
        self.backups.mkdir()
        self.early, self.late, self.new = (self._people(label, people) for label in ("early", "late", "new"))
        self.erased: list[Person] = []
        self.confirmed_early: list[Person] = []

    def steps(self) -> list[Callable[[], str]]:
        return [self.people_sign_and_confirm, self.backed_up_while_people_sign, self.nobody_without_the_key_reads_it,
                self.life_goes_on, self.lost, self.restored_whole, self.sending_is_paused, self.put_right,
                self.the_erased_stay_erased, self.everybody_else_is_there, self.nobody_gets_a_letter_twice,
                self.old_links_reach_nobody_else, self.who_was_lost_signs_again]  # fmt: skip

    # --- before ---------------------------------------------------------------------------------------------------
    def people_sign_and_confirm(self) -> str:
        self.site.start()
        self._sign(self.early)
        self.confirmed_early = self.early[::2]
        self._press("confirm", self.confirmed_early)
        self.site.seconds_until_count_is(len(self.confirmed_early), seconds=30)
        return f"{len(self.early)} signed, {len(self.confirmed_early)} of them confirmed and are counted"

    def backed_up_while_people_sign(self) -> str:
        self.key, public = self._new_key("key")
        crowd = make_people(100_000, seed=5, label="crowd")
        with Crowd(self.site.driver, crowd, per_second=30, threads=4):
            time.sleep(1)  # in the middle of it
            before = len(self.site.driver.acknowledged())
            said = self._script("backup.sh", "once", BACKUP_PUBLIC_KEYS=public)
            after = len(self.site.driver.acknowledged())
        self.acknowledged = after
        (self.file,) = self.backups.glob("site-*.dump.age")
        self._is(said.returncode == 0, said.stderr)
        self.site.settle(seconds=60)
        return f"{said.stderr.split('backup: ')[1].strip()}; {after - before} people signed meanwhile"

    def nobody_without_the_key_reads_it(self) -> str:
        wrong, _ = self._new_key("another")
        whole = self.file.read_bytes()
        cut = self.backups / "cut.age"
        cut.write_bytes(whole[: len(whole) // 2])
        self._is(b"PGDMP" not in whole and b"petitions" not in whole, "the file can be read without any key")
        for file, key in ((self.file, wrong), (cut, self.key)):
            refused = self._script("restore.sh", file, key, "practice")
            self._is(refused.returncode != 0, "a wrong key or half a file was accepted")
        busy = self._script("restore.sh", self.file, self.key)
        self._is("refused:" in busy.stdout and busy.returncode == 1, "it was brought back while people were at work")
        return "another key, half a file and a site at work are refused, and nothing is changed"

    def life_goes_on(self) -> str:
        self._sign(self.late)
        self._press("confirm", self.late[::2])
        third = max(len(self.early) // 3, 1)
        self._press("not-me", self.early[1 : 2 * third : 2])
        self._press("withdraw", self.confirmed_early[: third // 2 + 1])
        self.erased = self.early[1 : 2 * third : 2] + self.confirmed_early[: third // 2 + 1]
        self.site.settle(seconds=60)
        self.numbers = {tuple(row["opened"]): row["id"] for row in self.site.rows() if isinstance(row["opened"], list)}
        self._script("backup.sh", "journal")
        return f"{len(self.late)} more signed; {len(self.erased)} from before the backup left; the journal was copied"

    def lost(self) -> str:
        site, postgres = self.site, self.ground.postgres
        site.stop()
        self.letters_before = len(site.letters())
        self.links = by_recipient(site.letters())
        postgres.query("postgres", f'DROP DATABASE "{site.database}" WITH (FORCE)')
        (site.folder / "erasures.log").unlink()
        self.lost_people = set(site.driver.acknowledged()[self.acknowledged :])
        return "every process, the database and the journal on this machine"

    # --- after ----------------------------------------------------------------------------------------------------
    def restored_whole(self) -> str:
        said = self._script("restore.sh", self.file, self.key)
        self._is(said.returncode == 0, said.stdout + said.stderr)
        (self.site.folder / "erasures.log").write_bytes((self.backups / "erasures.log").read_bytes())
        unpaired = self._count("petitions_signature s WHERE s.confirmed_at IS NULL AND NOT EXISTS "
                               "(SELECT 1 FROM petitions_letter l WHERE l.signature_id = s.id)")  # fmt: skip
        twice = self.site.query(
            "SELECT count(*) - count(DISTINCT (petition_id, email_digest)) FROM petitions_signature"
        )
        self._is((unpaired, twice) == (0, [(0,)]), f"{unpaired} rows without a letter, {twice} rows twice")
        return f"{self.site.signatures()} rows, each with its letter, nobody twice"

    def sending_is_paused(self) -> str:
        """Though somebody starts a worker and beat too early, and every letter is due."""
        site = self.site
        site.query("UPDATE petitions_letter SET closed_at = NULL, outcome = '', due_at = now(), leased_until = NULL")
        for process in (*site.workers, site.beat):
            process.start()
        for worker in site.workers:
            site.wait_for_worker(worker)
        time.sleep(SWEEP_SECONDS)
        by_hand, release = site.manage("deliver", check=False), site.manage("release", check=False)
        for process in (*site.workers, site.beat):
            process.kill()
        self._is(len(site.letters()) == self.letters_before, "letters were sent")
        self._is("Sending is paused" in by_hand.stderr and by_hand.returncode == 1, by_hand.stderr)
        self._is("Not released" in release.stderr and release.returncode == 1, release.stderr)
        return f"{site.unpaid()} letters due, two workers at work: none sent; deliver and release refuse"

    def put_right(self) -> str:
        said = {words: self.site.manage(*words).stdout.strip().replace("\n", ", ") for words in AFTERWARDS}
        self.site.web.start()
        self.site.wait_for_web()
        for process in (*self.site.workers, self.site.beat):
            process.start()
        return f"{said[('replay_journal',)]}; {said[('recount', '--check')]}"

    def the_erased_stay_erased(self) -> str:
        there = self._addresses()
        back = [person for person in self.erased if person.email in there]
        self._is(not back, f"{len(back)} people whom somebody had erased are back")
        return f"none of {len(self.erased)} is there"

    def everybody_else_is_there(self) -> str:
        gone = {person.email for person in self.erased}
        missing = {person.email for person in self.early} - gone - self._addresses()
        self._is(not missing, f"{len(missing)} people of the backup are missing")
        count = len([person for person in self.confirmed_early if person.email not in gone])
        self.site.seconds_until_count_is(count, seconds=30)
        return f"the public number is {count}, as the rows say"

    def nobody_gets_a_letter_twice(self) -> str:
        time.sleep(SWEEP_SECONDS)  # with everything at work
        self._is(len(self.site.letters()) == self.letters_before, "somebody was written to again")
        self._sign(self.new)
        self._press("confirm", self.new)
        news = by_recipient(self.site.letters()[self.letters_before :])
        self._is({person.email for person in self.new} == {*news}, "the new ones' letters went elsewhere")
        return f"no letter to anybody of before; {len(self.new)} new people signed, got theirs and confirmed"

    def old_links_reach_nobody_else(self) -> str:
        before = self._rows()
        lost = [self._link("confirm", person) for person in self.late[1::2]]
        left = [self._link("confirm", person) for person in self.erased]
        statuses = {self.site.driver.post(link, {}).status for link in lost + left}
        self._is(statuses == {404}, f"links of rows that are gone answered {statuses}")
        self._is(self._rows() == before, "a link did something to another's row")
        stays = [person for person in self.early if person not in self.erased and person not in self.confirmed_early]
        self._press("confirm", stays)
        highest = max(self.numbers.values())
        fresh = self._count(f"petitions_signature WHERE id > {highest}")
        self._is(fresh == len(self.new), "a new row has a number that a link in an old letter names")
        return f"{len(lost + left)} links of rows that are gone: 404; {len(stays)} of rows that are there: still good"

    def who_was_lost_signs_again(self) -> str:
        lost = [person for person in self.late if person.email in self.lost_people]
        self._sign(lost)
        return f"{len(self.lost_people)} acknowledged after the backup, and lost; {len(lost)} of them signed again"

    # --- the hands ------------------------------------------------------------------------------------------------
    def _people(self, label: str, count: int) -> list[Person]:
        return make_people(count, seed=len(label), label=label)

    def _sign(self, people: list[Person]):
        statuses = {self.site.driver.sign_person(person).status for person in people}
        self._is(statuses == {303}, f"signing answered {statuses}")
        self.site.settle(seconds=60)

    def _press(self, step: str, people: list[Person]):
        self.site.settle(seconds=60)
        links = [self._link(step, person) for person in people]
        statuses = {self.site.driver.post(link, {}).status for link in links}
        self._is(statuses <= {200, 303}, f"{step} answered {statuses}")
        self.site.settle(seconds=60)

    def _link(self, step: str, person: Person) -> str:
        letters = by_recipient(self.site.letters())[person.email]
        return next(link for letter in reversed(letters) if (link := letter.link(step)))

    def _addresses(self) -> set[str]:
        return {row["opened"][1] for row in self.site.rows() if isinstance(row["opened"], list)}

    def _rows(self) -> tuple[int, int]:
        """All, and the confirmed ones; not the public number, which is still on its way to what was just pressed."""
        return self.site.signatures(), self._count("petitions_signature WHERE confirmed_at IS NOT NULL")

    def _count(self, of: str) -> int:
        return self.site.query(f"SELECT count(*) FROM {of}")[0][0]

    def _new_key(self, name: str) -> tuple[Path, str]:
        """A fresh pair of age: the file of the private key, and the public one."""
        file = self.backups / name
        subprocess.run(["age-keygen", "-o", file], check=True, capture_output=True)
        return file, subprocess.run(
            ["age-keygen", "-y", file], check=True, capture_output=True, text=True
        ).stdout.strip()

    def _script(self, name: str, *words, **extra: str) -> subprocess.CompletedProcess:
        """One of the scripts of deploy/backup, in the environment of its container."""
        env = {
            "PATH": f"{self.ground.postgres.bin}:/usr/local/bin:/usr/bin:/bin",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.ground.postgres.port),
            "PGUSER": "postgres",
            "PGDATABASE": self.site.database,
            "BACKUP_FOLDER": str(self.backups),
            "ERASURE_JOURNAL": str(self.site.folder / "erasures.log"),
        }
        return subprocess.run([SCRIPTS / name, *map(str, words)], env=env | extra, capture_output=True, text=True)

    @staticmethod
    def _is(true: bool, otherwise: str):
        if not true:
            raise NotProved(otherwise)


def rehearse(ground: Ground, people: int, *, say: Callable[[str], None] = print) -> bool:
    """Whether every step was proved; says each as soon as it is."""
    drill = Drill(ground, people)
    try:
        for number, step in enumerate(drill.steps(), 1):
            name = step.__name__.replace("_", " ")
            say(f"{number:>2}. {name}: {step()}")
    except NotProved as failure:
        say(f"NOT PROVED: {name}: {failure}")
        return False
    finally:
        drill.site.stop()
    say("All of it is proved.")
    return True


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=30, help="in each of three groups")
    given = parser.parse_args(words)
    ground = Ground().start()
    try:
        return 0 if rehearse(ground, given.people) else 1
    finally:
        ground.stop()


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    sys.exit(main(sys.argv[1:]))
