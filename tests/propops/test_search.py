"""Finding jobs in lists that promise nothing, and archived files that no page describes."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.errors import NotAllowed, Refused, TokenDead, Unreachable
from bot.jobs.model import Choice, Job
from bot.propops import search
from bot.propops.parse import accounts, notes
from bot.propops.parse.paging import RowPage


class Reads:
    """A PropOps of these rows, 200 a page. `wide` is what the global search gives, or raises."""

    def __init__(
        self,
        rows: Sequence[dict[str, Any]] = (),
        wide: Sequence[Job] | Exception = (),
        who: accounts.AccountProfile | None = None,
        *,
        list_fails: Exception | None = None,
    ) -> None:
        self.rows, self.wide, self.list_fails = rows, wide, list_fails
        self.who = who or accounts.AccountProfile(4, "Priya Shah", account_type="Staff")
        self.filters: list[dict[str, Any]] = []

    async def page(
        self,
        search: str = "",
        *,
        limit: int = 50,
        offset: int = 0,
        typing: bool = False,
        **filters: Any,
    ) -> RowPage:
        del search, typing
        if self.list_fails is not None:
            raise self.list_fails
        self.filters.append(filters)
        found = self.rows[offset : offset + limit]
        return RowPage(found, len(found) >= limit)

    async def global_search(
        self, q: str, *, limit: int = 10, typing: bool = False
    ) -> Sequence[Job]:
        del q, typing
        if isinstance(self.wide, Exception):
            raise self.wide
        return self.wide[:limit]

    async def get(self, uuid: str) -> Job:
        return Job(uuid=uuid, job_title="whole", updated_at="2026-06-01T00:00:00Z")

    async def profile(self) -> accounts.AccountProfile:
        return self.who

    async def creators(self) -> Sequence[Choice]:
        return [Choice(9, "Priya Shah"), Choice(10, "Sam"), Choice(11, "Sam")]


def row(number: int) -> dict[str, Any]:
    return {"uuid": f"u{number}", "updated_at": f"2026-05-{number % 28 + 1:02}T00:00:00Z"}


async def test_results_of_both_searches_come_once_the_last_changed_first() -> None:
    found = await search.find(Reads([row(1), row(2)], [Job(uuid="u1"), Job(uuid="u9")]), "x")
    assert [job.uuid for job in found.jobs] == ["u9", "u2", "u1"]
    assert found.partly == ""


async def test_more_jobs_than_are_read_are_admitted() -> None:
    found = await search.listing(Reads([row(number) for number in range(700)]))
    assert len(found.jobs) == 600
    assert found.partly == "Only the first 600 are here. Please type more words to find fewer jobs."


async def test_a_list_that_ignores_the_offset_ends() -> None:
    class Stuck(Reads):
        async def page(self, search: str = "", **more: Any) -> RowPage:
            del search, more
            return RowPage([row(1)] * 200, more=True)

    assert len((await search.listing(Stuck())).jobs) == 1


@pytest.mark.parametrize(
    ("error", "words"), [(NotAllowed(), "isn't allowed"), (Unreachable(), "didn't answer")]
)
async def test_a_search_that_failed_is_named(error: Exception, words: str) -> None:
    found = await search.find(Reads([row(1)], error), "x")
    assert [job.uuid for job in found.jobs] == ["u1"]
    assert words in found.partly


async def test_the_jobs_of_whom_the_text_names_are_found_and_no_others() -> None:
    rows = [row(1) | {"contractor_id": 7}, row(2) | {"contractor_id": 8}, row(3)]

    class Asked(Reads):
        async def page(self, search: str = "", **more: Any) -> RowPage:
            found = await super().page(search, **more)
            return RowPage([], more=False) if search else found

    found = await search.find(Asked(rows), "ace", {"contractor_id": [7]})
    assert {job.uuid for job in found.jobs} == {"u1", "u3"}
    assert found.partly == ""


@pytest.mark.parametrize(
    ("rows", "ids", "words"),
    [
        (1, [1, 2, 3, 4], "Only the jobs of 3 contractors or agents of that name"),
        (700, [1], "Of each contractor or agent only the first 600 jobs"),
    ],
)
async def test_what_is_left_out_of_theirs_is_admitted(
    rows: int, ids: list[int], words: str
) -> None:
    found = await search.find(
        Reads([row(number) for number in range(rows)]), "will", {"contractor_id": ids}
    )
    assert words in found.partly


@pytest.mark.parametrize(
    ("error", "words"), [(Refused(400, "no"), "isn't allowed"), (Unreachable(), "didn't answer")]
)
async def test_a_look_for_theirs_that_failed_is_named(error: Exception, words: str) -> None:
    class Failing(Reads):
        async def page(self, search: str = "", **more: Any) -> RowPage:
            if "contractor_id" in more:
                raise error
            return await super().page(search, **more)

    found = await search.find(Failing([row(1)]), "ace", {"contractor_id": [7]})
    assert [job.uuid for job in found.jobs] == ["u1"]
    assert f"that name weren't searched: {'your' if words[0] == 'i' else 'PropOps'}" in found.partly
    assert words in found.partly


async def test_a_dead_token_is_never_an_empty_result() -> None:
    with pytest.raises(TokenDead):
        await search.find(Reads(wide=[Job(uuid="u9")], list_fails=TokenDead()), "x")


async def test_mine_are_those_i_raised_by_my_number_or_else_by_my_name() -> None:
    by_number = Reads([row(1)])
    await search.mine(by_number)
    assert by_number.filters == [{"created_by": 4}]
    by_name = Reads([row(1)], who=accounts.AccountProfile(None, "Priya Shah", account_type="Staff"))
    await search.mine(by_name)
    assert by_name.filters == [{"created_by": 9}]


async def test_a_name_that_two_people_have_is_nobodys() -> None:
    with pytest.raises(Refused):
        await search.mine(Reads(who=accounts.AccountProfile(None, "Sam", account_type="Staff")))


async def test_a_contractor_sees_what_propops_shows_them_at_all() -> None:
    reads = Reads([row(1)], who=accounts.AccountProfile(4, "Ace", account_type="Contractor"))
    assert len((await search.mine(reads)).jobs) == 1
    assert reads.filters == [{}]


@pytest.mark.parametrize(
    ("payload", "param", "ids"),
    [
        (
            {"data": {"uuid": "j", "archived_files": [{"file_id": 3, "file_name": "a"}]}},
            "file_id",
            [3],
        ),
        ({"data": {"archived_files": [{"file_id": 3, "file_uuid": "x"}]}}, "file_uuid", ["x"]),
        ({"data": [{"uuid": "j", "archived_files": [{"ID": 4}]}]}, "file_id", [4]),
        ({"archived": [{"uuid": "x", "name": "a"}, {"name": "nameless"}]}, "file_id", ["x"]),
        ({"archived": [{"uuid": "x", "name": "a"}, {"uuid": "x", "name": "a"}]}, "file_id", ["x"]),
        ({"data": {"uuid": "j", "archived_files": []}}, "file_id", []),
        ({"data": {"uuid": "j"}}, "file_id", None),
        ("nonsense", "file_id", None),
    ],
)
def test_archived_files_are_read_from_any_shape(
    payload: Any, param: str, ids: list[int | str] | None
) -> None:
    files = notes.archived(payload, param)
    assert (None if files is None else [file.id for file in files]) == ids
