"""What an operator's board is drawn from, read over HTTP while the bot works: numbers that add up."""

import math
import re
from collections import Counter
from collections.abc import Mapping

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.errors import Unreachable
from bot.jobs.actions import WRITES
from bot.members.links import Links
from bot.sandbox.propops import Fault
from bot.sandbox.slack import pictures as drawn
from bot.sandbox.testbed import Testbed
from bot.store.database import Database, DatabaseDown
from bot.store.standing import OPEN_STATES
from tests.stories.acting import (
    APPROVALS,
    card_of,
    dm_saying,
    ephemeral_to,
    raised,
    send_new,
)
from tests.stories.at_rest import at_rest

CSRF = "/api/security/csrf-token"
ENDED = ("done", "failed", "refused", "expired", "withdrawn")
WITH_APPROVALS: pytest.MarkDecorator = pytest.mark.testbed(**APPROVALS)
Numbers = Mapping[tuple[str, frozenset[tuple[str, str]]], float]


async def numbers(play: Testbed) -> Numbers:
    async with httpx.AsyncClient(base_url=play.bot_url) as operator:
        answer = await operator.get("/metrics")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def of(page: Numbers, metric: str, /, **labels: str) -> float:
    """The sum of all samples with these labels."""
    wanted = frozenset(labels.items())
    return sum(
        value
        for (found, having), value in page.items()
        if found == f"propops_bot_{metric}" and wanted <= having
    )


@WITH_APPROVALS
async def test_every_change_is_somewhere(play: Testbed) -> None:
    """Accepted is done and failed and refused and what waits, at each moment."""
    await raised(play)
    await send_new(play, job_total_budget="900", job_title="Dear")
    await card_of(play)
    play.propops.fail(Fault("create", "400"))
    await send_new(play, job_title="No", job_total_budget="1")
    assert play.app is not None
    await play.app.engine.idle()
    priya = play.slack.member("priya")
    if priya.top is not None:
        await priya.close(priya.top)
    play.propops.heal()
    play.propops.fail(Fault("create", "drop_before", times=2))
    await send_new(play, job_title="Lost", job_total_budget="1")
    await dm_saying(play, "can't find out")
    play.propops.heal()
    play.propops.fail(Fault(CSRF, "maintenance", times=None))
    await send_new(play, job_title="Held", job_total_budget="1")
    await dm_saying(play, "Held*: Saved. PropOps is away")
    page = await numbers(play)
    accepted = of(page, "changes_total", state="asked")
    ended = Counter({state: of(page, "changes_total", state=state) for state in ENDED})
    open_now = {state: of(page, "changes_open", state=state) for state in OPEN_STATES}
    tried = sum(open_now[state] for state in ("asked", "applying", "checking"))  # again and again
    assert (ended["done"], ended["failed"]) == (1, 1)
    assert (open_now["waiting"], open_now["unknown"], tried) == (1, 1, 1)
    assert accepted == ended.total() + of(page, "changes_open") == 5
    assert of(page, "changes_ended_total") == ended.total()
    assert of(page, "changes_ended_total", state="done", why="none") == 1
    assert of(page, "approvals_waiting") == 1
    assert of(page, "queue_depth") == 1
    for waits_for in ("propops", "approval", "decision"):
        assert of(page, "oldest_waiting_seconds", waits_for=waits_for) > 0
    assert of(page, "oldest_waiting_seconds", waits_for="turn") < 5
    done = {"action": "create", "waited_for": "nobody"}
    assert of(page, "change_done_seconds_count", **done) == 1
    assert of(page, "change_card_seconds_count", **done) == 1
    assert of(page, "change_card_seconds_sum") >= of(page, "change_done_seconds_sum") > 0


@WITH_APPROVALS
async def test_the_time_that_a_colleague_takes_is_told_apart(play: Testbed) -> None:
    await send_new(play, job_total_budget="900")
    await play.slack.member("dana").press(await card_of(play), "Approve")
    await play.slack.wait_for_message(channel="maintenance", containing="Approved by")
    assert play.app is not None
    await play.app.engine.idle()
    page = await numbers(play)
    assert of(page, "change_done_seconds_count", waited_for="people") == 1
    assert of(page, "change_card_seconds_count", waited_for="people") == 1
    assert of(page, "change_done_seconds_count", waited_for="nobody") == 0


