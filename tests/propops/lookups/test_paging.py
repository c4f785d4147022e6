"""Lists that come in pages, or from another path."""

from typing import Any

import pytest

from bot.errors import NotAllowed
from tests.propops.lookups.cache_world import lookups_of, world
from tests.propops.scripted import Script


def tenants(first: int, size: int) -> list[dict[str, Any]]:
    return [
        {"ID": n, "tenant_name": f"Tenant {n}", "address_id": n, "full_address": f"{n} Long Road"}
        for n in range(first, first + size)
    ]


async def test_long_lists_are_read_page_by_page() -> None:
    script = Script(
        {"success": True, "data": tenants(1, 200), "count": 200},
        {"success": True, "data": tenants(201, 200), "count": 200},
        {"success": True, "data": tenants(401, 7), "count": 7},
    )
    lookups = lookups_of(script)
    assert len(await lookups.options("tenants")) == 407
    assert [query.get("offset") for query in script.queries] == [None, "200", "400"]
    assert {query["limit"] for query in script.queries} == {"200"}


async def test_a_list_that_ignores_offset_is_read_once() -> None:
    script = Script({"success": True, "data": tenants(1, 200)})
    lookups = lookups_of(script)
    assert len(await lookups.options("tenants")) == 200
    assert len(script.queries) == 2


async def test_short_lists_are_asked_for_plainly_and_further_when_they_come_in_pages() -> None:
    def types(first: int, size: int) -> dict[str, Any]:
        rows = [{"ID": n, "type_name": f"Type {n}"} for n in range(first, first + size)]
        return {"success": True, "data": rows}

    script = Script(types(1, 50), types(51, 12))
    lookups = lookups_of(script)
    assert len(await lookups.options("job_types")) == 62
    assert script.queries == [
        {"action": "list"},
        {"action": "list", "limit": "200", "offset": "50"},
    ]


async def test_tenants_are_found_at_their_other_path_once_and_for_all() -> None:
    async with world(habits={"tenants": "manage"}) as here:
        assert len(await here.person().options("tenants")) == 30
        assert len(await here.person("Tom Reilly").options("tenants")) == 30
        assert here.asked("/api/tenants/list") == 1


async def test_a_refused_tenant_list_is_not_tried_elsewhere() -> None:
    async with world() as here:
        here.sandbox.forbid("Priya Shah", "api.tenants.list.manage")
        with pytest.raises(NotAllowed):
            await here.person().options("tenants")
        assert here.asked("/api/tenants/manage") == 0
