"""Answers in PropOps's place that say nothing of it: no job is missing, and no list empty, because of them."""

from typing import Any

import httpx
import pytest

from bot.errors import Garbled, NotFound
from tests.propops.scripted import TOKEN, UUID, Script

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
