"""A log line as one JSON object: when, how grave, who, what, which rows, and errors without their words."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime

from campaign.log_filters import mask
from campaign.traces import chain, failures, name

# "letter %s cannot be delivered": the number of a row, under the name of its kind. Nothing else becomes a field.
ROW = re.compile(r"(?:\b(account|letter|mailing|petition|signature|subscriber) )?%(?:\.\d+)?[srdi]")
SHORTEST_WORDS = 3  # shorter ones stand in any sentence


class JsonFormatter(logging.Formatter):
    """One line a record, in ASCII: nothing in it can end the line, move a cursor or pass for another line.

    `time` is UTC. `errors` holds what `campaign.traces` says of an exception; its own words are left out.
    """

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line: dict[str, object] = {"time": when, "level": record.levelname, "logger": record.name}
        line |= {"message": mask(words(record)), **dict(rows(record))}
        error = error_of(record)
        if error:
            line["errors"] = [asdict(failure) for failure in failures(error)]
        return json.dumps(line, ensure_ascii=True)


def error_of(record: logging.LogRecord) -> BaseException | None:
    """The exception that the line is about, or None."""
    return record.exc_info[1] if record.exc_info else None


def rows(record: logging.LogRecord) -> Iterator[tuple[str, int]]:
    """(kind, number) of each row that one of our own lines names."""
    if record.name.startswith(("campaign", "petitions")) and isinstance(record.args, tuple):
        for kind, value in zip(ROW.findall(str(record.msg)), record.args, strict=False):
            if kind and type(value) is int:
                yield kind, value


def words(record: logging.LogRecord) -> str:
    """The sentence, in which an exception is named and not quoted."""
    try:
        text = record.getMessage()
    except (TypeError, ValueError, KeyError):  # Python would print message and arguments past every mask
        text = str(record.msg)
    for error in errors_in(record):
        for said in (repr(error), str(error)):
            if len(said) >= SHORTEST_WORDS:
                text = text.replace(said, name(error))
    return text


def errors_in(record: logging.LogRecord) -> list[BaseException]:
    """Those among the arguments, and the one that the line is about, with what they came from."""
    values = list(record.args.values()) if isinstance(record.args, dict) else list(record.args or ())
    named = [value for value in [*values, error_of(record)] if isinstance(value, BaseException)]
    return [error for one in named for error in chain(one)]
