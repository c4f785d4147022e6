"""The lists of jobs: /job open, /job mine, /job find."""

import re

import pytest

from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from bot.views import search_results
from tests.stories.acting import Clock

CLOSED = {"Complete", "Closed", "Invoiced", "Archived", "Cancelled"}


async def listed(play: Testbed, command: str, words: str) -> Message:
    priya = play.slack.member("priya")
    seen = len(priya.ephemerals)
    await priya.command(command)

    def answer() -> Message | None:
        return next((each for each in priya.ephemerals[seen:] if words in each.text), None)

    return await play.slack.until(answer, why=words)


async def every_row(play: Testbed, command: str, words: str) -> str:
    """The text of all pages."""
    message = await listed(play, command, words)
    text = message.text
    while any(each["type"] == "actions" for each in message.blocks):
        message = await next_page(play, message)
        text += message.text
    return text


async def next_page(play: Testbed, message: Message) -> Message:
    priya = play.slack.member("priya")
    seen = len(priya.ephemerals)
    await priya.press(message, "more")
    return await play.slack.until(
        lambda: priya.ephemerals[-1] if len(priya.ephemerals) > seen else None, why="more rows"
    )


async def test_open_lists_every_open_job_and_no_closed_one(play: Testbed) -> None:
    text = await every_row(play, "/job open", "Open jobs")
    for job in play.propops.jobs:
        assert (f"*{job['job_ref']}*" in text) is (job["status_name"] not in CLOSED), job["job_ref"]


