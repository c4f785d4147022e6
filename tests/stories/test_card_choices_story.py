"""What is chosen on a card itself: a new status, and the contractor that a job lacks."""

from typing import Any

import pytest

from bot.sandbox.outline import outline, outline_view
from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from tests.stories.acting import (
    APPROVALS,
    answer,
    card_saying,
    dm_saying,
    raised,
    unlinked,
    until_title,
)
from tests.stories.at_rest import at_rest
from tests.stories.boards import status_id

APPROVED: pytest.MarkDecorator = pytest.mark.testbed(
    **(APPROVALS | {"approval_actions": ("update",)})
)


def row(card: Message) -> str:
    """The block id of the card's buttons, where its list of statuses is."""
    return next(str(block["block_id"]) for block in card.blocks if block["type"] == "actions")


async def change_status(play: Testbed, card: Message, status: str, who: str = "priya") -> None:
    await play.slack.member(who).choose(card, row(card), ("", status))


async def test_a_status_is_changed_with_two_clicks(play: Testbed) -> None:
    card = await raised(play)
    await change_status(play, card, "In progress")

    await card_saying(play, "Job updated")
    assert play.propops.job("JOB-061")["status_name"] == "In progress"
    assert "High priority · In progress · Gas & Heating" in outline(card.blocks)
    assert "• Status: New → In progress" in outline(card.blocks)
    assert len(play.propops.writes) == 2


async def test_the_same_choice_twice_is_one_change(play: Testbed) -> None:
    card = await raised(play)
    await change_status(play, card, "In progress")
    sent = next(each for each in reversed(play.slack.deliveries) if each.kind == "block_actions")
    await play.slack.redeliver(sent)

    await card_saying(play, "Job updated")
    await at_rest(play)
    assert len(play.propops.writes) == 2


async def test_the_status_it_has_already_changes_nothing(play: Testbed) -> None:
    card = await raised(play)
    priya = play.slack.member("priya")
    await change_status(play, card, "New")

    await play.slack.until(lambda: priya.ephemerals or None, why="an answer")
    assert "is New already" in priya.ephemerals[-1].text
    assert len(play.propops.writes) == 1


async def test_a_status_that_somebody_else_changed_is_asked_about(play: Testbed) -> None:
    card = await raised(play)
    play.propops.edit("JOB-061", by="Tom Reilly", status_id=status_id(play, "Assigned"))
    play.propops.edit("JOB-061", by="Sam", job_title="Boiler dead")
    await change_status(play, card, "In progress")

    priya = play.slack.member("priya")
    question = await dm_saying(play, "Tom Reilly changed this job meanwhile.")
    assert len(play.propops.writes) == 1
    await priya.press(question, "Resume")
    asks = await until_title(priya, play, "Tom Reilly changed")
    assert "Assigned" in outline_view(asks)
    assert "while your form was open" not in outline_view(asks)


async def test_whoever_set_the_status_last_is_the_one_named(play: Testbed) -> None:
    card = await raised(play)
    play.propops.edit("JOB-061", by="Tom Reilly", status_id=status_id(play, "Assigned"))
    play.propops.edit("JOB-061", by="Dana", status_id=status_id(play, "Complete"))
    await change_status(play, card, "In progress")

    await dm_saying(play, ". Dana changed this job meanwhile.")


async def test_another_field_changed_meanwhile_is_no_reason_to_ask(play: Testbed) -> None:
    card = await raised(play)
    play.propops.edit("JOB-061", by="Tom Reilly", job_title="Boiler dead")
    await change_status(play, card, "In progress")

    await card_saying(play, "Job updated")
    job = play.propops.job("JOB-061")
    assert (job["status_name"], job["job_title"]) == ("In progress", "Boiler dead")


async def test_a_refused_status_comes_back_in_the_whole_form(play: Testbed) -> None:
    card = await raised(play)
    play.propops.fail(Fault("update", "400"))
    await change_status(play, card, "In progress")

    priya = play.slack.member("priya")
    await play.slack.until(lambda: priya.dms or None, why="a refusal")
    await priya.press(priya.dms[-1], "Resume")
    form = await priya.modal(having="job_title")
    assert form.value("job_title") == "Boiler not firing"
    assert "Status*: [In progress ▾]" in outline_view(form)
    await priya.submit(form)
    await card_saying(play, "Job updated")
    assert set(play.propops.writes[-1]["body"]) - set(play.propops.writes[0]["body"]) == {"uuid"}


