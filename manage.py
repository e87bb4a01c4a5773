#!/usr/bin/env python
"""The one executable: every command of the site starts here."""

import os
import sys

FIRST_COMMAND = (
    "python3 -m venv .venv && .venv/bin/python -m pip install -q -c constraints.txt -e . "
    "&& .venv/bin/python manage.py demo"
)


def name_the_data_folder(arguments: list[str]) -> None:
    """`demo --data DIR` chooses the folder that the settings read keys and database from."""
    for position, word in enumerate(arguments):
        if word == "--data" and position + 1 < len(arguments):
            os.environ["DATA_DIR"] = arguments[position + 1]
        elif word.startswith("--data="):
            os.environ["DATA_DIR"] = word.removeprefix("--data=")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")
    if sys.argv[1:2] == ["demo"]:
        name_the_data_folder(sys.argv[2:])
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(f"Django is not installed here. From this folder, run:\n\n  {FIRST_COMMAND}\n")
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as away:
        sys.exit(f"The database does not answer: {str(away).strip().splitlines()[0]}")


if __name__ == "__main__":
    main()
