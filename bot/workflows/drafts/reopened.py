"""Reopens the form of a change that failed or was withdrawn."""

from collections.abc import Mapping

from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.model import Job
from bot.members.links import Links
from bot.views import modals
from bot.views.modals import View
from bot.workflows.drafts import edit_conflicts, notes
from bot.workflows.drafts.drafts import Drafts


def is_kept(change: Change) -> bool:
    """Whether what its member wrote is kept as a draft when the change comes to nothing."""
    return WRITES[change.action].form or change.action == "add_case_note"


class ReopenedForms:
    """With everything that was entered, stored as a draft too. Every method raises `BotError` kinds."""

    def __init__(self, drafts: Drafts, links: Links) -> None:
        self._drafts, self._links = drafts, links

    async def reopen(self, change: Change, problems: Mapping[str, str]) -> tuple[View, str]:
        """The modal and the draft's id. After an edit conflict: the one that asks whose counts."""
        if not WRITES[change.action].form:
            note = await self._drafts.keep_note(change, " ".join(problems.values()))
            return notes.view(note), note.id
        lookups = await self._links.lookups(change.member)
        if change.outcome.why == "conflict" and change.before:
            theirs = Job.model_validate(change.before)
            draft = await edit_conflicts.keep(self._drafts, lookups, change, theirs)
            return edit_conflicts.view(draft), draft.id
        current = await self._current(change)
        form = await self._drafts.reopen(lookups, change, problems=problems, current=current)
        return modals.draw(form), str(form.metadata["form"])

    async def keep(self, change: Change) -> str:
        """Only as a draft: its id."""
        if not WRITES[change.action].form:
            return (await self._drafts.keep_note(change)).id
        lookups = await self._links.lookups(change.member)
        current = await self._current(change)
        form = await self._drafts.reopen(lookups, change, problems={}, current=current)
        return str(form.metadata["form"])

    async def _current(self, change: Change) -> Job | None:
        """The job as it is, for the rest of a form where only a field or two of it were shown."""
        if "only" not in change.base:
            return None
        return await (await self._links.propops(change.member)).get(change.job_uuid)
