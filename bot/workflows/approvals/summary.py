"""What an approver has to see of a change besides the job: read when it is asked, kept as plain JSON."""

import structlog

from bot.errors import BotError, TokenDead
from bot.jobs.change import Change, Json
from bot.jobs.diff import FieldChange
from bot.jobs.model import Commit, Job
from bot.jobs.ports import PropOps
from bot.workflows.writes.action import WriteAction

log = structlog.get_logger(__name__)


async def content(
    write: WriteAction, change: Change, job: Job | None, revision: Commit | None, propops: PropOps
) -> Json:
    """The write's summary; what PropOps doesn't tell is no reason not to ask. Raises TokenDead."""
    try:
        summary = await write.summary(change, job, revision, propops)
    except TokenDead:
        raise
    except BotError as error:
        log.info("summary for approvers not read, asking without", problem=type(error).__name__)
        return {}
    return summary.to_json() if summary is not None else {}


def rows_of(kept: Json) -> list[FieldChange]:
    return [FieldChange(*row) for row in kept.get("rows", ())]
