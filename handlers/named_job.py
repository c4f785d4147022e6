"""Reads the job that a member named, as that member; or suggests similar references."""

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
"""Jobs, last changed first, whose references are compared with a mistyped one."""


class NamedJobs:
    """Refreshes the cards of every job it reads."""

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
        """The job of a reference or uuid; None when there is none, and the member has been told so."""
        ref = first_word(typed)
        job = await propops.find(ref)
        if job is None:
            await self._background.reply_in_channel(request, await self._unknown(propops, ref))
        return job

    async def open_for_job(
        self,
        request: Request,
        title: str,
        typed: str,
        draw: Callable[[PropOps, Job], Awaitable[modals.View]],
    ) -> None:
        """Opens the view `draw` returns for the job that was named, or one with similar references."""
        propops = await self.propops(request)
        await self.open_view(
            request, title, self.view(request, propops, title, first_word(typed), draw)
        )

    async def view(
        self,
        request: Request,
        propops: PropOps,
        title: str,
        ref: str,
        draw: Callable[[PropOps, Job], Awaitable[modals.View]],
    ) -> modals.View:
        """The view `draw` returns for the job, or a modal with similar references."""
        job = await propops.find(ref)
        if job is None:
            return modals.message_view(title, await self._unknown(propops, ref))
        await self.refresh(request, job)
        return await draw(propops, job)

    async def open_view(
        self, request: Request, title: str, prepare: Awaitable[modals.View]
    ) -> None:
        """Opens the view of `prepare`, or tells the member that Slack's trigger had expired."""
        if await self._background.open(request.trigger, title, prepare) is None:
            await self._background.reply_in_channel(request, messages.too_slow())

    async def refresh(self, request: Request, job: Job) -> None:
        """Updates the job's cards to what was just read."""
        await self._cards.refresh(request.member.team, job)

    def link(self, job: Job) -> str | None:
        """The job's page in PropOps; None without PROPOPS_JOB_URL."""
        return self._cards.link(job)

    async def _unknown(self, propops: PropOps, ref: str) -> messages.Message:
        rows = await propops.search("", limit=_READ_FOR_SPELLING)
        return messages.unknown_ref(ref, nearest(ref, [row.job_ref for row in rows if row.job_ref]))


def first_word(typed: str) -> str:
    """The reference, which comes first."""
    return typed.split(maxsplit=1)[0]


def metadata(request: Request, job: Job) -> Json:
    """Metadata of a modal about a job (`Modal.job_uuid`, `job_ref`, `channel`)."""
    return {"job": job.uuid, "ref": job.job_ref, "channel": request.place.channel}
