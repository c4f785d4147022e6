"""What the side panel shows of a job to one person, read with their own token.

What was shown last is kept, encrypted, since Slack hands no version back: a save is compared with it.
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from bot.concurrency import both
from bot.errors import BotError, NotFound
from bot.jobs.actions import WRITES
from bot.jobs.change import Json, Member, Place
from bot.jobs.display import names_in
from bot.jobs.job_pages import LinkedJob
from bot.jobs.model import CaseNote, Choice, Job
from bot.jobs.ports import Lookups, PropOps
from bot.jobs.promises import DRAFT_SECONDS
from bot.jobs.updates import ONLY, same, values_of
from bot.members.links import Links
from bot.store.drafts import Draft, DraftStore
from bot.views import case_note_comments, job_panel
from bot.views.job_entity import job_entity
from bot.views.job_panel import EDITABLE
from bot.workflows.card_channels import CardChannels
from bot.workflows.linking.permissions import PermissionCache
from bot.workflows.work_objects import WorkObjectSwitch

KIND = "panel"
"""The kind of draft that holds what was shown."""
LISTS_WITHIN = 0.8
"""Seconds a panel waits for the lists to choose from; what comes later is not offered."""
STANDS_FOR = 12 * 3600.0
"""Seconds for which a panel may still stand open somewhere, a telephone in a pocket included."""
_SAME_AGAIN = 600.0
"""Seconds for which a version that is shown again is not kept anew."""
_MOST_VERSIONS = 8
_AMOUNTS = ("contractor_budget", "vat_percentage", "total_amount")
_PICKS = ("statuses", "priorities", "job_types")

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Shown:
    """A job as a panel showed it: wire values of what can be changed there, and names of its ids."""

    updated_at: str
    ref: str
    fields: Mapping[str, Any] = field(repr=False)
    names: Mapping[str, Any] = field(repr=False)
    amounts: Mapping[str, Any] = field(repr=False)
    """Those that a panel does not change, for telling what does not add up."""
    earlier: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What another panel may still show of a field in its place: a save need not say which one it is of."""
    earliest: str = ""
    """The `updated_at` of the oldest one that may still be shown."""

    @property
    def base(self) -> Json:
        """What an update is compared with (`Change.base`)."""
        return {
            "updated_at": self.earliest or self.updated_at,
            "fields": {**self.fields, **self.earlier},
            ONLY: list(EDITABLE),
        }


