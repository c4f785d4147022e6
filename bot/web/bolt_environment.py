"""What Bolt takes from the environment by itself: with a client id it would keep installations in files."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


def give_home() -> None:
    """For a user without an entry, as in some containers: slack_sdk asks for a home as it is imported."""
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = "/"
