"""Bolt reads these variables by itself, and with a client id would keep installations in files."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

_NAMES = (
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "SLACK_VERIFICATION_TOKEN",
)


@contextmanager
def hidden() -> Iterator[None]:
    """None of them is there meanwhile."""
    kept = {name: os.environ.pop(name) for name in _NAMES if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)
