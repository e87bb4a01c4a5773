"""The container's health check: does this web process answer? Asks under the site's own name, as the proxy does."""

import os
import urllib.request
from urllib.parse import urlsplit

name = urlsplit(os.environ.get("SITE_ORIGIN", "")).netloc or "127.0.0.1:8000"
request = urllib.request.Request(
    "http://127.0.0.1:8000/healthz", headers={"Host": name, "X-Forwarded-Proto": "https"}
)
urllib.request.urlopen(request, timeout=2)  # raises, and so exits with 1, on anything but success
