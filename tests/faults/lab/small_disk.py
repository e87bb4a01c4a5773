"""A disk of its own, small enough to be filled: a tmpfs, for root and for everybody else.

Root mounts it. Others get it in a user namespace, where they are root as far as mounts go: a keeper process holds the
namespace, and what must see the disk is started inside (under another number, because PostgreSQL refuses to be root).
Where neither is allowed (a container without CAP_SYS_ADMIN and with the usual seccomp profile) nothing can be proved,
and the test that wanted the disk fails with these words.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REFUSED = "no small disk can be mounted here: run as root, with CAP_SYS_ADMIN, or allow user namespaces"
SOMEBODY = 1000  # any number but 0


@dataclass(frozen=True)
class SmallDisk:
    """`folder` as its users name it, how we get there from outside, and what to put before commands that use it."""

    folder: Path
    seen_from_outside: Path
    inside: tuple[str, ...] = ()

    @property
    def _filler(self) -> Path:
        return self.seen_from_outside / "filler"

    def fill(self):
        """Write until nothing fits any more."""
        with self._filler.open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(b"x" * 65_536)
            except OSError:
                return

    def make_room(self):
        self._filler.unlink()


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[SmallDisk]:
    """Mounted until the block ends. Raises PermissionError with the remedy where nobody may mount."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=1777", "tmpfs", str(folder)]
    if os.geteuid() == 0:
        yield from _mounted(folder, mount)
    else:
        yield from _mounted_for_oneself(folder, mount)


def _mounted(folder: Path, mount: list[str]) -> Iterator[SmallDisk]:
    if subprocess.run(mount, check=False).returncode:
        raise PermissionError(REFUSED)
    try:
        yield SmallDisk(folder, folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def _mounted_for_oneself(folder: Path, mount: list[str]) -> Iterator[SmallDisk]:
    own = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", '"$@" && echo ready && exec sleep infinity']
    keeper = subprocess.Popen([*own, "sh", *mount], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    try:
        if keeper.stdout.readline() != b"ready\n":
            raise PermissionError(REFUSED)
        enter = ("nsenter", "--user", "--mount", "--preserve-credentials", "--target", str(keeper.pid))
        be_somebody = ("unshare", "--user", f"--map-user={SOMEBODY}")
        yield SmallDisk(folder, Path(f"/proc/{keeper.pid}/root{folder}"), (*enter, *be_somebody))
    finally:
        keeper.kill()  # its mounts go with it
        keeper.wait()
