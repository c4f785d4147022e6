"""Show private details: to the person who asks, and written down that they did."""

from bot.errors import PropOpsError, TokenDead
from bot.members.access import People
from bot.slack.messenger import Messenger
from bot.store.audit_log import AuditEntry, AuditLog
from bot.views import job_details as views
from handlers.request import Request


class PrivateDetails:
    """Read from PropOps as the asker, so PropOps decides who sees what. Recorded before shown."""

    def __init__(self, people: People, messenger: Messenger, audit: AuditLog) -> None:
        self._people, self._messenger, self._audit = people, messenger, audit

    async def show(self, who: Request, typed: str) -> None:
        """`UUID REF`. Raises `NotWelcome`, `NotLinked`, `PropOpsError` kinds."""
        await self._people.require_access(who.member)
        propops = await self._people.propops(who.member)
        job = await propops.get(typed.partition(" ")[0])
        try:
            lookups = await self._people.lookups(who.member)
            tenants = await lookups.contacts(job.tenants_ids or ())
        except TokenDead:
            raise
        except PropOpsError:
            tenants = ["PropOps did not tell who they are."]
        name = await self._people.linked_name(who.member)
        subject = job.job_ref or job.uuid
        await self._audit.record(
            AuditEntry("private.shown", who.member, name, who.place.channel, subject, "shown")
        )
        message = views.private_details(job, tenants)
        await self._messenger.send_ephemeral(who.place.channel, who.member, message, who.url)
