"""The WSGI entry of the negative control; see `bare_publish`."""

from campaign.wsgi import application
from tests.faults.lab.bare_publish import publish_on_commit_only

__all__ = ["application"]

publish_on_commit_only()
