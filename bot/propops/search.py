"""Finding jobs: the job list's own search and, where the account may, the search over everything.

The list search reads title, reference and description (api/jobs), the other one addresses too
(api/search). Neither promises an order or a safe total, so results are sorted here, and what was
not read is named.
"""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

from bot.errors import NotAllowed, NotFound, PropOpsError, Refused, TokenDead
from bot.jobs import similar_jobs
from bot.jobs.model import Choice, Job, SearchResult
from bot.propops.parse import accounts, jobs
from bot.propops.parse.paging import MOST_ROWS, RowPage

MOST_PAGES = 3
_MOST_WIDE = 50
MOST_PEOPLE = 3
"""Contractors whose jobs are asked for, and agents, where more bear the name that was typed."""
NOBODY: Mapping[str, Sequence[int]] = MappingProxyType({})


class Pages(Protocol):
    """The job list, a page at a time."""

    async def page(
        self,
        search: str = "",
        *,
        limit: int = 50,
        offset: int = 0,
        typing: bool = False,
        **filters: Any,
    ) -> RowPage: ...


class Reads(Pages, Protocol):
    """What searching needs of the client."""

    async def global_search(
        self, q: str, *, limit: int = 10, typing: bool = False
    ) -> Sequence[Job]: ...
    async def get(self, uuid: str) -> Job: ...
    async def profile(self) -> accounts.AccountProfile: ...
    async def creators(self) -> Sequence[Choice]: ...


async def find(
    propops: Reads, text: str, people: Mapping[str, Sequence[int]] = NOBODY
) -> SearchResult:
    """Jobs for a text, from both searches; one that fails is named, both failing raises.

    `people`: filter (`contractor_id`, `agent_id`) → ids of those whom the text names: theirs count too.
    """
    listed, wide, theirs = await asyncio.gather(
        listing(propops, text), _wide(propops, text), _of(propops, people), return_exceptions=True
    )
    if isinstance(listed, TokenDead):
        raise listed
    for each in (wide, theirs):
        if isinstance(each, BaseException) and not isinstance(each, PropOpsError):
            raise each
    extra = theirs.jobs if isinstance(theirs, SearchResult) else ()
    if isinstance(listed, BaseException):
        if not isinstance(listed, PropOpsError) or not isinstance(wide, list):
            raise listed
        if not (wide or extra):
            raise listed
        found = {job.uuid: job for job in (*await _whole(propops, wide), *extra)}
        return SearchResult(
            newest(found.values()),
            "Only addresses were searched: the job list didn't answer in time. Please try again in a minute.",
        )
    partly = [listed.partly] if listed.partly else []
    if isinstance(theirs, PropOpsError):
        partly.append(_not_searched("The jobs of contractors and agents of that name", theirs))
    elif isinstance(theirs, SearchResult) and theirs.partly:
        partly.append(theirs.partly)
    jobs = {job.uuid: job for job in (*listed.jobs, *extra)}
    if isinstance(wide, list):
        further = [job for job in wide if job.uuid not in jobs]
        jobs |= {job.uuid: job for job in await _whole(propops, further)}
        if len(wide) >= _MOST_WIDE:
            partly.append(
                f"Only jobs at the first {_MOST_WIDE} matching addresses are here. Please type more of the address."
            )
    elif isinstance(wide, PropOpsError):
        partly.append(_not_searched("Addresses", wide))
    return SearchResult(newest(jobs.values()), " ".join(partly))


def _not_searched(what: str, error: PropOpsError) -> str:
    if isinstance(error, NotAllowed | NotFound | Refused):
        why = "your PropOps account isn't allowed to. Please ask your PropOps administrator."
    else:
        why = "PropOps didn't answer in time. Please try again in a minute."
    return f"{what} weren't searched: {why}"


