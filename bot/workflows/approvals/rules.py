"""The operator's settings for approvals."""

from dataclasses import dataclass
from datetime import tzinfo

from bot.jobs.policy import Policy
from bot.jobs.working_time import working_hours_after


@dataclass(frozen=True)
class ApprovalRules:
    """`expiry_days`: working days an approval stays open. `reminders`: working hours after asking.

    `escalate_to`: users and groups asked too by the last reminder. `zone`: of working hours.
    """

    policy: Policy
    channel: str | None
    expiry_days: int
    reminders: tuple[float, ...]
    escalate_to: tuple[str, ...]
    zone: tzinfo

    def next_reminder(self, asked: float, sent: int, expires: float) -> float:
        """When the next reminder after `sent` of them is due, or the expiry; Unix seconds."""
        if sent >= len(self.reminders):
            return expires
        return min(expires, working_hours_after(asked, self.reminders[sent], self.zone))
