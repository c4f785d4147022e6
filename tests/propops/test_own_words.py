"""Answers in PropOps's place that say nothing of it: no job is missing, and no list empty, because of them."""

import dataclasses
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from bot.errors import Garbled, NotFound, PropOpsError
from bot.propops.client import PropOpsClient
from bot.propops.lookups.cache import LookupCache
from tests.propops.scripted import NAMES, TOKEN, UUID, Script

OWN_LIST = dataclasses.replace(NAMES, address_path="/api/addresses/list")
STRANGERS: list[Any] = [
    [],
    {},
    {"success": True},
    {"success": True, "message": "Welcome to the portal"},
    {"success": "1", "session": {"user": None}},
    {"status": "ok"},
    {"data": []},
    {"items": [], "total": 0},
    {"jobs": None},
    {"success": True, "jobs": None},
    {"success": True, "jobs": "none"},
    {"data": [], "error": "upstream timed out"},
    httpx.Response(200, text=""),
    httpx.Response(204),
    httpx.Response(200, text='{"success": true, "data": [{"uu'),
    httpx.Response(302, headers={"location": "/login"}),
    httpx.Response(200, text="no gzip", headers={"content-type": "application/json"}),
]


@pytest.mark.parametrize("answer", STRANGERS, ids=lambda each: str(each)[:30])
async def test_neither_a_missing_job_nor_an_empty_list(answer: Any) -> None:
    person = Script(answer).gateway().as_person(TOKEN)
    if answer != {"success": True, "jobs": None}:  # of one thing null is PropOps's word
        with pytest.raises(Garbled):
            await person.get(UUID)
    with pytest.raises(Garbled):
        await person.search("boiler")
    with pytest.raises(Garbled):
        await person.find("JOB-001")


@pytest.mark.parametrize(
    "answer", [{"success": True, "data": []}, {"success": 1, "data": None, "count": 0}]
)
async def test_propops_s_own_envelope_says_that_there_is_none(answer: Any) -> None:
    person = Script(answer).gateway().as_person(TOKEN)
    with pytest.raises(NotFound):
        await person.get(UUID)
    assert await person.search("boiler") == []
    assert await person.find("JOB-001") is None


WITHOUT_A_PLACE: list[Any] = [
    [],
    {},
    {"success": True},
    {"success": True, "message": "Welcome to the portal"},
    {"status": "ok"},
    {"success": True, "data": None, "jobs": None, "results": None},
    {"success": True, "data": ""},
]
"""Nor do they have rows for any other reading."""
LISTS: dict[str, Callable[[PropOpsClient], Awaitable[object]]] = {
    "addresses": lambda one: LookupCache(NAMES).of(one).options("addresses"),
    "own addresses": lambda one: LookupCache(OWN_LIST).of(one).options("addresses"),
    "tenants": lambda one: LookupCache(NAMES).of(one).options("tenants"),
    "agents": lambda one: LookupCache(NAMES).of(one).options("agents"),
    "statuses": lambda one: LookupCache(NAMES).of(one).options("statuses"),
    "people who raise jobs": lambda one: one.creators(),
    "revisions": lambda one: one.commits(UUID),
    "what goes with a delete": lambda one: one.preview_delete(UUID),
    "case notes": lambda one: one.case_notes(UUID),
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("answer", WITHOUT_A_PLACE, ids=str)
async def test_no_list_is_taken_for_an_empty_one(answer: Any, name: str) -> None:
    with pytest.raises(PropOpsError):
        await LISTS[name](Script(answer).gateway().as_person(TOKEN))


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_that_is_empty_says_so(name: str) -> None:
    empty = {"success": True, "data": [], "count": 0}
    assert not await LISTS[name](Script(empty).gateway().as_person(TOKEN))
