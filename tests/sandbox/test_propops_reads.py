"""The jobs of the sandbox PropOps over HTTP: what reads answer."""

from datetime import UTC, datetime

import httpx
import pytest

from bot.sandbox.propops import SandboxPropOps
from tests.sandbox.job_calls import first, ids, read, write


@pytest.fixture
def propops() -> SandboxPropOps:
    return SandboxPropOps(seed=1, clock=lambda: datetime(2025, 6, 3, 12, 0, tzinfo=UTC))


async def test_commits_tell_what_changed_newest_first(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    uuid = propops.job("JOB-003")["uuid"]
    earlier = len(await read(http, "list_commits", uuid=uuid))
    await write(http, "update", uuid=uuid, job_title="Renamed", priority_id=41)

    rows = await read(http, "list_commits", uuid=uuid)
    assert len(rows) == earlier + 1
    assert rows[0]["changes"]["job_title"]["new"] == "Renamed"
    assert rows[0]["snapshot"]["job_title"] == "Renamed"
    assert rows[0]["commit_id"] > rows[1]["commit_id"]
    assert {"created_at", "created_by_name", "message"} <= set(rows[0])


async def test_a_list_pages_newest_first(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    assert len(await read(http, "list")) == 50
    pages = [await read(http, "list", limit=25, offset=offset) for offset in (0, 25, 50)]
    assert [len(page) for page in pages] == [25, 25, 10]
    refs = [row["job_ref"] for page in pages for row in page]
    assert refs == [job["job_ref"] for job in reversed(propops.jobs)]


async def test_a_search_looks_in_title_reference_and_description_not_in_the_address(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    await write(http, "create", **ids(propops) | {"job_description": "Mark S-77XY here"})
    for words in ("s-77xy", "JOB-061", "here boiler"):
        assert [r["job_ref"] for r in await read(http, "list", search=words)] == ["JOB-061"], words
    assert await read(http, "list", search="Elm Row") == []


@pytest.mark.parametrize(
    "name",
    ["status_id", "priority_id", "agent_id", "contractor_id"],
)
async def test_a_list_is_filtered(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
    name: str,
) -> None:
    wanted = first(propops)[name] or 301
    rows = await read(http, "list", limit=200, **{name: wanted})
    expected = [job["job_ref"] for job in reversed(propops.jobs) if job[name] == wanted]
    assert [row["job_ref"] for row in rows] == expected != []


async def test_a_list_is_filtered_by_creator_and_by_attachments(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    await write(http, "create", **ids(propops))
    people = await read(http, "get_creators")
    [priya] = [row["ID"] for row in people if row["name"] == "Priya Shah"]
    mine = await read(http, "list", created_by=priya, limit=200)
    assert mine[0]["job_ref"] == "JOB-061"
    assert len(mine) < 61
    shot = await read(http, "list", has_photos="true", limit=200)
    assert {row["photos_count"] > 0 for row in shot} == {True}


async def test_a_row_of_a_list_holds_less_than_the_job(
    http: httpx.AsyncClient,
    propops: SandboxPropOps,
) -> None:
    [row] = await read(http, "list", limit=1)
    job = await read(http, "get", uuid=row["uuid"])
    assert set(job) - set(row) == {
        *("tenants_ids", "time_range_id", "private_contact_name", "private_contact_email"),
        "archived_files",
    }
    assert not [name for name in job if name.startswith("_")]


@pytest.mark.parametrize(
    "action",
    ["get_file_types", "get_creators", "get_job_agents", "get_job_contractors", "get_job_clients"],
)
async def test_the_lists_around_jobs_have_numbered_rows(
    http: httpx.AsyncClient,
    action: str,
) -> None:
    rows = await read(http, action)
    assert rows
    assert all(isinstance(row["ID"], int) for row in rows)


async def test_a_search_everywhere_finds_addresses_and_marks_them(http: httpx.AsyncClient) -> None:
    answer = await http.get("/api/search", params={"q": "elm row", "types": "jobs"})
    body = answer.json()
    assert body["query"] == "elm row"
    assert body["elapsed_ms"] >= 0
    hits = body["data"]["jobs"]
    assert {hit["full_address"] for hit in hits} == {"12 Elm Row, Leeds, LS6 2AB"}
    assert "<mark>Elm Row</mark>" in hits[0]["highlight"]
