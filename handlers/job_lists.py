"""Lists of jobs: find, mine, open."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from time import monotonic
from typing import Literal

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import NotFound, PropOpsError, RateLimited, Refused, TokenDead, UnreadablePayload
from bot.jobs.actions import WRITES
from bot.jobs.characters import unquoted
from bot.jobs.model import Choice, SearchResult
from bot.jobs.narrowing import has_words, longest_word, named
from bot.jobs.ports import PropOps
from bot.jobs.quicktext.buffer import unslack
from bot.jobs.statuses import StatusNames
from bot.jobs.unused_words import OWN
from bot.lru_dict import LruDict
from bot.members.links import Links
from bot.store.change_history import ChangeHistory
from bot.views import blocks, command_messages, messages, search_results
from bot.web.bolt import Routes
from bot.workflows.linking.permissions import PermissionCache
from bot.workflows.outcome import AWAY
from handlers.background import Background
from handlers.list_narrowing import ListNarrowing, options
from handlers.named_job import NamedJobs
from handlers.request import Request, read_json

_TRY = "Try fewer words, part of the title, a street, a contractor or a reference such as JOB-001."
_NONE_YET = "Raise one with /job new, or look for somebody else's with /job find."
_NONE_OPEN = "Add all to see the closed ones too: /job mine all."
_NOTHING_OPEN = "Raise one with /job new, or look for closed ones with /job find."
_NOTHING_LEFT = "For all that are open, type /job open."
_NARROW = "Type e.g. /job {0} urgent, /job {0} Ace Gas, /job {0} overdue, or /job {0} alone."
_ALL = re.compile(r"\ball\b", re.IGNORECASE)
_PEOPLE: Mapping[str, str] = {"contractor_id": "contractors", "agent_id": "agents"}
"""Filter of the job list → the list of those who are named."""
_List = Literal["find", "mine", "open"]
_Page = Callable[[int], messages.Message]
"""Draws the rows of a list from this index on."""
KEPT_FOR = 60.0
"""Seconds for which a list that was read serves *more*: each page read anew would use up PropOps's rate limit."""
_MOST_KEPT = 10
"""Lists, one for each person who turns pages."""
_MOST_TYPED = 2_000
"""Characters of what is looked for; PropOps is asked for fewer."""


def register(routes: Routes) -> None:
    routes.action("find.more")(more)


