"""Links that end and are renewed, and somebody who leaves. As `slack_steps`."""

from random import Random

from tests.board_walk.acting import anybody, new_job, sent_with_what_it_asks
from tests.board_walk.model import APPROVAL, STUCK, Person
from tests.board_walk.reading import board, rows_in
from tests.board_walk.stage import Stage
from tests.board_walk.trouble_steps import lists_answer
from tests.stories.boards import shown
from tests.waiting import until

_RIGHTS = ("api.jobs.manage.manage", "api.jobs.manage.list")
_KEPT_FOR = 31.0
"""Seconds after which jobs are listed anew for a board."""


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
    await sent_with_what_it_asks(member, form)
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


async def may_list_nothing(stage: Stage, rng: Random) -> str:
    """For a moment: what waits besides is there, of jobs nothing, and why is said."""
    person = anybody(stage, rng)
    if any(each.expires < stage.clock() + 120 for each in stage.model.asked):
        return ""
    stage.play.propops.forbid(person.account, *_RIGHTS)
    stage.clock.hop(stage.clock() + _KEPT_FOR)
    message = await board(stage, person.who)
    now = stage.clock()
    wanted = stage.model.rows(person.who, [], now)
    there, unsure = set(rows_in(message.blocks)), stage.model.unsure(person.who, now)
    assert {group for group, _ in there} <= {APPROVAL, STUCK}, there
    assert there <= wanted | unsure, f"{there - wanted}, without the right to list jobs"
    more = any(each.endswith(" more") for each in message.buttons)
    assert more or wanted <= there | unsure, f"{wanted - there}, without the right to list jobs"
    assert "let your account list jobs" in shown(message), shown(message)
    stage.play.propops.permit(person.account, *_RIGHTS)
    await until(lambda: lists_answer(stage))
    return f"{person.who} may list nothing for a moment"


def _can_be_spared(stage: Stage, person: Person) -> bool:
    """Two others are there, and nothing of theirs is about to be sent."""
    return len(stage.linked()) > 2 and not any(
        each.asked.by == person.who for each in stage.model.deletions.values()
    )
