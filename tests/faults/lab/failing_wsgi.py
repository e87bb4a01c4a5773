"""The WSGI entry with fail points; see `failpoints`."""

from campaign.wsgi import application
from tests.faults.lab.failpoints import install

__all__ = ["application"]

install()
