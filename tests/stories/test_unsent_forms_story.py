"""A form that was closed, refused, or whose job is gone is kept, and offered back."""

import json
from typing import Any

import pytest

from bot.sandbox.outline import outline
from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import SIX, card_saying, dm_saying, until_title, updated
from tests.stories.at_rest import at_rest
from tests.stories.boards import board, shown
from tests.waiting import until
from tests.without_ids import without_ids

KEPT = "is kept"


def offers(play: Testbed, who: str = "priya") -> list[Message]:
    """The messages that offer closed forms."""
    return [each for each in play.slack.member(who).dms if "kept" in each.text]


async def note_form(play: Testbed, text: str) -> View:
    priya = play.slack.member("priya")
    await priya.command("/job note JOB-003")
    form = await priya.modal(having="note_text")
    await priya.fill(form, note_text=text)
    return form


async def reopened(play: Testbed, having: str = "job_title") -> View:
    priya = play.slack.member("priya")
    await priya.press(offers(play)[-1], "Go on")
    return await priya.modal(having=having)


async def test_slack_does_not_say_what_was_in_a_closed_form(play: Testbed) -> None:
    """The sandbox keeps to what Slack sends; otherwise these stories would prove nothing."""
    await note_form(play, "Rang the tenant")
    priya = play.slack.member("priya")
    assert priya.top is not None
    sent = priya._connections.payloads.closed(priya.person, priya.top, is_cleared=False)
    assert sent["view"]["state"] == {"values": {}}
    assert "Rang" not in without_ids(json.dumps(sent))


