"""No press is lost between its ack and what it does: nothing is stored after an ack that was not kept before."""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import handlers
from bot.web.routes import Routes
from handlers.commands import typed_line

STORES = frozenset({"accept", "decide", "press_acked", "share", "answer"})
"""Methods that store what somebody asked for."""
KEEPS = frozenset({"accept", "press", "take", "take_line"})
"""Methods that are given the ack: they store first."""
TRIED_AGAIN = {
    "link.token": "a token is never stored before PropOps knows it; its form stays open and says so",
}
"""Listeners that may lose what was entered, and why that does no harm."""


def listeners() -> Iterator[tuple[str, Callable[..., Any]]]:
    routes = Routes()
    handlers.register(routes)
    for kind, name, listener in routes:
        if kind in {"action", "submission"}:
            yield name, listener


@pytest.mark.parametrize(("name", "listener"), sorted(listeners(), key=str))
def test_nothing_is_stored_after_an_ack_that_was_not_stored_before(
    name: str, listener: Callable[..., Any]
) -> None:
    """By the words of the listener and of the functions of its module that it calls."""
    module = ast.parse(inspect.getsource(sys.modules[listener.__module__]))
    functions = {each.name: each for each in module.body if isinstance(each, ast.AsyncFunctionDef)}
    body = written(module, listener)
    acked = max(acks(body), default=None)  # one before it answers what is over
    stored = {
        word
        for reached in [body, *called(body, functions)]
        for word, line in calls(reached)
        if word in STORES and (reached is not body or acked is None or line > acked)
    }
    if acked is None or name in TRIED_AGAIN:
        return
    assert not stored, f"{name} acks, and then stores: keep the press first (PressTable.take)"


@pytest.mark.parametrize(
    "line",
    ["new leak", "new boiler dead", "update 61 status done", "close 61 tmrw", "note 61 tenant rang", "note hello",
     "delete 61 raised twice", "nwe boiler dead", "61 done", "find boiler elm row", "assign 61 Ace Gas"],
)  # fmt: skip
def test_a_line_that_says_something_is_kept(line: str) -> None:
    assert typed_line(line).startswith("/job ")


@pytest.mark.parametrize(
    "line",
    ["", "help", "new", "update 61", "note JOB-061", "show 61", "61", "mine", "open", "board all", "notify 61",
     "find boiler", "whoami", "link <@U0TOM00001>"],
)  # fmt: skip
def test_a_line_that_only_opens_something_costs_no_insert(line: str) -> None:
    assert typed_line(line) == ""


def written(module: ast.Module, listener: Callable[..., Any]) -> ast.AsyncFunctionDef:
    """The listener as it stands in its module; it may be made by another function."""
    [there] = [
        each
        for each in ast.walk(module)
        if isinstance(each, ast.AsyncFunctionDef)
        if each.lineno <= listener.__code__.co_firstlineno <= (each.end_lineno or 0)
        if each.name == listener.__name__
    ]
    return there


def acks(function: ast.AST) -> Iterator[int]:
    """The lines on which Slack is answered with nothing but *yes*."""
    for node in ast.walk(function):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", "") == "ack"
            and not node.keywords
        ):
            yield node.lineno


def calls(function: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            given = [getattr(each, "id", "") for each in node.args]
            if not (node.func.attr in KEEPS and "ack" in given):
                yield node.func.attr, node.lineno


def called(
    function: ast.AST, functions: dict[str, ast.AsyncFunctionDef]
) -> Iterator[ast.AsyncFunctionDef]:
    for node in ast.walk(function):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if name in functions and functions[name] is not function:
            yield functions[name]
