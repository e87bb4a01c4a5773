"""The production server: reads the site once, then is granian, which forks its workers from this process.

`python -m campaign.serve` takes granian's own options and target (`… --interface wsgi campaign.wsgi:application`).
"""

import os

import django
from granian.cli import entrypoint

from campaign import connections, memory, shared

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")


def main() -> None:
    memory.share_one_arena()
    django.setup()
    shared.read()
    connections.look()
    entrypoint()


if __name__ == "__main__":
    main()