async def test_the_pages_of_a_list_are_of_one_read(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PropOps's rate limit is for more than turning pages, and no row moves from one page to another."""
    monkeypatch.setattr(search_results, "ON_PAGE", 6)
    first = await listed(play, "/job open", "Open jobs")
    before = reads_of_lists(play)
    second = await next_page(play, first)
    play.propops.edit("JOB-050", "Tom Reilly", job_title="Newest of all")
    third = await next_page(play, second)
    assert reads_of_lists(play) == before
    refs = [re.findall(r"JOB-\d+", each.text) for each in (first, second, third)]
    assert len({ref for page in refs for ref in page}) == 3 * 6
    await listed(play, "/job open", "Newest of all")
    assert reads_of_lists(play) > before


async def test_a_list_is_read_anew_with_another_account(play: Testbed) -> None:
    first = await listed(play, "/job open", "Open jobs")
    await play.link("priya", "Rebecca Lister")
    theirs = {job["job_ref"] for job in play.propops.jobs if job["agent_id"] == 301}
    second = await next_page(play, first)
    assert set(re.findall(r"JOB-\d+", second.text)) <= theirs


def reads_of_lists(play: Testbed) -> int:
    return sum(each["action"] == "list" for each in play.propops.requests)


async def test_open_shows_the_newest_change_first(play: Testbed) -> None:
    play.propops.edit("JOB-050", "Tom Baker", job_title="Just changed")
    assert play.propops.job("JOB-050")["status_name"] not in CLOSED
    message = await listed(play, "/job open", "Open jobs")
    assert "Just changed" in message.text.splitlines()[1]


@pytest.mark.parametrize(
    "field", ["contractor_name", "agent_name", "job_type_name", "priority_name"]
)
async def test_open_is_narrowed_by_a_name(play: Testbed, field: str) -> None:
    job = next(j for j in play.propops.jobs if j[field] and j["status_name"] not in CLOSED)
    text = await every_row(play, f"/job open {job[field]}", "Open jobs")
    for each in play.propops.jobs:
        fits = each["status_name"] not in CLOSED and each[field] == job[field]
        if fits:
            assert f"*{each['job_ref']}*" in text


async def test_open_with_a_word_that_names_nothing_says_so(play: Testbed) -> None:
    message = await listed(play, "/job open zebra", "zebra")
    assert "a contractor, agent, type, priority or status" in message.text
    assert "/job open urgent" in message.text
    mine = await listed(play, "/job mine zebra", "job of yours")
    assert "/job mine urgent" in mine.text
    assert "/job open" not in mine.text


async def test_what_a_job_is_today_narrows_too(play: Testbed) -> None:
    text = await every_row(play, "/job unassigned", "Open jobs")
    for job in play.propops.jobs:
        is_open = job["status_name"] not in CLOSED
        assert (f"*{job['job_ref']}*" in text) is (is_open and not job["contractor_id"])


async def test_a_narrowed_list_says_by_what_also_when_nothing_is_left(play: Testbed) -> None:
    message = await listed(play, "/job open mine  urgent", "Your open jobs")
    assert message.text.startswith("*Your open jobs, “urgent”*: ")
    message = await listed(play, "/job open new tomorrow", "Open jobs")
    assert message.text.startswith("*Open jobs, “new tomorrow”*: none.")
    assert "Raise one" not in message.text
    assert "/job open" in message.text


async def test_mine_is_narrowed_as_well(play: Testbed) -> None:
    whole = await every_row(play, "/job mine", "Your jobs that are open")
    some = await every_row(play, "/job mine high", "Your jobs that are open")
    refs = {job["job_ref"] for job in play.propops.jobs if job["priority_name"] == "High"}
    assert 0 < some.count("*JOB-") < whole.count("*JOB-")
    for job in play.propops.jobs:
        if f"*{job['job_ref']}*" in whole:
            assert (f"*{job['job_ref']}*" in some) is (job["job_ref"] in refs)


@pytest.mark.parametrize("typed", ["*boiler*", "_boiler_", "~boiler~", "“boiler”", "`boiler`"])
async def test_marks_around_words_are_not_searched_for(
    play: Testbed, clock: Clock, typed: str
) -> None:
    clock.to_noon()
    plain = await every_row(play, "/job find boiler", "match")
    assert await every_row(play, f"/job find {typed}", "match") == plain


async def test_find_with_what_only_narrows_lists_open_jobs(play: Testbed) -> None:
    await listed(play, "/job find urgent", "Open jobs")


async def test_open_mine_are_those_one_raised(play: Testbed) -> None:
    everything = await every_row(play, "/job open", "Open jobs")
    mine = await every_row(play, "/job open mine", "Your open jobs")
    refs = [job["job_ref"] for job in play.propops.jobs if f"*{job['job_ref']}*" in mine]
    assert 0 < len(refs) < everything.count("*JOB-")
    first = {ref: play.propops.commits(ref)[0] for ref in refs}
    assert {commit["created_by_name"] for commit in first.values()} == {"Priya Shah"}


async def test_mine_leaves_closed_ones_out_unless_all_is_added(play: Testbed) -> None:
    some = await every_row(play, "/job mine", "Your jobs that are open")
    whole = await every_row(play, "/job mine all", "Your jobs")
    closed = {job["job_ref"] for job in play.propops.jobs if job["status_name"] in CLOSED}
    assert not [ref for ref in closed if f"*{ref}*" in some]
    assert [ref for ref in closed if f"*{ref}*" in whole]


async def test_find_finds_the_jobs_of_a_contractor_and_of_an_agent(play: Testbed) -> None:
    for field in ("contractor_name", "agent_name"):
        job = next(j for j in play.propops.jobs if j[field])
        text = await every_row(play, f"/job find {job[field]}", job[field].split()[0])
        for each in play.propops.jobs:
            if each[field] == job[field]:
                assert f"*{each['job_ref']}*" in text


@pytest.mark.testbed(closed_statuses=("New",))
async def test_which_statuses_close_a_job_is_a_setting(play: Testbed) -> None:
    text = await every_row(play, "/job open", "Open jobs")
    for job in play.propops.jobs:
        assert (f"*{job['job_ref']}*" in text) is (job["status_name"] != "New")


@pytest.mark.parametrize(
    ("typed", "as_if"),
    [("open asap", "open urgent"), ("open plumber", "open plumbing"), ("mine asap", "mine urgent")],
)
async def test_the_trades_words_narrow_a_list(play: Testbed, typed: str, as_if: str) -> None:
    said, meant = typed.split()[1], as_if.split()[1]
    shown = await every_row(play, f"/job {typed}", f"“{said}”")
    same = await every_row(play, f"/job {as_if}", f"“{meant}”")
    assert "*JOB-" in shown
    assert shown.replace(said, meant) == same


async def test_find_finds_words_that_stand_apart(play: Testbed) -> None:
    text = await every_row(play, "/job find radiator elm row", "match")
    assert re.findall(r"\*(JOB-\d+)\*", text) == ["JOB-035"]


async def test_channel_opens_what_is_set_for_it(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job channel")
    await priya.modal(title="Channel settings")
