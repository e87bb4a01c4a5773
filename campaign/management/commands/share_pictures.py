"""`manage.py share_pictures`: draw the picture beside a shared link anew, for developers who have Chromium."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaign import catalogs, png, share_pictures
from campaign.share_pictures import FOLDER, HEIGHT, WIDTH

ROOM_BELOW = 200  # a window is higher than the page inside it; what is too much is cut off
SECONDS = 60


class Command(BaseCommand):
    help = "Draw static/img/share/<language>.png with the headline of each language. Needs Chromium; commit the result."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("languages", nargs="*", metavar="LANG", help="codes such as de; all live ones if left out")

    def handle(self, *, languages: list[str], **_: object) -> None:
        catalogs.compile_all()
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        if not chromium:
            raise CommandError("No Chromium here: install it, or name one in CHROMIUM.")
        FOLDER.mkdir(parents=True, exist_ok=True)
        for code in languages or settings.LIVE_LANGUAGES:
            rows = png.pixels(_screenshot(chromium, share_pictures.page(code)), height=HEIGHT)
            picture = png.write(rows, headline=share_pictures.fingerprint(code))
            (FOLDER / f"{code}.png").write_bytes(picture)
            self.stdout.write(f"static/img/share/{code}.png: {len(picture) // 1000} KB")


def _screenshot(chromium: str, page: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        file.write_text(page, encoding="utf-8")
        flags = ["--headless", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1", "--no-first-run"]
        flags += ["--virtual-time-budget=5000", f"--window-size={WIDTH},{HEIGHT + ROOM_BELOW}", f"--screenshot={shot}"]
        flags += [f"--user-data-dir={folder}/profile"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
        command = [chromium, *flags, file.as_uri()]
        done = subprocess.run(command, capture_output=True, timeout=SECONDS)  # noqa: S603 (a browser on our own page)
        if not shot.exists():
            raise CommandError(f"Chromium made no picture: {done.stderr.decode(errors='replace')[-300:]}")
        return shot.read_bytes()
