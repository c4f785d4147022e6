"""What a private message asks or promises, and under which name its outcome is found.

The function that draws such a message says so in its `promise`; from then on the message is brought to
its outcome, whatever happens in between: see `bot.workflows.promises`.
"""

from dataclasses import dataclass
from typing import Literal

from bot.jobs.change import Change, change_id

PromiseKind = Literal[
    "approval",  # a change waits for somebody's approval
    "decide",  # you may approve or reject it here
    "undo",  # a deletion is sent unless it is undone
    "held",  # a change waits for PropOps to answer
    "checking",  # I'll tell you what became of it
    "unknown",  # nobody can find out whether it was done: what now?
    "sure",  # the contractor was not told: tell them all the same?
    "link",  # link your account
    "draft",  # what was typed is kept: go on?
    "raise",  # the job is deleted: raise it again?
    "chase",  # a contractor has not accepted yet: tell them again, choose another?
    "shared account",  # somebody links your account: is that you too?
]
"""Stored: a name never changes."""

DRAFT_SECONDS = 7 * 86400.0
"""How long a draft is kept, and the message that offers it holds good."""
ANSWER_SECONDS = 15 * 60.0
"""How long the owner of an account may answer whether another Slack account is theirs too."""
CHASE_SECONDS = 30 * 86400.0
"""How long a reminder of a contractor waits for its job to move."""
LOOKING = 60.0
"""Seconds for which somebody is taken to look at what they pressed, or were just told."""


@dataclass(frozen=True)
class Promise:
    """`subject`: the id of the change, draft, request or job that brings the outcome; empty where a member's
    link does, or none alone. `lasts`: seconds after which the message no longer holds; None: until its outcome.
    """

    kind: PromiseKind
    subject: str = ""
    lasts: float | None = None


def of_draft(draft: str) -> Promise | None:
    """Of a message that offers a draft; None where it offers none."""
    return Promise("draft", draft, DRAFT_SECONDS) if draft else None


OF_DRAFTS = Promise("draft", "", DRAFT_SECONDS)
"""Of a message that offers several: what becomes of one must not stand in the place of the others."""


def confirmed_id(change: Change) -> str:
    """The id of the notification that *Notify anyway* sends, asked about by this one."""
    return change_id(f"{change.member.team}:sure:{change.id}")
