"""What people do on their boards, and with what is kept for them. As `slack_steps`."""

import re
from random import Random

from tests.board_walk.acting import anybody, messages_about, notified, offer, open_home, sent
from tests.board_walk.model import CLOSED, DRAFT_KEPT, STUCK, Stuck
from tests.board_walk.reading import board, buttons_of
from tests.board_walk.stage import PEOPLE, Stage
from tests.waiting import until

_ON_A_PAGE = 6
"""Jobs of a list."""


async def leaves_a_form(stage: Stage, rng: Random) -> str:
    person, title = anybody(stage, rng), stage.title()
    member = stage.play.slack.member(person.who)
    await member.command("/job new")
    form = await member.modal(having="job_title")
    await member.fill(form, job_title=title)
    await member.close(form)
    until_ = stage.clock() + DRAFT_KEPT
    stage.model.stuck.append(Stuck(person.who, title, "draft", until_))
    await until(
        lambda: any("Discard" in each.buttons for each in messages_about(stage, person, title))
    )
    return f"{person.who} closes the form of {title}"


async def looks_into_a_form(stage: Stage, rng: Random) -> str:
    """*Resume*, on its row: what was typed is there, and is still kept when the form is closed again."""
    kept = [
        each
        for each in stage.model.stuck
        if stage.is_linked(each.who)
        and each.what.split()[0] in {"draft", "create"}
        and each.until > stage.clock() + 120
    ]
    if not kept:
        return ""
    stuck = rng.choice(kept)
    person, member = PEOPLE[stuck.who], stage.play.slack.member(stuck.who)
    message = await board(stage, stuck.who)
    rows = [row for row, label in buttons_of(message.blocks) if label == "Resume"]
    if (STUCK, stuck.name) not in rows:  # it is put off, or stands on another page
        return ""
    await member.press(message, "Resume", nth=rows.index((STUCK, stuck.name)))
    form = await member.modal(having="job_title")
    assert stuck.name in form.outline(), form.outline()
    await member.close(form)
    await stage.app.bolt.settle(within=60)
    await until(
        lambda: any("Discard" in each.buttons for each in messages_about(stage, person, stuck.name))
    )
    until_ = stuck.until if stuck.what == "draft" else stage.clock() + DRAFT_KEPT
    nth = stage.model.stuck.index(stuck)
    stage.model.stuck[nth] = Stuck(stuck.who, stuck.name, "draft", until_)
    return f"{stuck.who} looks into the form of {stuck.name}"


async def discards(stage: Stage, rng: Random) -> str:
    drafts = [
        each for each in stage.model.stuck if each.what == "draft" and stage.is_linked(each.who)
    ]
    if not drafts:
        return ""
    stuck = rng.choice(drafts)
    message = offer(stage, PEOPLE[stuck.who], stuck.name)
    if message is None or stuck.until < stage.clock() + 60:
        return ""
    await stage.play.slack.member(stuck.who).press(message, "Discard")
    await until(lambda: "Discarded" in message.text)
    stage.model.stuck.remove(stuck)
    return f"{stuck.who} discards {stuck.name}"


async def switches(stage: Stage, rng: Random) -> str:
    person = anybody(stage, rng)
    message = await board(stage, person.who)
    everybody = not stage.model.everybody.get(person.who)
    label = "Everybody's" if everybody else "My jobs"
    await stage.play.slack.member(person.who).press(message, label)
    await until(lambda: f"*{label}*" in message.text)
    stage.model.everybody[person.who] = everybody
    return f"{person.who} looks at {label}"


async def presses_a_row(stage: Stage, rng: Random) -> str:
    """The one button of a row, which mends what waits."""
    person = anybody(stage, rng)
    message = await board(stage, person.who)
    buttons = buttons_of(message.blocks)
    found = [each for each in buttons if each[1] in {"Choose contractor", "Notify again", "Update"}]
    if not found:
        return ""
    row, label = rng.choice(found)
    nth = [each[0] for each in buttons if each[1] == label].index(row)
    member, ref = stage.play.slack.member(person.who), row[1]
    job = stage.job(ref)
    assert job is not None
    await member.press(message, label, nth=nth)
    if label == "Notify again":
        await notified(stage, person, job)
        return f"{person.who} tells the contractor of {ref} again"
    if label == "Choose contractor":
        form = await member.modal(having="contractor_id")
        await member.fill(form, contractor_id=("ace", 0))
    else:
        form = await member.modal(having="job_title")
        await member.fill(form, status_id="Complete")
    await sent(stage, person, form)
    stage.changed_by(person.who, ref)
    return f"{person.who} presses {label} of {ref}"


async def opens_home(stage: Stage, rng: Random) -> str:
    person = anybody(stage, rng)
    await open_home(stage, person)
    return f"{person.who} opens Home"


async def lists_open(stage: Stage, rng: Random) -> str:
    """`/job open`: each open job that they see, once, the newest change first."""
    person = anybody(stage, rng)
    member = stage.play.slack.member(person.who)
    jobs = {
        job["job_ref"]: job
        for job in stage.jobs()
        if person.sees(job) and job["status_name"] not in CLOSED
    }
    if len(jobs) > _ON_A_PAGE:
        return ""
    seen = len(member.ephemerals)
    await member.command("/job open")
    await until(lambda: any("Open jobs" in each.text for each in member.ephemerals[seen:]))
    refs = re.findall(r"\*(JOB-\d+)\*", member.ephemerals[-1].text)
    assert sorted(refs) == sorted(jobs), f"{person.who} is told {refs}, open: {sorted(jobs)}"
    changed = [jobs[ref]["updated_at"] for ref in refs]
    assert changed == sorted(changed, reverse=True), f"{refs}, changed: {changed}"
    return f"{person.who} lists open jobs: {refs}"
