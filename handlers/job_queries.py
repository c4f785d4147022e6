"""Finding and reading jobs, and the questions asked before something is done to one."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.errors import NotFound, NotLinked, PropOpsError, Refused, TokenDead
from bot.jobs.actions import WRITES
from bot.jobs.change import Json
from bot.jobs.diff import FieldChange, differences
from bot.jobs.forms import FIELDS
from bot.jobs.model import Choice, Commit, Job, NotificationState, SearchResult
from bot.jobs.ports import PropOps
from bot.jobs.spelling import nearest
from bot.jobs.timestamps import unix_seconds
from bot.members.access import People
from bot.slack.messenger import Messenger
from bot.store.change_history import ChangeHistory
from bot.views import blocks, confirmations, messages, modals, search_results
from bot.workflows.cards.job_cards import JobCards
from bot.workflows.linking.permissions import PermissionCache
from bot.workflows.notify_check import LastNotified, NotifyCheck
from handlers.background import Background
from handlers.request import Request

_TRY = "Try fewer words, part of the title, a street or a reference such as JOB-001."
_NONE_YET = "Raise one with /job new, or look for somebody else's with /job find."
View = modals.View


class JobQueries:
    """One method for each sub-command, `(who, typed)`; and the same from a card, by uuid."""

    def __init__(
        self,
        people: People,
        messenger: Messenger,
        after: Background,
        cards: JobCards,
        notify_check: NotifyCheck,
        past: ChangeHistory,
        rights: PermissionCache,
        *,
        delete_blindly: bool = False,
    ) -> None:
        self._people, self._messenger, self._after = people, messenger, after
        self._cards, self._notify_check, self._past = cards, notify_check, past
        self._rights, self._blindly = rights, delete_blindly
        self.starts: dict[str, Callable[[Request, str], Awaitable[None]]] = {
            "find": self.find,
            "mine": self.mine,
            "history": self.history,
            "restore": self.restore,
            "files": self.files,
            "notify": self.notify,
            "delete": self.delete,
            "note": self.note,
        }

    # finding and reading

    async def find(self, who: Request, typed: str, at: int = 0) -> None:
        """`TEXT`: jobs that fit, in short rows, privately."""
        propops = await self._propops(who)
        if len(typed.strip()) < 2:
            words = "What shall I look for? Type e.g. /job find boiler, or /job find Elm Row."
            await self._answer(who, messages.refused(words))
            return
        found = await propops.search_all(typed)
        message = search_results.jobs_found(
            f"Jobs for {blocks.clip(typed, 80)}",
            found.jobs,
            at=at,
            partly=found.partly,
            empty=_TRY,
            more={"find": blocks.clip(typed, 300)},
            update=await self._may_update(who),
        )
        await self._answer(who, message)

    async def mine(self, who: Request, typed: str, at: int = 0) -> None:
        """The jobs the member raised; where PropOps can't say, those changed from here."""
        del typed
        propops = await self._propops(who)
        try:
            found = await propops.mine()
        except TokenDead:
            raise
        except PropOpsError:
            found = await self._from_here(who, propops)
        message = search_results.jobs_found(
            "Your jobs",
            found.jobs,
            at=at,
            partly=found.partly,
            empty=_NONE_YET,
            more={"mine": ""},
            update=await self._may_update(who),
        )
        await self._answer(who, message)

    async def more(self, who: Request, value: str) -> None:
        """The next rows of an earlier answer."""
        asked = json.loads(value)
        at = int(asked.get("at", 0))
        if "find" in asked:
            await self.find(who, str(asked["find"]), at)
        else:
            await self.mine(who, "", at)

    async def history(self, who: Request, typed: str) -> None:
        """Who changed a job, when and how; newest first."""
        propops = await self._propops(who)
        job = await self._named(who, propops, typed)
        if job is not None:
            commits = newest_first(await propops.commits(job.uuid))
            told = steps(commits)[: search_results.MOST_COMMITS]
            await self._answer(who, search_results.history(job, told, of=len(commits)))

    # asking first

    async def restore(self, who: Request, typed: str) -> None:
        """Which earlier state: the same question as the card's button asks."""

        async def ask(propops: PropOps, job: Job) -> View:
            commits = newest_first(await propops.commits(job.uuid))
            zone = self._people.zone(who.member)
            metadata = self._metadata(who, job)
            return modals.restore_picker(job, commits, None, None, metadata, zone=zone)

        await self._ask(who, "Restore job", typed, ask)

    async def restore_warning(self, who: Request, job: Job, chosen: Commit) -> str:
        """Said beside the diff: the contractor knows the job as it is now, not as it was then."""
        told = await self._notify_check.told(who.member.team, job)
        at = unix_seconds(chosen.at)
        if told is None or at is None or told.at <= at:
            return ""
        whom = told.who or "The contractor"
        return (
            f"{whom} was told about the job after this moment. "
            "Notify them again once it is restored."
        )

    async def files(self, who: Request, typed: str) -> None:
        """Which archived file to bring back."""

        async def ask(propops: PropOps, job: Job) -> View:
            listed = await propops.archived_files(job.uuid)
            return confirmations.files_ask(job, listed, self._metadata(who, job))

        await self._ask(who, "Restore file", typed, ask)

    async def notify(self, who: Request, typed: str) -> None:
        """Who will be told and when they last were; sending is a yes that knew all that."""

        async def ask(propops: PropOps, job: Job) -> View:
            if not job.contractor_id:
                words = f"{job.name} has no contractor yet. Choose one with /job update {job.name}."
                return confirmations.no("Notify contractor", words)
            notice = await _notice(propops, job.uuid)
            told = await self._notify_check.told(who.member.team, job, notice)
            doubts = await self._notify_check.doubts(who.member.team, job, notice)
            metadata = {**self._metadata(who, job), "sure": int(bool(doubts))}
            rest = notice.rest if notice is not None else ()
            also = [line for line in rest if job.contractor_name not in line][:3]
            return confirmations.notify_ask(job, _told_line(told, notice), doubts, also, metadata)

        await self._ask(who, "Notify contractor", typed, ask)

    async def delete(self, who: Request, typed: str) -> None:
        """What goes with the job, its reference to type, and the gentler way."""

        async def ask(propops: PropOps, job: Job) -> View:
            try:
                takes: Sequence[str] | None = await propops.preview_delete(job.uuid)
            except TokenDead:
                raise
            except PropOpsError as error:
                if not self._blindly:
                    words = (
                        f"{job.name} can't be deleted from here, because PropOps didn't say what "
                        f"goes with it. {error.advice}"
                    )
                    return confirmations.no("Delete job", words)
                takes = None
            archive = await self._archived(who, job)
            metadata: Json = {**self._metadata(who, job), "at": job.updated_at[:40]}
            return confirmations.delete_ask(job, takes, archive, metadata)

        await self._ask(who, "Delete job", typed, ask)

    async def note(self, who: Request, typed: str) -> None:
        """`UUID REF`: a case note to write."""
        await self._propops(who)
        uuid, _, ref = typed.partition(" ")
        metadata: Json = {"job": uuid, "ref": ref, "channel": who.place.channel}

        async def ready() -> View:
            return confirmations.note_ask(ref, metadata)

        await self._open(who, "Add case note", ready())

    # shared

    async def _ask(
        self,
        who: Request,
        title: str,
        ref: str,
        ask: Callable[[PropOps, Job], Awaitable[View]],
    ) -> None:
        propops = await self._propops(who)

        async def prepare() -> View:
            job = await propops.find(ref.split(maxsplit=1)[0])
            if job is None:
                return modals.told(title, await self._unknown(propops, ref))
            await self._cards.refresh(who.member.team, job)
            return await ask(propops, job)

        await self._open(who, title, prepare())

    async def _open(self, who: Request, title: str, prepare: Any) -> None:
        if await self._after.open(who.trigger, title, prepare) is None:
            await self._answer(who, messages.too_slow())

    async def _named(self, who: Request, propops: PropOps, typed: str) -> Job | None:
        """The job of a reference or uuid; None once the member is told that there is none."""
        job = await propops.find(typed.split(maxsplit=1)[0])
        if job is None:
            await self._answer(who, await self._unknown(propops, typed))
        else:
            await self._cards.refresh(who.member.team, job)
        return job

    async def _unknown(self, propops: PropOps, typed: str) -> messages.Message:
        ref = typed.split(maxsplit=1)[0]
        rows = await propops.search("", limit=200)
        return messages.unknown_ref(ref, nearest(ref, [row.job_ref for row in rows if row.job_ref]))

    async def _may_update(self, who: Request) -> bool:
        return await self._rights.can(who.member, (WRITES["update"].permission,))

    async def _from_here(self, who: Request, propops: PropOps) -> SearchResult:
        found = []
        for uuid in await self._past.worked_on(who.member):
            try:
                found.append(await propops.get(uuid))
            except (NotFound, Refused):
                continue
        words = "PropOps can't say which jobs you raised: these are the ones you changed from here."
        return SearchResult(found, words)

    async def _archived(self, who: Request, job: Job) -> Choice | None:
        """The status that puts a job away, where the instance has one and the job hasn't got it."""
        try:
            statuses = await (await self._people.lookups(who.member)).options("statuses")
        except PropOpsError:
            return None
        found = next((each for each in statuses if "archiv" in each.name.casefold()), None)
        return found if found is not None and found.id != job.status_id else None

    async def _propops(self, who: Request) -> PropOps:
        await self._people.require_access(who.member)
        if not await self._people.linked(who.member):
            raise NotLinked
        return await self._people.propops(who.member)

    async def _answer(self, who: Request, message: messages.Message) -> None:
        await self._messenger.send_ephemeral(who.place.channel, who.member, message, who.url)

    def _metadata(self, who: Request, job: Job) -> Json:
        return {"job": job.uuid, "ref": job.job_ref, "channel": who.place.channel}


