"""What alerts ring for, made to happen: the real bot between its sandboxes, and a clock that can be moved."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from bot.errors import Unreachable
from bot.sandbox.propops import Fault, SandboxPropOps
from bot.sandbox.slack.sandbox import SIGNING_SECRET
from bot.sandbox.testbed import Testbed
from bot.store.database import Database, DatabaseDown
from bot.web import installation
from tests.stories.acting import (
    APPROVALS,
    Clock,
    asked,
    card_of,
    card_saying,
    dm_saying,
    raised,
    send_new,
)
from tests.waiting import until
from tests.watch.working_day import CSRF
from tests.web.signed_requests import FORM, signature

DAY = 86_400.0


@dataclass(frozen=True)
class Stage:
    play: Testbed
    clock: Clock
    patch: pytest.MonkeyPatch


Happening = Callable[[Stage], AbstractAsyncContextManager[None]]


@dataclass(frozen=True)
class Cause:
    """`happens`: lasts while inside. `first`: what the bot does before, so that its numbers are there.
    `besides`: alerts that ring as well. `given`: for `open_testbed`.
    """

    happens: Happening
    first: Callable[[Stage], Any] | None = None
    besides: frozenset[str] = frozenset()
    given: Callable[[], Mapping[str, Any]] = dict


def number(play: Testbed, sample: str) -> float:
    """A sample as `/metrics` writes it, with its labels in their order; 0 where it is not there."""
    assert play.app is not None
    for line in play.app.metrics.text().decode().splitlines():
        name, _, value = line.rpartition(" ")
        if name == f"propops_bot_{sample}":
            return float(value)
    return 0.0


async def one_job(stage: Stage) -> None:
    await raised(stage.play, job_title="Before")


async def some_jobs(stage: Stage) -> None:
    for title in ("Boiler", "Tap", "Gutter"):
        await raised(stage.play, job_title=title)


@asynccontextmanager
async def disk_full(stage: Stage) -> AsyncIterator[None]:
    async def refuse(_: Database) -> None:
        raise DatabaseDown("database or disk is full")

    with stage.patch.context() as patch:
        patch.setattr(Database, "check", refuse)
        yield


@asynccontextmanager
async def bot_token_revoked(stage: Stage) -> AsyncIterator[None]:
    stage.patch.setattr(installation, "RECHECK", 0.0)
    stage.play.slack.fail("auth.test", "token_revoked", times=-1)
    yield


@asynccontextmanager
async def nobody_carries_out(stage: Stage) -> AsyncIterator[None]:
    assert stage.play.app is not None
    await stage.play.app.flows.dispatcher.stop()
    await asked(stage.play, "send_assignment_notification", "JOB-003")
    stage.clock.ahead += 300
    yield


async def _posted(play: Testbed, secret: str, stamp: float) -> None:
    raw, sent_at = b"command=%2Fjob&text=help", str(int(stamp))
    headers = {
        "content-type": FORM,
        "x-slack-request-timestamp": sent_at,
        "x-slack-signature": signature(raw, sent_at, secret),
    }
    async with httpx.AsyncClient(base_url=play.bot_url) as sender:
        for _ in range(6):
            answer = await sender.post("/slack/events", content=raw, headers=headers)
            assert answer.status_code == 401


@asynccontextmanager
async def another_secret(stage: Stage) -> AsyncIterator[None]:
    await _posted(stage.play, "another secret", time.time())
    yield


@asynccontextmanager
async def wrong_clock(stage: Stage) -> AsyncIterator[None]:
    await _posted(stage.play, SIGNING_SECRET, time.time() - 400)
    yield


@asynccontextmanager
async def propops_away(stage: Stage) -> AsyncIterator[None]:
    stage.play.propops.fail(Fault(CSRF, "maintenance", times=None))
    await send_new(stage.play, job_title="Held")
    await until(lambda: number(stage.play, "circuit_open"))
    yield


@asynccontextmanager
async def propops_away_for_long(stage: Stage) -> AsyncIterator[None]:
    """The next ones of its member wait behind it: they are due, and it is nobody's fault that they stay."""
    async with propops_away(stage):
        for title in ("Behind it", "Behind both"):
            await send_new(stage.play, job_title=title)
        held = 'oldest_waiting_seconds{waits_for="turn"}'

        async def nobody_waits_for_a_turn() -> bool:
            assert stage.play.app is not None
            await stage.play.app.metrics.page()
            return number(stage.play, held) == 0

        await until(nobody_waits_for_a_turn)
        stage.clock.ahead += 2_400
        yield


@asynccontextmanager
async def runs_crash(stage: Stage) -> AsyncIterator[None]:
    async def broken(*_: object, **__: object) -> None:
        raise ValueError

    with stage.patch.context() as patch:
        patch.setattr("bot.workflows.changes.exactly_once.WriteExecutor.carry_out", broken)
        await send_new(stage.play)
        await until(lambda: number(stage.play, "runs_crashed_total") > 3)
        yield


