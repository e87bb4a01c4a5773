"""Django's own way to send letters, as a floor: EmailMultiAlternatives over one open connection, and no database.

Run `python -m tests.load.bare_letters PORT SECONDS FILE`; FILE holds a letter as JSON: subject, text, html, headers.
The words are rendered already. Prints how many were sent, in how many seconds, at how many CPU seconds.
"""

import json
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection


def main(port: int, seconds: float, letter: dict):
    settings.configure(DEFAULT_CHARSET="utf-8")
    django.setup()
    connection = get_connection("django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=port)
    connection.open()
    start, paid, sent = time.monotonic(), time.process_time(), 0
    while time.monotonic() < start + seconds:
        to = [f"person{sent}@a.example.org"]
        message = EmailMultiAlternatives(
            letter["subject"], letter["text"], letter["from"], to, headers=letter["headers"]
        )
        message.attach_alternative(letter["html"], "text/html")
        sent += connection.send_messages([message])
    print(sent, time.monotonic() - start, time.process_time() - paid)
    connection.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), json.loads(Path(sys.argv[3]).read_text()))
