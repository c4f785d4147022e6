"""`propops-bot changes`: what was asked, by whom, and what became of it."""

import json
import time
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from types import MappingProxyType
from typing import Annotated, Any, get_args

import typer

from bot.cli import change_decisions
from bot.cli.change_story import sentences
from bot.cli.listing import member_words
from bot.cli.names import Names, names_of
from bot.cli.of_workspace import OfTeam, checked
from bot.cli.output import WRONG_USAGE, as_json, iso, local, say, stop, table
from bot.cli.settings import in_loop, opened, storage_settings
from bot.cli.since import HELP as SINCE
from bot.cli.since import moment
from bot.jobs.actions import WRITES
from bot.jobs.change import Change, State
from bot.jobs.fields import Email, Text
from bot.jobs.file_batch import UPLOAD_SECONDS
from bot.jobs.forms import FIELDS, SENSITIVE
from bot.jobs.outcome import CLEAR_PARTS
from bot.jobs.references import split
from bot.settings import Settings
from bot.store.cards import CardStore, PostedCard
from bot.store.change_log import Attempt, Event
from bot.store.changes import ChangeStore
from bot.tracing import TraceContext

SENT = frozenset(name for name, entry in FIELDS.items() if not isinstance(entry.kind, Text | Email))
"""Fields that nobody can write words into."""
IDS = frozenset({"commit_id", "file_id", "undo_of", "attempt", "sure", UPLOAD_SECONDS})
"""Parameters of a write that are no words."""
_WHO_LIVES_WHERE = frozenset({"address_id", "tenants_ids"})
_EMPTY: tuple[Any, ...] = (None, "", {}, [])
_DECIDED = frozenset({"approve", "reject", "withdraw"})
app = typer.Typer(
    help="See what was asked and what became of it; retry, withdraw or resolve it.",
    no_args_is_help=True,
)
app.command()(change_decisions.retry)
app.command()(change_decisions.withdraw)
app.command()(change_decisions.resolve)

Json = Annotated[bool, typer.Option("--json", help="For another program")]


@dataclass(frozen=True)
class _Listed:
    """`limit`: how many at most; `team`: empty for every workspace."""

    limit: int
    state: State | None
    since: float
    job: str
    team: str
    channels: bool
    """Whether channels are told, too, by name."""


@dataclass(frozen=True)
class _Whole:
    """All that is kept about one change."""

    change: Change
    events: list[Event]
    attempts: list[Attempt]
    cards: list[PostedCard]
    names: Names


@app.command("list")
def list_(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many, newest first")] = 20,
    state: Annotated[str | None, typer.Option(help="Only those in this state")] = None,
    since: Annotated[str | None, typer.Option(help=SINCE, metavar="WHEN")] = None,
    job: Annotated[str, typer.Option(help="Only those of this job", metavar="REF")] = "",
    team: OfTeam = "",
    json_: Json = False,
) -> None:
    """The newest changes, a line each."""
    settings = storage_settings()
    if state is not None and state not in get_args(State):
        stop(f"--state must be one of {', '.join(get_args(State))}.", WRONG_USAGE)
    known: Any = state
    begin = moment(since, settings.zone)
    wanted = _Listed(limit, known, begin, job.strip(), checked(team), json_)
    changes, names = in_loop(_recent(settings, wanted))
    zone = settings.zone
    if json_:
        as_json(_row(change, names, zone) for change in changes)
        return
    if not changes:
        say(_none(wanted))
        return
    table(
        ("ID", "ASKED", "STATE", "WHAT", "JOB", "BY"),
        [
            (
                change.id,
                local(change.created_at, zone),
                change.state,
                WRITES[change.action].title,
                change.job_ref or change.job_uuid or "-",
                member_words(change.member, names),
            )
            for change in changes
        ],
    )


@app.command()
def show(
    id_: change_decisions.Id,
    content: Annotated[bool, typer.Option("--content", help="Also what people wrote")] = False,
    json_: Json = False,
) -> None:
    """One change: what was sent, each attempt, and its story.

    What people wrote stays hidden without `--content`, private fields with it too.
    """
    settings = storage_settings()
    whole = in_loop(_whole(settings, id_))
    if whole is None:
        stop(f"There is no change {id_}. See: propops-bot changes list")
    change, names, zone = whole.change, whole.names, settings.zone
    lines = sentences(change, whole.events, whole.attempts, whole.cards, names)
    if json_:
        values = _values(change, content)
        story = [{"at": iso(line.at, zone), "what": line.words} for line in lines]
        as_json([_row(change, names, zone) | {"values": dict(values), "story": story}])
        return
    table(
        (change.id, WRITES[change.action].title),
        [
            ("state", change.state),
            ("job", " ".join(filter(None, (change.job_ref, change.job_uuid))) or "-"),
            ("asked by", member_words(change.member, names)),
            ("asked in", names.channel(change.place.channel) if change.place.channel else "-"),
            ("asked", local(change.created_at, zone)),
            ("ended", local(change.finished_at, zone) if change.finished_at else "-"),
            ("trace", _trace(change) or "-"),
            *_values(change, content, _names_beside(change)),
        ],
    )
    if lines:
        say("")
        table(("AT", "WHAT HAPPENED"), [(local(at, zone), words) for at, words in lines])


