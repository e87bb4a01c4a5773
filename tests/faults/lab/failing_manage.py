"""`manage.py` with fail points; see `failpoints`. Run `python -m tests.faults.lab.failing_manage deliver`."""

import sys

import django
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    django.setup()
    from tests.faults.lab.failpoints import install

    install()
    execute_from_command_line(sys.argv)
