"""Every action has its write, and every list of actions is complete."""

import inspect
from datetime import UTC
from pathlib import Path
from typing import Any, cast, get_args

import pytest

import bot.workflows.changes.exactly_once as protocol
from bot.jobs.actions import WRITES, Action
from bot.jobs.undo import UndoWindow
from bot.sandbox.propops import SandboxPropOps
from bot.sandbox.slack import SandboxSlack
from bot.workflows.writes import action as asked
from bot.workflows.writes.create import CreateJob
from bot.workflows.writes.delete import DeleteJob
from bot.workflows.writes.table import write_table
from bot.workflows.writes.update import UpdateJob
from tests.chaos.requests import ACTIONS, intents

ALL = set(get_args(Action))
NOTHING = cast("Any", None)
TABLE = write_table(
    CreateJob("job_description", NOTHING),
    DeleteJob(UndoWindow(0, lambda: 0.0)),
    UpdateJob(NOTHING, NOTHING),
    *(NOTHING, NOTHING, NOTHING),
    UTC,
)


def test_every_action_has_its_write_its_words_and_its_wire_schema() -> None:
    assert set(TABLE) == set(WRITES) == ALL


def test_chaos_asks_for_every_action() -> None:
    assert set(ACTIONS) == ALL
    assert {each.action for each in intents(SandboxPropOps(), SandboxSlack(), len(ALL))} == ALL


@pytest.mark.parametrize("action", sorted(ALL))
def test_a_write_answers_every_question(action: Action) -> None:
    write = TABLE[action]
    assert write.words is WRITES[action]
    assert write.words.permission.startswith("api.jobs.")
    for name in ("body", "landed", "summary"):
        assert name in vars(type(write)), f"{action} inherits {name}"
    for name in ("check", "read_back", "candidates", "revision"):
        assert inspect.iscoroutinefunction(getattr(write, name))


def test_each_write_has_a_file_of_its_own() -> None:
    folder = Path(asked.__file__).parent
    files = {file.stem for file in folder.glob("*.py")} - {"__init__", "action", "table"}
    assert {type(write).__module__.rpartition(".")[2] for write in TABLE.values()} == files


def test_the_protocol_names_no_action() -> None:
    source = inspect.getsource(protocol)
    assert [action for action in ALL if f'"{action}"' in source or f"'{action}'" in source] == []
