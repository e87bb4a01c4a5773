"""The site, noting the address of every request that reaches it: what a cache in front has not answered itself."""

import os

from campaign.wsgi import application as site

_book = os.open(f"{os.environ['DATA_DIR']}/counted", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)


def application(environ, start_response):
    os.write(_book, f"{environ['PATH_INFO']}\n".encode("latin-1"))
    return site(environ, start_response)