@asynccontextmanager
async def propops_slow(stage: Stage) -> AsyncIterator[None]:
    stage.play.propops.fail(Fault("create", "slow", seconds=1.0))
    before, requests = len(stage.play.propops.requests), stage.play.propops.requests
    sending = asyncio.create_task(send_new(stage.play, job_title="Slow"))
    await until(lambda: any(each["action"] == "create" for each in list(requests)[before:]))
    stage.clock.ahead += 45
    await sending
    await card_saying(stage.play, "Slow")
    yield


@asynccontextmanager
async def cards_late(stage: Stage) -> AsyncIterator[None]:
    stage.play.slack.fail("chat.postMessage", "timeout", times=-1)
    done = 'changes_ended_total{action="create",state="done",why="none"}'
    before = number(stage.play, done)
    await send_new(stage.play, job_title="Late")
    await until(lambda: number(stage.play, done) > before)
    stage.clock.ahead += 90
    stage.play.slack.heal()
    await card_saying(stage.play, "Late")
    assert stage.play.app is not None
    await stage.play.app.engine.idle()
    yield


@asynccontextmanager
async def slow_answers(stage: Stage) -> AsyncIterator[None]:
    """As a disk does that takes seconds for a commit."""
    assert stage.play.app is not None
    for _ in range(5):
        stage.play.app.metrics.acked("submission", 2.5)
    yield


@asynccontextmanager
async def mistakes(stage: Stage) -> AsyncIterator[None]:
    """Another command each time: a sum of series that begin with one would see nothing."""

    async def unreachable(*_: object) -> None:
        raise Unreachable

    priya, failed = stage.play.slack.member("priya"), number(stage.play, "apologies_total")
    with stage.patch.context() as patch:
        patch.setattr("bot.members.links.Links.propops", unreachable)
        for words in ("mine", "find x", "show JOB-003", "history JOB-003", "files JOB-003", "open"):
            await priya.command(f"/job {words}")
        await until(lambda: number(stage.play, "apologies_total") >= failed + 6)
    yield


@asynccontextmanager
async def limit_used_up(stage: Stage) -> AsyncIterator[None]:
    gauge = "propops_rate_limit_headroom_ratio"
    priya = stage.play.slack.member("priya")
    while number(stage.play, gauge) >= 0.1:
        await priya.command("/job show JOB-003")
    yield


@asynccontextmanager
async def slack_asks_to_slow_down(stage: Stage) -> AsyncIterator[None]:
    assert stage.play.app is not None
    for _ in range(31):
        stage.play.app.metrics.slack_call("chat.update", 429, 0.05)
    yield


@asynccontextmanager
async def links_die(stage: Stage) -> AsyncIterator[None]:
    stage.play.propops.revoke("Priya Shah")
    await stage.play.slack.member("priya").command("/job mine")
    assert stage.play.app is not None
    stores = stage.play.app.stores

    async def is_dead() -> bool:
        return (await stores.standing.read()).links["dead"] == 1

    await until(is_dead)
    yield


@asynccontextmanager
async def nobody_approves(stage: Stage) -> AsyncIterator[None]:
    await send_new(stage.play, job_total_budget="900")
    await card_of(stage.play)
    stage.clock.ahead += DAY + 60
    yield


@asynccontextmanager
async def nobody_decides(stage: Stage) -> AsyncIterator[None]:
    stage.play.propops.fail(Fault("create", "drop_before", times=2))
    await send_new(stage.play)
    await dm_saying(stage.play, "can't find out")
    stage.clock.ahead += DAY + 60
    yield


@asynccontextmanager
async def cards_behind(stage: Stage) -> AsyncIterator[None]:
    stage.play.propops.fail(Fault("*", "maintenance", times=None))
    stage.clock.ahead += 1_000
    yield


AWAY = frozenset({"PropOpsBotPropOpsAway"})
CAUSES: Mapping[str, Cause] = {
    "PropOpsBotDatabaseAway": Cause(disk_full),
    "PropOpsBotNotReady": Cause(bot_token_revoked),
    "PropOpsBotChangesStuck": Cause(nobody_carries_out),
    "PropOpsBotNotSignedBySlack": Cause(another_secret),
    "PropOpsBotClockWrong": Cause(wrong_clock),
    "PropOpsBotPropOpsAway": Cause(propops_away),
    "PropOpsBotWaitsForPropOps": Cause(propops_away_for_long, besides=AWAY),
    "PropOpsBotChangesFail": Cause(runs_crash),
    "PropOpsBotSlowChanges": Cause(propops_slow, first=one_job),
    "PropOpsBotSlowCards": Cause(cards_late, first=one_job),
    "PropOpsBotSlowAnswers": Cause(slow_answers, first=one_job),
    "PropOpsBotApologises": Cause(mistakes),
    "PropOpsBotRateLimitNearlyUsedUp": Cause(
        limit_used_up, given=lambda: {"propops": SandboxPropOps(rate_limit=30)}
    ),
    "PropOpsBotSlackLimits": Cause(slack_asks_to_slow_down),
    "PropOpsBotLinksDead": Cause(links_die),
    "PropOpsBotApprovalWaits": Cause(nobody_approves, given=lambda: APPROVALS),
    "PropOpsBotDecisionWaits": Cause(nobody_decides),
    "PropOpsBotCardsBehind": Cause(cards_behind, first=some_jobs),
}
"""All but `PropOpsBotGone`, whose cause is that there is nothing to read."""
