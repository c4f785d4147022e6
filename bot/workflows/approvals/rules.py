"""What the operator has set about approvals."""

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

    def next_reminder_at(self, asked_at: float, reminders_sent: int, expires_at: float) -> float:
        """When the next reminder, or the end, is due. Unix seconds."""
        if reminders_sent >= len(self.reminders):
            return expires_at
        return min(
            expires_at, working_hours_after(asked_at, self.reminders[reminders_sent], self.zone)
        )
