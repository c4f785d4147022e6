"""Every surface of a channel shared with another company: no amount, also none without a pound sign, nothing private."""

import json
import re
from typing import Any

import pytest

from bot.sandbox.testbed import Testbed
from tests.stories.acting import Clock, card_saying, raised, send_new
from tests.stories.comparing import compare
from tests.stories.following import follows, looked
from tests.stories.pasted import SITE, page, shared
from tests.without_ids import without_ids

SHARED = "elm-contractors"
ELM = "C0SHARED01"
MONEY: dict[str, Any] = {"job_total_budget": 7501, "contractor_budget": 4302, "vat_percentage": 17}
MONEY_TYPED = {name: str(value) for name, value in MONEY.items()}
WORDS: dict[str, Any] = {
    "job_title": "Boiler dead, 8123 sounds high",
    "job_description": "Can't do 8123, £450 quoted, 451 + vat, or 452 quid. Mrs Osei 07700 900456, osei@example.com, alarm code 9981#",
    "access_details": "Canary key safe 4471 behind the bins",
    "private_contact_name": "Canary Contactperson",
    "private_contact_email": "canary@example.com",
}
HIDDEN = re.compile(
    r"£|8,?123|(?<!\d)45[012](?!\d)|7,?501|4,?302|5,?033|17\s?%|07700|900 ?456|osei@|9981|4471|Canary|canary@",
)
pytestmark = pytest.mark.testbed(propops_job_url=SITE + "/jobs/{uuid}", cards_refresh_seconds=60)


def in_public(play: Testbed) -> str:
    """Everything in the shared channel that more than one person can read, what stands in no view included."""
    messages = [each for each in play.slack.channel(SHARED).messages if each.only_to is None]
    said = [
        [each.text, each.blocks, each.metadata, [(p.outline(), p.entity) for p in each.previews]]
        for each in messages
        if each.bot is not None or each.previews
    ]
    return without_ids(json.dumps(said, default=str, ensure_ascii=False))


def clean(play: Testbed, *says: str) -> None:
    public = in_public(play)
    for words in says:
        assert words in public
    assert HIDDEN.findall(public) == []


async def test_a_card_its_updates_and_what_propops_tells(play: Testbed) -> None:
    await raised(play, SHARED, **MONEY_TYPED, job_title="Boiler dead")
    play.propops.edit("JOB-061", by="Tom Reilly", **WORDS, job_total_budget=8123)
    await compare(play)
    clean(play, "Boiler dead", "JOB-061")

    priya = play.slack.member("priya")
    await priya.command("/job update JOB-061", channel=SHARED)
    form = await priya.modal(title="Update job", having="job_title")
    await priya.fill(form, job_title="Boiler dead, they want 8123", contractor_budget="452")
    await priya.submit(form)
    if form.errors:
        await priya.submit(form)
    card = await card_saying(play, "Job updated", SHARED)
    await priya.press(card, "Undo")
    await card_saying(play, "Update undone", SHARED)
    clean(play, "Boiler dead")


async def test_a_note_written_in_propops(play: Testbed) -> None:
    await raised(play, SHARED, **MONEY_TYPED)
    play.propops.add_note("JOB-061", by="Tom Reilly", text="8123 sounds high, tenant 07700 900456")
    await compare(play)
    clean(play, "New note")


async def test_a_link_that_is_pasted(play: Testbed) -> None:
    play.propops.edit("JOB-003", by="Tom Reilly", **WORDS, **MONEY)
    await shared(play, page(play, "JOB-003"), channel=SHARED)
    clean(play, "Boiler dead")


async def test_a_side_panel_opened_from_there(play: Testbed) -> None:
    card = await raised(play, SHARED, **MONEY_TYPED)
    play.propops.edit("JOB-061", by="Tom Reilly", **WORDS)
    panel = await play.slack.member("priya").open_panel(card)
    assert panel.entity is not None
    assert HIDDEN.findall(without_ids(json.dumps(panel.entity))) == []
    clean(play, "JOB-061")


async def test_jobs_that_the_channel_follows(play: Testbed, clock: Clock) -> None:
    await follows(play, clock, channel=SHARED)
    for number in range(3):
        title = f"Tap {number} drips, 8123 sounds high"
        play.propops.edit(
            f"JOB-00{number + 3}",
            "Tom Reilly",
            **WORDS | MONEY | {"job_title": title, "priority_id": 41},
        )
    await looked(play, clock)
    clean(play, "drips")


@pytest.mark.testbed(approvals_channel=ELM, approvers=("U0DANA0001",), approval_budget_over=500)
async def test_an_approval_and_its_reasons(play: Testbed) -> None:
    await send_new(play, **MONEY_TYPED, job_title="Boiler dead")
    card = await card_saying(play, "Approval needed", SHARED)
    dana = play.slack.member("dana")
    await dana.press(card, "Reject")
    form = await dana.modal(having="reason")
    await dana.fill(form, reason="8123 sounds high, can't do 450")
    await dana.submit(form)
    if form.errors:
        await dana.submit(form)
    await card_saying(play, "Rejected", SHARED)
    clean(play, "Boiler dead", "Rejected by Dana")
