"""Loading the lists to choose from, and looking for one thing while somebody is typing.

Rows are read page by page until a short one; nothing but ids and names is cached, so that no
tenant's contact details stay in memory.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from bot.errors import Garbled, NotAllowed, NotFound, PropOpsError, Refused
from bot.jobs.model import Choice, Job
from bot.propops.client import PropOpsClient
from bot.propops.parse import jobs
from bot.propops.parse.paging import MOST_ROWS, PAGE, as_list, paged, window
from bot.propops.parse.values import Row, id_of, tenant_line

MOST_PAGES = 1_000
JOB_PAGES = 5
"""Pages of jobs that are looked through for addresses."""
MOST_READ_WHOLE = 5
"""Jobs read whole for the address that their row leaves out."""
LIVE_ROWS = 50


@dataclass(frozen=True)
class Source:
    """Where a list is, what its rows may call themselves, and which key says more of them."""

    path: str
    things: tuple[str, ...]
    detail: str = ""
    pages: bool = True


SOURCES: Mapping[str, Source] = {
    "priorities": Source("/api/jobs/priorities", ("priority", "job_priority"), pages=False),
    "statuses": Source("/api/jobs/statuses", ("status", "job_status"), pages=False),
    "job_types": Source("/api/jobs/types", ("job_type", "type"), pages=False),
    "agents": Source("/api/agents/list", ("agent",), "branch_name"),
    "contractors": Source("/api/contractors/list", ("contractor",), "trades"),
    "tenants": Source("/api/tenants/list", ("tenant",), "full_address"),
}
TENANTS = ("/api/tenants/list", "/api/tenants/manage")


@dataclass
class LoadedRows:
    """What was loaded, over how many pages; `addresses` are those that the rows carry."""

    choices: list[Choice] = field(default_factory=list)
    pages: int = 0
    addresses: list[Choice] = field(default_factory=list)


class ListLoader:
    """`address_path` is the operator's own, None where there is none."""

    def __init__(self, search_param: str, tenants_path: str, address_path: str | None) -> None:
        self._search = search_param
        self._tenants_path = tenants_path
        self._address_path = address_path
        self._tenants_known = False

    async def whole(self, propops: PropOpsClient, lookup: str) -> LoadedRows:
        """The list of `SOURCES`, all pages; a row that two of them hold is one."""
        source = SOURCES[lookup]
        found = LoadedRows()
        async for page in self._pages(propops, lookup, {"action": "list"}, whole=source.pages):
            found.pages += 1
            found.choices += jobs.choices(page, *source.things, detail=source.detail)
            if lookup == "tenants":
                found.addresses += jobs.places(page)
        found.choices = list({each.id: each for each in reversed(found.choices)}.values())[::-1]
        return found

    async def contacts(self, propops: PropOpsClient, ids: Collection[int]) -> list[str]:
        """Each of these tenants as a line with e-mail and telephone, as far as they are listed."""
        wanted, found = set(ids), dict[int, str]()
        if wanted:
            async for page in self._pages(propops, "tenants", {"action": "list"}, whole=True):
                for row in page:
                    if (id_ := id_of(row, "tenant")) in wanted and id_ is not None:
                        found[id_] = tenant_line(row)
                if wanted <= found.keys():
                    break
        return [found.get(id_, f"No. {id_}") for id_ in ids]

    async def addresses(self, propops: PropOpsClient, of_tenants: Sequence[Choice]) -> LoadedRows:
        """Every address that is known from the operator's list, the tenants and recent jobs.

        PropOps documents no address list. Raises what all the sources raise, if all do.
        """
        own, of_jobs = await asyncio.gather(
            self._own_list(propops), self._of_jobs(propops, of_tenants), return_exceptions=True
        )
        found, by_id = LoadedRows(), dict[int, Choice]()
        for part in (own, LoadedRows(list(of_tenants)), of_jobs):
            if isinstance(part, LoadedRows):
                found.pages += part.pages
                for each in part.choices:
                    by_id.setdefault(each.id, each)
            elif not isinstance(part, PropOpsError):
                raise part
        if not by_id:
            for part in (own, of_jobs):
                if isinstance(part, PropOpsError):
                    raise part
        found.choices = list(by_id.values())
        return found

    async def live(self, propops: PropOpsClient, lookup: str, text: str) -> list[Choice]:
        """What PropOps itself finds for a typed text, in a slot for suggestions."""
        if lookup == "addresses":
            return await self._live_addresses(propops, text)
        source = SOURCES[lookup]
        payload = await self._ask(propops, lookup, self._typed(text), typing=True)
        return jobs.choices(payload, *source.things, detail=source.detail)

    async def _live_addresses(self, propops: PropOpsClient, text: str) -> list[Choice]:
        """Of the operator's list, else of jobs that global search or the job list finds."""
        if self._address_path:
            payload = await self._ask(propops, "addresses", self._typed(text), typing=True)
            if found := jobs.address_choices(payload):
                return found
        try:
            matches = await propops.global_search(text, limit=20, typing=True)
        except (NotAllowed, NotFound, Refused):
            matches = jobs.jobs((await propops.page(text, limit=20, typing=True)).rows)
        places = _addresses(matches)
        return places + await _read_whole(
            propops, _without_address_id(matches, (places,)), typing=True
        )

    def _typed(self, text: str) -> dict[str, str | int]:
        return {"action": "list", self._search: text, "limit": LIVE_ROWS}

    async def _own_list(self, propops: PropOpsClient) -> LoadedRows:
        found = LoadedRows()
        if self._address_path:
            async for page in self._pages(propops, "addresses", {"action": "list"}, whole=True):
                found.pages += 1
                found.choices += jobs.address_choices(page)
        return found

    async def _of_jobs(self, propops: PropOpsClient, known: Sequence[Choice]) -> LoadedRows:
        found, listed, offset = LoadedRows(), list[Job](), 0
        for _ in range(JOB_PAGES):
            page = await propops.page(limit=MOST_ROWS, offset=offset)
            offset += len(page.rows)
            found.pages += 1
            fresh = jobs.jobs(page.rows)
            if not fresh or (listed and listed[0].uuid == fresh[0].uuid):
                break
            listed += fresh
            if not page.more:
                break
        found.choices = _addresses(listed)
        missing = _without_address_id(listed, (known, found.choices))
        found.choices += await _read_whole(propops, missing, typing=False)
        return found

    async def _pages(
        self, propops: PropOpsClient, lookup: str, params: Mapping[str, str | int], *, whole: bool
    ) -> AsyncIterator[Sequence[Row]]:
        """Pages of rows until a short one, a repeated first row, or far too many.

        Without `whole` the list is not known to be paged: it is asked for plainly, and further
        only when it came in a round number of rows or says that there are more.
        """
        offset, first = 0, None
        for _ in range(MOST_PAGES):
            plainly = not whole and not offset
            asked = params if plainly else {**params, **window(MOST_ROWS, offset)}
            page = paged(
                await self._ask(propops, lookup, asked), PAGE if plainly else MOST_ROWS, offset
            )
            if not page.rows or page.rows[0] == first:
                return
            yield page.rows
            if not page.more:
                return
            first = page.rows[0] if first is None else first
            offset += len(page.rows)

    async def _ask(
        self,
        propops: PropOpsClient,
        lookup: str,
        params: Mapping[str, str | int],
        *,
        typing: bool = False,
    ) -> object:
        """One page. Raises Garbled for an answer that is no list; a bare `[]` ends one, or finds nothing
        in the operator's own, and never says that there is none at all.
        """
        answer = await self._call(propops, lookup, params, typing=typing)
        if answer == [] and (params.get("offset") or (lookup == "addresses" and typing)):
            return answer
        return as_list(answer)

    async def _call(
        self,
        propops: PropOpsClient,
        lookup: str,
        params: Mapping[str, str | int],
        *,
        typing: bool,
    ) -> object:
        """The list of tenants is asked for by either of its two documented paths."""
        if lookup == "addresses":
            parts = urlsplit(self._address_path or "")
            whole = {**params, **dict(parse_qsl(parts.query))}
            return await propops.call(parts.path, whole, action=lookup, typing=typing)
        if lookup != "tenants":
            path = SOURCES[lookup].path
            return await propops.call(path, params, action=lookup, typing=typing)
        try:
            answer = await propops.call(self._tenants_path, params, action=lookup, typing=typing)
        except (NotFound, Refused, Garbled) as error:
            other = TENANTS[self._tenants_path == TENANTS[0]]
            if self._tenants_known or not _no_such_call(error):
                raise
            answer = await propops.call(other, params, action=lookup, typing=typing)
            self._tenants_path = other
        self._tenants_known = True
        return answer


