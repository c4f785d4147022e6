"""Which change is allowed where, which needs approval, and whose: decisions with their reason.

Settings give the ordinary rules; `policy_file` narrows and refines them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.jobs.actions import WRITES, Action
from bot.jobs.change import Change
from bot.jobs.display import as_number, label, pounds
from bot.jobs.fields import Money
from bot.jobs.forms import FIELDS, MONEY
from bot.jobs.model import Job
from bot.jobs.policy_file import PolicyFile, PolicyRule

_NO_RULES = PolicyFile()
POUNDS = frozenset(name for name in MONEY if isinstance(FIELDS[name].kind, Money))
"""The fields that rules about pounds look at."""
RESTORES: frozenset[Action] = frozenset({"restore_commit"})
"""What writes fields that the change itself doesn't name."""
UNSURE = (
    "I couldn't check with Slack which user groups you are in, so nothing was done. "
    "Please try again in a minute."
)


class Membership(NamedTuple):
    """The users and groups named in rules that a member is, or is in.

    `maybe` adds the groups whose members Slack could not list just now.
    """

    sure: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Need:
    """Why approval is needed, whose (`approvers`: users and groups), and of how many people."""

    why: str
    approvers: tuple[str, ...]
    needed: int
    amount: float | None
    tier: str = ""
    """What they approve, in words: `changes up to £500`; empty for APPROVERS."""


