"""What a step chooses from, and what several of them do."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from bot.sandbox.slack.member import Member
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.views import View
from tests.board_walk.model import Asked, Person, Told
from tests.board_walk.stage import Stage
from tests.board_walk.times import is_quiet, today
from tests.stories.boards import shown
from tests.waiting import until

MOST_JOBS = 5
_CONTRACTORS = (201, 202, None)
_STATUSES = ("New", "New", "Assigned", "In progress", "Complete", "Closed")


def anybody(stage: Stage, rng: Random) -> Person:
    """Who can do something: there is always somebody who is linked."""
    return rng.choice(stage.linked())


def any_job(stage: Stage, rng: Random) -> str | None:
    refs = [job["job_ref"] for job in stage.jobs()]
    return rng.choice(refs) if refs else None


def somebody_and_job(stage: Stage, rng: Random) -> tuple[Person, str | None]:
    """A job they see, of which no deletion is under way."""
    person = anybody(stage, rng)
    refs = [
        job["job_ref"]
        for job in stage.jobs()
        if person.sees(job) and job["job_ref"] not in stage.model.deletions
    ]
    return person, rng.choice(refs) if refs else None


def is_waiting(stage: Stage, ref: str) -> bool:
    """Whether something of the job waits already; of two such rows nobody could say which is which."""
    names = {each.name for each in stage.model.asked} | {each.name for each in stage.model.stuck}
    return ref in names


def has_budget(stage: Stage, ref: str) -> bool:
    """Whether the job had one at any time: to bring that back is asked for."""
    commits = stage.play.propops.commits(ref)
    return any(each["snapshot"]["job_total_budget"] for each in commits)


def some_days(stage: Stage, rng: Random) -> tuple[str | None, str | None]:
    if rng.random() < 0.2:
        return None, None
    start = today(stage.clock()) + timedelta(days=rng.randint(-2, 5))
    end = start + timedelta(days=rng.randint(1, 2)) if rng.random() < 0.3 else None
    return start.isoformat(), end.isoformat() if end else None


def some_change(stage: Stage, rng: Random) -> dict[str, Any]:
    match rng.randrange(4):
        case 0:
            return {"status_id": stage.status(rng.choice(_STATUSES))}
        case 1:
            return {"contractor_id": rng.choice(_CONTRACTORS)}
        case 2:
            start, end = some_days(stage, rng)
            return {"date_works_start_date": start, "date_works_end_date": end}
        case _:
            return {"job_title": stage.title()}


def some_entry(stage: Stage, rng: Random, job: Mapping[str, Any]) -> dict[str, Any]:
    """As typed into a form: something else than there is."""
    match rng.randrange(3):
        case 0:
            return {"status_id": rng.choice([x for x in _STATUSES if x != job["status_name"]])}
        case 1 if job["contractor_id"] == 201:
            return {"contractor_id": rng.choice([("aire", 0), None])}
        case 1:
            return {"contractor_id": ("ace", 0)}
        case _:
            start, end = some_days(stage, rng)
            if start == job["date_works_start_date"]:
                start = (
                    (date.fromisoformat(start) + timedelta(9)).isoformat()
                    if start
                    else "2027-12-31"
                )
                end = None
            return {"date_works_start_date": start, "date_works_end_date": end}


async def sent(stage: Stage, person: Person, form: View) -> None:
    """The form, until what it began has ended."""
    member = stage.play.slack.member(person.who)
    await sent_with_what_it_asks(member, form)
    await stage.settle()
    if (top := member.top) is not None:
        await until(lambda: member.top is None or "Saving" not in member.top.outline())
        if member.top is not None:
            await member.close(top)


async def sent_with_what_it_asks(member: Member, form: View) -> None:
    """Once more where it asks for that: a number in a title may be a code."""
    for _ in range(3):
        await member.submit(form)
        if not form.errors:
            break
    assert not form.errors, form.errors


async def new_job(stage: Stage, person: Person, title: str, **more: Any) -> View:
    """The form of a new job, filled in."""
    member = stage.play.slack.member(person.who)
    await member.command("/job new")
    form = await member.modal(having="job_title")
    agent: dict[str, Any] = {"agent_id": ("Rebecca", 0)} if person.agent else {}
    await member.fill(
        form,
        job_title=title,
        job_description="No hot water",
        address_id=("12 Elm", 0),
        priority_id="Normal",
        status_id="New",
        job_type_id="Plumbing",
    )
    return await member.fill(form, agent | more)


async def open_home(stage: Stage, person: Person) -> None:
    """Until it is drawn."""
    await stage.play.slack.member(person.who).open_home()
    stage.home_opened[person.who] = stage.clock()
    await stage.app.bolt.settle(within=20)


async def notified(stage: Stage, person: Person, job: Mapping[str, Any]) -> None:
    member, before = stage.play.slack.member(person.who), len(stage.play.propops.notified)
    form = await member.modal(title="Notify")
    await until(lambda: member.top is not None and "submit" in member.top.source)
    assert member.top is not None
    at, words = stage.clock(), member.top.outline()
    is_asked = any(each in words for each in ("in quiet hours", "It is S", "bank holiday"))
    assert is_asked == is_quiet(at), f"quiet: {is_quiet(at)}, asked: {words}"
    await sent(stage, person, member.top)
    assert len(stage.play.propops.notified) == before + 1, form.outline()
    days = (job["date_works_start_date"] or "", job["date_works_end_date"] or "")
    ref = job["job_ref"]
    stage.model.told[ref] = Told(job["contractor_id"], at, person.who, days)
    stage.changed_by(person.who, ref)


def approval_card(stage: Stage, asked: Asked, *, missing_ok: bool = False) -> Any:
    cards = stage.play.slack.messages("approvals")
    verb = {"create": "New job", "update": "Update", "delete": "Delet"}[asked.action]
    found = [
        each
        for each in cards
        if asked.name in shown(each) and "[Approve]" in shown(each) and verb in shown(each)
    ]
    assert found or missing_ok, (asked, [shown(each) for each in cards])
    return found[-1] if found else None


def offer(stage: Stage, person: Person, title: str) -> Message | None:
    """The message that offers this draft alone."""
    told = messages_about(stage, person, title)
    return next((each for each in told if each.buttons.count("Discard") == 1), None)


def messages_about(stage: Stage, person: Person, title: str) -> list[Message]:
    member = stage.play.slack.member(person.who)
    return [each for each in [*member.ephemerals, *member.dms] if title in shown(each)]


def with_buttons(messages: Iterable[Message], ref: str, label: str) -> Message | None:
    """The newest of them that is about the job and has this button."""
    found = [each for each in messages if label in each.buttons and ref in shown(each)]
    return found[-1] if found else None
