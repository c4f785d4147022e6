"""Reads the job that a member named, however they wrote it, as that member."""

from collections.abc import Awaitable, Callable, Sequence

from bot.errors import NotLinked
from bot.jobs import references
from bot.jobs.change import Json
from bot.jobs.model import Job
from bot.jobs.ports import PropOps
from bot.jobs.references import JobReference
from bot.jobs.spelling import nearest
from bot.members.access import Access
from bot.members.links import Links
from bot.store.change_history import ChangeHistory
from bot.views import command_messages, messages, modals
from bot.views.buttons import Press
from bot.workflows.cards.job_cards import JobCards
from handlers.background import Background
from handlers.request import Request

_READ_FOR_SPELLING = 200
"""Jobs, last changed first, whose references are compared with a mistyped one."""


class NamedJobs:
    """Refreshes the cards of every job it reads."""

    def __init__(
        self,
        access: Access,
        links: Links,
        background: Background,
        cards: JobCards,
        history: ChangeHistory,
    ) -> None:
        self._access, self._links, self._background, self._cards = access, links, background, cards
        self._history = history

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
        """The job that was named; None when there is none, and the member has been told so."""
        reference, _ = references.split(typed)
        job = await self._named(request, propops, reference)
        if isinstance(job, Job):
            return job
        await self._background.reply_in_channel(request, job)
        return None

    async def open_for_job(
        self,
        request: Request,
        title: str,
        typed: str,
        draw: Callable[[PropOps, Job], Awaitable[modals.View]],
    ) -> None:
        """Opens the view `draw` returns for the job that was named, or one with similar references."""
        propops = await self.propops(request)
        reference, _ = references.split(typed)
        await self.open_view(request, title, self.view(request, propops, title, reference, draw))

    async def view(
        self,
        request: Request,
        propops: PropOps,
        title: str,
        reference: JobReference,
        draw: Callable[[PropOps, Job], Awaitable[modals.View]],
    ) -> modals.View:
        """The view `draw` returns for the job, or a modal that says why there is none."""
        job = await self._named(request, propops, reference)
        if not isinstance(job, Job):
            return modals.message_view(title, job)
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

    async def _named(
        self, request: Request, propops: PropOps, reference: JobReference
    ) -> Job | messages.Message:
        """The one job that is meant, or what to tell the member. A number is never another number."""
        word = reference.word
        if reference.uuid or not reference.is_number:
            if job := await propops.find(word):
                return job
            if reference.uuid:
                return command_messages.unknown_ref(word)
        recent = await propops.search("", limit=_READ_FOR_SPELLING)
        named = [job for job in recent if job.job_ref and reference.means(job.job_ref)]
        if len(named) > 1:
            return command_messages.several_refs(word, named)
        if named:
            return await propops.get(named[0].uuid)
        refs = [job.job_ref for job in recent if job.job_ref]
        spellings = [word, *reference.spellings(refs)]
        older = [job for each in spellings if (job := await propops.find(each)) is not None]
        if len({job.uuid for job in older}) > 1:
            return command_messages.several_refs(word, older)
        if older:
            return older[0]
        return await self._unknown(request, reference, [*spellings, word.upper()], refs)

    async def _unknown(
        self,
        request: Request,
        reference: JobReference,
        spellings: Sequence[str],
        refs: Sequence[str],
    ) -> messages.Message:
        """There is no such job. One that was deleted from here is remembered."""
        deleted = await self._history.deleted(request.member.team, spellings)
        if deleted is not None:
            press = Press("raise", deleted.job_uuid, deleted.job_ref, change=deleted.id)
            again = press if deleted.member == request.member else None
            at = deleted.finished_at or deleted.updated_at
            return command_messages.deleted_job(deleted.job_ref, deleted.member.user, at, again)
        similar = [ref for ref in refs if reference.same_number(ref)]
        return command_messages.unknown_ref(reference.word, nearest(reference.word, similar))


def metadata(request: Request, job: Job) -> Json:
    """Metadata of a modal about a job (`Modal.job_uuid`, `job_ref`, `channel`)."""
    return {"job": job.uuid, "ref": job.job_ref, "channel": request.place.channel}
