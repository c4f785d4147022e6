"""What became of a change: stored with it, and carried from run to run where it lasts."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from typing import Annotated, Any, ClassVar, Literal, get_args

from pydantic import BeforeValidator, ConfigDict, PlainSerializer, TypeAdapter

Why = Literal[
    "",
    "refused",  # PropOps, or the operator's rules, said no
    "sure",  # something speaks against it: goes on after a second yes
    "conflict",  # somebody else changed the job since the form opened
    "link",  # no living token: goes on once the member has linked
    "down",  # PropOps can't be reached or throttles, or Slack gives no file: goes on by itself
    "lost",  # the answer was lost
    "behind",  # the answer to an earlier change of its job was lost: goes on by itself
    "gone",  # the job is no longer there
    "approval",  # somebody else has to approve it
    "undo",  # it is sent once its time to be undone is over
    "withdrawn",  # its member took it back
    "operator",  # whoever runs the bot decided it
    "undecryptable",  # its private fields can't be decrypted any more
]
MOST_LINES = 8
CLEAR_PARTS = frozenset(
    {
        *("why", "field", "forbidden", "account", "failures", "crashes", "parked_at", "reported"),
        *("doubted", "candidates", "claimed_job", "times_again", "duplicates", "also_of"),
        *("unread", "already", "approval_round", "tier", "too_few_approvers", "no_job"),
    }
)
"""Parts of an outcome that hold nothing anybody wrote: the database encrypts all others."""


@dataclass(frozen=True)
class FieldChange:
    """One field, before and after, in words. Sensitive values are masked; nothing is escaped."""

    name: str
    label: str
    old: str
    new: str


def _row(stored: Any) -> Any:
    return FieldChange(*stored) if isinstance(stored, list) else stored


_Row = Annotated[
    FieldChange, BeforeValidator(_row), PlainSerializer(lambda row: list(astuple(row)))
]


@dataclass(frozen=True)
class JobRow:
    """A job that a create made, or may have made. `at`: when, as PropOps says it."""

    uuid: str
    ref: str = ""
    at: str = ""


@dataclass(frozen=True)
class Summary:
    """What an approver has to see of a change besides the job: changed fields, plain lines."""

    rows: tuple[_Row, ...] = ()
    lines: tuple[str, ...] = ()

    @classmethod
    def of(cls, rows: Sequence[FieldChange] = (), lines: Sequence[str] = ()) -> "Summary":
        """Without empty lines, and with no more than `MOST_LINES`."""
        shown = [line.strip() for line in lines if line.strip()]
        return cls(tuple(rows), tuple(shown[:MOST_LINES]))


SLACK_AWAY = "Slack isn't giving me the file just now."
"""Said while a file can't be fetched: PropOps has nothing to do with it."""


@dataclass(frozen=True)
class Outcome:
    """Plain JSON in the database, under these names, which never change; parts left out are empty.

    `said` is a whole sentence for the member.
    """

    __pydantic_config__: ClassVar = ConfigDict(hide_input_in_errors=True)

    why: Why = ""
    said: str = ""
    field: str = ""
    """The field that PropOps named in a refusal."""
    forbidden: bool = False
    """PropOps's 403: the account lacks the permission."""
    account: str = ""
    """The PropOps account it was tried as."""

    failures: int = 0
    """Runs in a row that PropOps could not be reached in."""
    crashes: int = 0
    """Runs that something of ours broke."""
    parked_at: float | None = None
    """Unix seconds since when it waits for its member to link."""
    reported: str = ""
    """State and reason that the member has been told of."""

    doubted: bool = False
    """An answer was lost on the way."""
    candidates: tuple[JobRow, ...] = ()
    """Jobs a create may have made, for the member to choose from."""
    claimed_job: str = ""
    """The uuid of the one the member chose."""
    times_again: int = 0
    """How often the member asked to send it again."""
    duplicates: tuple[JobRow, ...] = ()
    """More jobs that the same create made."""
    also_of: str = ""
    """The id of another change that counts the job as its own."""
    unread: bool = False
    """It was done, but the job could not be read back."""
    already: bool = False
    """The job held the values already: nothing was sent."""
    no_job: bool = False
    """PropOps itself said 404 when it was asked for the job."""
    conflicts: tuple[Mapping[str, Any], ...] = ()
    """Fields somebody else changed meanwhile, as `bot.jobs.updates.conflicts` gives them."""

    approval_round: int = 0
    """The round it waits, or waited, for approval in."""
    summary: Summary | None = None
    tier: str = ""
    """The name of the rule that asks for the approval."""
    asked_again_because: str = ""
    too_few_approvers: bool = False
    approvers: tuple[str, ...] = ()
    """Names of those who approved it."""

    @property
    def waits_for_slack(self) -> bool:
        return self.why == "down" and self.said == SLACK_AWAY

    def lasting_into(self, next_: "Outcome") -> "Outcome":
        """The next run's outcome, with what a change keeps from run to run."""
        return replace(
            next_,
            claimed_job=next_.claimed_job or self.claimed_job,
            times_again=next_.times_again or self.times_again,
            reported=next_.reported or self.reported,
            approval_round=next_.approval_round or self.approval_round,
            summary=next_.summary or self.summary,
            tier=next_.tier or self.tier,
        )

    def to_json(self) -> dict[str, Any]:
        stored: dict[str, Any] = _STORED.dump_python(self, mode="json", exclude_defaults=True)
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Outcome":
        """Parts and reasons that this version doesn't know are left out."""
        known = dict(stored)
        if known.get("why") not in get_args(Why):
            known.pop("why", None)
        return _STORED.validate_python(known)


_STORED = TypeAdapter(Outcome)
