"""The proof of consent for one signature, by its number or by the typed address; or a check of all that proofs need."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from petitions import addresses, proof
from petitions.models import Wording


class Command(BaseCommand):
    help = "Shows what was on the page when somebody signed, when, and in which language. Prints no name, no address."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("signature", nargs="?", type=int, help="the number of a signature")
        which.add_argument("--address", help="the address of the person who asks")
        which.add_argument("--all", action="store_true", help="check every recorded text; exits 1 at a difference")
        parser.add_argument("--output", type=Path, help="write the proof as JSON into this file, the whole texts in it")

    def handle(
        self, *args: Any, signature: int | None, address: str | None, output: Path | None, **options: Any
    ) -> None:
        if options["all"]:
            return self._check()
        proofs = _found(signature, address)
        if output:
            output.write_text(json.dumps(proofs, indent=1, ensure_ascii=False) + "\n")
            self.stdout.write(f"Proofs written: {len(proofs)}")
            return None
        self.stdout.write("\n\n".join(_in_lines(one) for one in proofs))
        return None

    def _check(self) -> None:
        if lines := proof.broken():
            raise CommandError("; ".join(lines))
        self.stdout.write(f"Every text is what its hash says: {Wording.objects.count()}")


def _found(signature: int | None, address: str | None) -> list[dict[str, Any]]:
    try:
        return [proof.by_number(signature)] if signature is not None else proof.by_address(str(address))
    except addresses.BadAddress as bad:
        raise CommandError(f"This is not an address we could have written to ({bad.reason}).") from bad
    except proof.NoSignature as none:
        gone = " It was deleted: its number stands in the journal of erasures." if none.was_deleted else ""
        raise CommandError(f"There is no such signature.{gone}") from none


def _in_lines(one: dict[str, Any]) -> str:
    names = ("signature", "petition", "state", "first_asked", "last_asked", "confirmed", "language_of_letters")
    lines = [
        f"{name.replace('_', ' ')}: {one[name] if one[name] is not None else 'not known any more'}" for name in names
    ]
    lines += [f"{act} by: {how}" for act, how in one["acts"].items()]
    lines += [_text_in_a_line("shown", shown) for shown in one["shown"]]
    notice = one["privacy_notice_in_force"]
    return "\n".join([*lines, *([_text_in_a_line("in force then", notice)] if notice else [])])


def _text_in_a_line(how: str, shown: dict[str, Any]) -> str:
    verdict = "equals the stored text" if shown["hash_equals_text"] else "DOES NOT EQUAL THE STORED TEXT"
    return (
        f"{how}: {shown['kind']}, version {shown['version']}, language {shown['language']}, "
        f"since {shown['in_force_since']}, sha256 {shown['sha256']} ({verdict})"
    )
