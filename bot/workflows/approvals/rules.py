"""What the operator has set about approvals."""

from dataclasses import dataclass
from datetime import tzinfo

from bot.jobs.policy import Policy


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