async def test_who_has_not_linked_is_offered_the_link(play: Testbed) -> None:
    card = await raised(play)
    tom = play.slack.member("tom")
    await tom.choose(card, row(card), ("", 0))

    await play.slack.until(lambda: tom.ephemerals or tom.dms or None, why="an invitation")
    assert "link" in (tom.dms or tom.ephemerals)[-1].text.casefold()
    assert len(play.propops.writes) == 1


@APPROVED
async def test_a_status_waits_for_approval_where_updates_do(play: Testbed) -> None:
    card = await raised(play)
    await change_status(play, card, "In progress")

    asked = await card_saying(play, "Approval needed", "approvals")
    assert "Status: New → In progress" in outline(asked.blocks)
    await play.slack.member("dana").press(asked, "Approve")
    await card_saying(play, "Job updated")
    assert play.propops.job("JOB-061")["status_name"] == "In progress"


async def test_a_job_without_a_contractor_is_given_one_from_its_card(play: Testbed) -> None:
    card = await raised(play)
    assert card.buttons == ["Choose contractor", "Update", "Notify contractor", "Restore"]
    priya = play.slack.member("priya")
    await priya.press(card, "Choose contractor")
    form = await priya.modal(having="contractor_id")
    await priya.fill(form, contractor_id=("Ace", 0))
    await priya.submit(form)

    await card_saying(play, "Job updated")
    assert set(play.propops.writes[-1]["body"]) - set(play.propops.writes[0]["body"]) == {
        "uuid",
        "contractor_id",
    }
    assert card.buttons == ["Update", "Notify contractor", "Restore", "Undo"]
    assert "Ace Gas" in outline(card.blocks)


async def test_two_who_choose_a_contractor_are_told_of_each_other(play: Testbed) -> None:
    card = await raised(play)
    priya = play.slack.member("priya")
    await priya.press(card, "Choose contractor")
    form = await priya.modal(having="contractor_id")
    other = next(row for row in play.propops.rows("contractors") if name_of(row) != "Ace Gas")
    play.propops.edit("JOB-061", by="Tom Reilly", contractor_id=other["ID"])
    await priya.fill(form, contractor_id=("Ace", 0))
    await priya.submit(form)

    asks = await until_title(priya, play, "Tom Reilly changed")
    assert "while your form was open" in outline_view(asks)
    assert name_of(other) in outline_view(asks)
    assert len(play.propops.writes) == 1


def name_of(row: dict[str, Any]) -> str:
    person = f"{row.get('first_name', '')} {row.get('last_name', '')}".strip()
    return str(row.get("name") or person)


@APPROVED
async def test_a_rejected_status_is_kept_for_who_has_unlinked_and_its_form_is_whole(
    play: Testbed,
) -> None:
    await change_status(play, await raised(play), "In progress")
    asked = await card_saying(play, "Approval needed", "approvals")
    await unlinked(play)
    await rejected(play, asked)
    told = await answer(play, "priya", "Your form is kept")
    assert len(play.propops.writes) == 1

    await play.link("priya", "Priya Shah")
    play.propops.edit("JOB-061", by="Tom Reilly", job_title="Boiler dead")
    priya = play.slack.member("priya")
    await priya.press(told, "Resume")
    form = await priya.modal(having="job_title")
    assert form.value("job_title") == "Boiler dead"
    assert "Status*: [In progress ▾]" in outline_view(form)


async def rejected(play: Testbed, asked: Message) -> None:
    dana = play.slack.member("dana")
    await dana.press(asked, "Reject")
    why = await dana.modal(having="reason")
    await dana.fill(why, reason="Ask Bob first")
    await dana.submit(why)


@APPROVED
async def test_a_rejected_contractor_is_kept_for_who_has_unlinked_meanwhile(play: Testbed) -> None:
    await raised(play)
    priya = play.slack.member("priya")
    await priya.press(await card_saying(play, "Job created"), "Choose contractor")
    form = await priya.modal(having="contractor_id")
    await priya.fill(form, contractor_id=("Ace", 0))
    await priya.submit(form)
    asked = await card_saying(play, "Approval needed", "approvals")
    await unlinked(play)
    await rejected(play, asked)
    told = await answer(play, "priya", "Your form is kept")
    await play.link("priya", "Priya Shah")
    await priya.press(told, "Resume")
    again = await priya.modal(having="job_title")
    assert "Ace Gas" in outline_view(again)
    assert again.value("job_title") == "Boiler not firing"
