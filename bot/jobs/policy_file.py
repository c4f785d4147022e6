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
"""

import tomllib
from collections.abc import Collection
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.jobs.actions import Action


class BadPolicy(Exception):
    """`policy.toml` can't be used; the text is one sentence for the operator."""


class PolicyRule(BaseModel):
    """Empty means any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    actions: tuple[Action, ...] = ()
    channels: tuple[str, ...] = ()
    members: tuple[str, ...] = Field((), description="Slack users and user groups")
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
    who: tuple[str, ...] = Field(min_length=1)


class PolicyFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    deny: tuple[PolicyRule, ...] = ()
    allow: tuple[PolicyRule, ...] = ()
    approval: tuple[ApprovalRule, ...] = ()
    approvers: tuple[Tier, ...] = ()


def read_policy(path: Path) -> PolicyFile:
    """The file, or no rules when there is none. Raises `BadPolicy`."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return PolicyFile()
    except (OSError, UnicodeDecodeError) as error:
        raise BadPolicy(f"{path} can't be read ({type(error).__name__}).") from None
    try:
        return PolicyFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadPolicy(f"{path} is not TOML: {error}.") from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise BadPolicy(f"{path}, {where}: {first['msg']}.") from None
