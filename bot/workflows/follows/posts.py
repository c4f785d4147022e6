"""Tells a channel of jobs it follows: a card each, or one message for many. Those with a card are compared at once."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import tzinfo

from bot.errors import CannotPost, NotFound, NotWelcome
from bot.jobs.change import OPEN
from bot.jobs.channel_settings import read_quiet
from bot.jobs.follows import MOST_AT_ONCE, OVERLAP, facts_of
from bot.jobs.model import Job
from bot.jobs.ports import PropOps
from bot.jobs.reference_mark import mark_of
from bot.jobs.timestamps import unix_seconds
from bot.slack.messenger import Messenger
from bot.slack.web_api import SlackSilent
from bot.store.changes import ChangeStore
from bot.store.follow_rows import Follow
from bot.store.follows import FollowStore
from bot.store.watched_jobs import WatchedJobStore
from bot.views import follows as views
from bot.workflows.card_channels import CardChannels
from bot.workflows.cards.job_cards import JobCards

NEW, CHANGED = "New in PropOps", "Changed in PropOps"


class NotOurs(Exception):
    """The follow was changed or ended, or another process looks by now."""


class FollowPosts:
    def __init__(
        self,
        follows: FollowStore,
        changes: ChangeStore,
        watched: WatchedJobStore,
        cards: JobCards,
        channels: CardChannels,
        messenger: Messenger,
        zone: tzinfo,
    ) -> None:
        """`zone`: of quiet hours."""
        self._follows, self._changes, self._watched, self._cards = follows, changes, watched, cards
        self._channels, self._messenger, self._zone = channels, messenger, zone

    async def post(
        self,
        follow: Follow,
        propops: PropOps,
        untold: Sequence[Job],
        known: Mapping[str, str],
    ) -> bool:
        """Posts these jobs, the first one first; whether all of them are there.

        `untold`: as the list has them. `known`: uuid → facts of those that were known. Each counts as
        told once it is, so that a look that breaks off is taken up by the next.

        Raises `NotOurs`, `CannotPost`, `SlackSilent`, and what reading a job raises.
        """
        fresh: list[Job] = []
        standing: dict[str, str] = {}
        left = False
        for job in untold:
            shown = await self._cards.shows(follow.member.team, follow.channel, job.uuid)
            if shown == "soon" or await self._is_under_way(follow, job):
                left = True  # the bot itself is about to tell it
            elif shown == "yes":
                standing[job.uuid] = facts_of(job)  # compared by itself
            else:
                fresh.append(job)
        await self._watched.look_soon(follow.member.team, standing.keys())
        if not await self._follows.told(follow, standing):
            raise NotOurs
        if not (fresh or follow.pending):
            return not left
        begun = await self._follows.begin_post(follow, {job.uuid: facts_of(job) for job in fresh})
        if begun is None:
            raise NotOurs
        follow, left = begun.follow, left or begun.waits
        if len(follow.pending) > MOST_AT_ONCE:
            await self.post_many(follow, fresh, is_again=False)
            return not left
        for row in fresh:
            if row.uuid in follow.pending:
                done = NEW if row.uuid not in known and _is_new(row, follow) else CHANGED
                left = not await self._post(follow, propops, row, done) or left
        _ours(await self._follows.end_post(follow, {}))
        return not left

    async def post_many(
        self, follow: Follow, listed: Sequence[Job], *, is_again: bool = True
    ) -> Follow:
        """Posts the one message about the jobs that are pending, once; the follow without them.

        `is_again`: an earlier look may have posted it.
        """
        jobs = [job for job in listed if job.uuid in follow.pending]
        money = await self._channels.may_show_money(follow.channel)
        written = "\n".join(f"{uuid} {facts}" for uuid, facts in sorted(follow.pending.items()))
        which = hashlib.blake2b(written.encode(), digest_size=8).hexdigest()
        await self._messenger.post(
            follow.channel,
            views.many(jobs, len(follow.pending), money=money, link=self._cards.link),
            key=f"follow:{follow.id}:{which}:many",
            maybe_sent_since=follow.tried_at if is_again else None,
        )
        return _ours(await self._follows.end_post(follow, follow.pending))

    async def require_both_there(self, follow: Follow) -> None:
        """Raises `CannotPost` where the bot was taken out of the channel, `NotWelcome` where the person
        has left it, `SlackSilent` where Slack does not say.
        """
        members = self._messenger.channel_members
        standing = await members.standing(follow.channel, fresh=True)
        if standing in {"out", "archived"}:
            error = "is_archived" if standing == "archived" else "not_in_channel"
            raise CannotPost(follow.channel, error)
        there = await members.has(follow.channel, follow.member.user, fresh=True)
        if there is None or standing == "unknown":
            raise SlackSilent("conversations.members", "who is in the channel is unknown")
        if not there:
            raise NotWelcome("They are no longer in the channel.")

    async def is_quiet(self, follow: Follow, now: float) -> bool:
        """In the quiet hours that the channel has set for itself; those of everywhere are about contractors."""
        settings = await self._channels.settings_of(follow.member.team, follow.channel)
        quiet = read_quiet(settings.quiet, self._zone) if settings.quiet else None
        return quiet is not None and bool(quiet.why(now))

    async def _post(self, follow: Follow, propops: PropOps, row: Job, done: str) -> bool:
        """Whether it is told, or need not be any more."""
        try:
            job = await propops.get(row.uuid)
        except NotFound:
            job = None
        note = self._follows.know
        if job is not None and follow.criteria.match(job):
            key = f"follow:{follow.id}:{job.uuid}"
            if not await self._cards.show_read(
                follow.member, follow.channel, job, posted_by=key, done=done
            ):
                return False
            note = self._follows.told
        if not await note(follow, {row.uuid: facts_of(row)}):
            raise NotOurs
        return True

    async def _is_under_way(self, follow: Follow, job: Job) -> bool:
        """Whether a change from here is at work on it, or has just made it: that is told by itself."""
        if await self._changes.works_on(follow.member.team, job.uuid):
            return True
        marks = {mark_of(job.job_description) or "", job.works_order_ref.strip()} - {""}
        made = await self._changes.get_many([each for each in marks if each.startswith("S-")])
        return any(each.state in OPEN for each in made)


def _is_new(job: Job, follow: Follow) -> bool:
    """Whether it was raised since the follow has looked last, as far as PropOps tells."""
    raised_at = unix_seconds(job.created_at)
    return raised_at is not None and raised_at >= (follow.watermark or 0.0) - OVERLAP


def _ours(follow: Follow | None) -> Follow:
    if follow is None:
        raise NotOurs
    return follow
