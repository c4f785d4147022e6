"""The job form: opened for a new job, for an update, and for a draft."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.concurrency import both, meanwhile
from bot.errors import BotError
from bot.jobs import references
from bot.jobs.change import Change
from bot.jobs.command_words import typed_by_hand
from bot.jobs.display import names_in
from bot.jobs.form_values import form_values
from bot.jobs.model import Job
from bot.jobs.ports import Lookups, PropOps
from bot.jobs.quicktext.notes import TOO_LONG
from bot.jobs.updates import on_form
from bot.members.links import Links
from bot.store.drafts import Draft
from bot.views import messages, modals
from bot.views.modals import FormView
from bot.workflows.drafts.channel_defaults import channel_defaults
from bot.workflows.drafts.drafts import Drafts
from bot.workflows.drafts.reopened import view_of
from bot.workflows.linking.permissions import PermissionCache
from bot.workflows.promises import ANSWERS
from handlers import new_job
from handlers.background import Background
from handlers.kept_lines import KeptLines
from handlers.named_job import NamedJobs
from handlers.new_job import Begin
from handlers.quick_text import QuickTextReader
from handlers.request import Request
from handlers.similar_open_jobs import SimilarJobs

SIMILAR_WITHIN = 0.6
"""Seconds a form waits for the search for similar jobs."""
WARM_WITHIN = 3.0
"""Seconds the lists may take; typed names are then matched with those that are loaded."""
_WHOLE = "Your line is longer than its form can show. Please copy what is missing from here."
_MATCHED = {"priorities", "statuses", "job_types", "contractors", "addresses"}


async def new(request: Request, typed: str, forms: "JobForms") -> None:
    """Opens the form of a new job, filled in from the typed text, if any."""
    await forms.new(request, typed)


async def update(request: Request, typed: str, forms: "JobForms") -> None:
    """Opens the form of a job, with the typed text filled in. `typed`: `REF [text]`."""
    await forms.update(request, typed)


COMMANDS = {"new": new, "update": update}


class JobForms:
    """Opens the form. Every method raises `NotWelcome`, `NotLinked`, `TokenDead`."""

    def __init__(
        self,
        reader: QuickTextReader,
        links: Links,
        drafts: Drafts,
        jobs: NamedJobs,
        permissions: PermissionCache,
        background: Background,
        similar: SimilarJobs,
    ) -> None:
        self._reader, self._links, self._drafts, self._jobs = reader, links, drafts, jobs
        self._permissions, self._background, self._similar = permissions, background, similar
        self._lines = KeptLines(drafts, background)

    async def new(self, request: Request, typed: str) -> None:
        await self.begin(request, {"command": "new", "text": typed}, new_job.typed(typed))

    async def begin(self, request: Request, command: Mapping[str, Any], begin: Begin) -> None:
        """The form of a new job. `command`: what is kept where it can't be opened now."""
        await self._jobs.require_linked(request)
        self._permissions.prefetch(request.member)
        self._drafts.channels.prefetch(request.place)

        async def prepare() -> modals.View:
            lookups = await self._links.lookups(request.member)
            _, job = await both(lookups.warm_up(WARM_WITHIN), begin())
            self._background.start(self._ready_to_write(request), request, is_answer=False)
            quick = await self._reader.new(request, job.text, lookups)
            if command["command"] == "new":
                self._send_whole(request, quick.notes, f"/job new {job.text}")
            values, more = job.filled(quick.values)
            notes = (*quick.notes, *_not_looked_up(job.text, lookups), *more, *job.notes)
            notes += await self._permissions.warning(request.member, "create")
            asks = job.asks_channel or request.among_people
            form = await self._new_form(request, lookups, values, notes, asks=asks)
            similar = await self._similar.to_one(request, values, SIMILAR_WITHIN)
            form = replace(form, similar=similar, attached=job.files)
            form = replace(form, read_from=job.read_from, words=quick.words)
            return modals.draw(_kept(form) if job.is_kept else form)

        await self._lines.open(request, "New job", prepare, command)

    async def update(self, request: Request, typed: str) -> None:
        await self._jobs.require_linked(request)
        self._permissions.prefetch(request.member)
        self._drafts.channels.prefetch(request.place)
        reference, rest = references.split(typed)

        async def prepare() -> modals.View:
            async def draw(propops: PropOps, job: Job) -> modals.View:
                del propops
                return await self._form_of(request, lookups, job, rest)

            async def otherwise(message: messages.Message) -> modals.View:
                if rest.strip() and typed_by_hand(rest):
                    text = rest if reference.is_likely else typed
                    await self._lines.offer_new_job(request, f"/job update {typed}", text)
                return modals.message_view("Update job", message)

            propops = await self._links.propops(request.member)
            lookups = await self._links.lookups(request.member)
            self._background.start(self._ready_to_write(request), request, is_answer=False)
            async with meanwhile(self._load_lists(lookups, rest)):
                return await self._jobs.view(
                    request, propops, "Update job", reference, draw, otherwise
                )

        await self._lines.open(request, "Update job", prepare, {"command": "update", "text": typed})

    async def raise_again(self, request: Request, deleted: Change) -> None:
        """The form of a new job, filled in from a deleted one as its change keeps it."""
        await self._jobs.require_linked(request)
        job = Job.model_validate(deleted.before)

        async def prepare() -> modals.View:
            lookups = await self._links.lookups(request.member)
            note = f"From {job.name}, which was deleted. Check everything before you send it."
            place = request.place_in(deleted.place.channel)
            tenants = [f"Tenant no. {id_}" for id_ in job.tenants_ids or ()]
            values = form_values(on_form(job), {**names_in(job), "tenants_ids": tenants})
            form = await self._drafts.new_form(lookups, place, values, [note])
            metadata = {**form.metadata, ANSWERS: deleted.id}
            return modals.draw(replace(form, metadata=metadata, new=frozenset()))

        await self._lines.open(request, "New job", prepare, None)

    async def reopen(self, request: Request, draft: Draft) -> None:
        """The form of a draft, or the modal of its edit conflict."""
        await self._jobs.require_linked(request)

        async def prepare() -> modals.View:
            return await view_of(self._drafts, self._links, draft)

        await self._lines.open(request, "Your draft", prepare, None)

    async def _new_form(
        self,
        request: Request,
        lookups: Lookups,
        typed: Mapping[str, Any],
        notes: Sequence[str],
        *,
        asks: bool,
    ) -> FormView:
        """With what its channel usually has where nothing was typed."""
        place = request.place
        settings = await self._drafts.channels.settings_of(request.member.team, place.channel)
        last = await self._last_raised(request)
        usual = await channel_defaults(lookups, settings, typed, notes, last)
        values = {**usual.last_used, **usual.values, **typed}
        notes = (*notes, *usual.notes)
        form = await self._drafts.new_form(lookups, place, values, notes, asks_channel=asks)
        return replace(
            form,
            new=frozenset(typed),
            defaults=frozenset(usual.values),
            last_used=frozenset(usual.last_used),
        )

    async def _last_raised(self, request: Request) -> Mapping[str, Any]:
        """The fields of the last job raised in this channel; none in a direct message."""
        channel = request.place.channel
        if not channel.startswith(("C", "G")):
            return {}
        raised = await self._drafts.channels.last_raised_in(request.member.team, channel)
        return raised.fields if raised is not None else {}

    async def _ready_to_write(self, request: Request) -> None:
        """Fetches a CSRF token ahead, which saves a round trip when the form is sent."""
        await (await self._links.propops(request.member)).prefetch_csrf()

    def _send_whole(self, request: Request, notes: Sequence[str], line: str) -> None:
        """Sends a line back whole, of which the form can't show all."""
        if TOO_LONG in notes:
            whole = messages.with_line(messages.refused(_WHOLE), line)
            self._background.start(self._background.reply(request, whole), request, is_answer=False)

    async def _load_lists(self, lookups: Lookups, text: str) -> None:
        """The lists that the form of an update shows, and those that typed text is matched with.

        What is wrong with one is told by whoever needs it.
        """
        if text:
            await lookups.warm_up(WARM_WITHIN)
            return
        with contextlib.suppress(BotError):
            await self._drafts.options(lookups)

    async def _form_of(
        self, request: Request, lookups: Lookups, job: Job, text: str
    ) -> modals.View:
        values: Mapping[str, Any] = {}
        words: Mapping[str, str] = {}
        notes: tuple[str, ...] = ()
        if text:
            await lookups.warm_up(WARM_WITHIN)
            quick = await self._reader.update(request, text, lookups)
            self._send_whole(request, quick.notes, f"/job update {job.job_ref} {text}")
            values, words = quick.values, quick.words
            notes = quick.notes + _not_looked_up(text, lookups)
        notes += await self._permissions.warning(request.member, "update")
        member, place = request.member, request.place
        form = await self._drafts.update_form(lookups, member, place, job, values, notes)
        form = replace(form, words=words)
        return modals.draw(_kept(form) if text.strip() and typed_by_hand(text) else form)


def _kept(form: FormView) -> FormView:
    """The form, which is kept when it is closed at once."""
    return replace(form, metadata={**form.metadata, "typed": 1})


def _not_looked_up(typed: str, lookups: Lookups) -> tuple[str, ...]:
    """A note where names in the text were not all looked up, since a list was not loaded in time."""
    if not typed.strip() or lookups.indexes().keys() >= _MATCHED:
        return ()
    return ("PropOps was slow, so names in what you typed were not all looked up: please check.",)
