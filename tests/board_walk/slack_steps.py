"""What people do to jobs in Slack. Each step says what was done; empty where there was nothing to do."""

from random import Random
from typing import Any

from tests.board_walk.acting import (
    MOST_JOBS,
    anybody,
    approval_card,
    has_budget,
    is_waiting,
    new_job,
    notified,
    sent,
    some_entry,
    somebody_and_job,
)
from tests.board_walk.model import UNDO, Asked, Deletion, Updated
from tests.board_walk.stage import PEOPLE, Stage
from tests.stories.boards import shown
from tests.waiting import until


async def raises(stage: Stage, rng: Random) -> str:
    if len(stage.jobs()) >= MOST_JOBS:
        return ""
    person, title = anybody(stage, rng), stage.title()
    dear = rng.random() < 0.3
    more: dict[str, Any] = {"job_total_budget": "900"} if dear else {}
    await sent(stage, person, await new_job(stage, person, title, **more))
    if dear:
        stage.model.asked.append(Asked("create", person.who, title, stage.clock()))
        return f"{person.who} asks for {title}"
    stage.raised(person.who, title)
    return f"{person.who} raises {title}"


async def updates(stage: Stage, rng: Random) -> str:
    person, ref = somebody_and_job(stage, rng)
    if ref is None:
        return ""
    job = stage.play.propops.job(ref)
    fields = some_entry(stage, rng, job)
    dear = rng.random() < 0.3 and not is_waiting(stage, ref)
    if dear:
        fields["job_total_budget"] = str(rng.randint(600, 900))
    stage.find_cards()
    has_card, told = ref in stage.card_of, len(stage.broadcasts(ref))
    member = stage.play.slack.member(person.who)
    await member.command(f"/job update {ref}")
    form = await member.modal(having="job_title")
    await member.fill(form, fields)
    await sent(stage, person, form)
    if dear:
        asked = Asked("update", person.who, ref, stage.clock(), stage.as_stored(fields), job)
        stage.model.asked.append(asked)
        return f"{person.who} asks for {fields} of {ref}"
    after = stage.play.propops.job(ref)
    stage.changed_by(person.who, ref)
    stage.model.updated[ref] = Updated(person.who, stage.clock(), job, after)
    is_new = has_card and after["status_id"] != job["status_id"]
    stage.wanted.check_status(stage.broadcasts(ref)[told:], is_new=is_new)
    stage.find_cards()
    if stage.job_is_open(ref) and ref not in stage.model.deletions:
        stage.wanted.check_buttons(stage.card_of[ref])
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
    stage.find_cards()
    card = stage.card_of.get(ref)
    member, replies = stage.play.slack.member(person.who), stage.replies(card)
    notes = len(stage.play.propops.notes(ref))
    await member.command(f"/job note {ref}")
    form = await member.modal(having="note_text")
    await member.fill(form, note_text=f"{stage.title()}: the tenant is in after five")
    await sent(stage, person, form)
    stage.changed_by(person.who, ref)
    assert len(stage.play.propops.notes(ref)) == notes + 1, "a note, once"
    if card is not None:
        stage.wanted.check_note(stage.replies(card) - replies)
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
    stage.model.asked.append(Asked("delete", person.who, ref, stage.clock()))
    return f"{person.who} asks to delete {ref}"


async def restores(stage: Stage, rng: Random) -> str:
    person, ref = somebody_and_job(stage, rng)
    if ref is None or len(stage.play.propops.commits(ref)) < 2 or has_budget(stage, ref):
        return ""
    commit = rng.choice(stage.play.propops.commits(ref)[:-1])
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
        stage.model.done("restore", ref)
    return f"{person.who} restores {ref} to {option['text']['text']}"


async def decides(stage: Stage, rng: Random) -> str:
    if not stage.model.asked:
        return ""
    asked = rng.choice(stage.model.asked)
    who = [each for each in stage.linked() if each.approves and each.who != asked.by]
    if not who or asked.expires < stage.clock() + 60:
        return ""
    person = rng.choice(who)
    card = approval_card(stage, asked)
    member = stage.play.slack.member(person.who)
    if rng.random() < 0.4:
        await member.press(card, "Reject")
        form = await member.modal(having="reason")
        await member.fill(form, reason="Not now")
        await sent(stage, person, form)
        stage.model.ended(asked, "refused", stage.clock())
        return f"{person.who} rejects {asked.action} of {asked.name}"
    if not stage.is_linked(asked.by):
        return ""
    await member.press(card, "Approve")
    await until(lambda: "[Approve]" not in shown(card))
    await stage.settle()
    if approval_card(stage, asked, missing_ok=True) is not None:
        asked.round, asked.at = asked.round + 1, stage.clock()
        return f"{person.who} approves {asked.action} of {asked.name}, which is asked anew"
    job = stage.job(asked.name)
    if job is not None and not PEOPLE[asked.by].sees(job):
        if asked.action == "delete":
            stage.model.asked.remove(asked)  # there was nothing to delete, as far as they see
        else:
            stage.model.ended(asked, "out of sight", stage.clock())
        return f"{person.who} approves {asked.action} of {asked.name}, which {asked.by} can't see"
    if asked.action == "update" and asked.collides(stage.play.propops.job(asked.name)):
        stage.model.ended(asked, "collided", stage.clock())
        return f"{person.who} approves update of {asked.name}, which others have changed"
    stage.model.asked.remove(asked)
    match asked.action:
        case "create":
            stage.raised(asked.by, asked.name)
        case "update":
            stage.changed_by(asked.by, asked.name)
        case "delete":
            job = stage.play.propops.job(asked.name)
            at = stage.clock() + UNDO
            stage.model.deletions[asked.name] = Deletion(asked, at, job["updated_at"])
    return f"{person.who} approves {asked.action} of {asked.name}"
