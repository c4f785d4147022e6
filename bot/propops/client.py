"""PropOps as one member: each method one documented call, its failures raised as our own errors."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.errors import Garbled, NotFound
from bot.jobs.actions import WRITES, Action
from bot.jobs.model import Choice, Commit, Job, NotificationState, Receipt, SearchResult, Upload
from bot.jobs.references import UUID
from bot.jobs.statuses import StatusNames
from bot.jobs.write import JOBS_PATH
from bot.propops import open_jobs, search, write_schema
from bot.propops.http.bearer import Bearer
from bot.propops.http.request import FormFile
from bot.propops.http.spare_reads import SpareReads
from bot.propops.http.transport import Transport
from bot.propops.parse import accounts, jobs, notes, revisions
from bot.propops.parse.paging import MOST_ROWS, PAGE, RowPage, as_list, paged, window
from bot.propops.parse.values import Row, rows, tells_of_none, tells_of_nothing, text
from bot.propops.search import NOBODY
from bot.propops_names import PropOpsNames

MOST_PAGES = 20
_MOST_ASKED = 500
"""Characters of one parameter of a read."""


class PropOpsClient:
    """Implements `bot.jobs.ports.PropOps`. Every method raises `bot.errors.PropOpsError` kinds."""

    def __init__(
        self, transport: Transport, names: PropOpsNames, bearer: Bearer, *, once: bool = False
    ) -> None:
        """`once`: no read is repeated by itself."""
        self._transport = transport
        self._bearer = bearer
        self._names = names
        self._once = once

    def __repr__(self) -> str:
        return "PropOpsClient(…)"

    @property
    def key(self) -> str:
        """Names this member's token in memory without giving it away."""
        return self._bearer.key

    def in_background(self) -> "PropOpsClient":
        """The same for reads that nobody waits for, each tried once: people go first."""
        return PropOpsClient(self._transport, self._names, self._bearer, once=True)

    @property
    def spare_reads(self) -> SpareReads:
        """How fast such reads may follow one another; the account is named by `key`."""
        return self._transport.spare_reads

    @property
    def must_wait(self) -> bool:
        """Whether PropOps has asked this account for a pause."""
        return self._transport.must_wait(self._bearer)

    # jobs, read

    async def get(self, uuid: str) -> Job:
        """The whole job. Raises NotFound, also for a job of somebody else."""
        return await self._get_job(uuid)

    async def search(self, text: str, limit: int = PAGE) -> Sequence[Job]:
        """Jobs whose title, reference or description matches, the last changed first.

        One page of at most 200; without text the jobs PropOps lists first.
        """
        matches = jobs.jobs((await self.page(text, limit=limit)).rows)
        return sorted(matches, key=lambda job: job.updated_at, reverse=True)

    async def find(self, ref: str) -> Job | None:
        """The job with exactly this reference (any case) or uuid, read whole; None without one."""
        wanted = ref.strip().casefold()
        if UUID.fullmatch(wanted):
            try:
                return await self.get(wanted)
            except NotFound:
                return None
        listed = await self.listed(ref)
        return None if listed is None else await self.get(listed.uuid)

    async def listed(self, ref: str) -> Job | None:
        """The job with exactly this reference (any case) or uuid as its row in the list has it, which
        may lack fields; None without one.
        """
        wanted, offset = ref.strip().casefold(), 0
        for _ in range(5 if wanted else 0):
            page = await self.page(ref, limit=MOST_ROWS, offset=offset)
            offset += len(page.rows)
            for job in jobs.jobs(page.rows):
                if wanted in (job.job_ref.casefold(), job.uuid.casefold()):
                    return job
            if not (page.rows and page.more):
                break
        return None

    async def marked(self, mark: str) -> Sequence[Job]:
        """Every job that carries the mark in its description or works order ref.

        Raises Garbled when none was found but not all that PropOps listed could be looked at: then
        nothing is known, and that must not be taken for *there is none*.
        """
        marked: list[Job] = []
        seen: set[str] = set()
        offset, all_read = 0, True
        for _ in range(MOST_PAGES):
            page = await self.page(mark, offset=offset)
            offset += len(page.rows)
            read = jobs.jobs(page.rows)
            all_read = all_read and len(read) == len(page.rows)
            fresh = [job for job in read if job.uuid not in seen]
            seen.update(job.uuid for job in fresh)
            raw = {text(row.get("uuid") or row.get("job_uuid")): row for row in page.rows}
            checked = [await self._marked(job, raw.get(job.uuid, {}), mark) for job in fresh]
            marked += [job for job in checked if job is not None]
            if not page.more or not fresh:
                all_read = all_read and not page.more
                break
        else:
            all_read = False
        if not marked and not all_read:
            raise Garbled("search too wide")
        return marked

    async def page(
        self, search: str = "", *, limit: int = PAGE, offset: int = 0, typing: bool = False,
        **filters: int | bool,
    ) -> RowPage:  # fmt: skip
        """One page of `action=list`, in PropOps's order, as rows.

        `filters`: `status_id`, `priority_id`, `agent_id`, `contractor_id`, `created_by`,
        `has_photos`, `has_documents`; one value each is all there is (api/jobs).
        """
        limit = max(1, min(limit, MOST_ROWS))
        params: dict[str, str | int] = {
            name: "true" if value is True else value
            for name, value in filters.items()
            if value is not False
        }
        if search.strip():
            params[self._names.search_param] = search.strip()
        payload = await self._jobs("list", params | window(limit, offset), typing=typing)
        found = paged(payload, limit, offset)
        if not (tells_of_none(payload) or jobs.jobs(found.rows)):
            raise Garbled("no list")
        return found

    async def commits(self, uuid: str) -> Sequence[Commit]:
        """The job's saved revisions, in PropOps's order."""
        return revisions.commits(as_list(await self._jobs("list_commits", {"uuid": uuid})))

    async def notice(self, uuid: str) -> NotificationState:
        """Whether the contractor has been told of the assignment."""
        answer = await self._jobs("get_assignment_notification_state", {"uuid": uuid})
        return revisions.notice(answer)

    async def preview_delete(self, uuid: str) -> Sequence[str]:
        """What would be deleted along with it, as short lines without personal data."""
        return revisions.lines(as_list(await self._jobs("preview_delete", {"uuid": uuid})))

    async def creators(self) -> Sequence[Choice]:
        """People who raised jobs: values for the `created_by` filter."""
        return jobs.choices(as_list(await self._jobs("get_creators")), "creator")

    # jobs, written

    async def write(
        self, action: Action, body: Mapping[str, Any], upload: Upload | None = None
    ) -> Receipt:
        """One POST of the action's endpoint. `body` has the names of `WRITES[action].schema`, which
        become PropOps's there; the CSRF token is added. `upload` goes as the schema's `file_as`.

        Raises TypeError, before anything is sent, for a body that is our own mistake.
        """
        path, file_as = WRITES[action].schema.path, WRITES[action].schema.file_as
        if bool(file_as) != (upload is not None):
            raise TypeError(f"{action}: {'a file is missing' if file_as else 'takes no file'}")
        file = FormFile(file_as, upload) if upload is not None else None
        whole = write_schema.body(action, body, self._names)
        payload = await self._transport.write(self._bearer, path, whole, action=action, file=file)
        if path != JOBS_PATH:  # it tells of what was added to the job
            return Receipt(uuid=body["uuid"])
        return jobs.receipt(payload)

    async def prefetch_csrf(self) -> None:
        """Fetches a CSRF token ahead for the next write; never raises."""
        await self._transport.prefetch_csrf(self._bearer)

    # around jobs

    async def case_notes(self, uuid: str, limit: int = PAGE) -> Sequence[notes.CaseNote]:
        """The job's case notes, in PropOps's order, at most `limit` [api-reference/jobs]."""
        params = {"action": "list", "job_uuid": uuid, **window(limit, 0)}
        payload = await self.call(WRITES["add_case_note"].schema.path, params, action="case_notes")
        return notes.read(as_list(payload))

    async def search_all(
        self, text: str, people: Mapping[str, Sequence[int]] = NOBODY
    ) -> SearchResult:
        """Jobs that fit a text, wherever PropOps finds it, and those of the `people` it names."""
        return await search.find(self, text, people)

    async def mine(self) -> SearchResult:
        """The jobs that this member raised."""
        return await search.mine(self)

    async def open_jobs(
        self, names: StatusNames, statuses: Sequence[Choice], *, mine: bool = False
    ) -> SearchResult:
        """The jobs that are not closed. `mine`: those that this member raised."""
        filters = await search.raised_by(self) if mine else {}
        return await open_jobs.open_jobs(self, names, statuses, **filters)

    async def near(self, title: str, place: Choice) -> Sequence[Job]:
        """Jobs at an address that may be about what a title says; quick, and never complete."""
        return await search.near(self, title, place)

    async def archived_files(self, uuid: str) -> Sequence[notes.ArchivedFile] | None:
        """The job's archived files; None where the instance does not list them."""
        payload = await self._jobs("get", {"uuid": uuid})
        return notes.archived(payload, self._names.file_param)

    async def global_search(
        self, q: str, *, limit: int = 10, typing: bool = False
    ) -> Sequence[Job]:
        """Jobs found by anything, addresses included; only the few fields that api/search lists.

        Empty for fewer than two characters.
        """
        if len(q.strip()) < 2:
            return []
        most = max(1, min(limit, 50))
        params: dict[str, str | int] = {"q": q.strip(), "types": "jobs", "limit": most}
        return jobs.jobs(await self.call("/api/search", params, action="search", typing=typing))

    async def permissions(self) -> accounts.Rights:
        return accounts.rights(await self.call("/api/users/permissions", action="permissions"))

    async def profile(self) -> accounts.AccountProfile:
        return accounts.profile(await self.call("/api/users/profile", action="profile"))

    # any read

    async def call(
        self,
        path: str,
        params: Mapping[str, str | int] | None = None,
        *,
        action: str,
        typing: bool = False,
    ) -> Any:
        """The body of any GET, for lists that have no method of their own.

        Of a text longer than any name, its beginning is asked for: a URL has its limit.
        """
        brief = {
            name: value[:_MOST_ASKED] if isinstance(value, str) else value
            for name, value in (params or {}).items()
        }
        read = self._transport.read_once if self._once else self._transport.read
        return await read(self._bearer, path, brief, action=action, typing=typing)

    async def get_while_typing(self, uuid: str) -> Job:
        """`get` for somebody who waits for suggestions: tried once, in a slot for suggestions."""
        return await self._get_job(uuid, typing=True)

    async def _get_job(self, uuid: str, *, typing: bool = False) -> Job:
        payload = await self._jobs("get", {"uuid": uuid}, typing=typing)
        job = jobs.the_job(payload, uuid)
        if job is None:
            if rows(payload, "job") or not tells_of_nothing(payload):
                raise Garbled("another job")
            raise NotFound
        return job

    async def _marked(self, job: Job, row: Row, mark: str) -> Job | None:
        """The job if it carries the mark; asked for whole when its row cannot tell."""
        if jobs.carries(job, mark):
            return job
        whole_text = "job_description" in row and "works_order_ref" in row
        if whole_text and not job.job_description.rstrip().endswith(("…", "...")):
            return None
        try:
            whole = await self.get(job.uuid)
        except NotFound:
            return None
        return whole if jobs.carries(whole, mark) else None

    async def _jobs(
        self, action: str, params: Mapping[str, str | int] | None = None, *, typing: bool = False
    ) -> Any:
        return await self.call(
            JOBS_PATH, {"action": action, **(params or {})}, action=action, typing=typing
        )