class JobPanels:
    def __init__(
        self,
        links: Links,
        permissions: PermissionCache,
        drafts: DraftStore,
        channels: CardChannels,
        work_objects: WorkObjectSwitch,
        clock: Callable[[], float],
        *,
        comments: bool,
    ) -> None:
        self._links, self._permissions = links, permissions
        self._drafts, self._channels = drafts, channels
        self._work_objects, self._pages = work_objects, work_objects.pages
        self._clock, self._comments = clock, comments

    async def open(self, member: Member, uuid: str, address: str, channel: str) -> tuple[Job, Json]:
        """A job, and its panel for this person, as `entity.presentDetails` takes it.

        `address`: of the job's page, where its `uuid` is not known. `channel`: where the card is that Slack
        draws again from it; empty outside a channel. Raises `NotLinked`, `TokenDead`, `NotFound` and other
        kinds of `PropOpsError`.
        """
        propops = await self._links.propops(member)
        lookups = await self._links.lookups(member)
        self._permissions.prefetch(member)
        named = LinkedJob(uuid) if uuid else self._pages.read(address)
        job, options = await both(_read(propops, named), self._options(lookups))
        notes = await self._notes(propops, job)
        return job, await self._draw(member, job, channel, options, notes)

    async def of(self, member: Member, job: Job, channel: str) -> Json:
        """The same for a job that was read just now."""
        propops = await self._links.propops(member)
        lookups = await self._links.lookups(member)
        notes, options = await both(self._notes(propops, job), self._options(lookups))
        return await self._draw(member, job, channel, options, notes)

    async def _draw(
        self,
        member: Member,
        job: Job,
        channel: str,
        options: Mapping[str, Sequence[Choice]],
        notes: Sequence[CaseNote] | None,
    ) -> Json:
        names = await self._names(member, job)
        money = bool(channel) and await self._channels.may_show_money(channel, LISTS_WITHIN)
        comes_next = await self._work_objects.comes_next(member.team, job)
        entity = job_entity(job, names, url=self._pages.of(job), money=money, comes_next=comes_next)
        if entity is None:
            raise NotFound
        if await self._permissions.can(member, (WRITES["update"].permission,)):
            entity = job_panel.editable(entity, job, options, money=money)
            await self._remember(member, job)
        if notes is None:
            return entity
        return {**entity, "entity_comments": case_note_comments.summary(notes)}

    async def _names(self, member: Member, job: Job) -> dict[str, str]:
        """Of ids on the card that the job itself does not name."""
        if not job.time_range_id:
            return {}
        lookups = await self._links.lookups(member)
        try:
            name = await asyncio.wait_for(
                lookups.name("time_ranges", job.time_range_id), LISTS_WITHIN
            )
        except (BotError, TimeoutError):
            return {}
        return {"time_range_id": name} if name else {}

    async def _notes(self, propops: PropOps, job: Job) -> Sequence[CaseNote] | None:
        """None where comments are off, or can't be read."""
        if not self._comments:
            return None
        try:
            return await asyncio.wait_for(propops.case_notes(job.uuid), LISTS_WITHIN)
        except (BotError, TimeoutError):
            return None

    async def note_shown(self, member: Member, problem: str) -> None:
        """`problem`: what Slack said of a panel that it did not take whole, after which cards get none."""
        if problem:
            await self._work_objects.dropped(member.team, problem)

    def uuid_of(self, uuid: str, address: str) -> str:
        """The uuid, else the one in the address of the job's page; empty where neither is known."""
        named = None if uuid else self._pages.read(address)
        return named.uuid if named is not None else uuid

    async def shown(self, member: Member, uuid: str, version: str) -> Shown | None:
        """The job as this person's panel showed it: in this version, or in the last one where a save
        names none, with what their other panels may still show. None where that was too long ago.
        """
        draft = await self._drafts.get(_id(member, uuid))
        versions = draft.content.get("versions", []) if draft is not None else []
        if not version:
            return _any_of(versions, since=self._clock() - STANDS_FOR)
        return next((_shown(each) for each in versions if version == each["version"]), None)

    async def _remember(self, member: Member, job: Job) -> None:
        """A failure is logged: the panel is shown, and a save asks for it to be opened again."""
        id_, version = _id(member, job.uuid), job_panel.version_of(job.updated_at)
        values = values_of(job)
        now = self._clock()
        one: Json = {
            "version": version,
            "at": now,
            "updated_at": job.updated_at,
            "ref": job.job_ref,
            "fields": {name: values[name] for name in EDITABLE if name in values},
            "amounts": {name: values[name] for name in _AMOUNTS if name in values},
            "names": {name: text for name, text in names_in(job).items() if name in EDITABLE},
        }
        try:
            earlier = await self._drafts.get(id_)
            kept = earlier.content.get("versions", []) if earlier is not None else []
            if kept and _is_same(kept[0], one) and now - kept[0].get("at", 0.0) < _SAME_AGAIN:
                return
            versions = [one, *(each for each in kept if each["version"] != version)]
            content = {"versions": versions[:_MOST_VERSIONS]}
            draft = Draft(id_, member, KIND, job.uuid, content, Place(), now, now + DRAFT_SECONDS)
            await self._drafts.put(draft)
        except BotError as error:
            log.warning("keeping what a panel shows failed", problem=type(error).__name__)

    async def _options(self, lookups: Lookups) -> dict[str, Sequence[Choice]]:
        """The short lists, as far as they come in time."""

        async def rows(name: str) -> Sequence[Choice]:
            try:
                return await asyncio.wait_for(lookups.options(name), LISTS_WITHIN)
            except (BotError, TimeoutError):
                return ()

        lists = await asyncio.gather(*(rows(name) for name in _PICKS))
        return dict(zip(_PICKS, lists, strict=True))


def _shown(kept: Mapping[str, Any]) -> Shown:
    shown = kept["fields"], kept["names"], kept["amounts"]
    return Shown(kept["updated_at"], kept["ref"], *shown)


def _any_of(versions: Sequence[Mapping[str, Any]], since: float) -> Shown | None:
    """The newest version; of a field that an earlier one shows otherwise, that one's value counts as well.

    So what somebody else gave it since is asked about, whichever of them the save is of.
    """
    if not versions:
        return None
    newest = _shown(versions[0])
    open_still = [each for each in versions[1:] if each.get("at", since) >= since]
    earlier: Json = {}
    for each in reversed(open_still):  # the newest that differs is kept
        for name in EDITABLE:
            value = each["fields"].get(name)
            if not same(name, value, newest.fields.get(name)):
                earlier[name] = value
    earliest = open_still[-1]["updated_at"] if earlier else ""
    return replace(newest, earlier=earlier, earliest=earliest)


def _is_same(kept: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    return {**kept, "at": 0.0} == {**one, "at": 0.0}


def _id(member: Member, uuid: str) -> str:
    """One for each person and job."""
    digest = hashlib.sha256("\x1f".join((*member, uuid)).encode()).hexdigest()
    return f"F-P-{digest[:24]}"


async def _read(propops: PropOps, named: LinkedJob | None) -> Job:
    """By its uuid, else by the reference in the address of its page. Raises `NotFound`."""
    if named is None:
        raise NotFound
    if named.uuid:
        return await propops.get(named.uuid)
    job = await propops.find(named.ref)
    if job is None:
        raise NotFound
    return job