class JobLists:
    """Reads lists of jobs as one member, and sends them, a page at a time."""

    def __init__(
        self,
        jobs: NamedJobs,
        links: Links,
        names: StatusNames,
        permissions: PermissionCache,
        history: ChangeHistory,
        background: Background,
        narrowing: ListNarrowing,
    ) -> None:
        self._narrowing = narrowing
        self._jobs, self._links, self._names = jobs, links, names
        self._permissions, self._history = permissions, history
        self._background = background
        self._kept: LruDict[str, tuple[_List, str, float, _Page]] = LruDict(_MOST_KEPT)
        """By token: what somebody was shown the first rows of, since when (monotonic)."""

    async def send(self, list_: _List, request: Request, typed: str, at: int) -> None:
        """The rows from index `at` on, in an ephemeral message."""
        await self._jobs.require_linked(request)
        propops, typed = await self._links.propops(request.member), typed.strip()
        page = self._kept_page(propops.key, list_, typed) if at else None
        if page is None:
            read = {"find": self._find, "mine": self._mine, "open": self._open}[list_]
            page = await read(request, propops, typed)
            self._kept[propops.key] = (list_, typed, monotonic(), page)
        await self._background.reply_in_channel(request, page(at))

    def _kept_page(self, key: str, list_: _List, typed: str) -> _Page | None:
        """None where it is another list, or too old."""
        now = monotonic()
        for each in [key for key, kept in self._kept.items() if now - kept[2] > KEPT_FOR]:
            del self._kept[each]
        kept = self._kept.get(key)
        return kept[3] if kept is not None and kept[:2] == (list_, typed) else None

    async def found(self, request: Request, typed: str) -> messages.Message:
        """What `find` says, for a modal."""
        propops = await self._jobs.propops(request)
        return (await self._find(request, propops, typed.strip()))(0)

    async def _find(self, request: Request, propops: PropOps, typed: str) -> _Page:
        typed = unquoted(unslack(typed[:_MOST_TYPED]))
        if len(typed) < 2:
            words = "What shall I look for? Type e.g. /job find boiler, or /job find Elm Row."
            return lambda _: messages.refused(words)
        result = await propops.search_all(typed, await self._people(request, typed))
        if not result.jobs and not result.partly:  # `find urgent`
            opened = await propops.open_jobs(self._names, await self._statuses(request))
            if (await self._narrowing.narrow(request.member, opened.jobs, typed)).fits:
                return await self._open(request, propops, typed)
            if word := longest_word(typed):  # `boiler elm row`
                wider = await propops.search_all(word)
                result = replace(
                    wider, jobs=[each for each in wider.jobs if has_words(each, typed)]
                )
        update = await self._may_update(request)
        return lambda at: search_results.jobs_found(
            "Jobs",
            result.jobs,
            typed=blocks.clip(typed, 80),
            partly=result.partly,
            empty=_TRY,
            more={"find": blocks.clip(typed, 300)},
            at=at,
            update=update,
        )

    async def _mine(self, request: Request, propops: PropOps, typed: str) -> _Page:
        """What the member raised; where PropOps can't list them, what they changed from Slack."""
        closed_too = bool(_ALL.search(typed))
        try:
            if closed_too:
                result = await propops.mine()
            else:
                statuses = await self._statuses(request)
                result = await propops.open_jobs(self._names, statuses, mine=True)
        except (TokenDead, RateLimited, *AWAY):
            raise
        except PropOpsError:
            result = await self._changed_from_here(request, propops, closed_too=closed_too)
        words = _ALL.sub(" ", typed)
        narrowed = await self._narrowing.narrow(request.member, result.jobs, words)
        if narrowed.unknown:
            return lambda _: _names_nothing("mine", narrowed.unknown, words)
        update = await self._may_update(request)
        return lambda at: search_results.jobs_found(
            _title("Your jobs" if closed_too else "Your jobs that are open", words),
            narrowed.jobs,
            partly=result.partly,
            empty=_NONE_YET if closed_too else f"{_NONE_OPEN} {_NONE_YET}",
            more={"mine": blocks.clip(typed, 300)},
            at=at,
            update=update,
        )

    async def _open(self, request: Request, propops: PropOps, typed: str) -> _Page:
        mine, words = bool(OWN.search(typed)), OWN.sub(" ", typed)
        result = await propops.open_jobs(self._names, await self._statuses(request), mine=mine)
        narrowed = await self._narrowing.narrow(request.member, result.jobs, words)
        if narrowed.unknown:
            return lambda _: _names_nothing("open", narrowed.unknown, words)
        update = await self._may_update(request)
        return lambda at: search_results.jobs_found(
            _title("Your open jobs" if mine else "Open jobs", words),
            narrowed.jobs,
            partly=result.partly,
            empty=_NOTHING_LEFT if result.jobs else _NOTHING_OPEN,
            more={"open": blocks.clip(typed, 300)},
            at=at,
            update=update,
        )

    async def _people(self, request: Request, typed: str) -> dict[str, list[int]]:
        """The contractors and agents whom the text names, as far as their lists can be read."""
        lookups = await self._links.lookups(request.member)
        found = {}
        for name, lookup in _PEOPLE.items():
            choices = await options(lookups, lookup)
            found[name] = [each.id for each in named(typed, choices)]
        return found

    async def _statuses(self, request: Request) -> Sequence[Choice]:
        return await options(await self._links.lookups(request.member), "statuses")

    async def _may_update(self, request: Request) -> bool:
        return await self._permissions.can(request.member, (WRITES["update"].permission,))

    async def _changed_from_here(
        self, request: Request, propops: PropOps, *, closed_too: bool
    ) -> SearchResult:
        jobs = []
        for uuid in await self._history.worked_on(request.member):
            try:
                job = await propops.get(uuid)
            except (NotFound, Refused):
                continue
            if closed_too or self._names.is_open(job):
                jobs.append(job)
        words = "PropOps can't say which jobs you raised: these are the ones you changed from here."
        return SearchResult(jobs, words)


def _title(list_: str, narrowed_by: str) -> str:
    """What a list is called: how it was narrowed too, since Slack doesn't show what was typed."""
    words = blocks.clip(" ".join(narrowed_by.split()), 60)
    return f"{list_}, “{words}”" if words else list_


def _names_nothing(list_: Literal["mine", "open"], unknown: str, typed: str) -> messages.Message:
    """The list can't be narrowed so; the search may know it: an address, a title, a reference."""
    jobs = "job of yours" if list_ == "mine" else "open job"
    asked = f"No {jobs} has a contractor, agent, type, priority or status called"
    asked = f"{asked} “{blocks.clip(unknown, 60)}”, nor a title or an address with it."
    told = messages.refused(f"{asked} {_NARROW.format(list_)}")
    looked_for = " ".join(typed.split())
    find = blocks.actions([command_messages.find_button(looked_for)])
    return replace(told, blocks=[*told.blocks, find])


async def find(request: Request, typed: str, job_lists: JobLists) -> None:
    """`TEXT`: the jobs found, also those of a contractor or agent of that name."""
    await job_lists.send("find", request, typed, 0)


async def mine(request: Request, typed: str, job_lists: JobLists) -> None:
    """`[all] [names]`: the jobs the member raised; with *all* closed ones too; narrowed as `open` is."""
    await job_lists.send("mine", request, typed, 0)


async def open_(request: Request, typed: str, job_lists: JobLists) -> None:
    """`[mine] [names]`: the open jobs, narrowed by contractor, agent, type, priority, status and state."""
    await job_lists.send("open", request, typed, 0)


COMMANDS = {"find": find, "mine": mine, "open": open_}


async def more(
    ack: AsyncAck,
    request: Request,
    pressed: str,
    job_lists: JobLists,
    background: Background,
) -> None:
    """The next rows of a list of jobs."""
    query = read_json(pressed)
    at = query.get("at", 0)
    if not isinstance(at, int):
        raise UnreadablePayload
    await ack()
    list_: _List = "find" if "find" in query else "open" if "open" in query else "mine"
    typed = str(query.get(list_, ""))
    background.start_within_limit(job_lists.send(list_, request, typed, at), request)
