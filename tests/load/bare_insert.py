"""The least that a signature can cost in Python: a WSGI application that reads a form and does one durable INSERT."""

import hashlib
import os
import threading
from urllib.parse import parse_qsl

import psycopg2

INSERT = """
INSERT INTO floor_signature (petition_id, email_digest, sealed, country, language, asked_at)
VALUES (1, %s, %s, %s, 'fr', clock_timestamp()) ON CONFLICT DO NOTHING
"""
SEALED = b"\x5e" * 160
own = threading.local()


def cursor():
    """This thread's own, on a connection that is kept."""
    if not hasattr(own, "cursor"):
        connection = psycopg2.connect(os.environ["FLOOR_DATABASE"])
        connection.autocommit = True
        own.cursor = connection.cursor()
    return own.cursor


def application(environ, start_response):
    """One row for each address; nothing is judged, sealed or owed."""
    form = dict(parse_qsl(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()))
    cursor().execute(INSERT, (hashlib.sha256(form["email"].encode()).digest(), SEALED, form["country"]))
    start_response("303 See Other", [("Location", "/thanks"), ("Content-Length", "0")])
    return []
