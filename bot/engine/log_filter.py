"""Filters the engine library's own log: warnings only, each message a few times a minute at most."""

import logging
import re
import time

_LIBRARY = "dbos"
_HARMLESS = (
    "already exists in queue",  # a run that was brought back
    "Exception encountered in asynchronous workflow",  # our own log has it, without the message
    "Asyncio task cancelled for workflow",  # closing
    "DBOS failed to launch",  # said once more in a sentence, when the program ends
)
_MOST = 3
_PER = 60.0
_VARYING = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[\d.]+|S-[A-Z2-7]{12}|0x[0-9a-f]+")


class LogFilter(logging.Filter):
    """Lets `most` records of one kind through in `per` seconds."""

    def __init__(self, most: int = _MOST, per: float = _PER) -> None:
        super().__init__()
        self._most, self._per = most, per
        self._seen: dict[str, tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return False
        message = record.getMessage()
        if any(each in message for each in _HARMLESS):
            return False
        kind = _VARYING.sub("#", message)[:80]
        now = time.monotonic()
        since, count = self._seen.get(kind, (now, 0))
        if now - since > self._per:
            since, count = now, 0
        if len(self._seen) > 200:
            self._seen.clear()
        self._seen[kind] = (since, count + 1)
        return count < self._most


def install_log_filter() -> None:
    """Sends the library's log records to the root logger, filtered."""
    logger = logging.getLogger(_LIBRARY)
    logger.setLevel(logging.WARNING)
    logger.propagate = True
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())  # else it adds a console of its own
    if not any(isinstance(each, LogFilter) for each in logger.filters):
        logger.addFilter(LogFilter())
