"""The notification feed of the sandbox: to whom it tells what, and the two other things it may be."""

from typing import Any

import httpx
import pytest

from bot.sandbox.propops import SandboxPropOps

PATH = "/api/system/notifications"


async def ask(propops: SandboxPropOps, who: str, **params: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {propops.token_for(who)}"}
    transport = httpx.ASGITransport(propops.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        return await client.get(PATH, params={"action": "list", **params}, headers=headers)


async def test_who_may_see_a_job_is_told_and_whoever_did_it_is_not() -> None:
    propops = SandboxPropOps()
    propops.edit("JOB-003", by="Tom Reilly", job_title="Changed")
    propops.add_note("JOB-003", "Tom Reilly", "on my way")
    answer = (await ask(propops, "Priya Shah", unread_only="true")).json()
    assert [row["type"] for row in answer["data"]] == ["case_note", "job_update"]
    assert {row["resource_type"] for row in answer["data"]} == {"job"}
    assert {row["resource_id"] for row in answer["data"]} == {propops.job("JOB-003")["uuid"]}
    assert (answer["unread_count"], answer["total"]) == (2, 2)
    assert "on my way" not in str(answer)
    assert (await ask(propops, "Tom Reilly")).json()["data"] == []


@pytest.mark.parametrize(("params", "status"), [({"action": "x"}, 400), ({"limit": 101}, 400)])
async def test_it_is_strict(params: dict[str, Any], status: int) -> None:
    assert (await ask(SandboxPropOps(), "Priya Shah", **params)).status_code == status


async def test_it_may_need_a_right_be_the_notices_of_the_system_or_not_be_there() -> None:
    propops = SandboxPropOps()
    propops.forbid("Priya Shah", "api.system.notifications.view")
    assert (await ask(propops, "Priya Shah")).status_code == 403
    notices = (await ask(SandboxPropOps(feed="notices"), "Priya Shah")).json()
    assert "resource_type" not in notices["data"][0]
    assert (await ask(SandboxPropOps(feed="absent"), "Priya Shah")).status_code == 404
