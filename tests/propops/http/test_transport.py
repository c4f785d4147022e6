"""Calls: what is repeated, what never is, and what a lost answer is called."""

import time
from typing import Any

import httpx
import pytest

from bot.errors import (
    Garbled,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    PropOpsError,
    RateLimited,
    Refused,
    TokenDead,
    Unreachable,
)
from bot.propops.gateway import Gateway
from bot.propops.http.transport import LEAVES_WITHIN, READ_TRIES, Transport
from tests.propops.scripted import JOB, NAMES, OK, TOKEN, UUID, Script, page, refused

DELETE = {"uuid": UUID}


async def write(script: Script, **options: Any) -> None:
    await script.gateway(**options).as_person(TOKEN).write("delete", DELETE)


# reads


@pytest.mark.parametrize(
    "trouble",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.ReadTimeout("slow"),
        httpx.RemoteProtocolError("gone"),
        page("<html>502</html>"),
        page("<html>maintenance</html>", 503),
        refused(500, "boom"),
        refused(429, "Too many requests", **{"Retry-After": "2"}),
        page("<html>sign in</html>", 200),
    ],
    ids=str,
)
async def test_a_read_is_repeated_until_it_works(trouble: Any) -> None:
    script = Script(trouble, trouble, {"success": True, "data": JOB})
    job = await script.gateway().as_person(TOKEN).get(UUID)
    assert job.job_ref == "JOB-001"
    assert len(script.requests) == 3
    assert script.pauses


async def test_a_read_waits_as_long_as_propops_asked_for() -> None:
    again = refused(429, "Too many requests", **{"Retry-After": "7"})
    script = Script(again, {"success": True, "data": JOB})
    await script.gateway().as_person(TOKEN).get(UUID)
    assert max(script.pauses) == pytest.approx(7, abs=0.5)


async def test_a_read_does_not_wait_an_hour() -> None:
    script = Script(refused(429, "Too many requests", **{"Retry-After": "3600"}))
    with pytest.raises(RateLimited) as caught:
        await script.gateway().as_person(TOKEN).get(UUID)
    assert caught.value.after == 3600
    assert len(script.requests) == 1


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (httpx.ConnectError("refused"), Unreachable),
        (httpx.ReadTimeout("slow"), Unreachable),
        (page("<html>502</html>"), Garbled),
        (page("<html>hello</html>", 200), Garbled),
        (httpx.DecodingError("not gzip"), Garbled),
        (refused(429, "Too many requests", **{"Retry-After": "1"}), RateLimited),
    ],
    ids=str,
)
async def test_a_read_gives_up_after_a_few_tries(trouble: Any, kind: type[Exception]) -> None:
    script = Script(trouble)
    with pytest.raises(kind):
        await script.gateway().as_person(TOKEN).get(UUID)
    assert len(script.requests) == READ_TRIES


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, Refused), (401, TokenDead), (403, NotAllowed), (404, NotFound), (422, Refused)],
)
async def test_a_refused_read_is_not_repeated(status: int, kind: type[Exception]) -> None:
    script = Script(refused(status, "No"))
    with pytest.raises(kind):
        await script.gateway().as_person(TOKEN).get(UUID)
    assert len(script.requests) == 1


async def test_a_redirect_is_never_followed() -> None:
    script = Script(httpx.Response(302, headers={"location": "http://elsewhere.test/login"}))
    with pytest.raises(Garbled):
        await script.gateway().as_person(TOKEN).get(UUID)
    assert [each.url.host for each in script.requests] == ["propops.test"]


# writes


async def test_every_write_carries_a_csrf_token_of_its_own() -> None:
    script = Script(OK)
    person = script.gateway().as_person(TOKEN)
    for _ in range(3):
        await person.write("delete", DELETE)
    assert [each["csrf_token"] for each in script.posts] == [
        "csrf-number-1",
        "csrf-number-2",
        "csrf-number-3",
    ]
    assert script.posts[0] == {"action": "delete", "uuid": UUID, "csrf_token": "csrf-number-1"}
    assert all(each.headers["authorization"] == f"Bearer {TOKEN}" for each in script.requests)


@pytest.mark.parametrize(
    ("trouble", "cause"),
    [
        (httpx.ReadTimeout("slow"), "timeout"),
        (httpx.WriteTimeout("slow"), "timeout"),
        (httpx.ReadError("reset"), "dropped"),
        (httpx.WriteError("broken pipe"), "dropped"),
        (httpx.RemoteProtocolError("gone"), "dropped"),
        (refused(500, "boom"), "status 500"),
        (page("<html>502</html>"), "status 502"),
        (page("<html>Back soon</html>", 503), "status 503"),
        (page("<html>hello</html>", 200), "unreadable answer"),
        (httpx.Response(200, content=b'{"success": tru'), "unreadable answer"),
        (httpx.Response(204), "unreadable answer"),
        (httpx.Response(303, headers={"location": "/jobs"}), "status 303"),
    ],
    ids=str,
)
async def test_a_write_without_an_answer_is_never_repeated(trouble: Any, cause: str) -> None:
    script = Script(trouble)
    with pytest.raises(OutcomeUnknown) as caught:
        await write(script)
    assert caught.value.cause == cause
    assert len(script.posts) == 1


