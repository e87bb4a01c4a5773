"""Tells everybody on the news list that a milestone is reached; see petitions/news_mailing.py."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import translation

from campaign.living import status
from petitions import flagship, news_mailing
from petitions.models import Petition


class Command(BaseCommand):
    help = "Owe the letter of a reached milestone to everybody on the news list; once, and in nobody's way."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int, metavar="NUMBER", help="a milestone that is reached, for example 10000")
        parser.add_argument("--dry-run", action="store_true", help="only say how many people it would reach")
        parser.add_argument("--by", default="", metavar="NAME", help="for the record (default: this machine's user)")

    def handle(self, *args: Any, number: int, dry_run: bool, by: str, **options: Any) -> None:
        try:
            petition = flagship.flagship()
            news_mailing.refuse_number(petition, number)
            if dry_run:
                return self._say(news_mailing.readers_by_language(petition))
            owed = news_mailing.send_milestone(petition, number, what_next=what_next(), by=by or getpass.getuser())
        except Petition.DoesNotExist as missing:
            raise CommandError("There is no petition yet: run `manage.py release` first.") from missing
        except news_mailing.NoMilestone as wrong:
            raise CommandError(f"{number} is no milestone, or it is not reached yet.") from wrong
        except news_mailing.AlreadySent as sent:
            raise CommandError(f"{number} was announced already; nobody hears it twice.") from sent
        self.stdout.write(f"Letters owed: {owed}")

    def _say(self, readers: dict[str, int]) -> None:
        for language, people in readers.items():
            self.stdout.write(f"{language}: {people}")
        self.stdout.write(f"People in all: {sum(readers.values())}; nothing was sent.")


def what_next() -> dict[str, str]:
    """Language → the next step of the law as the status record says it; nothing while that is being checked or old."""
    now = status.shown()
    if now.is_checking or now.is_stale:
        return {}
    said = {}
    for language in settings.LIVE_LANGUAGES:
        with translation.override(language):
            said[language] = str(now.next_step)
    return {language: words for language, words in said.items() if words}
