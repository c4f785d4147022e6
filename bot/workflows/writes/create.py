"""Creating a job. The job carries the change's id as its reference mark, by which it is found again."""

from collections.abc import Sequence
from typing import Literal

from bot.jobs.actions import WRITES
from bot.jobs.change import Change, Json
from bot.jobs.display import percent
from bot.jobs.model import Commit, Job, Receipt
from bot.jobs.outcome import JobRow, Summary
from bot.jobs.ports import PropOps
from bot.jobs.reference_mark import mark
from bot.jobs.updates import same
from bot.store.job_claims import JobClaimStore
from bot.workflows.outcome import ANSWERED
from bot.workflows.writes.action import Landed, WriteAction, certainly_before

Marker = Literal["job_description", "works_order_ref", "none"]
"""The field that carries the mark."""


class CreateJob(WriteAction):
    words = WRITES["create"]

    def __init__(self, marker: Marker, claims: JobClaimStore) -> None:
        self._marker, self._claims = marker, claims

    def body(self, change: Change, before: Job | None) -> Json:
        body = dict(change.fields)
        if self.carries_mark(change):
            if self._marker == "job_description":
                body["job_description"] = mark(str(body["job_description"]), change.id)
            else:
                body["works_order_ref"] = change.id
        return body

    def carries_mark(self, change: Change) -> bool:
        """Whether the created job can be recognised by the change's id."""
        match self._marker:
            case "job_description":
                return True
            case "works_order_ref":
                return not change.fields.get("works_order_ref")
            case "none":
                return False

    async def marked_jobs(self, change: Change, propops: PropOps) -> Sequence[Job]:
        """The jobs that carry its mark, oldest first; more than one are duplicates."""
        return sorted(await propops.marked(change.id), key=lambda job: job.created_at)

    async def landed(self, change: Change, propops: PropOps, since: float) -> Landed:
        if not self.carries_mark(change):
            return Landed("cannot say", candidates=await self.candidates(change, propops, since))
        jobs = await self.marked_jobs(change, propops)
        return Landed("yes", jobs[0], jobs[1:]) if jobs else Landed("no")

    async def made_earlier(self, change: Change, propops: PropOps) -> Landed | None:
        if not self.carries_mark(change):
            return None
        try:
            jobs = await self.marked_jobs(change, propops)
        except ANSWERED:  # it may raise jobs, and not look for them
            return None
        return Landed("yes", jobs[0], jobs[1:]) if jobs else None

    async def read_back(self, change: Change, receipt: Receipt, propops: PropOps) -> Job | None:
        if uuid := receipt.uuid or change.job_uuid:
            return await propops.get(uuid)
        if self.carries_mark(change):
            jobs = await self.marked_jobs(change, propops)
            return jobs[0] if jobs else None
        candidates = await self.candidates(change, propops, change.created_at)
        return await propops.get(candidates[0].uuid) if len(candidates) == 1 else None

    async def candidates(self, change: Change, propops: PropOps, since: float) -> list[JobRow]:
        """Jobs of the same title and address made since then, without those of other changes."""
        rows = await _look_alikes(change, propops, since)
        uuids = [row.uuid for row in rows]
        taken = await self._claims.claimed_by_others(change.member.team, uuids, change.id)
        return [row for row in rows if row.uuid not in taken]

    async def summary(
        self, change: Change, job: Job | None, revision: Commit | None, propops: PropOps
    ) -> Summary:
        tenants = len(change.fields.get("tenants_ids") or ())
        vat = change.fields.get("vat_percentage")
        return Summary.of(
            lines=(
                f"{tenants} tenant{'s' * (tenants != 1)}" if tenants else "",
                f"VAT: {percent(vat)}" if vat not in (None, "") else "",
            )
        )


async def _look_alikes(change: Change, propops: PropOps, since: float) -> list[JobRow]:
    title = str(change.fields.get("job_title", ""))
    rows: list[JobRow] = []
    for listed in await propops.search(title):
        job = listed
        if job.job_title.strip() != title.strip() or certainly_before(job.created_at, since):
            continue
        if job.address_id is None:  # a list row may lack its address
            job = await propops.get(job.uuid)
        if same("address_id", change.fields.get("address_id"), job.address_id):
            rows.append(JobRow(job.uuid, job.job_ref, job.created_at))
    return rows
