"""What an operator reads without a failure: each change accepted and ended, decisions, links; and the
numbers beside them, which add up.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed
from tests.stories.acting import (
    APPROVALS,
    card_of,
    dm_saying,
    ephemeral_to,
    raised,
    send_new,
    unlinked,
)
from tests.stories.at_rest import at_rest

TITLE = "Words that only PropOps may read"
CSRF = "/api/security/csrf-token"
WITH_APPROVALS: pytest.MarkDecorator = pytest.mark.testbed(**APPROVALS)


@pytest.fixture(autouse=True)
def lines() -> Iterator[list[Any]]:
    with capture_logs() as lines:
        yield lines


async def test_a_change_is_one_line_when_accepted_and_one_when_it_ended(
    play: Testbed, lines: list[Any]
) -> None:
    await raised(play, job_title=TITLE)
    await at_rest(play)
    (accepted,), (ended,) = told(lines, "change accepted"), told(lines, "change ended")
    about = {
        "change": accepted["change"],
        "action": "create",
        "member": play.member("priya").user,
        "team": play.member("priya").team,
        "log_level": "info",
        "trace": accepted["trace"],
    }
    assert re.fullmatch(r"[0-9a-f]{32}", accepted["trace"])
    assert accepted == {"event": "change accepted", **about}
    seconds = ended.pop("seconds")
    assert 0 < seconds < 60
    assert ended == {"event": "change ended", "outcome": "done", **about}
    assert TITLE not in str(lines)


@WITH_APPROVALS
async def test_a_decision_is_a_line_without_its_reason(play: Testbed, lines: list[Any]) -> None:
    await send_new(play, job_total_budget="900")
    dana = play.slack.member("dana")
    await dana.press(await card_of(play), "Reject")
    form = await dana.modal(having="reason")
    await dana.fill(form, reason=TITLE)
    await dana.submit(form)
    await ephemeral_to(play, "priya", TITLE)
    await at_rest(play)
    (decided,) = told(lines, "approval decided")
    assert (decided["member"], decided["outcome"]) == (dana.person.id, "reject")
    assert decided["seconds"] >= 0
    (ended,) = told(lines, "change ended")
    assert (ended["change"], ended["outcome"], ended["why"]) == (
        decided["change"],
        "refused",
        "approval",
    )
    assert TITLE not in str(lines)


async def test_the_end_of_a_link_is_a_line_whoever_ended_it(
    play: Testbed, lines: list[Any]
) -> None:
    await play.link("tom", "Tom Reilly")
    play.propops.revoke("Tom Reilly")
    await play.slack.member("tom").command("/job show JOB-003")
    await ephemeral_to(play, "tom", "no longer accepts your link")
    await unlinked(play)
    ended = [(each["member"], each["outcome"]) for each in told(lines, "link ended")]
    assert ended == [
        (play.member("tom").user, "refused"),
        (play.member("priya").user, "unlinked"),
    ]


async def test_the_numbers_of_changes_add_up(play: Testbed, lines: list[Any]) -> None:
    """PropOps away for a while, withdrawn, refused, done: asked is the sum of how they ended."""
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    await send_new(play, job_title="Not this one")
    told_so = await dm_saying(play, "Not this one*: Saved. PropOps is away")
    await send_new(play, job_title="This one")
    await play.slack.member("priya").press(told_so, "Withdraw")
    await dm_saying(play, "Withdrawn. Nothing was sent")
    play.propops.heal()
    await play.slack.wait_for_message(channel="maintenance", containing="This one")
    play.propops.fail(Fault("create", "400"))
    await send_new(play, job_title="Refused")
    await play.slack.until(lambda: len(told(lines, "change ended")) == 3 or None, why="three")
    assert play.app is not None
    numbers = _counts(play.app.metrics.text().decode())
    assert numbers["asked"] == len(told(lines, "change accepted")) == 3
    assert {name: numbers[name] for name in ("done", "failed", "withdrawn")} == {
        "done": 1,
        "failed": 1,
        "withdrawn": 1,
    }


def told(lines: list[Any], event: str) -> list[Any]:
    return [each for each in lines if each["event"] == event]


def _counts(text: str) -> Counter[str]:
    pattern = r'propops_bot_changes_total\{action="\w+",state="(\w+)"\} ([\d.]+)'
    counts = Counter[str]()
    for state, number in re.findall(pattern, text):
        counts[state] += int(float(number))
    return counts