async def _of(propops: Reads, people: Mapping[str, Sequence[int]]) -> SearchResult:
    """The jobs of these contractors and agents."""
    asked = [(name, id_) for name, ids in people.items() for id_ in ids[:MOST_PEOPLE]]
    lists = await asyncio.gather(*(_with(propops, name, id_) for name, id_ in asked))
    jobs = [
        job
        for (name, id_), each in zip(asked, lists, strict=True)
        for job in each.jobs
        if getattr(job, name) in {id_, None}  # where the filter counts for nothing
    ]
    words = []
    if any(len(ids) > MOST_PEOPLE for ids in people.values()):
        words.append(
            f"Only the jobs of {MOST_PEOPLE} contractors or agents of that name are here. Please type more of the name."
        )
    if any(each.partly for each in lists):
        words.append(
            f"Of each contractor or agent only the first {MOST_PAGES * MOST_ROWS:,} jobs are here."
        )
    return SearchResult(jobs, " ".join(words))


def _with(propops: Reads, name: str, id_: int) -> Coroutine[Any, Any, SearchResult]:
    filters: dict[str, Any] = {name: id_}
    return listing(propops, **filters)


async def listing(propops: Reads, text: str = "", **filters: Any) -> SearchResult:
    """The job list with this search and these filters, at most `MOST_PAGES` pages of it."""
    unique: dict[str, Job] = {}
    offset = 0
    for _ in range(MOST_PAGES):
        page = await propops.page(text, limit=MOST_ROWS, offset=offset, **filters)
        fresh = [job for job in jobs.jobs(page.rows) if job.uuid not in unique]
        unique |= {job.uuid: job for job in fresh}
        offset += len(page.rows)
        if not (fresh and page.more):
            return SearchResult(newest(unique.values()))
    return SearchResult(
        newest(unique.values()),
        f"Only the first {len(unique):,} are here. Please type more words to find fewer jobs.",
    )


async def near(propops: Reads, title: str, place: Choice) -> list[Job]:
    """Jobs at an address that may be about what a title says, whole; quick, and never complete.

    The job list can't be asked for an address (api/jobs), so it is asked for the title's words.
    """
    asked = sorted(similar_jobs.stems(title), key=len, reverse=True)[:2]
    street = place.name.split(",")[0]
    answers = await asyncio.gather(
        _wide(propops, street),
        *(_titled(propops, word) for word in asked),
        return_exceptions=True,
    )
    rows: dict[str, Job] = {}
    for answer in answers:
        if isinstance(answer, PropOpsError):
            continue
        if isinstance(answer, BaseException):
            raise answer
        rows |= {job.uuid: job for job in answer if similar_jobs.same_address(job, place)}
    likely = [job for job in rows.values() if similar_jobs.similar(title, job.job_title)]
    return await _whole(propops, likely[:6])


async def mine(propops: Reads) -> SearchResult:
    """The jobs this account raised, or that PropOps shows an agent or contractor at all."""
    return await listing(propops, **await raised_by(propops))


async def raised_by(propops: Reads) -> dict[str, Any]:
    """The filter for the jobs this account raised; none for an agent or contractor, who see no others.

    Raises Refused where PropOps does not say who that is.
    """
    who = await propops.profile()
    if who.account_type.casefold() in {"agent", "contractor"}:
        return {}
    number = who.id
    if number is None:
        named = [each for each in await propops.creators() if each.name == who.name and who.name]
        number = named[0].id if len(named) == 1 else None
    if number is None:
        raise Refused(400, "it doesn't say which jobs you raised")
    return {"created_by": number}


def newest(jobs: Iterable[Job]) -> list[Job]:
    return sorted(jobs, key=lambda job: job.updated_at or job.created_at, reverse=True)


async def _wide(propops: Reads, text: str) -> list[Job]:
    return list(await propops.global_search(text, limit=_MOST_WIDE))


async def _titled(propops: Reads, word: str) -> list[Job]:
    return jobs.jobs((await propops.page(word, limit=100)).rows)


async def _whole(propops: Reads, rows: list[Job]) -> list[Job]:
    """Rows of the global search read whole, as far as a few: they say little and no dates."""

    async def whole(row: Job) -> Job:
        try:
            return await propops.get(row.uuid)
        except PropOpsError:
            return row

    read = await asyncio.gather(*(whole(row) for row in rows[:8]))
    return [*read, *rows[8:]]
