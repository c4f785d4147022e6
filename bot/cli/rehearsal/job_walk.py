"""A job that is raised, changed, noted, restored and deleted again (`--with-job`), as one linked account.

Its mark is remembered before PropOps is asked, with whose account it was, so that a rehearsal that was
broken off leaves nothing that the next one would not delete, as the same account.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Mapping, Sequence

from bot.cli.rehearsal.accounts import Accounts, LinkedAccount
from bot.cli.rehearsal.report import Report
from bot.errors import NotFound, OutcomeUnknown, PropOpsError
from bot.jobs.change import change_id
from bot.jobs.model import Commit, Job
from bot.jobs.reference_mark import mark as marked
from bot.jobs.updates import update_body
from bot.propops.client import PropOpsClient
from bot.settings import Settings
from bot.store.rehearsals import RehearsalStore

TITLE = "Rehearsal of the Slack bot, please ignore"
_RETITLED = "Rehearsal of the Slack bot, changed"
_NEEDED = ("address_id", "priority_id", "status_id", "job_type_id")
_MOST_LOOKED_AT = 20
_UUID = "uuid:"
_STEPS = ("raise a job", "change a job", "write a note", "restore a job", "delete a job")
_LEFT_OUT: Mapping[str, str] = {
    "notify a contractor": "it would send an e-mail",
    "send files along": "what is sent to a job stays in PropOps",
}


class JobWalk:
    """`team`: Slack's id, under which the store remembers what is left behind."""

    def __init__(
        self,
        accounts: Accounts,
        account: LinkedAccount,
        settings: Settings,
        store: RehearsalStore,
        team: str,
        report: Report,
    ) -> None:
        """`account`: makes the job."""
        self._accounts, self._account, self._propops = accounts, account, account.propops
        self._settings, self._store, self._team = settings, store, team
        self._report = report

    async def clear_up(self) -> None:
        """Deletes the jobs that this or earlier rehearsals left, and forgets those that are gone."""
        settle = self._settings.propops_settle_seconds
        recent = await self._store.recent(self._team, "job", settle)
        for left in await self._store.of(self._team, "job"):
            user, _, found_by = left.rpartition("/")
            maker = await self._accounts.of(user) if user else self._account
            propops = (maker or self._account).propops
            try:
                uuids = await self._found(found_by, propops)
                gone = [await _delete(propops, uuid) for uuid in uuids]
            except PropOpsError as error:
                words = f"a job of an earlier rehearsal is still there: {error.advice}"
                self._report.add("clearing up", "fails", words)
                continue
            if not uuids and left in recent:
                words = f"a job whose answer was lost may still appear: rehearse again in {settle:.0f} s"
                self._report.add("clearing up", "unknown", words)
                continue
            is_unsearched = self._settings.propops_marker == "none" and not uuids
            if is_unsearched or (maker is None and not all(gone)):
                words = f"a job may be left, please look in PropOps for: {TITLE}"
                self._report.add("clearing up", "unknown", words)
            await self._store.forget(self._team, "job", left)

    async def walk(self) -> None:
        """A line for each step; a step that fails ends it, but for the delete.

        Interrupted, it deletes what it has made before it ends.
        """
        for feature, why in _LEFT_OUT.items():
            self._report.add(feature, "unknown", why)
        example = await self._example()
        if example is None:
            return
        try:
            await self._steps(example)
            for feature in _STEPS:
                if all(line.feature != feature for line in self._report.lines):
                    self._report.add(feature, "unknown", "not tried, since an earlier step failed")
        except asyncio.CancelledError:
            await self.clear_up()
            raise

    async def _steps(self, example: Job) -> None:
        mark = change_id(f"rehearsal:{secrets.token_hex(16)}")
        by_mark = f"{self._account.user}/{mark}"
        await self._store.put(self._team, "job", by_mark)
        uuid = await self._create(example, mark)
        if uuid is None:
            return
        if uuid:
            by_uuid = f"{self._account.user}/{_UUID}{uuid}"
            await self._store.put(self._team, "job", by_uuid)
            await self._store.forget(self._team, "job", by_mark)
            await self._change(uuid)
            if await self._step("delete a job", self._deleted(uuid)):
                await self._store.forget(self._team, "job", by_uuid)
        else:
            await self._store.forget(self._team, "job", by_mark)

    async def _found(self, found_by: str, propops: PropOpsClient) -> Sequence[str]:
        if found_by.startswith(_UUID):
            return [found_by.removeprefix(_UUID)]
        if self._settings.propops_marker == "none":
            return []
        return [job.uuid for job in await propops.marked(found_by)]

    async def _example(self) -> Job | None:
        """A job that there is: the new one is given its address, priority, status and type."""
        try:
            for job in await self._propops.search("", limit=_MOST_LOOKED_AT):
                whole = await self._propops.get(job.uuid)
                if all(getattr(whole, name) is not None for name in _NEEDED):
                    return whole
            words = "no job was found whose address, priority, status and type could be used"
        except PropOpsError:
            words = "no job can be read whose address, priority, status and type could be used"
        self._report.add("raise a job", "unknown", words)
        return None

    async def _create(self, example: Job, mark: str) -> str | None:
        """Its uuid; empty where PropOps made none, None while it may have made one."""
        marker = self._settings.propops_marker
        text = "Made by propops-bot rehearse, which deletes it again."
        body = {name: getattr(example, name) for name in _NEEDED} | {
            "job_title": TITLE,
            "job_description": marked(text, mark) if marker == "job_description" else text,
        }
        if marker == "works_order_ref":
            body["works_order_ref"] = mark
        try:
            receipt = await self._propops.write("create", body)
        except OutcomeUnknown as error:
            self._report.add("raise a job", "fails", error.advice)
            return None
        except PropOpsError as error:
            self._report.add("raise a job", "fails", error.advice)
            return ""
        self._report.add("raise a job", "works", f"{receipt.job_ref or 'a job'} raised")
        if receipt.uuid:
            return receipt.uuid
        try:
            found = await self._found(mark, self._propops)
        except PropOpsError:
            found = []
        if not found:
            words = f"raised, but not found again: please look in PropOps for: {TITLE}"
            self._report.add("find a job again", "fails", words)
            return None
        self._report.add("find a job again", "fallback", "by its mark: the answer names no uuid")
        return found[0]

    async def _change(self, uuid: str) -> None:
        async def update() -> str:
            body = update_body(uuid, {"job_title": _RETITLED}, await self._propops.get(uuid))
            await self._propops.write("update", body)
            return self._same(await self._propops.get(uuid), _RETITLED)

        async def note() -> str:
            text = "A note of the rehearsal."
            body = {"uuid": uuid, "note_text": text, "send_email": False}
            await self._propops.write("add_case_note", body)
            try:
                notes = await self._propops.case_notes(uuid)
            except PropOpsError as error:
                words = f"what was written can't be read back: {error.advice}"
                self._report.add("read case notes", "fallback", words)
                return "PropOps took it, e-mailed to nobody"
            if not any(text in each.text for each in notes):
                raise _NotAsWritten("it was taken, and is not among the job's notes")
            return "written and read back, e-mailed to nobody"

        is_changed = await self._step("change a job", update())
        await self._step("write a note", note())
        if is_changed:
            await self._step("restore a job", self._restored(uuid))

    async def _restored(self, uuid: str) -> str:
        first = _oldest(await self._propops.commits(uuid))
        if first is None or first.id is None:
            raise _NotAsWritten("no saved revision has an id; see PROPOPS_COMMIT_PARAM")
        await self._propops.write("restore_commit", {"uuid": uuid, "commit_id": first.id})
        return self._same(await self._propops.get(uuid), TITLE)

    async def _deleted(self, uuid: str) -> str:
        was_there = await _delete(self._propops, uuid)
        return "deleted, and gone" if was_there else "somebody else has deleted it meanwhile"

    @staticmethod
    def _same(job: Job, title: str) -> str:
        if job.job_title != title:
            raise _NotAsWritten("it was taken, and the job did not change")
        return "done and read back"

    async def _step(self, feature: str, doing: Awaitable[str]) -> bool:
        try:
            self._report.add(feature, "works", await doing)
        except PropOpsError as error:
            self._report.add(feature, "fails", error.advice)
            return False
        return True


class _NotAsWritten(PropOpsError):
    """PropOps took a write, and what it shows afterwards is something else."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self._said = words

    @property
    def advice(self) -> str:
        return self._said


async def _delete(propops: PropOpsClient, uuid: str) -> bool:
    """Whether it was there. Raises `PropOpsError` where it still is."""
    try:
        await propops.get(uuid)
    except NotFound:
        return False
    lost: OutcomeUnknown | None = None
    try:
        await propops.write("delete", {"uuid": uuid})
    except OutcomeUnknown as error:
        lost = error
    try:
        await propops.get(uuid)
    except NotFound:
        return True
    raise lost or _NotAsWritten("it was taken, and the job is still there")


def _oldest(commits: Sequence[Commit]) -> Commit | None:
    """The first revision, whichever end PropOps lists first."""
    dated = sorted((each for each in commits if each.at), key=lambda each: each.at)
    return dated[0] if dated else (commits[-1] if commits else None)