@pytest.mark.parametrize(
    "trouble",
    [httpx.ConnectError("no"), httpx.ConnectTimeout("no"), httpx.PoolTimeout("no")],
    ids=str,
)
async def test_a_write_that_never_left_says_so(trouble: Exception) -> None:
    script = Script(trouble)
    with pytest.raises(Unreachable):
        await write(script)
    assert len(script.posts) == 1


async def test_a_write_is_not_repeated_on_429_but_tells_how_long_to_wait() -> None:
    script = Script(refused(429, "Too many requests", **{"Retry-After": "9"}))
    with pytest.raises(RateLimited) as caught:
        await write(script)
    assert caught.value.after == 9
    assert len(script.posts) == 1


async def test_a_write_succeeds_only_with_success_true() -> None:
    script = Script({"success": False, "error": "<b>Closed</b> job"})
    with pytest.raises(Refused) as caught:
        await write(script)
    assert caught.value.message == "Closed job"
    assert caught.value.advice == "PropOps said no: Closed job."


@pytest.mark.parametrize("status", [400, 401, 403, 419])
async def test_a_csrf_refusal_gets_a_fresh_token_and_one_replay(status: int) -> None:
    script = Script(refused(status, "Invalid or expired CSRF token"), OK)
    await write(script)
    assert [each["csrf_token"] for each in script.posts] == ["csrf-number-1", "csrf-number-2"]


async def test_a_second_csrf_refusal_is_told_and_is_not_taken_for_a_dead_link() -> None:
    script = Script(refused(401, "Security token mismatch"))
    with pytest.raises(Refused) as caught:
        await write(script)
    assert caught.value.message == "Security token mismatch"
    assert len(script.posts) == 2


async def test_the_replay_is_judged_like_any_write() -> None:
    script = Script(refused(403, "CSRF token spent"), httpx.ReadTimeout("slow"))
    with pytest.raises(OutcomeUnknown):
        await write(script)
    assert len(script.posts) == 2


@pytest.mark.parametrize(
    ("csrf", "kind"),
    [
        (httpx.ConnectError("no"), Unreachable),
        (httpx.ReadTimeout("slow"), Unreachable),
        (page("<html>502</html>"), Unreachable),
        ({"success": True, "data": {}}, Unreachable),
        (refused(401, "Authentication required. Please log in."), TokenDead),
        (refused(403, "No permission"), NotAllowed),
        (refused(429, "Busy", **{"Retry-After": "100"}), RateLimited),
    ],
    ids=str,
)
async def test_without_a_csrf_token_nothing_is_sent(csrf: Any, kind: type[Exception]) -> None:
    script = Script(OK, csrf=lambda _: csrf)
    with pytest.raises(kind):
        await write(script)
    assert script.posts == []


@pytest.mark.parametrize(
    "payload",
    [
        {"success": True, "data": {"token": "tok"}},
        {"success": True, "data": {"csrf_token": "tok"}},
        {"success": True, "token": "tok"},
        {"success": True, "csrf_token": "tok", "data": []},
        {"success": True, "data": "tok"},
    ],
    ids=str,
)
async def test_the_csrf_token_is_found_wherever_it_stands(payload: dict[str, Any]) -> None:
    script = Script(OK, csrf=lambda _: payload)
    await write(script)
    assert script.posts[0]["csrf_token"] == "tok"


# what is told of each call


async def test_each_request_is_told_once_with_its_status() -> None:
    script = Script(refused(403, "csrf"), httpx.ReadTimeout("slow"))
    with pytest.raises(OutcomeUnknown):
        await write(script)
    assert script.calls == [
        ("GET", "csrf", 200),
        ("POST", "delete", 403),
        ("GET", "csrf", 200),
        ("POST", "delete", 0),
    ]


@pytest.mark.parametrize("base", ["http://propops.test/", "http://propops.test/api/"])
async def test_the_base_address_may_end_in_api(base: str) -> None:
    script = Script({"success": True, "data": JOB})
    pool = httpx.MockTransport(script.answer)
    await Gateway(Transport(base, 5, pool), NAMES).as_person(TOKEN).get(UUID)
    assert script.requests[0].url.path == "/api/jobs/manage"


async def test_a_refusal_without_words_has_advice_all_the_same() -> None:
    script = Script(refused(400, ""))
    with pytest.raises(PropOpsError) as caught:
        await write(script)
    assert (
        caught.value.advice
        == "PropOps said no and gave no reason. Please do it in PropOps itself, or ask your PropOps administrator."
    )


# frozen processes


@pytest.mark.parametrize("clock", ["time", "monotonic"])
async def test_a_write_that_was_held_up_too_long_is_not_sent(
    monkeypatch: pytest.MonkeyPatch, clock: str
) -> None:
    """As in a process that was frozen, or a machine that was suspended, just before it sent it."""
    script = Script(OK)
    propops = script.gateway().as_person(TOKEN)
    real, started = getattr(time, clock), []

    def later() -> float:
        started.append(1)
        return float(real()) + (LEAVES_WITHIN + 1 if len(started) > 1 else 0)

    monkeypatch.setattr(f"bot.propops.http.request.time.{clock}", later)
    with pytest.raises(RateLimited):
        await propops.write("delete", DELETE)
    assert [each.method for each in script.requests] == ["GET"]  # the CSRF token alone
