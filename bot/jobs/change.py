"""A change: one write a member asked for, with its state and outcome.

    asked ──> waiting (approval) ──> applying ──> done
       │            │                   ├──> checking (answer lost) ──> done | failed | unknown
       └────────────┴── refused, expired, withdrawn, failed

A stored change is plain JSON: numbers, strings, lists. It outlives the code that wrote it.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple, TypeAlias

from bot.jobs.actions import Action
from bot.jobs.outcome import Outcome

State = Literal[
    "asked",
    "waiting",
    "applying",
    "checking",
    "done",
    "failed",
    "refused",
    "expired",
    "withdrawn",
    "unknown",
]
OPEN: frozenset[State] = frozenset({"asked", "applying", "checking"})
"""States a workflow still moves on by itself."""
ENDED: frozenset[State] = frozenset({"done", "failed", "refused", "expired", "withdrawn"})

Json: TypeAlias = dict[str, Any]


class Member(NamedTuple):
    """The person in Slack who acts. `enterprise` is empty outside Enterprise Grid."""

    enterprise: str
    team: str
    user: str


@dataclass(frozen=True)
class Place:
    """Where it was asked, and where it is answered: Slack ids, each may be empty.

    `card`: the channel that somebody chose for the card of a new job.
    """

    channel: str = ""
    view: str = ""
    message: str = ""
    card: str = ""


@dataclass(frozen=True)
class Change:
    """One write, from asked to ended.

    `fields`: what PropOps is sent, JSON values by field name, sensitive ones included (the store
    encrypts those). `base`: for an update, `{"updated_at": …, "fields": {…}}` as the member saw it.
    `names`: id → name of chosen things, `{"contractor_id": "Ace Gas"}`, for showing.
    `target`: extra parameters: `{"commit_id": …}` or `{"file_id": …}`.
    `outcome`, `before`, `after`: sensitive fields masked. Times are Unix seconds.
    """

    id: str
    key: str
    action: Action
    member: Member
    place: Place = Place()
    state: State = "asked"
    job_uuid: str = ""
    job_ref: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)
    base: Mapping[str, Any] = field(default_factory=dict, repr=False)
    names: Mapping[str, Any] = field(default_factory=dict, repr=False)
    target: Mapping[str, Any] = field(default_factory=dict)
    outcome: Outcome = field(default_factory=Outcome)
    before: Mapping[str, Any] = field(default_factory=dict, repr=False)
    after: Mapping[str, Any] = field(default_factory=dict, repr=False)
    fingerprint: str = ""
    run: int = 0
    due_at: float = 0.0
    created_at: float = 0.0
    updated_at: float = 0.0
    finished_at: float | None = None
    send_at: float = 0.0
    """Of a deletion that can be undone until then: it is not sent before. 0: it does not wait for that."""
    trace: str = ""
    """The W3C `traceparent` of what asked for it; empty of a release before there were any."""
    held: bool = False
    """Waits for PropOps to answer again, and later ones of the same member wait behind it."""

    def but(self, **changes: Any) -> "Change":
        return replace(self, **changes)


def change_id(key: str) -> str:
    """`S-` and 12 characters that follow from the key: the mark every created job carries.

    Never changes: PropOps holds it. Deterministic, so a replay, another replica or a restored backup computes the same one.
    """
    digest = hashlib.sha256(key.encode()).digest()
    return "S-" + base64.b32encode(digest).decode()[:12]
