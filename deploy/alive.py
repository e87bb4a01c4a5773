"""The container's health check: does this web process answer? Asks under the site's own name, as the proxy does."""

import os
import sys
from http.client import HTTPConnection
from urllib.parse import urlsplit

name = urlsplit(os.environ.get("SITE_ORIGIN", "")).netloc or "127.0.0.1:8000"
line = HTTPConnection("127.0.0.1", 8000, timeout=2)
line.request("GET", "/healthz", headers={"Host": name, "X-Forwarded-Proto": "https"})
sys.exit(0 if line.getresponse().status == 200 else 1)
