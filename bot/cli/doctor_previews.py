"""What `doctor` says of previews under links and of Work Objects: what only a live workspace decides."""

import time
from collections.abc import AsyncIterator

from bot.cli.finding import Finding
from bot.settings import Settings
from bot.store.database import Database
from bot.store.sent_notices import SentNoticeStore
from bot.workflows.work_objects import DAY, PAUSED


async def previews(
    database: Database, settings: Settings, team: str = ""
) -> AsyncIterator[Finding]:
    """`team`: of this workspace alone. Raises `DatabaseDown`."""
    if settings.propops_job_url is None:
        yield Finding(
            None,
            "previews",
            "PROPOPS_JOB_URL is not set: links to jobs show no preview, cards no panel",
        )
        return
    paused = await SentNoticeStore(database, time.time).claimed_since(PAUSED, DAY)
    for key in paused:
        if team and key != f"{PAUSED}{team}":
            continue
        yield Finding(
            None,
            "Work Objects",
            f"Slack did not take one in {key.removeprefix(PAUSED)} within the last day: cards are plain. In the "
            "app's settings, is *Work Object Previews* on, with the type *Task*? What Slack said is in the log.",
        )