def _no_such_call(error: PropOpsError) -> bool:
    """404, 405, or a 400 about the action: this path is not the one, rather than not for us."""
    if isinstance(error, Refused):
        return error.status == 405 or (error.status == 400 and "action" in error.message.casefold())
    if isinstance(error, Garbled):
        return error.is_absent
    return isinstance(error, NotFound)


def _addresses(jobs: Iterable[Job]) -> list[Choice]:
    return [
        Choice(job.address_id, job.full_address)
        for job in jobs
        if job.address_id is not None and job.full_address
    ]


def _without_address_id(jobs: Iterable[Job], known: Iterable[Sequence[Choice]]) -> list[Job]:
    """One job for each of a few addresses whose id their rows do not tell."""
    few: dict[str, Job] = {}
    for job in jobs:
        if job.address_id is None and job.full_address:
            few.setdefault(job.full_address.casefold(), job)
    if few:
        names = {each.name.casefold() for some in known for each in some}
        few = {name: job for name, job in few.items() if name not in names}
    return list(few.values())[:MOST_READ_WHOLE]


async def _read_whole(propops: PropOpsClient, jobs: Sequence[Job], *, typing: bool) -> list[Choice]:
    get = propops.get_while_typing if typing else propops.get
    results = await asyncio.gather(*(get(job.uuid) for job in jobs), return_exceptions=True)
    return _addresses(each for each in results if isinstance(each, Job))
