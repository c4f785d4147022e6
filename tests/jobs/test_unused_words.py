"""Which words of a line a command has no use for: they are said, whatever they are."""

import pytest

from bot.jobs.actions import SUBCOMMANDS
from bot.jobs.unused_words import UNDERSTOOD, unused
from handlers.commands import read_line
from tests.corpus import corpus

TAKE_TEXT = {"new", "update", "find", "note", "delete", "open", "mine"}
TAILS = (
    "Ace Gas", "urgent", "status done", "JOB-009", "12 Elm Row", "«boiler»", "🔥🔥", "--force", "é", "x" * 3_000,
)  # fmt: skip


def left_of(line: str) -> str:
    """What is left out of it, with the name that is read."""
    name, typed = read_line(line)
    return unused(name, typed)


def test_every_command_says_what_it_understands() -> None:
    assert UNDERSTOOD.keys() == SUBCOMMANDS.keys()


@corpus("tail", TAILS)
@corpus("command", sorted(SUBCOMMANDS.keys() - TAKE_TEXT))
def test_no_word_is_left_out_in_silence(command: str, tail: str) -> None:
    ref = "JOB-001 " if SUBCOMMANDS[command].needs_ref else ""
    assert unused(command, f"{ref}{tail}") == tail.strip()


@pytest.mark.parametrize("command", sorted(TAKE_TEXT))
def test_what_takes_text_has_a_use_for_every_word(command: str) -> None:
    assert unused(command, "JOB-001 Ace Gas 🔥") == ""


@pytest.mark.parametrize(
    "line",
    [
        "board", "board all", "board everybody", "board Everybody's please", "board mine", "board my jobs",
        "show JOB-001", "show JOB-001 please", "history of JOB-001, thanks!", "help me please", "whoami now?",
        "link <@U0TOM00001>", "link <@U0TOM00001|tom> please", "settings for this", "follow here", "tasks",
        "unlink pls", "show the job 61", "notify 61 again",
    ],
)  # fmt: skip
def test_courtesy_and_what_is_understood_are_no_words_left_out(line: str) -> None:
    assert left_of(line) == ""


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("board JOB-061", "JOB-061"),
        ("board all urgent", "urgent"),
        ("unfollow urgent", "urgent"),
        ("mute JOB-003", "JOB-003"),
        ("show 12 elm row", "elm row"),
        ("files JOB-001 invoice.pdf", "invoice.pdf"),
        ("link priya", "priya"),
        ("link <@U0TOM00001> and <@U0PRIYA001>", "and"),
        ("whoami allowed", "allowed"),
    ],
)
def test_the_rest_is_left_out(line: str, left: str) -> None:
    assert left_of(line) == left


@pytest.mark.parametrize(
    ("word", "command"),
    [("unfollow", "follow"), ("mute", "settings"), ("todo", "board"), ("to-do", "board")],
)
def test_words_people_try(word: str, command: str) -> None:
    assert read_line(word) == (command, "")
