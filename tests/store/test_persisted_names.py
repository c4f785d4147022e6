"""Names that outlive a release: what a database, Slack, PropOps or a dashboard already holds.

`NAMES` is the list, in `persisted_names.py`, `persisted_columns.py` and `persisted_ids.py`; the code is
compared with it. A new name is simply added. A name that is gone or was renamed needs more than a
change there: a migration that renames it in the databases in use (`bot/store/migrations`, see
`test_upgrade.py`), or, for what stands in messages of Slack and in PropOps, code that goes on
reading the old one.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import get_args

from pydantic import TypeAdapter

import handlers
from bot.engine import dbos_engine, ownership, takeover
from bot.jobs.actions import Action
from bot.jobs.change import State, change_id
from bot.jobs.outcome import Outcome, Why
from bot.jobs.promises import PromiseKind
from bot.jobs.reference_mark import mark
from bot.slack.message_metadata import EVENT_TYPE
from bot.store import audit_log, migrating, tokens
from bot.store.approval_rows import ApprovalState, DecisionKind
from bot.store.schema import metadata
from bot.views.buttons import Press
from bot.web.metrics import Metrics
from bot.web.routes import Routes
from bot.workflows.changes.run import WORKFLOW
from tests.corpus import corpus
from tests.store.persisted_names import NAMES

_ROOT = Path(__file__).parents[2]


def code(*folders: str) -> Iterator[ast.AST]:
    """What is called, given or defined in these folders or files, the sandbox aside."""
    for folder in folders:
        path = _ROOT / folder
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            if "sandbox" not in file.parts:
                yield from nodes(file)


@cache
def nodes(file: Path) -> list[ast.AST]:
    told = (ast.Call, ast.keyword, ast.Assign, ast.FunctionDef)
    return [each for each in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(each, told)]


def literal(node: ast.AST) -> str | None:
    """A text, with `{}` for each value that is put in; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) or "{}" for part in node.values)
    return None


def literals(node: ast.AST) -> Iterator[str]:
    """The texts that an expression is made of."""
    text = literal(node)
    if text:
        yield text
    elif text is None and not isinstance(node, ast.Subscript):
        for part in ast.iter_child_nodes(node):
            yield from literals(part)


def arguments(name: str, place: int) -> Iterator[str]:
    """The texts given to calls of `name` as the argument at `place`."""
    for node in code("bot", "handlers"):
        if isinstance(node, ast.Call) and len(node.args) > place:
            called = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
            if called == name:
                yield from literals(node.args[place])


def keys() -> Iterator[str]:
    """The formulas of idempotency keys and notice keys: what is given as `key` or called so, or what `key_of` returns."""
    for node in code("bot/workflows", "bot/members", "handlers"):
        if isinstance(node, ast.keyword) and node.arg == "key":
            yield from literals(node.value)
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", None) == "key":
            yield from literals(node.value)
        if isinstance(node, ast.FunctionDef) and node.name in {"key_of", "_key"}:
            yield from (text for each in node.body[-1:] for text in literals(each))


def listened_to() -> Iterator[str]:
    """What Slack names in a payload: commands, events, and the ids in messages and forms it holds."""
    routes = Routes()
    handlers.register(routes)
    for kind, name, _ in routes:
        yield f"{kind} {name}"


def values_of(file: str, keyword: str) -> Iterator[str]:
    """The texts that a module gives a keyword, such as a column's."""
    for node in code(file):
        if isinstance(node, ast.keyword) and node.arg == keyword:
            yield from literals(node.value)


def assigned(folder: str, *names: str) -> Iterator[str]:
    """The texts that module variables of these names hold."""
    for node in code(folder):
        if isinstance(node, ast.Assign):
            for target in ast.walk(node.targets[0]):
                if getattr(target, "id", None) in names:
                    yield from literals(node.value)


@cache
def in_the_code() -> Mapping[str, frozenset[str]]:
    """By group. Made when it is first asked for: it reads every module."""
    groups: dict[str, Iterable[str]] = {
        "columns": (
            f"{table}.{each.name}" for table in metadata.tables.values() for each in table.c
        ),
        "states of a change": get_args(State),
        "actions": get_args(Action),
        "reasons in an outcome": filter(None, get_args(Why)),
        "keys of an outcome": TypeAdapter(Outcome).json_schema()["properties"],
        "states of an approval": get_args(ApprovalState),
        "decisions": get_args(DecisionKind),
        "events of a change": [
            *arguments("append_event", 3),
            *arguments("add_event", 1),
            *arguments("Event", 1),
        ],
        "results of an attempt": [
            *arguments("record_result", 1),
            *values_of("bot/store/change_log.py", "result"),
        ],
        "kinds of promises": get_args(PromiseKind),
        "kinds of deferred tasks": [
            *assigned(
                *("bot/workflows", "ADD_FILES", "CHASE", "CHECK_DUPLICATES", "JOB_MISSING"),
                "REMOVE_UNDO",
            ),
            *assigned(
                "bot/workflows", "DELETION_OVER", "DELETION_WAITS", "CARD_OVER", "CARD_WAITS"
            ),
            *assigned("bot/store", "OPERATOR_DECIDED"),
        ],
        "audit entries": arguments("AuditEntry", 0),
        "workflows": [WORKFLOW],
        "engine": [
            f"application {dbos_engine.APPLICATION}",
            f"version {dbos_engine.VERSION}",
            f"executor on SQLite {ownership.SOLE_EXECUTOR}",
        ],
        "steps": arguments("step", 0),
        "advisory locks": [
            f"{name} {number}"
            for name, number in {
                "migration": migrating._MIGRATION_LOCK,
                "link versions": tokens._VERSION_LOCK,
                "audit log": audit_log._LOCK,
                "executors": takeover.LOCK_SPACE,
            }.items()
        ],
        "keys": keys(),
        "kept presses": handlers.press_functions(),
        "ids that Slack holds": listened_to(),
        "metadata of messages": [EVENT_TYPE],
        "metrics": (name.removesuffix("_total") for name in Metrics().described()),
    }
    return {group: frozenset(names) for group, names in groups.items()}


@corpus("group", sorted(NAMES))
def test_names_that_outlive_a_release_are_those_of_the_list(group: str) -> None:
    listed, used = set(NAMES[group]), in_the_code()[group]
    gone, new = sorted(listed - used), sorted(used - listed)
    assert not gone, (
        f"{group}: {', '.join(gone)} is gone or renamed, yet databases, messages or dashboards in "
        "use still hold it. Keep it, or write a migration (bot/store/migrations) and then take it "
        f"off this list. New instead: {', '.join(new) or 'nothing'}."
    )
    assert not new, f"{group}: add to this list, for it is for ever: {', '.join(new)}"


def test_every_group_is_looked_at() -> None:
    assert set(NAMES) == set(in_the_code())
    assert all(names for names in in_the_code().values())


def test_a_change_id_follows_from_its_key_as_ever() -> None:
    """PropOps holds it in every job that was created: see `reference_mark`."""
    assert change_id("T1:V1") == "S-67OA3EDDMXKW"
    assert mark("Leak", change_id("T1:V1")) == "Leak\n\nSlack ref S-67OA3EDDMXKW"


def test_a_button_pressed_today_is_read_after_every_release() -> None:
    """Messages keep their buttons, and the values in them."""
    press = Press("notify", "u-1", "JOB-001", 2, "S-1")
    assert press.action_id == "card.notify"
    assert press.written(2_000) == '["notify","u-1",2,"S-1","JOB-001"]'
