"""A job that is raised, changed, noted, restored and deleted again (`--with-job`), as one linked account.

Its mark is remembered before PropOps is asked, so that a rehearsal that was broken off leaves nothing
that the next one would not delete.
"""

import secrets
from collections.abc import Awaitable, Sequence

from bot.cli.rehearsal.report import Report
from bot.errors import NotFound, PropOpsError
from bot.jobs.change import change_id
from bot.jobs.model import Commit, Job, Receipt
from bot.jobs.reference_mark import mark as marked
from bot.propops.client import PropOpsClient
from bot.settings import Settings
from bot.store.rehearsals import RehearsalStore

TITLE = "Rehearsal of the Slack bot, please ignore"
_RETITLED = "Rehearsal of the Slack bot, changed"
_NEEDED = ("address_id", "priority_id", "status_id", "job_type_id")
_MOST_LOOKED_AT = 20
_UUID = "uuid:"


class JobWalk:
    """`team`: Slack's id, under which the store remembers what is left behind."""

    def __init__(
        self,
        propops: PropOpsClient,
        settings: Settings,
        store: RehearsalStore,
        team: str,
        report: Report,
    ) -> None:
        self._propops, self._settings, self._store = propops, settings, store
        self._team, self._report = team, report

    async def clear_up(self) -> None:
        """Deletes the jobs that earlier rehearsals left, and forgets those that are gone."""
        settle = self._settings.propops_settle_seconds
        recent = await self._store.recent(self._team, "job", settle)
        for left in await self._store.of(self._team, "job"):
            try:
                uuids = await self._left(left)
                for uuid in uuids:
                    await self._delete(uuid)
            except PropOpsError as error:
                words = f"a job of an earlier rehearsal is still there: {error.advice}"
                self._report.add("clearing up", "fails", words)
                continue
            if not uuids and left in recent:
                words = f"a job whose answer was lost may still appear: rehearse again in {settle:.0f} s"
                self._report.add("clearing up", "unknown", words)
                continue
            if not uuids and self._settings.propops_marker == "none":
                words = f"a job may be left, please look in PropOps for: {TITLE}"
                self._report.add("clearing up", "unknown", words)
            await self._store.forget(self._team, "job", left)

    async def walk(self) -> None:
        """A line for each step; a step that fails ends it, but for the delete."""
        example = await self._example()
        if example is None:
            words = "no job was found whose address, priority, status and type could be used"
            self._report.add("raise a job", "unknown", words)
            return
        mark = change_id(f"rehearsal:{secrets.token_hex(16)}")
        await self._store.put(self._team, "job", mark)
        uuid = await self._create(example, mark)
        if uuid:
            await self._store.put(self._team, "job", _UUID + uuid)
            await self._store.forget(self._team, "job", mark)
            await self._change(uuid)
            if not await self._step("delete a job", self._deleted(uuid)):
                return
            await self._store.forget(self._team, "job", _UUID + uuid)

    async def _left(self, remembered: str) -> Sequence[str]:
        if remembered.startswith(_UUID):
            return [remembered.removeprefix(_UUID)]
        if self._settings.propops_marker == "none":
            return []
        return [job.uuid for job in await self._propops.marked(remembered)]

    async def _example(self) -> Job | None:
        """A job that there is: the new one is given its address, priority, status and type."""
        try:
            for job in await self._propops.search("", limit=_MOST_LOOKED_AT):
                whole = await self._propops.get(job.uuid)
                if all(getattr(whole, name) is not None for name in _NEEDED):
                    return whole
        except PropOpsError as error:
            self._report.add("read jobs", "fails", error.advice)
        return None

    async def _create(self, example: Job, mark: str) -> str:
        marker = self._settings.propops_marker
        text = "Made by propops-bot rehearse, which deletes it again."
        body = {name: getattr(example, name) for name in _NEEDED} | {
            "job_title": TITLE,
            "job_description": marked(text, mark) if marker == "job_description" else text,
        }
        if marker == "works_order_ref":
            body["works_order_ref"] = mark
        receipt: list[Receipt] = []

        async def create() -> str:
            receipt.append(await self._propops.write("create", body))
            return f"{receipt[0].job_ref or 'a job'} raised" if receipt[0].uuid else "raised"

        if not await self._step("raise a job", create()):
            return ""
        if uuid := receipt[0].uuid:
            return uuid
        found = await self._left(mark)
        if not found:
            words = "raised, but not found again: please delete it in PropOps"
            self._report.add("find a job again", "fails", words)
            return ""
        self._report.add("find a job again", "fallback", "by its mark: the answer names no uuid")
        return found[0]

    async def _change(self, uuid: str) -> None:
        async def update() -> str:
            await self._propops.write("update", {"uuid": uuid, "job_title": _RETITLED})
            return self._same(await self._propops.get(uuid), _RETITLED)

        async def note() -> str:
            text = "A note of the rehearsal."
            body = {"uuid": uuid, "note_text": text, "send_email": False}
            await self._propops.write("add_case_note", body)
            notes = await self._propops.case_notes(uuid)
            if not any(text in each.text for each in notes):
                raise _NotAsWritten("it was taken, and is not among the job's notes")
            return "written and read back, e-mailed to nobody"

        if not await self._step("change a job", update()):
            return
        await self._step("write a note", note())
        await self._step("restore a job", self._restored(uuid))

    async def _restored(self, uuid: str) -> str:
        first = _oldest(await self._propops.commits(uuid))
        if first is None or first.id is None:
            raise _NotAsWritten("no saved revision has an id; see PROPOPS_COMMIT_PARAM")
        await self._propops.write("restore_commit", {"uuid": uuid, "commit_id": first.id})
        return self._same(await self._propops.get(uuid), TITLE)

    async def _deleted(self, uuid: str) -> str:
        await self._delete(uuid)
        return "deleted, and gone"

    async def _delete(self, uuid: str) -> None:
        try:
            await self._propops.get(uuid)
        except NotFound:
            return
        await self._propops.write("delete", {"uuid": uuid})
        try:
            await self._propops.get(uuid)
        except NotFound:
            return
        raise _NotAsWritten("it was taken, and the job is still there")

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


def _oldest(commits: Sequence[Commit]) -> Commit | None:
    """The first revision, whichever end PropOps lists first."""
    dated = sorted((each for each in commits if each.at), key=lambda each: each.at)
    return dated[0] if dated else (commits[-1] if commits else None)
