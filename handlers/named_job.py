"""Reads the job that a member named, however they wrote it, as that member."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

from bot.concurrency import both
from bot.errors import NotFound, NotLinked
from bot.jobs import references
from bot.jobs.change import Change, Json, Member
from bot.jobs.model import Job
from bot.jobs.ports import PropOps
from bot.jobs.references import JobReference
from bot.jobs.spelling import nearest
from bot.members.access import Access
from bot.members.links import Links
from bot.store.change_history import ChangeHistory
from bot.views import card_channel, command_messages, messages, modals
from bot.views.blocks import clip, one_line
from bot.views.buttons import Press
from bot.workflows.card_channels import CardChannels
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.cards.missing_jobs import MissingJobs
from handlers.background import Background
from handlers.request import Request

T = TypeVar("T")
Read = Callable[[PropOps, str], Coroutine[Any, Any, T]]
"""Something else of the job with this uuid, read while the job itself is."""

_MOST_REPEATED = 60
"""Characters of a line that are said again."""
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
        missing: MissingJobs,
        channels: CardChannels,
    ) -> None:
        self._access, self._links, self._background, self._cards = access, links, background, cards
        self._history, self._missing, self._channels = history, missing, channels

    async def require_linked(self, request: Request) -> None:
        """Raises `NotWelcome`, `NotLinked`."""
        await self._access.require_access(request.member)
        if not await self._links.linked(request.member):
            raise NotLinked

    async def propops(self, request: Request) -> PropOps:
        """PropOps as the member. Raises `NotWelcome`, `NotLinked`, `TokenDead`."""
        await self.require_linked(request)
        return await self._links.propops(request.member)

    async def find(
        self, request: Request, propops: PropOps, typed: str, beside: Read[T]
    ) -> tuple[Job, T] | None:
        """The job that was named, and what `beside` reads of it at the same time.

        None when there is no such job, and the member has been told so.
        """
        reference, _ = references.split(typed)
        found = await self._read(request, propops, reference, beside)
        if isinstance(found, tuple):
            return found
        await self._background.reply_in_channel(request, found)
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
        view = self.view(request, propops, title, reference, draw)
        await self.open_view(request, title, self.saying_where(request, view))

    async def open_with(
        self,
        request: Request,
        title: str,
        typed: str,
        beside: Read[T],
        draw: Callable[[Job, T], Awaitable[modals.View]],
    ) -> None:
        """The same, with what `beside` reads of the job at the same time."""
        propops = await self.propops(request)
        reference, _ = references.split(typed)

        async def view() -> modals.View:
            found = await self._read(request, propops, reference, beside)
            if not isinstance(found, tuple):
                return modals.message_view(title, found)
            job, read = found
            await self.refresh(request, job)
            return await draw(job, read)

        await self.open_view(request, title, self.saying_where(request, view()))

    async def saying_where(
        self, request: Request, prepare: Coroutine[Any, Any, modals.View]
    ) -> modals.View:
        """The view of `prepare`, with where its card will be if it makes one."""
        view, sharing = await both(prepare, self._channels.sharing_of(request.place))
        if view.get("callback_id") not in card_channel.MAKE_A_CARD:
            return view
        line = card_channel.goes_to(self._channels.channel_of(request.place), sharing)
        return {**view, "blocks": [*view["blocks"], *line]}

    async def view(
        self,
        request: Request,
        propops: PropOps,
        title: str,
        reference: JobReference,
        draw: Callable[[PropOps, Job], Awaitable[modals.View]],
        otherwise: Callable[[messages.Message], Awaitable[modals.View]] | None = None,
    ) -> modals.View:
        """The view `draw` returns for the job; else what `otherwise` makes of why there is none, or a modal
        that says so.
        """
        found = await self._read(request, propops, reference, _nothing)
        if not isinstance(found, tuple):
            return await otherwise(found) if otherwise else modals.message_view(title, found)
        job, _ = found
        await self.refresh(request, job)
        return await draw(propops, job)

    async def open_view(
        self, request: Request, title: str, prepare: Awaitable[modals.View]
    ) -> None:
        """Opens the view of `prepare`, or tells the member that Slack's trigger had expired."""
        if await self._background.open(request, title, prepare) is None:
            await self._background.reply_in_channel(request, messages.too_slow())

    async def get(self, request: Request, propops: PropOps, uuid: str) -> Job:
        """The whole job, for a form or list that knows it already. Raises what reading raises; a
        `NotFound` counts for its cards.
        """
        try:
            return await propops.get(uuid)
        except NotFound:
            self._not_found(request, uuid)
            raise

    async def refresh(self, request: Request, job: Job) -> None:
        """Updates the job's cards to what was just read."""
        await self._cards.refresh(request.member.team, job)

    def link(self, job: Job) -> str | None:
        """The job's page in PropOps; None without PROPOPS_JOB_URL."""
        return self._cards.link(job)

    async def _read(
        self, request: Request, propops: PropOps, reference: JobReference, beside: Read[T]
    ) -> tuple[Job, T] | messages.Message:
        """The one job that is meant, read whole, or what to tell the member."""
        uuid = reference.uuid
        if not uuid:
            named = await self._named(request, propops, reference)
            if not isinstance(named, Job):
                return named
            uuid = named.uuid
        try:
            return await both(_get(propops, uuid), beside(propops, uuid))
        except _NoSuchJobError:
            self._not_found(request, uuid)
            return command_messages.unknown_ref(reference.word)

    def _not_found(self, request: Request, uuid: str) -> None:
        """PropOps's own 404: told at once, and what follows for the job's cards is found out meanwhile."""
        work = self._missing.not_found(request.member, uuid)
        self._background.start(work, request, is_answer=False)

    async def _named(
        self, request: Request, propops: PropOps, reference: JobReference
    ) -> Job | messages.Message:
        """The one job that is meant, as listed. A number is never another number."""
        word = reference.word
        if not reference.is_number and (job := await propops.listed(word)):
            return job
        recent = await propops.search("", limit=_READ_FOR_SPELLING)
        named = [job for job in recent if job.job_ref and reference.means(job.job_ref)]
        if len(named) > 1:
            return command_messages.several_refs(word, named)
        if named:
            return named[0]
        refs = [job.job_ref for job in recent if job.job_ref]
        spellings = [word, *reference.spellings(refs)]
        older = [job for each in spellings if (job := await propops.listed(each)) is not None]
        if len({job.uuid for job in older}) > 1:
            return command_messages.several_refs(word, older)
        if older:
            return older[0]
        spellings = [*spellings, word.upper()]
        if job := await self._listed_no_more(request, propops, reference, spellings):
            return job
        return await self._unknown(request, reference, spellings, refs)

    async def _listed_no_more(
        self,
        request: Request,
        propops: PropOps,
        reference: JobReference,
        spellings: Sequence[str],
    ) -> Job | None:
        """A job that the member has changed from here: PropOps is asked for it itself, and where it
        is gone, that counts for its cards.
        """
        uuid = await self._history.worked_on_as(request.member, spellings)
        if not uuid:
            return None
        try:
            job = await propops.get(uuid)
        except NotFound:
            self._not_found(request, uuid)
            return None
        return job if reference.means(job.job_ref) else None

    async def _unknown(
        self,
        request: Request,
        reference: JobReference,
        spellings: Sequence[str],
        refs: Sequence[str],
    ) -> messages.Message:
        """There is no such job. One that was deleted from here is remembered, for who knew of it."""
        deleted = await self._history.deleted(request.member.team, spellings)
        if deleted is not None and await self._knew_of(deleted, request.member):
            press = Press("raise", deleted.job_uuid, deleted.job_ref, change=deleted.id)
            again = press if deleted.member == request.member else None
            at = deleted.finished_at or deleted.updated_at
            return command_messages.deleted_job(deleted.job_ref, deleted.member.user, at, again)
        similar = [ref for ref in refs if reference.same_number(ref)]
        near = nearest(reference.word, similar)
        if near is None and not reference.is_likely:
            return command_messages.no_reference(clip(one_line(reference.line), _MOST_REPEATED))
        return command_messages.unknown_ref(reference.word, near)

    async def _knew_of(self, deleted: Change, member: Member) -> bool:
        """They deleted the job themselves, or may read its card."""
        if deleted.member == member:
            return True
        return await self._cards.is_before(member, deleted.job_uuid)


class _NoSuchJobError(Exception):
    """Of the job itself; a `NotFound` may also come from what is read beside it."""


async def _get(propops: PropOps, uuid: str) -> Job:
    try:
        return await propops.get(uuid)
    except NotFound:
        raise _NoSuchJobError from None


async def _nothing(propops: PropOps, uuid: str) -> None:
    del propops, uuid


def metadata(request: Request, job: Job) -> Json:
    """Metadata of a modal about a job (`Modal.job_uuid`, `job_ref`, `channel`)."""
    return {"job": job.uuid, "ref": job.job_ref, "channel": request.place.channel}
