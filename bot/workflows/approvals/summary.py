"""What an approver sees of a change besides the job: read when approval is requested, kept with it."""

import structlog

from bot.errors import BotError, TokenDead
from bot.jobs.change import Change
from bot.jobs.model import Commit, Job
from bot.jobs.outcome import Summary
from bot.jobs.ports import PropOps
from bot.workflows.writes.action import WriteAction

log = structlog.get_logger(__name__)


async def summary_of(
    write: WriteAction, change: Change, job: Job | None, revision: Commit | None, propops: PropOps
) -> Summary | None:
    """The write's summary; None where PropOps fails, since approval is requested anyway.

    Raises `TokenDead`.
    """
    try:
        return await write.summary(change, job, revision, propops)
    except TokenDead:
        raise
    except BotError as error:
        log.info(
            "reading the summary for approvers failed, asking without", problem=type(error).__name__
        )
        return None
