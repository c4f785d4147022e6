"""Cards are compared with PropOps at once, instead of when their time comes."""

import sqlalchemy as sa

from bot.app import App
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from bot.store.schema import watched_jobs
from tests.waiting import until


async def compare(play: Testbed, app: App | None = None, job: str = "") -> None:
    """Every card, or those of one job by its uuid, is compared by `app`, or the one that serves; what it
    found is told.
    """
    app = app or play.app
    assert app is not None
    await app.engine.idle()
    await make_due(app, job)
    await app.flows.cards.reconciler.compare_due()
    await tell(play, app)


async def make_due(app: App, job: str = "") -> None:
    due = watched_jobs.update().where(watched_jobs.c.look_at > 0).values(look_at=0.0)
    if job:
        due = due.where(watched_jobs.c.job_uuid == job)
    await app.stores.database.call(lambda connection: connection.execute(due).rowcount)


async def tell(play: Testbed, app: App) -> None:
    """Until nothing is left to tell."""
    left = sa.select(sa.func.count()).where(watched_jobs.c.tell_at > 0)

    async def is_told() -> bool:
        await app.flows.cards.outside_news.tell_due()
        return not await app.stores.database.call(lambda each: each.execute(left).scalar())

    await until(is_told)
    await play.slack.settled()


def told(play: Testbed, card: Message) -> list[Message]:
    """What the card's thread says of PropOps itself."""
    words = ("Changed in PropOps", "ew note", "No longer visible in PropOps")
    return [
        each
        for each in play.slack.thread(card)
        if each.text.startswith(("🔄", "📝", "🗑️")) and any(word in each.text for word in words)
    ]
