"""Every error says its sentence, and is the same after it was pickled, as the engine may do."""

import inspect
import pickle
from collections.abc import Iterator
from typing import Any

import pytest

import bot.app  # noqa: F401  every error of the bot is defined by then
from bot.errors import BotError, CannotPost, NotAllowed
from tests.corpus import corpus

_VALUES: dict[str, Any] = {"str": "some text", "int": 409, "float": 2.5, "bool": True}


def _errors(base: type[Exception]) -> Iterator[type[Exception]]:
    """All of ours, the base included."""
    yield base
    for error in base.__subclasses__():
        if error.__module__.startswith("bot."):
            yield from _errors(error)


def _made(error: type[Exception]) -> Exception:
    """One with every argument given."""
    given = []
    for each in list(inspect.signature(error.__init__).parameters.values())[1:]:
        if each.kind is each.POSITIONAL_OR_KEYWORD:
            kind = str(getattr(each.annotation, "__name__", each.annotation)).partition(" | ")[0]
            given.append(_VALUES[kind])
    return error(*given)


@corpus("error", list(_errors(BotError)))
def test_an_error_survives_pickling(error: type[BotError]) -> None:
    before = _made(error)
    assert isinstance(before, BotError)
    after = pickle.loads(pickle.dumps(before))
    assert type(after) is error
    assert (vars(after), after.args) == (vars(before), before.args)
    assert after.advice == before.advice
    assert before.advice.endswith((".", "!", ".)", "text"))


@pytest.mark.parametrize("error", ["channel_not_found", "not_in_channel"])
def test_a_direct_message_is_no_channel_and_nobody_is_invited_to_it(error: str) -> None:
    there = CannotPost("D0123", error)
    assert there.advice.startswith("I can't post in a direct message: only the people in it can.")
    assert "/invite" not in there.advice
    assert CannotPost("C0123", error).advice == (
        "I can't post in <#C0123>: please invite me there with /invite, or use a channel that I'm in. "
        "Group messages take no apps."
    )


def test_a_403_names_what_is_missing_once_somebody_has_looked() -> None:
    assert NotAllowed("No.").advice.startswith("Your PropOps account isn't allowed to do that.")
    told = NotAllowed("No.", "api.jobs.manage.list and api.jobs.manage.manage", "Ann").advice
    assert told.startswith("You are linked to PropOps as Ann, and PropOps doesn't let that account")
    assert told.endswith("lacks the permissions api.jobs.manage.list and api.jobs.manage.manage.)")


@pytest.mark.parametrize(
    "error", ["not_in_channel", "channel_not_found", "is_archived", "msg_too_long", ""]
)
def test_where_a_setting_names_the_channel_its_member_is_told_who_can_change_it(error: str) -> None:
    hint = CannotPost("C0123", error).hint_of("JOBS_CHANNEL")
    assert "whoever runs me" in hint
    assert "(JOBS_CHANNEL)" in hint
    assert "please invite" not in hint
    assert hint.endswith(".")
    assert "pick another" not in CannotPost("C0123", error).advice
