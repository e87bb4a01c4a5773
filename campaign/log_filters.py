"""Tokens and addresses never reach a log: every line is masked when it is formatted, tracebacks included."""

import logging
import re

_TOKEN = re.compile(r"(/(?:confirm|withdraw|not-me|yours|unsubscribe|set-password/[^/\s]+)/)[^/\s\"'?]+")
# starts only where a word starts: tried at every sign, one long word would cost the square of its length
_ADDRESS = re.compile(r"(?<![^\s@<>\"'(),:;=])[^\s@<>\"'(),:;=]+(?:@|%40)[^\s@<>\"'(),:;/&]+", re.IGNORECASE)
_IPV4 = re.compile(r"\b(?!127\.)(?:\d{1,3}\.){3}\d{1,3}\b")
_GROUPS = "[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,7}"
_IPV6 = re.compile(
    rf"(?<![\w:.])(?:(?:{_GROUPS})?::(?:{_GROUPS})?|(?:[0-9a-f]{{1,4}}:){{4,7}}[0-9a-f]{{1,4}})(?![\w:])", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")


def mask(text: str) -> str:
    """The same text without personal links, mail addresses, network addresses and control characters but newline."""
    text = _CONTROL.sub("?", text)  # first: one of them in an address would cut it in two
    text = _TOKEN.sub(r"\1***", text)
    text = _ADDRESS.sub("***@***", text)
    return _IPV6.sub("*:*", _IPV4.sub("*.*.*.*", text))


class MaskingFormatter(logging.Formatter):
    """One line a record: time, level, logger, masked words."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))