async def test_a_new_job_that_was_closed_comes_back_as_it_was(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new")
    form = await priya.modal(having="job_title")
    await priya.fill(form, **SIX, contractor_id=("Ace", 0), access_details="Key with No. 14")
    await priya.close(form)
    offer = await dm_saying(play, KEPT)
    assert "*Boiler not firing*" in offer.text
    assert offer.buttons == ["Go on", "Discard"]
    assert play.propops.writes == []
    again = await reopened(play)
    for name in (*SIX, "contractor_id", "access_details"):
        assert again.value(name) == form.value(name), name
    await priya.submit(again)
    await card_saying(play, "Job created")
    await at_rest(play)
    assert offer.buttons == []
    assert offer.says("has been sent")
    assert len(play.propops.writes) == 1


async def test_an_update_that_was_closed_comes_back_with_what_was_changed(play: Testbed) -> None:
    play.propops.edit("JOB-003", by="Sam", quote_no="Q-1", works_order_ref="WO-1")
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003")
    form = await priya.modal(having="job_title")
    await priya.fill(form, works_order_ref="WO-2", quote_no=None)
    await priya.close(form, whole_stack=True)
    await dm_saying(play, KEPT)
    again = await reopened(play)
    assert (again.value("works_order_ref"), again.value("quote_no")) == ("WO-2", None)
    play.propops.edit("JOB-003", by="Tom", works_order_ref="WO-3")
    await priya.submit(again)
    asked = await until_title(priya, play, "WO-3")  # the job as it was when she began is compared
    await priya.fill(asked, works_order_ref="Mine: WO-2")
    await priya.submit(asked)
    await card_saying(play, "Job updated")
    job = play.propops.job("JOB-003")
    assert (job["works_order_ref"], job["quote_no"]) == ("WO-2", "")


@pytest.mark.parametrize("line", ["/job new", "/job update JOB-003"])
async def test_a_form_in_which_nothing_was_typed_closes_in_silence(
    play: Testbed, line: str
) -> None:
    priya = play.slack.member("priya")
    await priya.command(line)
    form = await priya.modal(having="job_title")
    title = form.value("job_title")
    await priya.fill(form, job_title="Something")
    await priya.fill(form, job_title=title)
    await priya.close(form)
    await priya.command(line)
    await priya.close(await priya.modal(having="job_title"))
    await at_rest(play)
    assert offers(play) == []


async def test_a_line_is_kept_when_its_form_is_closed_at_once(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job new boiler not firing at 12 Elm Row tomorrow")
    await priya.close(await priya.modal(having="job_title"))
    await dm_saying(play, KEPT)
    again = await reopened(play)
    assert again.value("job_title") == "Boiler not firing"
    assert again.value("date_works_start_date")


async def test_several_are_one_message_and_each_can_be_discarded(play: Testbed) -> None:
    priya = play.slack.member("priya")
    for title in ("First leak", "Second leak"):
        await priya.command("/job new")
        form = await priya.modal(having="job_title")
        await priya.fill(form, job_title=title)
        await priya.close(form)
        await dm_saying(play, title)
    await at_rest(play)
    [offer] = offers(play)
    assert "First leak" in offer.text
    assert "Second leak" in offer.text
    await priya.press(offer, "Discard", nth=0)
    await at_rest(play)
    assert "First leak" in outline(offer.blocks)
    assert "Second leak" not in outline(offer.blocks)
    await priya.press(offer, "Discard")
    await at_rest(play)
    assert offer.says("Discarded")
    assert offer.buttons == []


async def test_closing_it_once_more_is_still_one_offer(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await note_form(play, "Rang the tenant")
    assert priya.top is not None
    await priya.close(priya.top)
    await dm_saying(play, "Note on JOB-003")
    again = await reopened(play, "note_text")
    await priya.fill(again, note_text="Rang the tenant, no answer")
    await priya.close(again)
    await at_rest(play)
    [offer] = offers(play)
    assert offer.buttons == ["Go on", "Discard"]
    last = await reopened(play, "note_text")
    assert last.value("note_text") == "Rang the tenant, no answer"


@pytest.mark.parametrize(
    ("command", "field"),
    [
        ("/job new", "job_title"),
        ("/job update JOB-003", "job_title"),
        ("/job note JOB-003", "note_text"),
        ("/job delete JOB-003", "why"),
    ],
)
async def test_what_is_discarded_while_its_form_is_open_does_not_come_back(
    play: Testbed, command: str, field: str
) -> None:
    priya = play.slack.member("priya")
    await priya.command(command)
    form = await priya.modal(having=field)
    await priya.fill(form, {field: "Gate sticks"})
    await priya.close(form)
    offer = await dm_saying(play, KEPT)
    again = await reopened(play, field)
    await priya.press(offer, "Discard")
    await until(lambda: offer.says("Discarded"))
    await priya.close(again)
    await at_rest(play)
    assert [each.text for each in offers(play)] == []
    assert "Gate sticks" not in shown(await board(play))


async def test_another_process_hears_of_the_close(play: Testbed) -> None:
    form = await note_form(play, "Rang the tenant")
    assert play.app is not None
    await play.app.flows.unsent.write_all()
    play.app.flows.unsent._open.clear()
    await play.slack.member("priya").close(form)
    await dm_saying(play, KEPT)
    again = await reopened(play, "note_text")
    assert again.value("note_text") == "Rang the tenant"


async def test_a_note_that_propops_refuses_comes_back_and_is_kept(play: Testbed) -> None:
    text = "Long story. " * 200
    form = await note_form(play, text)
    priya = play.slack.member("priya")
    await priya.fill(form, send_email="E-mail people about this note")
    play.propops.fail(Fault("POST /api/jobs/case-notes", "400", words="Notes are closed."))
    await priya.submit(form)
    again = await until_title(priya, play, "Notes are closed")
    assert again.value("note_text").strip() == text.strip()
    assert again.value("send_email")
    await priya.close(again)
    await dm_saying(play, KEPT)
    last = await reopened(play, "note_text")
    await priya.submit(last)
    await card_saying(play, "Case note added")
    assert play.propops.notes("JOB-003")[-1]["note_text"].strip() == text.strip()


async def test_a_note_on_a_job_deleted_meanwhile_is_kept(play: Testbed) -> None:
    form = await note_form(play, "Rang the tenant")
    play.propops.delete("JOB-003")
    priya = play.slack.member("priya")
    await priya.submit(form)
    again = await until_title(priya, play, "Rang the tenant")
    await priya.close(again)
    await dm_saying(play, "Note on JOB-003")


async def test_a_note_withdrawn_while_it_waits_is_kept(play: Testbed) -> None:
    play.propops.fail(Fault("/api/security/csrf-token", "maintenance", times=None))
    form = await note_form(play, "Rang the tenant")
    priya = play.slack.member("priya")
    await priya.submit(form)
    told = await dm_saying(play, "Saved. PropOps is away")
    await priya.press(told, "Withdraw")
    await play.slack.until(lambda: told.says("kept") or None, why="kept")
    await priya.press(told, "Resume")
    again = await priya.modal(having="note_text")
    assert again.value("note_text") == "Rang the tenant"


async def test_a_refused_form_that_is_closed_is_offered(play: Testbed) -> None:
    play.propops.fail(Fault("update", "400", words="Not on a Sunday."))
    priya = play.slack.member("priya")
    await priya.command("/job update JOB-003 priority low")
    await priya.submit(await priya.modal(having="job_title"))
    again = await until_title(priya, play, "Not on a Sunday")
    await priya.close(again)
    await dm_saying(play, KEPT)
    last = await reopened(play)
    await priya.submit(last)
    await card_saying(play, "Job updated")


async def test_nobody_else_may_go_on_with_it(play: Testbed) -> None:
    await play.link("tom", "Tom Reilly")
    form = await note_form(play, "Rang the tenant")
    await play.slack.member("priya").close(form)
    offer = await dm_saying(play, KEPT)
    draft = offer.blocks[-1]["elements"][0]["value"]
    assert play.app is not None
    assert await play.app.flows.unsent.discard(play.member("tom"), draft) is False
    assert await play.app.flows.drafts.get(draft, play.member("tom")) is None
    assert await play.app.flows.drafts.get(draft, play.member("priya")) is not None
    await updated(play, works_order_ref="WO-1")


async def test_two_closed_forms_of_one_job_are_told_apart(play: Testbed) -> None:
    priya = play.slack.member("priya")
    forms: list[dict[str, Any]] = [
        {"quote_no": "Q-2"},
        {"works_order_ref": "WO-7", "quote_no": "Q-9"},
    ]
    for each in forms:
        await priya.command("/job update JOB-003")
        form = await priya.modal(having="job_title")
        await priya.fill(form, **each)
        await priya.close(form)
        await at_rest(play)
    form = await note_form(play, "Rang the tenant, key safe code is 4471")
    await priya.close(form)
    offer = await dm_saying(play, "3 of your forms")
    shown = outline(offer.blocks)
    for words in ("Q-2", "WO-7", "Q-9", "“Rang the tenant", "Closed "):
        assert words in shown, shown
    assert "4471" not in without_ids(f"{shown} {offer.text}")
    assert "WO-7" not in offer.text, "what stands on a locked screen is the name alone"
