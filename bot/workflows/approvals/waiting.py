"""What waits for one member's decision."""

from bot.jobs.actions import WRITES
from bot.jobs.board import Asked
from bot.jobs.change import Change, Member
from bot.views.channel_text import public_text
from bot.workflows.approvals.decisions import Approvals


def _title(change: Change) -> str:
    return str(change.fields.get("job_title") or change.before.get("job_title") or "")


async def waiting_for(approvals: Approvals, member: Member) -> list[Asked]:
    """Those that the member may decide, by the rules of now, and has not decided yet.

    Where Slack does not tell who is in a group, its people are shown none. Raises `DatabaseDown`.
    """
    asked = []
    for approval in await approvals.open_ones():
        if any(each.member.user == member.user for each in approval.decisions):
            continue
        if not await approvals.is_approver(member, approval):
            continue
        change = await approvals.change_of(approval)
        if change is None or not approvals.concerns(member, change):
            continue
        if change.state != "waiting" or change.member.user == member.user:
            continue
        asked.append(
            Asked(
                change.id,
                approval.round,
                WRITES[change.action].title,
                await approvals.name(change.member),
                approval.asked_at or change.created_at,
                change.job_uuid,
                change.job_ref,
                approval.amount,
                approvals.card_address(approval),
                public_text(_title(change), money=False, show=False),
            )
        )
    return asked
