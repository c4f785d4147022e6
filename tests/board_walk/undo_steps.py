"""What people take back: an update from the card of its job, a deletion before it is sent. As `slack_steps`."""

from random import Random
from typing import Any

from bot.sandbox.slack.messages import Message
from tests.board_walk.acting import anybody, has_budget, is_waiting, with_buttons
from tests.board_walk.model import DRAFT_KEPT, UNDO, Deletion, Fields, Person, Stuck
from tests.board_walk.stage import POLLED_EVERY, Stage
from tests.stories.boards import shown
from tests.waiting import until

_COMPARED = (
    *("job_title", "status_id", "contractor_id", "agent_id", "priority_id", "job_type_id"),
    *("date_works_start_date", "date_works_end_date", "job_total_budget"),
)


async def undoes(stage: Stage, rng: Random) -> str:
    """Goes back where nobody has changed the job since, for its member and approvers; else nothing changes."""
    found = {
        ref: updated
        for ref, updated in stage.model.updated.items()
        if stage.job(ref) and updated.at + UNDO > stage.clock() + 60
    }
    found = {ref: each for ref, each in found.items() if not has_budget(stage, ref)}
    person = anybody(stage, rng)
    if not found:
        return ""
    ref = rng.choice(sorted(found))
    updated, job = found[ref], stage.play.propops.job(ref)
    stage.find_cards()
    if stage.model.is_to_go(ref) or not person.sees(job):
        return ""
    may = person.who == updated.by or person.approves
    if "Undo" not in stage.card_of[ref].buttons:
        assert job["updated_at"] != updated.after["updated_at"], shown(stage.card_of[ref])
        return ""
    goes_back = may and _same(job, updated.after)
    is_refused = may and not goes_back
    if is_refused and is_waiting(stage, ref):
        return ""
    heard = _heard(stage, person)
    await stage.play.slack.member(person.who).press(stage.card_of[ref], "Undo")
    await until(lambda: not goes_back or _same(stage.play.propops.job(ref), updated.before))
    if not goes_back:
        await until(lambda: len(_heard(stage, person)) > len(heard))
    await stage.settle()
    now = stage.play.propops.job(ref)
    assert _same(now, updated.before if goes_back else job), f"Undo by {person.who}: {now}"
    if is_refused:
        until_ = stage.clock() + DRAFT_KEPT
        stage.model.stuck.append(Stuck(person.who, ref, "restore refused", until_))
    if not goes_back:
        return f"{person.who} can't undo the update of {ref}"
    stage.changed_by(person.who, ref)
    stage.model.done("restore", ref)
    return f"{person.who} undoes the update of {ref} by {updated.by}"


async def keeps_a_job(stage: Stage, rng: Random) -> str:
    """*Undo*, while its deletion waits to be sent."""
    pressed = await _pressed_in_time(stage, rng, "Undo")
    if pressed is None:
        return ""
    person, ref, may, message = pressed
    if not may:
        return f"{person.who} can't keep {ref}"
    await until(lambda: "Delete now" not in message.buttons)
    await stage.settle()
    del stage.model.deletions[ref]
    return f"{person.who} keeps {ref}"


async def does_not_wait(stage: Stage, rng: Random) -> str:
    """*Delete now*."""
    pressed = await _pressed_in_time(stage, rng, "Delete now")
    if pressed is None:
        return ""
    person, ref, may, _ = pressed
    if not may:
        return f"{person.who} can't delete {ref} now"
    await stage.settle()
    await stage.deletion_sent(ref, stage.model.deletions[ref])
    return f"{person.who} has {ref} deleted now"


async def _pressed_in_time(
    stage: Stage, rng: Random, label: str
) -> tuple[Person, str, bool, Message] | None:
    """Who pressed it, of which job, whether they may, and where it stood."""
    found = {ref: x for ref, x in stage.model.deletions.items() if x.at > stage.clock() + 60}
    if not found:
        return None
    ref = rng.choice(sorted(found))
    await stage.hop(stage.clock() + POLLED_EVERY)  # its card says so by then
    person, message = anybody(stage, rng), _where(stage, ref, found[ref])
    if message is None or (message.channel[0] == "D" and person.who != found[ref].asked.by):
        return None
    may = person.approves or person.who == found[ref].asked.by
    heard = _heard(stage, person)
    await stage.play.slack.member(person.who).press(message, label)
    if not may:
        await until(lambda: len(_heard(stage, person)) > len(heard))
        await stage.settle()
        assert stage.job(ref) is not None, f"{label} by {person.who}"
    return person, ref, may, message


def _where(stage: Stage, ref: str, deletion: Deletion) -> Message | None:
    """Its card; where the job has none, the message to whoever asked."""
    stage.find_cards()
    if ref in stage.card_of:
        return stage.card_of[ref]
    member = stage.play.slack.member(deletion.asked.by)
    return with_buttons(member.dms, ref, "Delete now")


def _heard(stage: Stage, person: Person) -> list[str]:
    """What they were told privately."""
    member = stage.play.slack.member(person.who)
    return [shown(each) for each in [*member.ephemerals, *member.dms]]


def _same(one: Fields, other: Fields) -> bool:
    def of(job: Fields) -> list[Any]:
        return [job[name] or None for name in _COMPARED]

    return of(one) == of(other)
