"""The same job raised twice within moments is asked about as the second form is sent."""

from typing import Any

import pytest

from bot.sandbox.propops import Fault
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import APPROVALS, SIX, card_saying
from tests.stories.at_rest import at_rest

TWO = pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})
APPROVED: pytest.MarkDecorator = pytest.mark.testbed(**APPROVALS)
QUESTION = "Then send it again"


async def filled(play: Testbed, who: str = "priya", **fields: Any) -> View:
    member = play.slack.member(who)
    await member.command("/job new")
    form = await member.modal(having="job_title")
    await member.fill(form, **(SIX | fields))
    return form


async def created(play: Testbed, many: int) -> None:
    await play.slack.until(lambda: len(play.propops.writes) >= many or None, why="jobs")
    await at_rest(play)
    assert len(play.propops.writes) == many


@TWO
async def test_two_people_who_raise_one_job(play: Testbed) -> None:
    priya, tom = play.slack.member("priya"), play.slack.member("tom")
    hers, his = await filled(play), await filled(play, "tom", job_title="The boiler's not firing!")
    await priya.submit(hers)
    await created(play, 1)
    await tom.submit(his)
    assert "Priya Shah has just raised JOB-061 “Boiler not firing”" in his.errors["job_title"]
    assert QUESTION in his.errors["job_title"]
    await created(play, 1)
    await tom.submit(his)  # it is another one
    await created(play, 2)


@TWO
async def test_the_answer_to_the_question_may_reach_another_process(play: Testbed) -> None:
    await play.slack.member("priya").submit(await filled(play))
    await created(play, 1)
    tom = play.slack.member("tom")
    his = await filled(play, "tom", job_total_budget="100", contractor_budget="150")
    await tom.submit(his)
    assert set(his.errors) == {"job_total_budget", "job_title"}
    await play.restart_bot()
    await tom.submit(his)
    assert not his.errors
    await created(play, 2)


@TWO
async def test_what_is_only_on_its_way_counts_too(play: Testbed) -> None:
    hers, his = await filled(play), await filled(play, "tom")
    play.propops.fail(Fault("create", "drop_before", times=None))
    await play.slack.member("priya").submit(hers)
    await play.slack.member("tom").submit(his)
    assert "Priya Shah is raising “Boiler not firing”" in his.errors["job_title"]
    play.propops.heal()
    await created(play, 1)


async def test_one_person_who_raises_it_twice(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.submit(await filled(play))
    await created(play, 1)
    again = await filled(play)
    await priya.submit(again)
    assert "You have just raised JOB-061" in again.errors["job_title"]
    await priya.close(again)
    await created(play, 1)


@pytest.mark.parametrize(
    "other",
    [
        {"address_id": ("10 Station", 0)},
        {"job_title": "Front door lock broken"},
        {"job_title": "Boiler 2 not firing"},
    ],
)
async def test_another_job_is_not_asked_about(play: Testbed, other: dict[str, Any]) -> None:
    priya = play.slack.member("priya")
    await priya.submit(await filled(play))
    await created(play, 1)
    form = await filled(play, **other)
    await priya.submit(form)
    assert not form.errors
    await created(play, 2)


async def test_what_came_to_nothing_is_not_asked_about(play: Testbed) -> None:
    priya = play.slack.member("priya")
    play.propops.fail(Fault("create", "400"))
    form = await filled(play)
    await priya.submit(form)
    await at_rest(play)
    if priya.top is not None:
        await priya.close(priya.top)
    form = await filled(play)
    await priya.submit(form)
    assert not form.errors
    await created(play, 1)


@APPROVED
async def test_one_that_waits_for_approval_counts(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.submit(await filled(play, job_total_budget="900"))
    await card_saying(play, "Approval needed", "approvals")
    if priya.top is not None:
        await priya.close(priya.top)
    again = await filled(play, job_total_budget="900")
    await priya.submit(again)
    assert "waits for approval" in again.errors["job_title"]
    await created(play, 0)


async def test_the_same_form_delivered_twice_is_one_job(play: Testbed) -> None:
    priya = play.slack.member("priya")
    form = await filled(play)
    await priya.submit(form)
    await created(play, 1)
    sent = next(each for each in play.slack.deliveries if each.kind == "view_submission")
    await play.slack.redeliver(sent)
    await created(play, 1)


@TWO
async def test_both_questions_come_in_one_answer(play: Testbed) -> None:
    await play.slack.member("priya").submit(await filled(play))
    await created(play, 1)
    tom = play.slack.member("tom")
    his = await filled(play, "tom", job_description="It says 7715", job_total_budget="100")
    await tom.fill(his, contractor_budget="150")
    await tom.submit(his)
    assert "Does “7715” open anything?" in his.errors["job_description"]
    assert QUESTION in his.errors["job_title"]
    assert set(his.errors) == {"job_title", "job_description", "job_total_budget"}
    await tom.submit(his)
    assert not his.errors
    await created(play, 2)
