"""Links that end and are renewed, and somebody who leaves. As `slack_steps`."""

from random import Random

from tests.board_walk.acting import anybody, new_job
from tests.board_walk.model import Person
from tests.board_walk.stage import Stage
from tests.waiting import until


async def a_link_ends(stage: Stage, rng: Random) -> str:
    """Their token is dead, maybe while they fill in a form: it goes once they have linked again."""
    person = anybody(stage, rng)
    if not _can_be_spared(stage, person):
        return ""
    title = stage.title() if rng.random() < 0.5 else ""
    form = await new_job(stage, person, title) if title else None
    stage.play.propops.revoke(person.account)
    stage.unlinked[person.who] = stage.clock()
    if form is None:
        return f"the link of {person.who} ends"
    member = stage.play.slack.member(person.who)
    await member.submit(form)
    await stage.settle()
    await until(lambda: member.top is None or "aving" not in member.top.outline())
    if member.top is not None:
        await member.close(member.top)
    assert not [job for job in stage.jobs() if job["job_title"] == title]
    stage.waiting.append((person.who, title))
    return f"the link of {person.who} ends while they raise {title}"


async def links_again(stage: Stage, rng: Random) -> str:
    if not stage.unlinked:
        return ""
    who = rng.choice(sorted(stage.unlinked))
    await stage.link_again(who)
    return f"{who} links again"


async def leaves_slack(stage: Stage, rng: Random) -> str:
    """One of them, for good; Slack tells the bot."""
    person = anybody(stage, rng)
    if stage.left or stage.unlinked or not _can_be_spared(stage, person):
        return ""
    slack = stage.play.slack.member(person.who).person
    slack.deleted = True
    stage.left.add(person.who)
    user = slack.wire(stage.play.slack.workspace.identity.team, with_email=False)
    await stage.play.slack.emit({"type": "user_change", "user": user})
    return f"{person.who} leaves"


def _can_be_spared(stage: Stage, person: Person) -> bool:
    """Two others are there, and nothing of theirs is about to be sent."""
    return len(stage.linked()) > 2 and not any(
        each.asked.by == person.who for each in stage.model.deletions.values()
    )
