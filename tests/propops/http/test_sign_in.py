"""Signing in to PropOps, and its heartbeat."""

import httpx
import pytest

from bot.errors import (
    Garbled,
    OutcomeUnknown,
    Refused,
    Unreachable,
)
from bot.propops.gateway import Gateway
from tests.propops.scripted import NAMES, OK, TOKEN, Script, refused


async def test_a_login_gives_the_token_and_keeps_nothing() -> None:
    script = Script(
        {
            "success": True,
            "token": TOKEN,
            "expires_at": "2026-01-01T00:00:00Z",
            "user": {"name": "Priya Shah", "email": "p@x.example", "account_type": "Staff"},
        }
    )
    transport = script.transport()
    login = await Gateway(transport, NAMES).login("p@x.example", "hunter22")
    assert (login.token, login.name, login.account_type) == (TOKEN, "Priya Shah", "Staff")
    assert TOKEN not in repr(login)
    assert "p@x.example" not in repr(login)
    assert script.posts == [{"email": "p@x.example", "password": "hunter22"}]
    assert "authorization" not in script.requests[0].headers
    assert "hunter22" not in repr(vars(transport))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
async def test_a_refused_login_is_told_in_the_words_of_propops(status: int) -> None:
    script = Script(refused(status, "Wrong password hunter22. A PIN was sent."))
    with pytest.raises(Refused) as caught:
        await script.gateway().login("p@x.example", "hunter22")
    assert caught.value.message == "Wrong password …. A PIN was sent."


async def test_a_login_without_a_token_is_garbled() -> None:
    with pytest.raises(Garbled):
        await Script(OK).gateway().login("p@x.example", "hunter22")


async def test_a_login_that_gets_no_answer_is_not_repeated() -> None:
    script = Script(httpx.ReadTimeout("slow"))
    with pytest.raises(OutcomeUnknown):
        await script.gateway().login("p@x.example", "hunter22")
    assert len(script.requests) == 1


async def test_the_heartbeat_needs_no_token_and_is_tried_once() -> None:
    script = Script(OK)
    assert await script.gateway().heartbeat() >= 0
    assert script.queries == [{"health_check": "1"}]
    down = Script(httpx.ConnectError("no"))
    with pytest.raises(Unreachable):
        await down.gateway().heartbeat()
    assert len(down.requests) == 1
