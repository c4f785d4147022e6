"""A day of whatever may be sent: all numbers add up, and nothing that a sender chose is a label of its own."""

import random
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest

import handlers
from bot.jobs.actions import SUBCOMMANDS
from bot.manifest import METHODS
from bot.sandbox.many import ManyTestbeds
from bot.sandbox.propops import Fault
from bot.sandbox.testbed import Testbed
from bot.store.standing import OPEN_STATES
from bot.views.buttons import Press
from bot.web.observed_request import UNKNOWN, Came
from bot.web.routes import Kind, Routes
from tests.stories.acting import Clock, raised, send_new
from tests.stories.every_listener import idle, listeners, payload, post
from tests.stories.test_numbers import ENDED, Numbers, numbers, of
from tests.stories.workspaces import ACK_WITHIN, ELM, GROUP, NORTH, OAK, SOUTH, opened

REQUESTS, AT_ONCE = 240, 20
MARK = "zq"
"""In each name, id and word that the sender made up."""
KINDS: tuple[Kind, ...] = get_args(Kind)
LISTENERS = tuple(listeners())
WORDS = ("show", "mine", "new", "find", "job-61", "urgent", "JOB-003", "tomorrow", "£250", "board")


@pytest.fixture
async def many(
    tmp_path: Path, clock: Clock, new_database: bytes, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ManyTestbeds]:
    monkeypatch.setattr("bot.web.bolt._ACK_WITHIN", ACK_WITHIN)
    async with opened(tmp_path, clock, new_database, board_at="off") as many:
        for where in (ELM, OAK, GROUP):
            await many.install(where)
        yield many


class Sender:
    """50 workspaces, four of which have the app; 200 people and 300 channels beside those there are."""

    def __init__(self, play: Testbed) -> None:
        self._play, self._random = play, random.Random(61)

    def body(self) -> dict[str, Any]:
        choose = self._random
        kind, name = choose.choice(LISTENERS)
        if choose.random() < 0.4:
            kind, name = choose.choice(KINDS), self._made_up()
        value = choose.choice((self._made_up(), Press("show", "u-1", "JOB-003").written(2_000)))
        text = " ".join(choose.choices((*WORDS, self._made_up()), k=choose.randrange(4)))
        if kind == "event":
            event = {"type": name, "user": self._user(), "channel": self._channel()}
            return {"type": "event_callback", "event": event, "team_id": self._team()}
        made = payload(self._play, kind, name, value=value, metadata=value, text=text)
        if kind == "command":
            who = {"user_id": self._user(), "team_id": self._team(), "channel_id": self._channel()}
            return made | who
        team = self._team()
        whose: dict[str, Any] = {
            "team": {"id": team},
            "user": {"id": self._user(), "team_id": team},
        }
        return made | whose | ({"channel": {"id": self._channel()}} if "channel" in made else {})

    def _made_up(self) -> str:
        return f"{MARK}{self._random.randrange(10**9)}"

    def _user(self) -> str:
        choose = self._random
        known = choose.choice(("priya", "tom", "dana", "gil"))
        own = self._play.slack.member(known).person.id
        return own if choose.random() < 0.5 else f"U0ZQ{choose.randrange(200):06}"

    def _channel(self) -> str:
        return self._random.choice((self._play.channel(), f"C0ZQ{self._random.randrange(300):06}"))

    def _team(self) -> str:
        choose = self._random
        there = choose.choice((ELM, OAK, NORTH, SOUTH))
        return there if choose.random() < 0.6 else f"T0ZQ{choose.randrange(46):06}"


async def test_the_numbers_of_a_random_day_add_up_and_no_label_is_made_up(
    many: ManyTestbeds,
) -> None:
    elm = many.of(ELM)
    await elm.link("priya", "Priya Shah")
    await raised(elm)
    elm.propops.fail(Fault("create", "400"))
    await send_new(elm, job_title="Refused")
    await idle(elm)
    before, sender = await numbers(elm), Sender(elm)
    for _ in range(REQUESTS // AT_ONCE):
        answers = await post(elm, *(sender.body() for _ in range(AT_ONCE)))
        assert {each.status_code for each in answers} <= {200, 404}
    async with httpx.AsyncClient(base_url=elm.bot_url) as stranger:
        for _ in range(5):
            await stranger.post("/slack/events", content=f"payload={MARK}")
    await idle(elm)
    assert elm.app is not None
    await elm.app.engine.idle()
    page = await numbers(elm)
    _adds_up(before, page)
    _nothing_is_made_up(page)


def _adds_up(before: Numbers, page: Numbers) -> None:
    def more(metric: str, /, **labels: str) -> float:
        return of(page, metric, **labels) - of(before, metric, **labels)

    assert more("requests_total") == REQUESTS
    assert sum(more("requests_total", outcome=came) for came in get_args(Came)) == REQUESTS
    kinds = (*KINDS, "other")
    assert sum(more("requests_total", kind=kind) for kind in kinds) == REQUESTS
    unanswered = more("requests_total", outcome="unheard")
    unanswered += more("requests_total", kind="event", outcome="refused")
    assert more("ack_seconds_count") == REQUESTS - unanswered
    assert more("slack_rejected_total") == 5
    assert of(page, "requests_under_way") == 0
    accepted, ended = (
        of(page, "changes_total", state="asked"),
        sum(of(page, "changes_total", state=state) for state in ENDED),
    )
    standing = sum(of(page, "changes_open", state=state) for state in OPEN_STATES)
    assert accepted == ended + standing
    assert of(page, "changes_ended_total") == ended >= 2
    assert of(page, "queue_depth") == standing


def _nothing_is_made_up(page: Numbers) -> None:
    routes = Routes()
    handlers.register(routes)
    named: Mapping[str, set[str]] = {
        "kind": {*KINDS, "other"},
        "name": {*SUBCOMMANDS, UNKNOWN, *(name for _, name, _ in routes)},
        "outcome": {*get_args(Came)},
    }
    methods = {name.replace("_", ".") for name in METHODS} | {"response_url", "oauth.v2.access"}
    for metric, labels in page:
        for label, value in labels:
            assert MARK not in value.casefold(), (metric, label, value)
            if metric == "propops_bot_requests_total":
                assert value in named[label], (label, value)
            if label == "method":
                assert value in methods, value
