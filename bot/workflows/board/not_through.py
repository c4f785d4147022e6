"""What of one member has not gone through: changes in doubt, refused or waiting, and drafts on offer."""

import contextlib
from collections.abc import Callable

from bot.jobs.actions import WRITE_OF_COMMAND, WRITES
from bot.jobs.board import Pending, Stuck
from bot.jobs.change import OPEN, Change, Member
from bot.jobs.change_summary import write_of
from bot.jobs.promises import DRAFT_SECONDS
from bot.store.changes import ChangeStore
from bot.store.drafts import Draft, DraftStore
from bot.store.encryption import CannotDecrypt
from bot.store.job_activity import JobActivity
from bot.store.promises import PromiseStore
from bot.workflows.drafts.reopened import is_kept
from bot.workflows.drafts.unsent_content import name_of
from bot.workflows.drafts.unsent_forms import UNSENT


class NotThrough:
    """`clock`: Unix seconds."""

    def __init__(
        self,
        changes: ChangeStore,
        activity: JobActivity,
        drafts: DraftStore,
        promises: PromiseStore,
        clock: Callable[[], float],
    ) -> None:
        self._changes, self._activity = changes, activity
        self._drafts, self._promises, self._clock = drafts, promises, clock

    async def of(self, member: Member) -> list[Pending]:
        """Raises `DatabaseDown`."""
        since = self._clock() - DRAFT_SECONDS
        changes = await self._activity.not_through(member, since)
        done = await self._activity.of_jobs(
            member.team, {each.job_uuid for each in changes if each.job_uuid}
        )
        pending = []
        for change in changes:
            kind = _kind(change)
            if kind is None:
                continue
            activity = done.get(change.job_uuid)
            later = activity.done.get(change.action, 0.0) if activity is not None else 0.0
            if kind == "failed" and later > (change.finished_at or 0.0):
                continue  # it was done since, by whomever
            pending.append(await self._of_change(change, kind))
        return pending + await self._on_offer(member)

    async def _of_change(self, change: Change, kind: Stuck) -> Pending:
        title = ""
        if not change.job_ref or change.action == "restore_commit":  # which may be an undo
            with contextlib.suppress(CannotDecrypt):
                change = await self._changes.get(change.id) or change
        if not change.job_ref:  # it is called by what it was to be called
            title = str(change.fields.get("job_title") or "")
        return Pending(
            change.id,
            kind,
            write_of(change).title,
            change.finished_at or change.created_at,
            change.job_uuid,
            change.job_ref,
            title,
            change.action,
            [(each.uuid, each.ref) for each in change.outcome.candidates],
            1 + change.outcome.times_again,
        )

    async def _on_offer(self, member: Member) -> list[Pending]:
        """Drafts that a message of theirs still offers."""
        drafts = await self._drafts.of(member)
        if not drafts:
            return []
        made = await self._promises.of_member(member, "draft")
        offered = {each.subject for each in made}
        now = self._clock()
        return [
            _of_draft(each)
            for each in drafts
            if each.expires_at > now and _is_on_offer(each, offered)
        ]


def _kind(change: Change) -> Stuck | None:
    """None for one that goes its way, or whose form is kept as a draft."""
    match change.state:
        case "unknown" | "checking":
            return change.state
        case state if state in OPEN:
            if change.outcome.why == "link":
                return "link"
            away = change.outcome.why == "down" and not change.outcome.waits_for_slack
            return "down" if change.held or away else None
        case "failed" if change.outcome.no_job and WRITES[change.action].deletes_job:
            return None  # what was to be deleted is gone
        case "failed" | "refused" | "expired" if not is_kept(change):
            return "failed"
    return None


def _is_on_offer(draft: Draft, offered: set[str]) -> bool:
    if draft.kind == UNSENT:
        return bool(draft.content.get("closed"))
    if draft.kind == "command":
        return draft.id in offered and draft.content.get("command") in WRITE_OF_COMMAND
    return draft.id in offered


def _of_draft(draft: Draft) -> Pending:
    titles = {str(name): write.title for name, write in WRITES.items()}
    ref = str(draft.content.get("ref") or "")
    title = name_of(draft.content).removeprefix(f"{ref} · ")
    return Pending(
        draft.id,
        "draft",
        titles.get(draft.kind, "Your form"),
        draft.created_at,
        draft.job_uuid,
        ref,
        "" if title in {ref, "the job"} else title,
    )
