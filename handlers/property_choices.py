"""The form knows the property: once its address is chosen, its tenants and last contractors come first."""

import asyncio
from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from bot.errors import BotError
from bot.jobs.model import Choice
from bot.jobs.ports import Lookups
from bot.jobs.similar_jobs import lives_at, same_address
from bot.lru_dict import LruDict
from bot.members.links import Links
from bot.views import modals
from handlers.request import Request

_JOBS_WITHIN = 1.0
"""Seconds the jobs of the address may take, of the two that a search has."""
_KNOWN_FOR = 60.0
_MOST_KNOWN = 500
_MOST_FIRST = 10


class PropertyChoices:
    """Of each member with their own token: nobody is offered what they could not find themselves."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._known: LruDict[tuple[Any, ...], tuple[float, Sequence[int]]] = LruDict(_MOST_KNOWN)

    async def sorted(
        self,
        request: Request,
        body: Mapping[str, Any],
        lookups: Lookups,
        lookup: str,
        matches: Sequence[Choice],
    ) -> Sequence[Choice]:
        """`matches`, those of the property before the others; they are added where the search cut them off."""
        address = _address(body)
        if address is None or lookup not in {"tenants", "contractors"}:
            return matches
        listed = await lookups.options(lookup)
        if lookup == "tenants":
            at = [each for each in listed if lives_at(each, address)]
        else:
            by_id = {each.id: each for each in listed}
            ids = await self._contractors(request, address)
            at = [by_id[id_] for id_ in ids if id_ in by_id]
        typed = str(body.get("value") or "").casefold().split()
        found = {each.id for each in matches}
        first = [each for each in at if each.id in found or _begins(each, typed)][:_MOST_FIRST]
        ids_first = {each.id for each in first}
        return [*first, *(each for each in matches if each.id not in ids_first)]

    async def _contractors(self, request: Request, address: Choice) -> Sequence[int]:
        """Who had the last jobs there, the newest first; none where PropOps takes too long."""
        key = (request.member, address.id)
        until, ids = self._known.get(key, (0.0, ()))
        if until > monotonic():
            return ids
        try:
            propops = await self._links.propops(request.member)
            street = address.name.split(",")[0]
            found = await asyncio.wait_for(propops.search_all(street), _JOBS_WITHIN)
        except (BotError, TimeoutError):
            return ()
        there = [job for job in found.jobs if same_address(job, address)]
        ids = list(dict.fromkeys(job.contractor_id for job in there if job.contractor_id))
        self._known[key] = (monotonic() + _KNOWN_FOR, ids)
        return ids


def _address(body: Mapping[str, Any]) -> Choice | None:
    """The one that is chosen in the form, if it has one."""
    view = body.get("view")
    state = view.get("state") if isinstance(view, Mapping) else None
    values = state.get("values") if isinstance(state, Mapping) else None
    if not isinstance(values, Mapping) or "address_id" not in values:
        return None
    address = modals.entered(values).get("address_id")
    return address if isinstance(address, Choice) and address.id else None


def _begins(choice: Choice, typed: Sequence[str]) -> bool:
    """Whether a word of its name begins with each typed one."""
    words = choice.name.casefold().split()
    return all(any(word.startswith(part) for word in words) for part in typed)
