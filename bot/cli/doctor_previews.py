"""What `doctor` says of previews under links and of Work Objects: what only a live workspace decides."""

import time
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit

from bot.cli.finding import Finding
from bot.manifest import unfurl_domain
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
    for finding in _job_pages(settings.propops_job_url, settings.propops_base_url):
        yield finding
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


def _job_pages(template: str, instance: str) -> Iterator[Finding]:
    """Pages of jobs want a sign-in: so only where they are is compared."""
    host, home = urlsplit(template).hostname, urlsplit(instance).hostname
    if host == home:
        yield Finding(True, "PROPOPS_JOB_URL", f"leads to PropOps itself, {host}")
    else:
        words = f"leads to {host}, while PROPOPS_BASE_URL is {home}: please press a card's Open in PropOps once"
        yield Finding(None, "PROPOPS_JOB_URL", words)
    if not unfurl_domain(template):
        words = f"Slack shows none under links to {host}: it takes names of the Internet alone"
        yield Finding(None, "previews", words)
