"""Reopens the form of a change that failed or was withdrawn."""

from collections.abc import Mapping

from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.model import Job
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
    lookups = await links.lookups(draft.member)
    return modals.draw(await drafts.form_of(lookups, draft))


class ReopenedForms:
    """With everything that was entered, stored as a draft first: drawing it takes a link, and PropOps.

    Every method raises `BotError` kinds.
    """

    def __init__(self, drafts: Drafts, links: Links) -> None:
        self._drafts, self._links = drafts, links

    async def keep(self, change: Change, problems: Mapping[str, str] | None = None) -> Draft:
        """After an edit conflict: whose values count is asked."""
        if not WRITES[change.action].form:
            return await self._drafts.keep_note(change, " ".join((problems or {}).values()))
        if problems is not None and change.outcome.why == "conflict" and change.before:
            lookups = await self._links.lookups(change.member)
            theirs = Job.model_validate(change.before)
            return await edit_conflicts.keep(self._drafts, lookups, change, theirs)
        return await self._drafts.keep_form(change, problems or {}, await self._current(change))

    async def view(self, draft: Draft) -> View:
        """Its modal."""
        return await view_of(self._drafts, self._links, draft)

    async def _current(self, change: Change) -> Job | None:
        """The job as it is, for the rest of a form where only a field or two of it were shown."""
        if "only" not in change.base:
            return None
        return await (await self._links.propops(change.member)).get(change.job_uuid)
