"""What people do to jobs in Slack. Each step says what was done; empty where there was nothing to do."""

from random import Random
from typing import Any

from tests.board_walk.acting import (
    MOST_JOBS,
    anybody,
    approval_card,
    is_waiting,
    note_raised,
    notified,
    sent,
    some_entry,
    somebody_and_job,
)
from tests.board_walk.model import DRAFT_KEPT, Asked, Deletion, Stuck
from tests.board_walk.stage import PEOPLE, Stage
from tests.stories.boards import shown
from tests.waiting import until


async def raises(stage: Stage, rng: Random) -> str:
    if len(stage.jobs()) >= MOST_JOBS:
        return ""
    person, title = anybody(rng), stage.title()
    dear = rng.random() < 0.3
    member = stage.play.slack.member(person.who)
    await member.command("/job new")
    form = await member.modal(having="job_title")
    agent: dict[str, Any] = {"agent_id": ("Rebecca", 0)} if person.agent else {}
    more: dict[str, Any] = {"job_total_budget": "900"} if dear else {}
    await member.fill(
        form,
        job_title=title,
        job_description="No hot water",
        address_id=("12 Elm", 0),
        priority_id="Normal",
        status_id="New",
        job_type_id="Plumbing",
    )
    await member.fill(form, agent | more)
    await sent(stage, person, form)
    if dear:
        stage.model.asked.append(Asked("create", person.who, title))
        return f"{person.who} asks for {title}"
    note_raised(stage, person.who, title)
    return f"{person.who} raises {title}"


async def updates(stage: Stage, rng: Random) -> str:
    person, ref = somebody_and_job(stage, rng)
    if ref is None:
        return ""
    job = stage.job(ref)
    assert job is not None
    fields = some_entry(stage, rng, job)
    dear = rng.random() < 0.3 and not is_waiting(stage, ref)
    if dear:
        fields["job_total_budget"] = str(rng.randint(600, 900))
    member = stage.play.slack.member(person.who)
    await member.command(f"/job update {ref}")
    form = await member.modal(having="job_title")
    await member.fill(form, fields)
    await sent(stage, person, form)
    if dear:
        stage.model.asked.append(Asked("update", person.who, ref, fields))
        return f"{person.who} asks for {fields} of {ref}"
    stage.changed_by(person.who, ref)
    return f"{person.who} updates {fields} of {ref}"


async def tells(stage: Stage, rng: Random) -> str:
    person, ref = somebody_and_job(stage, rng)
    job = stage.job(ref) if ref else None
    if ref is None or job is None or not job["contractor_id"]:
        return ""
    member = stage.play.slack.member(person.who)
    await member.command(f"/job notify {ref}")
    await notified(stage, person, job)
    return f"{person.who} tells the contractor of {ref}"


async def adds_a_note(stage: Stage, rng: Random) -> str:
    person, ref = somebody_and_job(stage, rng)
    if ref is None:
        return ""
    member = stage.play.slack.member(person.who)
    await member.command(f"/job note {ref}")
    form = await member.modal(having="note_text")
    await member.fill(form, note_text="Tenant is in after five")
    await sent(stage, person, form)
    stage.changed_by(person.who, ref)
    return f"{person.who} writes a note in {ref}"


async def asks_to_delete(stage: Stage, rng: Random) -> str:
    person, ref = somebody_and_job(stage, rng)
    if ref is None or is_waiting(stage, ref):
        return ""
    member = stage.play.slack.member(person.who)
    await member.command(f"/job delete {ref}")
    form = await member.modal(having="job_ref")
    await member.fill(form, job_ref=ref)
    await sent(stage, person, form)
    stage.model.asked.append(Asked("delete", person.who, ref))
    return f"{person.who} asks to delete {ref}"


async def restores(stage: Stage, rng: Random) -> str:
    person, ref = somebody_and_job(stage, rng)
    if ref is None or len(stage.play.propops.commits(ref)) < 2:
        return ""
    commits = stage.play.propops.commits(ref)
    commit = rng.choice(commits[:-1])
    if any(each["snapshot"]["job_total_budget"] for each in commits):
        return ""  # it would be asked for
    member = stage.play.slack.member(person.who)
    await member.command(f"/job restore {ref}")
    form = await member.modal(having="commit_id")
    options = form.element("commit_id")["options"]
    option = next(
        (each for each in options if each["value"] == str(commit["commit_id"])), options[-1]
    )
    await member.fill(form, commit_id=option["text"]["text"])
    await until(lambda: member.top is not None and "submit" in member.top.source)
    assert member.top is not None
    writes = len(stage.play.propops.writes)
    await sent(stage, person, member.top)
    if len(stage.play.propops.writes) > writes:
        stage.changed_by(person.who, ref)
    return f"{person.who} restores {ref} to {option['text']['text']}"


async def decides(stage: Stage, rng: Random) -> str:
    if not stage.model.asked:
        return ""
    asked = rng.choice(stage.model.asked)
    person = rng.choice(
        [each for each in PEOPLE.values() if each.approves and each.who != asked.by]
    )
    card = approval_card(stage, asked)
    member = stage.play.slack.member(person.who)
    if rng.random() < 0.4:
        await member.press(card, "Reject")
        form = await member.modal(having="reason")
        await member.fill(form, reason="Not now")
        await sent(stage, person, form)
        stage.model.asked.remove(asked)
        until_ = stage.clock() + DRAFT_KEPT
        stage.model.stuck.append(Stuck(asked.by, asked.name, f"{asked.action} refused", until_))
        return f"{person.who} rejects {asked.action} of {asked.name}"
    await member.press(card, "Approve")
    await until(lambda: "[Approve]" not in shown(card))
    await stage.settle()
    if approval_card(stage, asked, missing_ok=True) is not None:
        asked.round += 1
        return f"{person.who} approves {asked.action} of {asked.name}, which is asked anew"
    stage.model.asked.remove(asked)
    match asked.action:
        case "create":
            note_raised(stage, asked.by, asked.name)
        case "update":
            stage.changed_by(asked.by, asked.name)
        case "delete":
            job = stage.job(asked.name)
            assert job is not None
            at = stage.clock() + 600
            stage.model.deletions[asked.name] = Deletion(asked, at, job["updated_at"])
    return f"{person.who} approves {asked.action} of {asked.name}"
