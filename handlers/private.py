"""Show private details: to the person who asks, and written down that they did."""

from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import PropOpsError
from bot.people import People
from bot.slack.messenger import Messenger
from bot.store.audit import Audit, Line
from bot.views import private as views
from bot.views.buttons import Press
from bot.web.dispatch import Routes
from handlers.after import After
from handlers.asking import asking
from handlers.cards import pressed


def register(routes: Routes) -> None:
    routes.action("card.private")(show)


async def show(
    ack: AsyncAck, body: dict[str, Any], people: People, messenger: Messenger,
    after: After, audit: Audit,
) -> None:  # fmt: skip
    """Read from PropOps as the asker, so PropOps decides who sees what. Recorded before shown."""
    await ack()
    who, press = asking(body, people), Press.read(pressed(body))

    async def go() -> None:
        await people.welcome(who.member)
        propops = await people.propops(who.member)
        job = await propops.get(press.job)
        try:
            tenants = await propops.tenant_contacts(job.tenants_ids or ())
        except PropOpsError:
            tenants = ["PropOps did not tell who they are."]
        name = await people.linked_name(who.member)
        subject = job.job_ref or job.uuid
        await audit.record(
            Line("private.shown", who.member, name, who.place.channel, subject, "shown")
        )
        await messenger.whisper(
            who.place.channel, who.member, views.private_details(job, tenants), who.url
        )

    after.start(go(), who)
