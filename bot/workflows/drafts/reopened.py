"""Reopens the form of a change that failed or was withdrawn."""

import contextlib
from collections.abc import Mapping
from dataclasses import replace

from bot.errors import BotError, NotFound, NotLinked, TokenDead
from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.display import names_in
from bot.jobs.model import Job
from bot.jobs.updates import ONLY, on_form
from bot.members.links import Links
from bot.store.drafts import Draft
from bot.views import modals
from bot.views.modals import View
from bot.workflows.drafts import edit_conflicts, notes
from bot.workflows.drafts.drafts import Drafts


def is_kept(change: Change) -> bool:
    """Whether what its member wrote is kept as a draft when the change comes to nothing."""
    return WRITES[change.action].form or change.action == "add_case_note"


async def view_of(drafts: Drafts, links: Links, draft: Draft) -> View:
    """The modal of a draft: its form, or what is asked of it. Raises `BotError` kinds."""
    if edit_conflicts.is_conflict(draft):
        return edit_conflicts.view(draft)
    if notes.is_note(draft):
        return notes.view(draft)
    if ONLY in draft.content.get("base", {}):
        job = await (await links.propops(draft.member)).get(draft.job_uuid)
        draft = _completed(draft, job)
        await drafts.put(draft)
    lookups = await links.lookups(draft.member)
    return modals.draw(await drafts.form_of(lookups, draft))


def _completed(draft: Draft, job: Job) -> Draft:
    """The draft of a change whose form showed a field or two, as one of the whole form. `job`: as it is now."""
    content, now = draft.content, on_form(job)
    was = content["base"].get("fields", {})
    mine = {name: each for name, each in content["values"].items() if each != was.get(name)}
    whole = {
        "base": {"updated_at": job.updated_at, "fields": now},
        "ref": job.job_ref,
        "names": {**names_in(job), **content.get("names", {})},
        "values": now | mine,
        "cleared": [
            name for name, each in mine.items() if each in (None, "", []) and name not in now
        ],
        "job": {"uuid": job.uuid, "job_ref": job.job_ref, "job_title": job.job_title},
    }
    return replace(draft, content=content | whole)


class ReopenedForms:
    """With everything that was entered, stored as a draft first: drawing it takes a link, and PropOps, which
    may both be missing by now.

    Every method raises `BotError` kinds.
    """

    def __init__(self, drafts: Drafts, links: Links) -> None:
        self._drafts, self._links = drafts, links

    async def keep(self, change: Change, problems: Mapping[str, str] | None = None) -> Draft:
        """After an edit conflict: whose values count is asked. Without `problems` what is kept already stays
        as it is, and PropOps is not asked again.
        """
        if problems is None and (kept := await self._drafts.kept(change)) is not None:
            return kept
        if not WRITES[change.action].form:
            return await self._drafts.keep_note(change, " ".join((problems or {}).values()))
        if problems is not None and change.outcome.why == "conflict" and change.before:
            with contextlib.suppress(NotLinked, TokenDead):  # it is compared again when it is sent
                lookups = await self._links.lookups(change.member)
                theirs = Job.model_validate(change.before)
                return await edit_conflicts.keep(self._drafts, lookups, change, theirs)
        return await self._drafts.keep_form(change, problems or {}, await self._current(change))

    async def view(self, draft: Draft) -> View:
        """Its modal."""
        return await view_of(self._drafts, self._links, draft)

    async def _current(self, change: Change) -> Job | None:
        """The job as it is, for the rest of a form where only a field or two of it were shown. None where that
        is not needed, or where nobody can read it just now: `view_of` does later. Raises `NotFound`.
        """
        if ONLY not in change.base:
            return None
        try:
            return await (await self._links.propops(change.member)).get(change.job_uuid)
        except NotFound:
            raise
        except BotError:
            return None
