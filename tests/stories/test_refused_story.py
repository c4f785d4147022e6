"""Everybody who is refused is told why."""

import httpx
import pytest

from bot.sandbox.propops.faults import Fault
from bot.sandbox.testbed import Testbed
from tests.stories.acting import (
    address_for,
    asked,
    ephemeral_to,
    raised,
)
from tests.stories.test_linking import PUBLIC
from tests.without_ids import without_ids


async def test_a_403_says_who_and_what_is_missing(play: Testbed) -> None:
    play.propops.forbid("Priya Shah", "api.jobs.manage.manage")
    await asked(play, "send_assignment_notification", "JOB-003")
    said = await ephemeral_to(play, "priya", "let that account do this")

    assert "linked to PropOps as Priya Shah" in said
    assert "api.jobs.manage.manage" in said
    assert "administrator" in said


@pytest.mark.parametrize(("who", "why"), [("gil", "Guests can't"), ("sol", "Only the team")])
async def test_guests_and_strangers_are_refused_with_a_reason(
    play: Testbed, who: str, why: str
) -> None:
    card = await raised(play, "elm-contractors", contractor_id=("Ace", 0))
    await play.slack.member(who).press(card, "Notify contractor")
    await ephemeral_to(play, who, why)

    assert play.propops.notified == []
    assert play.app is not None
    assert any(k.entry.what == "refused" for k in await play.app.stores.audit.entries())


@pytest.mark.testbed(
    rules='[[allow]]\nactions = ["send_assignment_notification"]\n'
    '[[deny]]\nactions = ["send_assignment_notification"]\nchannels = ["C0MAINT001"]\n'
    'reason = "Contractors are told from #dispatch only."\n',
)
async def test_rules_of_the_operator_narrow_by_channel_and_deny_wins(play: Testbed) -> None:
    await asked(play, "send_assignment_notification", "JOB-003")
    await ephemeral_to(play, "priya", "from #dispatch only")
    assert play.propops.notified == []


async def test_private_details_go_to_the_asker_and_are_recorded(play: Testbed) -> None:
    job = next(j for j in play.propops.jobs if j["tenants_ids"])
    ref = job["job_ref"]
    play.propops.edit(ref, by="Somebody", access_details="Key safe 4471")
    priya = play.slack.member("priya")
    await priya.command(f"/job show {ref}")
    await play.slack.until(lambda: priya.ephemerals or None, why="the job")
    assert "4471" not in without_ids(priya.ephemerals[-1].blocks)
    await priya.press(priya.ephemerals[-1], "Show private details")
    said = await ephemeral_to(play, "priya", "Key safe 4471")

    tenant = next(t for t in play.propops.rows("tenants") if t["ID"] in job["tenants_ids"])
    assert tenant["tenant_email"] in said
    assert tenant["tenant_number_primary"] in said
    assert not [m for m in play.slack.messages("maintenance") if "4471" in m.text]
    assert play.app is not None
    [line] = [
        k.entry for k in await play.app.stores.audit.entries() if k.entry.what == "private.shown"
    ]
    assert (line.member, line.as_whom, line.subject) == (play.member("priya"), "Priya Shah", ref)


@PUBLIC
async def test_a_refusal_that_repeats_the_password_is_not_passed_on(play: Testbed) -> None:
    url = await address_for(play, "tom")
    play.propops.fail(Fault("/api/auth/login", "400", words="No such password: Tr0ub4dor"))
    async with httpx.AsyncClient() as browser:
        page = await browser.post(url, data={"email": "tom@example.com", "password": "Tr0ub4dor"})
    assert page.status_code == 422
    assert "No such password: …" in page.text
    assert "Tr0ub4dor" not in page.text
