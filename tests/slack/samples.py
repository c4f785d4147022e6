"""What the tests here say, and how fast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.jobs.promises import Promise
from bot.sandbox.slack import Message as Shown
from bot.sandbox.slack import SandboxSlack
from bot.slack.rate_limit import Timing

JOBS = "C0MAINT001"
APPROVALS = "C0APPROV01"
NOT_OURS = "C0GENERAL1"
ARCHIVED = "C0OLDJOBS1"

PATIENCE = 2.0
"""Seconds of a session: a silent Slack is waited out, and a busy machine answers within."""
QUICK = Timing(
    gap=0.01,
    burst=50,
    update_gap=0.05,
    settle=0.2,
    grace=0.15,
    first_read_after=0.02,
    patience=3.0,
    clocks_apart=5.0,
)


@dataclass(frozen=True)
class Words:
    """A message of one section."""

    text: str
    blocks: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    promise: Promise | None = None


def words(text: str) -> Words:
    return Words(text, [{"type": "section", "text": {"type": "mrkdwn", "text": text}}])


def broken(text: str) -> Words:
    """Blocks that Slack refuses."""
    return Words(text, [{"type": "section"}])


def keyed(slack: SandboxSlack, channel: str, key: str) -> list[Shown]:
    """The messages there that carry this key."""
    return [
        each
        for each in slack.channel(channel).messages
        if not each.deleted and (each.metadata or {}).get("event_payload", {}).get("key") == key
    ]


def modal(title: str = "New job") -> dict[str, Any]:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title},
        "blocks": [{"type": "section", "text": {"type": "plain_text", "text": "Loading…"}}],
    }