def newest_first(commits: Sequence[Commit]) -> list[Commit]:
    """By time where every row tells one, else as PropOps listed them (nothing promises an order)."""
    if all(commit.at for commit in commits):
        return sorted(commits, key=lambda commit: commit.at, reverse=True)
    return list(commits)


def steps(commits: Sequence[Commit]) -> list[tuple[Commit, Sequence[FieldChange] | None]]:
    """Each revision with what it changed against the one before; None where that isn't told."""
    found: list[tuple[Commit, Sequence[FieldChange] | None]] = []
    for at, commit in enumerate(commits):
        earlier = commits[at + 1] if at + 1 < len(commits) else None
        if earlier is None or not (commit.fields and earlier.fields):
            found.append((commit, None))
            continue
        both = [name for name in FIELDS if name in commit.fields and name in earlier.fields]
        now = Job.model_validate({"uuid": "-"} | commit.fields)
        was = Job.model_validate({"uuid": "-"} | earlier.fields)
        found.append((commit, differences(was, now, both)))
    return found


async def _notice(propops: PropOps, uuid: str) -> NotificationState | None:
    """What PropOps says of earlier notifications; its shape and permission are undocumented."""
    try:
        return await propops.notice(uuid)
    except TokenDead:
        raise
    except PropOpsError:
        return None


def _told_line(told: LastNotified | None, notice: NotificationState | None) -> str:
    if told is None:
        if notice is not None and notice.sent is False:
            return "They have not been told yet."
        return "I can't tell whether they have been told before."
    since = " The job changed since." if told.since else ""
    whom = blocks.escape(blocks.one_line(told.who)) or "They"
    return f"{whom}: last told {blocks.when(told.at)}.{since}"
