"""One person is quick: what they did themselves a moment ago is no collision, and the last choice counts."""

import copy
from typing import Any

import pytest

from bot.jobs.change import Change, Place, change_id
from bot.jobs.updates import on_form
from bot.propops.parse.jobs import job
from bot.sandbox.propops import Fault
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.views import View
from bot.sandbox.testbed import Testbed
from tests.stories.acting import dm_saying, raised, until_title
from tests.stories.at_rest import at_rest
from tests.stories.boards import status_id

TWO = pytest.mark.testbed(linked={"priya": "Priya Shah", "tom": "Tom Reilly"})


def row(card: Message) -> str:
    return next(str(block["block_id"]) for block in card.blocks if block["type"] == "actions")


async def choose(play: Testbed, card: Message, *statuses: str, who: str = "priya") -> None:
    """One after another, on the card as it was at first."""
    stale = copy.deepcopy(card)
    for status in statuses:
        await play.slack.member(who).choose(stale, row(stale), ("", status))


async def written(play: Testbed, many: int) -> None:
    """Until PropOps was written to so often, and nothing is under way any more."""
    await play.slack.until(lambda: len(play.propops.writes) >= many or None, why="writes")
    await at_rest(play)
    assert len(play.propops.writes) == many


def status_of(play: Testbed) -> Any:
    return play.propops.job("JOB-061")["status_name"]


async def form_of(play: Testbed, who: str = "priya") -> View:
    member = play.slack.member(who)
    await member.command("/job update JOB-061")
    return await member.modal(having="job_title")


async def test_of_two_quick_choices_the_last_one_counts(play: Testbed) -> None:
    card = await raised(play)
    play.propops.fail(Fault("update", "slow", seconds=0.3))
    await choose(play, card, "Assigned", "In progress")
    await written(play, 3)
    assert status_of(play) == "In progress"
    assert not play.slack.member("priya").dms


async def test_there_and_back_again(play: Testbed) -> None:
    card = await raised(play)
    await choose(play, card, "Assigned", "New")
    await written(play, 3)
    assert status_of(play) == "New"


async def test_once_more_what_was_chosen_first(play: Testbed) -> None:
    card = await raised(play)
    await choose(play, card, "Assigned", "In progress", "Assigned")
    await written(play, 4)
    assert status_of(play) == "Assigned"


async def test_an_earlier_choice_delivered_again_changes_nothing(play: Testbed) -> None:
    card = await raised(play)
    await choose(play, card, "Assigned", "In progress")
    await written(play, 3)
    presses = [each for each in play.slack.deliveries if each.kind == "block_actions"]
    await play.slack.redeliver(presses[-2])
    await written(play, 3)
    assert status_of(play) == "In progress"


@TWO
async def test_two_people_who_choose_are_told_of_each_other(play: Testbed) -> None:
    card = await raised(play)
    stale = copy.deepcopy(card)
    await choose(play, stale, "Assigned")
    await choose(play, stale, "In progress", who="tom")
    await dm_saying(play, "changed this job meanwhile", "tom")
    assert status_of(play) == "Assigned"


@TWO
async def test_what_somebody_else_set_in_between_is_asked_about(play: Testbed) -> None:
    card = await raised(play)
    stale = copy.deepcopy(card)
    await choose(play, stale, "Assigned")
    await written(play, 2)
    play.propops.edit("JOB-061", by="Tom Reilly", status_id=status_id(play, "Complete"))
    await choose(play, stale, "In progress")
    told = await dm_saying(play, "changed this job meanwhile")
    assert "Tom Reilly changed" in told.text
    assert status_of(play) == "Complete"


async def test_a_status_on_the_card_and_a_priority_in_a_form(play: Testbed) -> None:
    card = await raised(play)
    form = await form_of(play)
    await choose(play, card, "Assigned")
    await written(play, 2)
    await play.slack.member("priya").fill(form, priority_id="Low")
    await play.slack.member("priya").submit(form)
    await written(play, 3)
    held = play.propops.job("JOB-061")
    assert (held["status_name"], held["priority_name"]) == ("Assigned", "Low")
    assert "meanwhile" not in card.text


async def sent_from_forms(play: Testbed, *forms: dict[str, Any], who: str = "priya") -> list[str]:
    """The ids of updates of JOB-061 from forms that were all opened before the first was sent."""
    assert play.app is not None
    seen = job(play.propops.job("JOB-061"))
    assert seen is not None
    base = {"updated_at": seen.updated_at, "fields": on_form(seen)}
    ids = []
    for number, fields in enumerate(forms):
        key = f"T0SANDBOX1:V{number}{who}"
        change = Change(change_id(key), key, "update", play.member(who), Place(play.channel()))
        about = {"job_uuid": seen.uuid, "job_ref": seen.job_ref}
        await play.app.flows.changes.accept(change.but(fields=fields, base=base, **about))
        ids.append(change.id)
    return ids


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"job_title": "One"}, {"job_title": "Two"}),
        ({"job_title": "One"}, {"works_order_ref": "WO-7"}),
        ({"date_works_start_date": "2027-03-01"}, {"date_works_end_date": "2027-03-02"}),
        ({"contractor_budget": 100}, {"contractor_budget": 200}),
        ({"contractor_budget": 100}, {"vat_percentage": 10}),
        ({"access_details": "By the back door"}, {"job_title": "Two"}),
    ],
)
async def test_two_forms_of_one_person_follow_one_another(
    play: Testbed, first: dict[str, Any], second: dict[str, Any]
) -> None:
    card = await raised(play)
    await sent_from_forms(play, first, second)
    await written(play, 3)
    held = play.propops.job("JOB-061")
    wanted = first | second
    assert {name: held[name] for name in wanted} == wanted
    assert "meanwhile" not in card.text
    assert not play.slack.member("priya").dms


@TWO
async def test_somebody_else_between_two_forms_of_one_person(play: Testbed) -> None:
    await raised(play)
    await sent_from_forms(play, {"job_title": "One"})
    await written(play, 2)
    play.propops.edit("JOB-061", by="Tom Reilly", job_title="Three")
    # from a form that was opened before all this
    assert play.app is not None
    [first] = await play.app.stores.changes.recent(1)
    whole = await play.app.stores.changes.get(first.id)
    assert whole is not None
    key = "T0SANDBOX1:V9"
    second = whole.but(id=change_id(key), key=key, fields={"job_title": "Two"}, state="asked")
    plain = Change(second.id, key, "update", second.member, second.place)
    about = {"job_uuid": second.job_uuid, "job_ref": second.job_ref}
    await play.app.flows.changes.accept(plain.but(fields=second.fields, base=second.base, **about))
    await dm_saying(play, "Tom Reilly changed")
    assert play.propops.job("JOB-061")["job_title"] == "Three"


@TWO
async def test_two_forms_of_two_people_still_collide(play: Testbed) -> None:
    await raised(play)
    of_priya, of_tom = await form_of(play), await form_of(play, "tom")
    await play.slack.member("priya").fill(of_priya, job_title="One")
    await play.slack.member("priya").submit(of_priya)
    await written(play, 2)
    tom = play.slack.member("tom")
    await tom.fill(of_tom, job_title="Two")
    await tom.submit(of_tom)
    await until_title(tom, play, "Priya Shah changed")
    assert play.propops.job("JOB-061")["job_title"] == "One"
