"""A proxy's page or a gateway's JSON in PropOps's place: nobody believes it, and nothing is lost."""

import httpx
import pytest

from bot.sandbox.outline import outline
from bot.sandbox.propops import Fault
from bot.sandbox.propops.faults import STRANGERS, Kind
from bot.sandbox.testbed import Testbed
from tests.stories.acting import address_for, answer, card_saying, dm_saying, raised

KINDS: list[Kind] = sorted(STRANGERS)  # type: ignore[arg-type]  # a set forgets that they are kinds


@pytest.mark.parametrize("kind", KINDS)
async def test_a_read_answered_by_a_stranger_ends_no_link_and_finds_no_gap(
    play: Testbed, kind: Kind
) -> None:
    play.propops.fail(Fault("*", kind, times=None))
    priya = play.slack.member("priya")
    await priya.command("/job show JOB-003")
    told = await answer(play, "priya", "PropOps")
    words = f"{told.text} {outline(told.blocks)}"
    assert "PropOps is away" in words
    assert play.app is not None
    linked = await play.app.stores.tokens.get(play.member("priya"))
    assert linked is not None
    assert linked.dead_at is None
    play.propops.heal()
    await priya.command("/job show JOB-003")
    await answer(play, "priya", "JOB-003")


@pytest.mark.parametrize("command", ["mine", "mine all", "open", "find boiler", "board"])
async def test_no_list_is_said_to_be_empty(play: Testbed, command: str) -> None:
    play.propops.fail(Fault("*", "404_page", times=None))
    await play.slack.member("priya").command(f"/job {command}")
    away = "PropOps can't be asked" if command == "board" else "PropOps is away"
    told = await answer(play, "priya", away)
    words = f"{told.text} {outline(told.blocks)}"
    assert not [each for each in ("none", "nothing waits", "No job") if each in words]


@pytest.mark.parametrize("kind", KINDS)
async def test_an_update_waits_behind_a_stranger_and_goes_out_once(
    play: Testbed, kind: Kind
) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, job_title="Behind the proxy")
    play.propops.fail(Fault("*", kind, times=None))
    await priya.submit(form)
    await dm_saying(play, "Saved. PropOps is away")
    assert play.propops.writes == []
    play.propops.heal()
    await card_saying(play, "Behind the proxy")
    assert [write["action"] for write in play.propops.writes] == ["update"]


@pytest.mark.testbed(approval_actions=(), undo_minutes=0)
@pytest.mark.parametrize("kind", ["404_page", "404_gateway", "200_gateway"])
async def test_a_page_is_no_proof_that_a_job_is_deleted(play: Testbed, kind: Kind) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job delete JOB-003")
    form = await priya.modal(having="job_ref")
    await priya.fill(form, job_ref="JOB-003")

    def after_the_delete(call: object) -> bool:
        return bool(play.propops.requests) and any(
            each.get("fault") == "500_before" for each in play.propops.requests
        )

    play.propops.fail(Fault("delete", "500_before"))
    play.propops.fail(Fault(after_the_delete, kind, times=None))
    await priya.submit(form)

    def read_for_it() -> bool | None:
        return any(each.get("fault") == kind for each in play.propops.requests) or None

    await play.slack.until(read_for_it, why="the job is looked for")
    assert not [each for each in priya.dms if "deleted" in each.text.casefold()]
    assert play.propops.job("JOB-003")
    play.propops.heal()
    await card_saying(play, "Job deleted")
    assert [write["action"] for write in play.propops.writes] == ["delete"]


@pytest.mark.testbed(link_page=True, linked={})
@pytest.mark.parametrize("kind", ["401_page", "403_page", "401_gateway"])
async def test_a_stranger_at_sign_in_is_no_wrong_password(play: Testbed, kind: Kind) -> None:
    url = await address_for(play, "tom")
    play.propops.fail(Fault("/api/auth/login", kind, times=None))
    async with httpx.AsyncClient() as browser:
        data = {"email": "tom.reilly@example.co.uk", "password": "sandbox"}
        page = await browser.post(url, data=data)
    assert "Invalid email or password" not in page.text
    assert "PropOps" in page.text
    assert page.status_code in {422, 502, 503}


@pytest.mark.parametrize("kind", ["401_page", "403_page"])
async def test_a_member_s_lists_survive_a_page_while_they_type(play: Testbed, kind: Kind) -> None:
    await raised(play)
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    play.propops.fail(Fault("*", kind, times=None))
    options = await priya.suggested(form, "contractor_id", "ace")
    assert "Ace Gas" in str(options)
