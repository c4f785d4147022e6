"""The job somebody named, read as themselves; or which one they may have meant."""

from collections.abc import Awaitable, Callable

from bot.errors import NotLinked
from bot.jobs.change import Json
from bot.jobs.model import Job
from bot.jobs.ports import PropOps
from bot.jobs.spelling import nearest
from bot.members.access import Access
from bot.members.links import Links
from bot.views import messages, modals
from bot.workflows.cards.job_cards import JobCards
from handlers.background import Background
from handlers.request import Request

_READ_FOR_SPELLING = 200
"""Jobs, last changed first, among which a mistyped reference is looked for."""


class NamedJobs:
    """Every job that is read brings its cards up to date."""

    def __init__(
        self, access: Access, links: Links, background: Background, cards: JobCards
    ) -> None:
        self._access, self._links, self._background, self._cards = access, links, background, cards

    async def require_linked(self, request: Request) -> None:
        """Raises `NotWelcome`, `NotLinked`."""
        await self._access.require_access(request.member)
        if not await self._links.linked(request.member):
            raise NotLinked

    async def propops(self, request: Request) -> PropOps:
        """PropOps as the member. Raises `NotWelcome`, `NotLinked`, `TokenDead`."""
        await self.require_linked(request)
        return await self._links.propops(request.member)

    async def find(self, request: Request, propops: PropOps, typed: str) -> Job | None:
        """The job of a reference or uuid; None once the member is told that there is none."""
        ref = first_word(typed)
        job = await propops.find(ref)
        if job is None:
            await self._background.reply_in_channel(request, await self._unknown(propops, ref))
        return job

    async def ask(
        self,
        request: Request,
        title: str,
        typed: str,
        draw: Callable[[PropOps, Job], Awaitable[modals.View]],
    ) -> None:
        """Opens what `draw` makes of the job that was named, or which it may be."""
        propops = await self.propops(request)
        await self.open(request, title, self.view(request, propops, title, first_word(typed), draw))

    async def view(
        self,
        request: Request,
        propops: PropOps,
        title: str,
        ref: str,
        draw: Callable[[PropOps, Job], Awaitable[modals.View]],
    ) -> modals.View:
        """What `draw` makes of the job, or a modal that says which it may be."""
        job = await propops.find(ref)
        if job is None:
            return modals.message_view(title, await self._unknown(propops, ref))
        await self.refresh(request, job)
        return await draw(propops, job)

    async def open(self, request: Request, title: str, prepare: Awaitable[modals.View]) -> None:
        """Opens what `prepare` makes, or says that Slack's patience was over."""
        if await self._background.open(request.trigger, title, prepare) is None:
            await self._background.reply_in_channel(request, messages.too_slow())

    async def refresh(self, request: Request, job: Job) -> None:
        """The job's cards show what was just read."""
        await self._cards.refresh(request.member.team, job)

    def link(self, job: Job) -> str | None:
        """Where PropOps shows the job; None when nobody told us."""
        return self._cards.link(job)

    async def _unknown(self, propops: PropOps, ref: str) -> messages.Message:
        rows = await propops.search("", limit=_READ_FOR_SPELLING)
        return messages.unknown_ref(ref, nearest(ref, [row.job_ref for row in rows if row.job_ref]))


def first_word(typed: str) -> str:
    """The reference, which comes first."""
    return typed.split(maxsplit=1)[0]


def metadata(request: Request, job: Job) -> Json:
    """What a modal about a job brings back (`Modal.job_uuid`, `job_ref`, `channel`)."""
    return {"job": job.uuid, "ref": job.job_ref, "channel": request.place.channel}
