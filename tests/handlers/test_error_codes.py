"""Every apology carries a code that stands in the log; an answer that says it all needs none."""

import inspect
import re
from collections.abc import Iterator
from typing import Any, cast, get_args

import pytest
from structlog.testing import capture_logs

import bot.app  # noqa: F401  every error of the bot is defined by then
from bot.errors import BotError, Unverified, WithReason, error_code
from bot.jobs.actions import Action
from bot.jobs.change import Change, Member, Place, State, change_id
from bot.jobs.model import Job
from bot.jobs.outcome import Outcome, Why
from bot.members.access import Access
from bot.sandbox.outline import outline
from bot.store.database import DatabaseDown
from bot.views import change_status, messages, modals, operator_messages, promise_outcomes
from bot.views.blocks import Message
from handlers.background import Background, explained
from handlers.errors import ErrorHandler
from handlers.link_sign_in import failed

JOB = Job(uuid="u", job_ref="JOB-001")
MEMBER = Member("", "T1", "U1")
CODE = re.compile(r"Code for whoever runs this bot: (\S+)")
ANSWERS = frozenset({"NotLinked", "CannotPost", "Refused", "TokenDead", "NotAllowed", "NotFound"})
"""Whoever reads their sentence knows all there is to know, as of those that carry a sentence of their
own (`WithReason`). Every other error is a failure of ours, of PropOps or of Slack, a new kind too.
"""
_VALUES: dict[str, Any] = {"str": "some text", "int": 409, "float": 2.5, "bool": True}


def errors(base: type[BotError] = BotError) -> Iterator[type[BotError]]:
    yield base
    for each in base.__subclasses__():
        if each.__module__.startswith("bot."):
            yield from errors(each)


def made(error: type[BotError]) -> BotError:
    """One with every argument given."""
    given = []
    for each in list(inspect.signature(error.__init__).parameters.values())[1:]:
        if each.kind is each.POSITIONAL_OR_KEYWORD:
            kind = str(getattr(each.annotation, "__name__", each.annotation)).partition(" | ")[0]
            given.append(_VALUES[kind])
    return error(*given)


def is_answer(error: type[Exception]) -> bool:
    if error is Unverified:  # nobody could be asked
        return False
    return issubclass(error, WithReason) or error.__name__ in ANSWERS


def codes(message: Message) -> list[str]:
    return CODE.findall(outline(message.blocks))


@pytest.mark.parametrize("error", list(errors()), ids=lambda each: each.__name__)
def test_a_failure_has_a_code_that_the_log_knows_and_an_answer_none(
    error: type[BotError],
) -> None:
    with capture_logs() as lines:
        message = explained(made(error), MEMBER)
    if is_answer(error):
        assert (codes(message), lines) == ([], [])
        return
    (code,), (line,) = codes(message), lines
    assert re.fullmatch(r"E-[B-DF-HJ-NP-TV-Z2-9]{7}", code)
    assert (line["code"], line["problem"], line["member"]) == (code, error.__name__, "U1")


class Quiet:
    """In the place of the parts that a failing listener would need."""

    def start(self, work: Any, request: Any) -> None:
        work.close()

    async def record_refusal(self, request: Any, reason: str) -> None: ...


@pytest.mark.parametrize(
    "body",
    [
        {"command": "/job"},
        {"type": "view_submission", "view": {"title": {"text": "New job"}}},
        {"type": "view_submission", "view": {}},
    ],
)
@pytest.mark.parametrize("error", [ValueError("a bug"), *map(made, errors())])
async def test_whatever_a_listener_raises_is_told_with_its_code(
    error: Exception, body: dict[str, Any]
) -> None:
    handler = ErrorHandler(cast("Access", None), cast("Background", Quiet()))
    with capture_logs() as lines:
        answer = await handler(error, body)
    (told,) = set(CODE.findall(answer.body or "")) or {""}
    logged = [each["code"] for each in lines if "code" in each]
    if is_answer(type(error)):
        assert (told, logged) == ("", [])
    else:
        assert logged == [told.rstrip('"}],')[:9]]


FAILURES = ("failed", "refused", "expired", "unknown")


@pytest.mark.parametrize("state", ["refused", "expired"])
def test_a_rejection_is_no_failure_and_shows_none(state: State) -> None:
    outcome = Outcome("approval", "Dana rejected it: too dear.")
    change = Change("S-A", "k", "create", MEMBER, state=state, outcome=outcome)
    told = [
        messages.failed(change, "Dana rejected it: too dear.", "F-1"),
        change_status.status(change),
        promise_outcomes.ended(change),
    ]
    assert [codes(each) for each in told] == [[]] * len(told)


@pytest.mark.parametrize("state", FAILURES)
@pytest.mark.parametrize("action", get_args(Action))
def test_every_failure_of_a_change_shows_the_id_of_the_change(action: Action, state: State) -> None:
    for why in set(get_args(Why)) - {"approval", "conflict", "sure"}:  # where its member is asked
        key = f"{action}:{state}:{why}"
        change = Change(
            id=change_id(key),
            key=key,
            action=action,
            member=MEMBER,
            place=Place("C1"),
            state=state,
            job_ref="JOB-001",
            outcome=Outcome(cast("Why", why), "PropOps said no: too long."),
        )
        told = [
            messages.failed(change, "It came to nothing."),
            messages.failed(change, "It came to nothing.", "F-1"),
            messages.note(change, "Something went wrong on our side."),
            messages.unknown(change),
            change_status.status(change),
            change_status.status(change, "Tom"),
            operator_messages.decided(change),
        ]
        if state != "unknown":
            told.append(promise_outcomes.ended(change))
        assert [codes(each) for each in told] == [[change.id]] * len(told)
        for view in (modals.failed(change, "No."), modals.unknown(change)):
            assert CODE.findall(outline(view["blocks"])) == [change.id]


def test_codes_differ_and_spell_nothing() -> None:
    made_codes = {error_code() for _ in range(10_000)}
    assert len(made_codes) > 9_990
    assert not [code for code in made_codes if set(code[2:]) & set("AEIOU01L")]


def test_the_page_that_links_apologises_with_a_code_too() -> None:
    with capture_logs() as lines:
        page = failed(DatabaseDown("disk full"))
    assert page.status_code == 503
    (line,) = lines
    assert f"Code for whoever runs this bot: {line['code']}" in bytes(page.body).decode()
    assert line["cause"] == "disk full"
