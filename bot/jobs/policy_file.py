"""`policy.toml`: rules that narrow and refine the ordinary ones of the settings.

[[deny]]                      # wins over everything
actions = ["delete"]
channels = ["C0SHARED"]
reason = "Jobs are deleted only from #maintenance."

[[allow]]                     # once there is one for an action, only what fits one is allowed
actions = ["create"]
channels = ["C0MAINT"]

[[approval]]                  # needs approval besides APPROVAL_ACTIONS and APPROVAL_BUDGET_OVER
actions = ["update"]
job_types = [3]
over = 500
members = ["S0TRAINEES"]

[[approvers]]                 # the first that fits the amount; without any, APPROVERS
up_to = 500
who = ["S0LEADS"]

[workspaces.T0ELM00001]       # with many workspaces: what is set otherwise in one, or in an organisation (E…)
jobs_channel = "C0ELM"
approvals_channel = "C0ELMAPPR"
approvers = ["U0ANN"]

[[workspaces.T0ELM00001.deny]]  # besides the rules for all
actions = ["delete"]
"""

import tomllib
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from bot.errors import why_unreadable
from bot.jobs import slack_ids
from bot.jobs.actions import Action

_WORDS = {
    "float_parsing": "write a plain number such as 500",
    "float_type": "write a plain number such as 500",
    "int_parsing": "write whole numbers, such as [3]",
    "int_type": "write whole numbers, such as [3]",
    "tuple_type": 'write a list, such as ["C0123ABC"]',
    "string_type": "write text in quotation marks",
    "literal_error": 'name actions as PropOps does, such as "create" or "delete"',
    "missing": "it is missing",
    "too_short": "name at least one",
}


class BadPolicy(Exception):
    """`policy.toml` can't be used; the text is one sentence for the operator."""


def _channels(ids: tuple[str, ...]) -> tuple[str, ...]:
    if not all(map(slack_ids.CHANNEL.fullmatch, ids)):
        raise ValueError(slack_ids.CHANNEL_WANTED)
    return ids


def _members(ids: tuple[str, ...]) -> tuple[str, ...]:
    if not all(map(slack_ids.MEMBER_OR_GROUP.fullmatch, ids)):
        raise ValueError(slack_ids.MEMBER_WANTED)
    return ids


def _channel(id_: str) -> str:
    return _channels((id_,))[0]


def _teams(tables: dict[str, "WorkspaceRules"]) -> dict[str, "WorkspaceRules"]:
    if not all(map(slack_ids.TEAM.fullmatch, tables)):
        raise ValueError("name each by the id of a workspace (T…) or an organisation (E…)")
    return tables


Channel = Annotated[str, AfterValidator(_channel)]
Channels = Annotated[tuple[str, ...], AfterValidator(_channels)]
Members = Annotated[tuple[str, ...], AfterValidator(_members)]


class PolicyRule(BaseModel):
    """Empty means any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    actions: tuple[Action, ...] = ()
    channels: Channels = ()
    members: Members = Field((), description="Slack users and user groups")
    reason: str = ""

    def fits(self, action: Action, channel: str, ids: Collection[str]) -> bool:
        return (
            (not self.actions or action in self.actions)
            and (not self.channels or channel in self.channels)
            and (not self.members or not set(ids).isdisjoint(self.members))
        )


class ApprovalRule(PolicyRule):
    job_types: tuple[int, ...] = ()
    over: float | None = None


class Tier(BaseModel):
    """Who may approve changes of at most `up_to` pounds; without it, of any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    up_to: float | None = None
    who: Members = Field(min_length=1)


class WorkspaceRules(BaseModel):
    """What is set for one of many workspaces. None: as in the settings; rules come besides those for all.

    `tiers`: in the place of the `[[approvers]]` for all.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    jobs_channel: Channel | None = None
    approvals_channel: Channel | None = None
    approvers: Members | None = None
    approval_escalate_to: Members | None = None
    approval_actions: tuple[Action, ...] | None = None
    approval_budget_over: float | None = Field(None, ge=0)
    approval_second_over: float | None = Field(None, ge=0)
    deny: tuple[PolicyRule, ...] = ()
    allow: tuple[PolicyRule, ...] = ()
    approval: tuple[ApprovalRule, ...] = ()
    tiers: tuple[Tier, ...] = ()


class PolicyFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    deny: tuple[PolicyRule, ...] = ()
    allow: tuple[PolicyRule, ...] = ()
    approval: tuple[ApprovalRule, ...] = ()
    approvers: tuple[Tier, ...] = ()
    workspaces: Annotated[dict[str, WorkspaceRules], AfterValidator(_teams)] = Field(
        default_factory=dict
    )

    def in_workspace(self, own: WorkspaceRules) -> "PolicyFile":
        """The rules that count there."""
        return PolicyFile(
            deny=(*self.deny, *own.deny),
            allow=(*self.allow, *own.allow),
            approval=(*self.approval, *own.approval),
            approvers=own.tiers or self.approvers,
        )


def read_policy(path: Path, *, required: bool = False) -> PolicyFile:
    """The file, or no rules when there is none; `required`: there has to be one. Raises `BadPolicy`."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        if required:
            raise BadPolicy(
                f"POLICY_FILE names {path}, and there is no such file: its rules would not count."
            ) from None
        return PolicyFile()
    except (OSError, UnicodeDecodeError) as error:
        raise BadPolicy(f"{path} can't be read: {why_unreadable(error)}.") from None
    try:
        return PolicyFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadPolicy(f"{path} is not TOML: {error}.") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise BadPolicy(
            f"{path}, {_sentence(first['loc'], first['type'], first['msg'])}."
        ) from None


def _sentence(place: tuple[int | str, ...], kind: str, message: str) -> str:
    """Which entry, by its table and number in the file, and what to write instead."""
    table, *rest = [str(part + 1) if isinstance(part, int) else part for part in place]
    if table == "workspaces" and rest:
        field = ".".join(rest[1:])
        words = _WORDS.get(kind) or message.removeprefix("Value error, ")
        if kind == "extra_forbidden":
            words = "it is no part of a workspace's rules"
        return f"[workspaces.{rest[0]}]: {field}: {words}"
    if kind == "extra_forbidden" and not rest:
        tables = ", ".join(f"[[{name}]]" for name in PolicyFile.model_fields)
        return f"[[{table}]] is no table of rules: there are {tables}"
    where = f"[[{table}]]" + (f" no. {rest[0]}" if rest else "")
    field = ".".join(rest[1:2])
    if kind == "extra_forbidden":
        return f"{where}: {field} is no part of a rule there"
    words = _WORDS.get(kind) or message.removeprefix("Value error, ")
    return f"{where}: {field}: {words}" if field else f"{where}: {words}"
