"""The production entry: published pages around Django, ready for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campaign.settings")
django = get_wsgi_application()

from campaign import threads  # noqa: E402 (they need the settings, and models that are ready)
from campaign.pages import publish  # noqa: E402
from campaign.postgresql import patience  # noqa: E402
from campaign.whole import in_one_piece  # noqa: E402

threads.start("patience", patience.watch)
application = publish(in_one_piece(django))