@dataclass(frozen=True)
class Policy:
    """`second_over`: pounds above which two people must approve."""

    actions: tuple[Action, ...] = ("delete",)
    budget_over: float | None = None
    second_over: float | None = None
    approvers: tuple[str, ...] = ()
    file: PolicyFile = _NO_RULES

    @property
    def members_named(self) -> frozenset[str]:
        """Users and groups that any rule names."""
        rules: Sequence[PolicyRule] = (*self.file.deny, *self.file.allow, *self.file.approval)
        return frozenset(id_ for rule in rules for id_ in rule.members)

    @property
    def all_approvers(self) -> frozenset[str]:
        """Users and groups that approve anything."""
        return frozenset(
            (*self.approvers, *(id_ for tier in self.file.approvers for id_ in tier.who))
        )

    def refusal(self, action: Action, channel: str, membership: Membership) -> str:
        """Why this may not be done here, a whole sentence; empty when it may. Deny wins.

        A rule about a group that Slack can't list just now counts as if they were in it.
        """
        for rule in self.file.deny:
            if rule.fits(action, channel, membership.sure):
                return rule.reason or _not_here(action)
            if rule.fits(action, channel, membership.maybe):
                return UNSURE
        rules = [rule for rule in self.file.allow if not rule.actions or action in rule.actions]
        if not rules or any(rule.fits(action, channel, membership.sure) for rule in rules):
            return ""
        if any(rule.fits(action, channel, membership.maybe) for rule in rules):
            return UNSURE
        return next((rule.reason for rule in rules if rule.reason), _not_here(action))

    def wants_job(self, change: Change) -> bool:
        """Whether the rules ask about the job itself."""
        if change.action == "create":
            return False
        if self._counts_money and (POUNDS & change.fields.keys() or change.action in RESTORES):
            return True
        return any(
            (rule.job_types or rule.over is not None)
            and (not rule.actions or change.action in rule.actions)
            for rule in self.file.approval
        )

    def wants_commit(self, change: Change) -> bool:
        """Whether the rules ask what a restore brings back."""
        return change.action in RESTORES and self.wants_job(change)

    def may_need(self, action: Action, channel: str, membership: Membership) -> list[str]:
        """When this has to be approved, in words that end a sentence; `always` for always."""
        if action in self.actions:
            return ["always"]
        conditions = []
        if self.budget_over is not None and (WRITES[action].form or action in RESTORES):
            conditions.append(f"when it is about more than {_round(self.budget_over)}")
        for rule in self.file.approval:
            if rule.fits(action, channel, membership.maybe):
                types = " or ".join(map(str, rule.job_types))
                parts = [f"the job type is {types}"] if types else []
                parts += (
                    [f"it is about more than {_round(rule.over)}"] if rule.over is not None else []
                )
                conditions.append(f"when {' and '.join(parts)}" if parts else "always")
        return ["always"] if "always" in conditions else conditions

    def need(
        self,
        change: Change,
        job: Job | None,
        membership: Membership,
        fields: Mapping[str, Any] | None = None,
    ) -> Need | None:
        """The approval this change needs; None when it needs none.

        `fields`: what it writes, where the change itself does not name it (a restore).
        """
        fields = change.fields if fields is None else fields
        why = self._why(change, job, membership, fields)
        if not why:
            return None
        amount = price(fields, job)
        two_people = (
            self.second_over is not None and amount is not None and amount > self.second_over
        )
        if two_people:
            why += f" Above {pounds(self.second_over or 0)} it takes two people."
        approvers, tier = self.approvers_for(amount)
        return Need(why, approvers, 2 if two_people else 1, amount, tier)

    def approvers_for(self, amount: float | None) -> tuple[tuple[str, ...], str]:
        """The approvers for this amount in pounds, and in words what they approve.

        An unknown amount counts as a large one.
        """
        below: float | None = None
        for tier in self.file.approvers:
            if tier.up_to is None or (amount is not None and amount <= tier.up_to):
                return tier.who, _tier(below, tier.up_to)
            below = tier.up_to
        return self.approvers, _tier(below, None) if self.file.approvers else ""

    @property
    def _counts_money(self) -> bool:
        return self.budget_over is not None or any(r.over is not None for r in self.file.approval)

    def _why(
        self, change: Change, job: Job | None, membership: Membership, fields: Mapping[str, Any]
    ) -> str:
        if change.action in self.actions:
            return f"{WRITES[change.action].doing} always needs approval."
        if self.budget_over is not None and (dearest := _dearest(fields, job)) is not None:
            what, amount_set = dearest
            if amount_set > self.budget_over:
                return f"The {what} of {pounds(amount_set)} is above {pounds(self.budget_over)}."
        amount = price(fields, job)
        kinds = {fields.get("job_type_id"), job.job_type_id if job else None}
        for rule in self.file.approval:
            if not rule.fits(change.action, change.place.channel, membership.maybe):
                continue
            if rule.job_types and kinds.isdisjoint(rule.job_types):
                continue
            if rule.over is not None and (amount is None or amount <= rule.over):
                continue
            return rule.reason or "A rule of your team asks for approval here."
        return ""


def price(fields: Mapping[str, Any], job: Job | None) -> float | None:
    """The pounds at stake: the largest of what is written and what the job holds."""
    amounts = [as_number(fields.get(name)) for name in POUNDS]
    amounts += [as_number(getattr(job, name)) for name in POUNDS] if job is not None else []
    return max((float(each) for each in amounts if each is not None), default=None)


def _dearest(fields: Mapping[str, Any], job: Job | None) -> tuple[str, float] | None:
    """The largest amount that a change sets or replaces, with its label; None when it touches none."""
    amounts = [
        (label(name).casefold(), float(amount))
        for name in sorted(POUNDS & fields.keys())
        for value in (fields[name], getattr(job, name) if job is not None else None)
        if (amount := as_number(value)) is not None
    ]
    return max(amounts, key=lambda each: each[1], default=None)


def _round(amount: float) -> str:
    return pounds(amount).removesuffix(".00")


def _tier(below: float | None, up_to: float | None) -> str:
    if up_to is not None:
        return f"changes up to {_round(up_to)}"
    return f"changes above {_round(below)}" if below is not None else "any change"


def _not_here(action: Action) -> str:
    return (
        f"Your team's rules don't allow this here ({WRITES[action].title.casefold()}). "
        "Please try another channel, or ask whoever runs this bot."
    )
