"""`propops-bot changes`: what was asked, by whom, and what became of it."""

import json
import time
from collections.abc import Container, Mapping
from datetime import datetime, tzinfo
from typing import Annotated, Any, get_args

import typer

from bot.cli.change_story import sentences
from bot.cli.output import WRONG_USAGE, say, stop, table
from bot.cli.settings import in_loop, opened, storage_settings
from bot.jobs.actions import WRITES
from bot.jobs.change import Change, State
from bot.jobs.fields import Email, Text
from bot.jobs.forms import FIELDS, SENSITIVE
from bot.jobs.outcome import CLEAR_PARTS, Outcome
from bot.settings import Settings
from bot.store.change_log import Attempt, Event
from bot.store.changes import ChangeStore

SENT = frozenset(name for name, entry in FIELDS.items() if not isinstance(entry.kind, Text | Email))
"""Fields that nobody can write words into."""
IDS = frozenset({"commit_id", "file_id", "undo_of", "attempt", "sure"})
"""Parameters of a write that are no words."""
app = typer.Typer(help="See what was asked and what became of it.", no_args_is_help=True)


@app.command("list")
def list_(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, newest first")] = 20,
    state: Annotated[str | None, typer.Option(help="Only those in this state")] = None,
) -> None:
    """The newest changes, a line each."""
    settings = storage_settings()
    if state is not None and state not in get_args(State):
        stop(f"--state must be one of {', '.join(get_args(State))}.", WRONG_USAGE)
    changes = in_loop(_recent(settings, limit, state))
    if not changes:
        say("No changes yet." if state is None else f"No change is {state}.")
        return
    table(
        ("ID", "ASKED", "STATE", "WHAT", "JOB", "BY"),
        [
            (
                change.id,
                _at(change.created_at, settings.zone),
                change.state,
                WRITES[change.action].title,
                change.job_ref or change.job_uuid or "-",
                f"{change.member.user} of {change.member.team}",
            )
            for change in changes
        ],
    )


@app.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="S-…, as cards show it")],
    content: Annotated[bool, typer.Option("--content", help="Also what people wrote")] = False,
) -> None:
    """One change: what was sent, each attempt, and its story.

    What people wrote stays hidden without `--content`, private fields with it too.
    """
    settings = storage_settings()
    stored = in_loop(_whole(settings, id_.strip()))
    if stored is None:
        stop(f"There is no change {id_}. See: propops-bot changes list")
    change, events, attempts = stored
    zone = settings.zone
    place = change.place.channel or "-"
    table(
        (change.id, WRITES[change.action].title),
        [
            ("state", change.state),
            ("job", " ".join(filter(None, (change.job_ref, change.job_uuid))) or "-"),
            ("asked by", f"{change.member.user} of {change.member.team}"),
            ("asked in", place),
            ("asked", _at(change.created_at, zone)),
            ("ended", _at(change.finished_at, zone) if change.finished_at else "-"),
            *((f"sent {name}", shown) for name, shown in _values(change.fields, SENT, content)),
            *((f"target {name}", shown) for name, shown in _values(change.target, IDS, content)),
            *((f"outcome {name}", shown) for name, shown in _outcome(change.outcome, content)),
        ],
    )
    if attempts:
        say("")
        table(
            ("ATTEMPT", "AT", "RESULT", "DETAIL"),
            [
                (str(each.number), _at(each.at, zone), each.result or "not known", each.detail)
                for each in attempts
            ],
        )
    if events:
        say("")
        lines = sentences(change, events, attempts)
        table(("AT", "WHAT HAPPENED"), [(_at(at, zone), words) for at, words in lines])


def _outcome(outcome: Outcome, content: bool) -> list[tuple[str, str]]:
    return _values(outcome.to_json(), CLEAR_PARTS, content)


def _values(
    fields: Mapping[str, Any], clear: Container[str], content: bool
) -> list[tuple[str, str]]:
    return [
        (name, _short(value) if name not in SENSITIVE and (content or name in clear) else "•••")
        for name, value in fields.items()
    ]


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 200 else text[:199] + "…"


def _at(seconds: float, zone: tzinfo) -> str:
    return datetime.fromtimestamp(seconds, zone).strftime("%d/%m/%Y %H:%M:%S")


async def _recent(settings: Settings, limit: int, state: Any) -> list[Change]:
    async with opened(settings) as (database, encryption):
        return await ChangeStore(database, encryption, time.time).recent(limit, state)


async def _whole(settings: Settings, id_: str) -> tuple[Change, list[Event], list[Attempt]] | None:
    async with opened(settings) as (database, encryption):
        store = ChangeStore(database, encryption, time.time)
        change = await store.get(id_)
        if change is None:
            return None
        return change, await store.events(id_), await store.attempts(id_)
