"""What is set for each workspace: the settings, and in their place what POLICY_FILE says of it."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.jobs.actions import Action
from bot.jobs.policy import Policy
from bot.jobs.policy_file import PolicyFile, WorkspaceRules


@dataclass(frozen=True)
class WorkspacePolicy:
    """Channels are ids, or None; `escalate_to` users and user groups."""

    jobs_channel: str | None
    approvals_channel: str | None
    policy: Policy
    escalate_to: tuple[str, ...]

    def of(self, ids: Collection[str]) -> "WorkspacePolicy":
        """As it is in the workspace (or its organisation) with these ids, the first that is named."""
        own = next((self.policy.file.workspaces[id_] for id_ in ids if id_ in self._named), None)
        if own is None:
            return self
        escalate_to = own.approval_escalate_to
        return WorkspacePolicy(
            own.jobs_channel or self.jobs_channel,
            own.approvals_channel or self.approvals_channel,
            _policy(self.policy, own),
            self.escalate_to if escalate_to is None else escalate_to,
        )

    @property
    def _named(self) -> Collection[str]:
        return self.policy.file.workspaces.keys()


def unusable(usual: WorkspacePolicy, *, many: bool) -> str:
    """What is wrong with what is set for a workspace, a sentence; empty when nothing is."""
    for id_ in usual.policy.file.workspaces:
        if not many:
            return (
                f"[workspaces.{id_}] of POLICY_FILE counts only for many workspaces (SLACK_CLIENT_ID "
                "without SLACK_BOT_TOKEN): take it out, and use the settings"
            )
        there = usual.of([id_])
        if there.policy.approvers and there.approvals_channel is None:
            return (
                f"[workspaces.{id_}] of POLICY_FILE has approvers: set its approvals_channel too, which is "
                "where they are asked"
            )
    return ""


def _policy(usual: Policy, own: WorkspaceRules) -> Policy:
    file: PolicyFile = usual.file.in_workspace(own)
    actions: tuple[Action, ...] = (
        usual.actions if own.approval_actions is None else own.approval_actions
    )
    return Policy(
        actions,
        _first(own.approval_budget_over, usual.budget_over),
        _first(own.approval_second_over, usual.second_over),
        usual.approvers if own.approvers is None else own.approvers,
        file,
    )


def _first(own: float | None, usual: float | None) -> float | None:
    return usual if own is None else own