def _row(change: Change, names: Names, zone: tzinfo) -> dict[str, Any]:
    """Of `--json`. The names never change."""
    return {
        "id": change.id,
        "state": change.state,
        "action": change.action,
        "job_ref": change.job_ref,
        "job_uuid": change.job_uuid,
        "user": change.member.user,
        "user_name": names.name(change.member),
        "team": change.member.team,
        "enterprise": change.member.enterprise,
        "channel": change.place.channel,
        "channel_name": names.channels.get(change.place.channel, ""),
        "asked_at": iso(change.created_at, zone),
        "ended_at": iso(change.finished_at, zone),
        "why": change.outcome.why,
        "run": change.run,
        "trace": _trace(change),
    }


def _trace(change: Change) -> str:
    """Its id, as lines of the log and a collector of traces have it."""
    context = TraceContext.parse(change.trace)
    return context.trace if context else ""


def _none(wanted: _Listed) -> str:
    if wanted.job or wanted.since or wanted.team:
        return "There is no such change."
    return "No changes yet." if wanted.state is None else f"No change is {wanted.state}."


def _values(
    change: Change, content: bool, names: Mapping[str, str] = MappingProxyType({})
) -> list[tuple[str, str]]:
    """What was sent and what came of it; nothing that is empty. `names`: said beside ids that were sent."""
    return [
        *_shown("sent", change.fields, SENT, content, names),
        *_shown("target", change.target, IDS, content),
        *_shown("outcome", change.outcome.to_json(), CLEAR_PARTS, content),
    ]


def _names_beside(change: Change) -> dict[str, str]:
    """` (In progress)`, of what was chosen; not who lives where."""
    return {
        name: f" ({chosen})"
        for name, chosen in change.names.items()
        if isinstance(chosen, str) and chosen and name not in _WHO_LIVES_WHERE
    }


def _shown(
    part: str,
    values: Mapping[str, Any],
    clear: Container[str],
    content: bool,
    named: Mapping[str, str] = MappingProxyType({}),
) -> Iterable[tuple[str, str]]:
    for name, value in values.items():
        open_ = name not in SENSITIVE and (content or name in clear)
        if value not in _EMPTY:
            yield f"{part} {name}", f"{_short(value)}{named.get(name, '')}" if open_ else "•••"
        elif part == "sent":  # a field of the job that was emptied
            yield f"{part} {name}", "(emptied)"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 200 else text[:199] + "…"


async def _recent(settings: Settings, wanted: _Listed) -> tuple[list[Change], Names]:
    async with opened(settings, must_exist=True) as (database, encryption):
        store = ChangeStore(database, encryption, time.time)
        jobs = None
        if wanted.job:
            reference = split(wanted.job)[0]
            jobs = [ref for ref in await store.job_refs() if reference.means(ref)]
            jobs += [wanted.job, reference.uuid or wanted.job]
        changes = await store.recent(
            wanted.limit, wanted.state, since=wanted.since, jobs=jobs, team=wanted.team
        )
        channels = {change.place.channel for change in changes} if wanted.channels else ()
        return changes, await names_of(database, {change.member for change in changes}, channels)


async def _whole(settings: Settings, id_: str) -> _Whole | None:
    async with opened(settings, must_exist=True) as (database, encryption):
        store = ChangeStore(database, encryption, time.time)
        change = await store.get(id_)
        if change is None:
            return None
        events, attempts = await store.events(id_), await store.attempts(id_)
        cards = await CardStore(database).for_job(change.member.team, change.job_uuid)
        mine = [card for card in cards if card.change_id == id_]
        deciders = {each.detail for each in events if each.what in _DECIDED}
        members = {change.member, *(change.member._replace(user=each) for each in deciders)}
        channels = {change.place.channel, *(card.channel for card in mine)}
        names = await names_of(database, members, channels)
        return _Whole(change, events, attempts, mine, names)