async def test_every_request_is_counted_once_by_its_name_and_what_came_of_it(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unreachable(*_: object) -> None:
        raise Unreachable

    priya, tom = play.slack.member("priya"), play.slack.member("tom")
    await priya.command("/job show JOB-003")
    await ephemeral_to(play, "priya", "JOB-003")
    await priya.command("/job show JOB-999")
    await ephemeral_to(play, "priya", "JOB-999")
    await priya.command("/job Mrs Miller's secret word")
    await tom.command("/job mine")
    await ephemeral_to(play, "tom", "isn't linked")
    await at_rest(play)
    monkeypatch.setattr(Links, "propops", unreachable)
    await priya.command("/job mine")
    await ephemeral_to(play, "priya", "Code for whoever runs this bot: E-")
    await at_rest(play)
    page = await numbers(play)
    for name, came, times in (
        ("show", "ok", 2),
        ("mine", "not linked", 1),
        ("mine", "failed", 1),
        ("unknown", "ok", 1),
    ):
        counted = of(page, "requests_total", kind="command", name=name, outcome=came)
        assert counted == times, (name, came)
    assert of(page, "requests_total") == of(page, "ack_seconds_count")
    assert of(page, "requests_under_way") == 0


async def test_no_label_holds_what_somebody_typed_or_who_it_was(play: Testbed) -> None:
    await raised(play, job_title="Boiler of Mrs Miller")
    await play.slack.member("priya").command("/job Miller")
    await at_rest(play)
    page = await numbers(play)
    words = {value for _, labels in page for _, value in labels}
    assert not [
        word for word in words if re.search(r"(?i)miller|\b[UTCDS]0[A-Z0-9]{5,}|JOB-", word)
    ]
    assert play.member("priya").user not in str(words)


async def test_a_database_that_is_away_is_a_number_and_nothing_old_looks_true(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert play.app is not None
    assert of(await numbers(play), "database_up") == 1

    async def away() -> None:
        raise DatabaseDown("away")

    monkeypatch.setattr(play.app.metrics.gauges, "_reader", away)
    page = await numbers(play)
    assert of(page, "database_up") == 0
    assert of(page, "queue_depth") != of(page, "queue_depth")  # not a number
    assert of(page, "slack_rejected_total", reason="signature") == 0


async def test_each_check_of_readyz_is_a_number(
    play: Testbed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an operator without a prober is told of a token that Slack refuses, and of a full disk."""
    page = await numbers(play)
    checks = ("process", "database", "slack", "queue")
    assert [of(page, "ready", check=each) for each in checks] == [1, 1, 1, 1]

    async def full(_: Database) -> None:
        raise DatabaseDown("database or disk is full")

    monkeypatch.setattr(Database, "check", full)
    monkeypatch.setattr("bot.web.installation.RECHECK", 0.0)
    play.slack.fail("auth.test", "token_revoked", times=-1)
    page = await numbers(play)
    assert [of(page, "ready", check=each) for each in checks] == [1, 0, 0, 1]
    assert of(page, "database_up") == 1


@pytest.mark.testbed(cards_refresh_seconds=0)
async def test_cards_that_nobody_compares_are_not_behind(play: Testbed) -> None:
    await raised(play)
    page = await numbers(play)
    assert of(page, "cards_open") == 1
    assert math.isnan(of(page, "cards_kept_true"))


async def test_a_photo_that_is_fetched_is_no_response_url(play: Testbed) -> None:
    priya = play.slack.member("priya")
    await priya.command("/job photos JOB-003")
    form = await priya.modal(having="photos")
    await priya.fill(form, photos=[priya.upload("boiler.jpg", drawn.files()["boiler.jpg"])])
    await priya.submit(form)
    await play.slack.until(lambda: play.propops.files("JOB-003") or None, why="the photo")
    page = await numbers(play)
    assert of(page, "slack_call_seconds_count", method="file download", outcome="ok") == 1


async def test_what_an_alert_adds_up_is_there_before_it_happens(play: Testbed) -> None:
    """A series that begins with its first failure would hide it: Prometheus counts from there on."""
    page = await numbers(play)
    names = {name for name, _ in page}
    assert {"propops_bot_apologies_total", "propops_bot_runs_crashed_total"} <= names
    for action in WRITES:
        for metric, labels in (
            ("changes_total", {"action": action, "state": "unknown"}),
            ("changes_ended_total", {"action": action, "state": "failed", "why": "lost"}),
        ):
            assert page[f"propops_bot_{metric}", frozenset(labels.items())] == 0
