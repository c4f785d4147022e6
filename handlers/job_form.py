"""Opening a form or showing a job: everything between a member's word and the view they see."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.errors import (
    BotError,
    Garbled,
    NotLinked,
    PropOpsError,
    RateLimited,
    TokenDead,
    Unreachable,
)
from bot.jobs import diff, similar_jobs
from bot.jobs.actions import STARTS, WRITES
from bot.jobs.change import Change
from bot.jobs.model import Choice, Job
from bot.jobs.ports import Lookups, PropOps
from bot.jobs.quicktext.parser import parse, parse_update
from bot.jobs.spelling import nearest
from bot.members.access import People
from bot.slack.messenger import Messenger
from bot.store.drafts import Draft
from bot.views import messages, modals, search_results
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.drafts import edit_conflicts
from bot.workflows.drafts.drafts import Drafts
from bot.workflows.linking.permissions import PermissionCache
from handlers.background import Background
from handlers.request import Request

_FROM_SHOW = (
    ("update", "Update"),
    ("note", "Add note"),
    ("history", "History"),
    ("files", "Files"),
)
"""Buttons under a shown job."""
RADAR_WITHIN = 0.6
"""Seconds a form waits to know of jobs like the one in it."""
_AWAY = (Unreachable, RateLimited, Garbled)
"""PropOps is away: what was typed is kept, and can be taken up with one press."""
_MATCHED = {"priorities", "statuses", "job_types", "contractors", "addresses"}
WARM_WITHIN = 3.0
"""Seconds the lists may take before typed names are matched with what is there."""


class JobForms:
    def __init__(
        self,
        people: People,
        drafts: Drafts,
        messenger: Messenger,
        after: Background,
        cards: JobCards,
        rights: PermissionCache,
        clock: Callable[[], float],
    ) -> None:
        self._people, self.drafts, self._messenger = people, drafts, messenger
        self._after, self._cards, self._clock = after, cards, clock
        self._rights = rights
        self.starts: dict[str, Callable[[Request, str], Awaitable[None]]] = {
            "new": self.new,
            "update": self.update,
            "show": self.show,
        }

    async def new(self, who: Request, typed: str) -> None:
        """An empty form for a new job, or one filled in from what was typed."""
        await self._allowed(who)
        self._rights.prefetch(who.member)

        async def prepare() -> modals.View:
            lookups = await self._people.lookups(who.member)
            await lookups.warm_up(WARM_WITHIN)
            self._after.start(self._ready_to_write(who), who)
            quick = parse(typed, self._today(who), lookups.indexes())
            notes = quick.notes + slow(typed, lookups)
            notes += await self._rights.warning(who.member, "create")
            form = await self.drafts.new_form(lookups, who.place, quick.values, notes)
            alike = await self.alike(who, quick.values, RADAR_WITHIN)
            return modals.draw(replace(form, alike=alike))

        await self._open(who, "New job", prepare, {"command": "new", "text": typed})

    async def update(self, who: Request, typed: str) -> None:
        """`REF [text]`: the job's form, with what was typed already in it."""
        await self._allowed(who)
        self._rights.prefetch(who.member)
        ref, _, rest = typed.partition(" ")

        async def prepare() -> modals.View:
            propops = await self._people.propops(who.member)
            job = await self._job(propops, ref)
            if job is None:
                return await self._no_such_job(propops, "Update job", ref)
            await self._cards.refresh(who.member.team, job)
            return await self._form_of(who, propops, job, rest)

        await self._open(who, "Update job", prepare, {"command": "update", "text": typed})

    async def show(self, who: Request, typed: str) -> None:
        """The job as PropOps has it, only for the one who asks."""
        await self._allowed(who)
        ref = typed.split(maxsplit=1)[0]
        propops = await self._people.propops(who.member)
        job = await self._job(propops, ref)
        if job is None:
            near = await self._nearest(propops, ref)
            message = messages.unknown_ref(ref, near)
        else:
            message = await self._details(who, propops, job)
        await self._messenger.send_ephemeral(who.place.channel, who.member, message, who.url)

    async def alike(self, who: Request, values: Mapping[str, Any], within: float) -> Sequence[Job]:
        """Open jobs that the one in the form may be; none when that isn't known in time."""
        title, place = values.get("job_title"), values.get("address_id")
        if not isinstance(title, str) or not isinstance(place, Choice):
            return ()
        try:
            propops = await self._people.propops(who.member)
            near = await asyncio.wait_for(propops.near(title, place), within)
        except (BotError, TimeoutError):
            return ()
        return similar_jobs.similar_open_jobs(title, place, near, self._clock())

    async def instead(self, who: Request, uuid: str) -> None:
        """Such a job, on top of the form, which stays as it is underneath."""
        propops = await self._people.propops(who.member)
        job = await propops.get(uuid)
        view = modals.job_view(job, self._cards.link(job))
        if await self._messenger.push_view(who.trigger, view) is None:
            await self.answer(who, await self._details(who, propops, job))

    async def raise_again(self, who: Request, deleted: Change) -> None:
        """A form for a new job, filled in from what is kept of a deleted one."""
        await self._allowed(who)
        job = Job.model_validate(deleted.before)

        async def prepare() -> modals.View:
            lookups = await self._people.lookups(who.member)
            note = f"From {job.name}, which was deleted. Check everything before you send it."
            place = who.place_in(deleted.place.channel)
            form = await self.drafts.new_form(lookups, place, diff.values(job), [note])
            return modals.draw(form)

        await self._open(who, "New job", prepare, None)

    async def _details(self, who: Request, propops: PropOps, job: Job) -> messages.Message:
        """The job with its last case notes, and what can follow; its cards are brought up to date."""
        notes: list[str] = []
        lines: list[str] = []
        try:
            notes = search_results.note_lines(await propops.case_notes(job.uuid))
        except TokenDead:
            raise
        except PropOpsError:
            lines.append("Case notes couldn't be read.")
        await self._cards.refresh(who.member.team, job)
        actions = [
            (name, label)
            for name, label in _FROM_SHOW
            if await self._rights.can(who.member, _needs(name))
        ]
        return messages.job_details(job, self._cards.link(job), lines, notes=notes, actions=actions)

    async def resume(self, who: Request, saved: Draft) -> None:
        """A kept form or command, taken up again."""
        if saved.kind == "command":
            start = self.starts[str(saved.content["command"])]
            await start(who, str(saved.content["text"]))
            await self.drafts.delete(saved.id)
            return
        await self._allowed(who)

        async def prepare() -> modals.View:
            if edit_conflicts.is_conflict(saved):
                return edit_conflicts.view(saved)
            lookups = await self._people.lookups(who.member)
            return modals.draw(await self.drafts.resumed(lookups, saved))

        await self._open(who, "Your draft", prepare, None)

    async def answer(self, who: Request, message: messages.Message) -> None:
        """Says something to the one person."""
        await self._messenger.send_privately(who.member, who.place, message, who.url)

    async def _ready_to_write(self, who: Request) -> None:
        """One CSRF token fetched ahead saves the send of the form a round trip."""
        await (await self._people.propops(who.member)).prefetch_csrf()

    async def _form_of(self, who: Request, propops: PropOps, job: Job, text: str) -> modals.View:
        lookups = await self._people.lookups(who.member)
        values: Mapping[str, Any] = {}
        notes: tuple[str, ...] = ()
        if text:
            await lookups.warm_up(WARM_WITHIN)
            quick = parse_update(text, self._today(who), lookups.indexes())
            values, notes = quick.values, quick.notes + slow(text, lookups)
        notes += await self._rights.warning(who.member, "update")
        await propops.prefetch_csrf()
        form = await self.drafts.update_form(lookups, who.member, who.place, job, values, notes)
        return modals.draw(form)

    async def _open(
        self,
        who: Request,
        title: str,
        prepare: Callable[[], Any],
        command: Mapping[str, Any] | None,
    ) -> None:
        try:
            opened = await self._after.open(
                who.trigger, title, prepare(), keeps=command is not None
            )
        except _AWAY as error:
            if command is None:
                raise
            kept = await self.drafts.keep(who.member, who.place, "command", dict(command))
            await self.answer(who, messages.kept(error.advice, kept.id))
            return
        if opened is None:
            draft = ""
            if command is not None:
                draft = (await self.drafts.keep(who.member, who.place, "command", dict(command))).id
            await self.answer(who, messages.too_slow(draft))

    async def _allowed(self, who: Request) -> None:
        await self._people.require_access(who.member)
        if not await self._people.linked(who.member):
            raise NotLinked

    async def _job(self, propops: PropOps, ref: str) -> Job | None:
        return await propops.find(ref)

    async def _nearest(self, propops: PropOps, ref: str) -> str | None:
        rows = await propops.search("", limit=200)
        return nearest(ref, [row.job_ref for row in rows if row.job_ref])

    async def _no_such_job(self, propops: PropOps, title: str, ref: str) -> modals.View:
        return modals.told(title, messages.unknown_ref(ref, await self._nearest(propops, ref)))

    def _today(self, who: Request) -> date:
        """Today where the member is."""
        now = datetime.fromtimestamp(self._clock(), UTC)
        return now.astimezone(self._people.zone(who.member)).date()


def _needs(name: str) -> Sequence[str]:
    """The permission that what a button starts asks of its member."""
    return (WRITES[STARTS[name]].permission,) if name in STARTS else ()


def slow(typed: str, lookups: Lookups) -> tuple[str, ...]:
    """A note where names in the text could not be looked up in time, so that none counts as wrong."""
    if not typed.strip() or lookups.indexes().keys() >= _MATCHED:
        return ()
    return ("PropOps was slow, so names in what you typed were not all looked up: please check.",)
