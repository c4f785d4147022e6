"""Every `propops-bot …` of the documentation is a command, with options that there are."""

import importlib
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.__main__ import app

ROOT = Path(__file__).parents[2]
GROUPS = (
    "tokens",
    "changes",
    "keys",
    "audit",
    "channels",
    "follows",
    "database",
    "snoozes",
    "workspaces",
)
_COMMAND = re.compile(r"propops-bot ((?:(?:--)?[a-z][\w|-]*|ID|[A-Z_]{2,})(?: [^\s`]+)*)")


def documented() -> Iterator[tuple[str, str]]:
    """The name of the file, and what stands after `propops-bot`."""
    for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(ROOT.glob("docs/*.md"))):
        text = path.read_text("utf-8")
        spans = re.findall(r"`([^`\n]+)`", text) + re.findall(
            r"^ +(.*propops-bot .*)$", text, re.MULTILINE
        )
        for span in spans:
            for match in _COMMAND.finditer(span):
                yield path.name, match[1]


def alternatives(words: str) -> Iterator[list[str]]:
    """`changes retry|withdraw ID` is two."""
    for each in product(*(word.split("|") for word in words.split())):
        yield list(each)


@pytest.fixture(scope="module")
def program() -> Any:
    """The group of all commands; typer brings a click of its own."""
    whole: Any = typer.main.get_command(app)
    for name in GROUPS:
        made = importlib.import_module(f"bot.cli.{name}").app
        whole.add_command(typer.main.get_command(made), name)
    return whole


def test_every_command_of_the_documentation_is_one(program: Any) -> None:
    found = [(file, words) for file, whole in documented() for words in alternatives(whole)]
    assert len(found) > 20
    wrong = [f"{file}: {' '.join(words)}" for file, words in found if not _is_one(program, words)]
    assert wrong == []


def test_what_is_no_command_is_seen(program: Any) -> None:
    assert _is_one(program, ["changes", "retry", "ID", "--yes"])
    for words in (["changes", "undo"], ["chnages", "list"], ["changes", "list", "--josn"]):
        assert not _is_one(program, words)


def _is_one(program: Any, words: list[str]) -> bool:
    command, rest = program, list(words)
    while hasattr(command, "commands") and rest:
        found = command.commands.get(rest[0].strip(".,:;"))
        if found is None:
            return command is not program and rest[0].startswith("-")
        command, rest = found, rest[1:]
    known = {name for each in command.params for name in (*each.opts, *each.secondary_opts)}
    return all(word.partition("=")[0] in known for word in rest if word.startswith("--"))
