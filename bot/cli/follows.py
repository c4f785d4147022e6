"""`propops-bot follows`: which jobs channels follow with /job follow, and ending that."""

import time
from typing import Annotated

import typer

from bot.cli.listing import listed, member_fields, member_words
from bot.cli.of_workspace import OfTeam
from bot.cli.output import as_json, iso, local, say, stop, table
from bot.cli.settings import in_loop, opened, storage_settings
from bot.settings import Settings
from bot.store.follow_rows import Follow
from bot.store.follows import FollowStore

app = typer.Typer(help="See which jobs channels follow; end it.", no_args_is_help=True)


@app.command("list")
def list_(
    team: OfTeam = "",
    json_: Annotated[bool, typer.Option("--json", help="For another program")] = False,
) -> None:
    """What each channel follows, with whose account, and why it rests if it does."""
    settings = storage_settings()
    rows, names = listed(
        settings,
        team,
        lambda database: FollowStore(database, time.time).all(),
        channel=lambda row: row.channel,
    )
    zone = settings.zone
    if json_:
        as_json(
            {
                "id": row.id,
                "channel": row.channel,
                "channel_name": names.channels.get(row.channel, ""),
                **member_fields(row.member, names),
                "at": iso(row.at, zone),
                "criteria": row.criteria.written(),
                "rests": row.paused,
            }
            for row in rows
        )
        return
    if not rows:
        say("No channel follows any jobs.")
        return
    table(
        ("ID", "CHANNEL", "JOBS WITH", "ACCOUNT OF", "SINCE", "RESTS"),
        [
            (
                row.id,
                names.channel(row.channel),
                _words(row),
                member_words(row.member, names),
                local(row.at, zone),
                row.paused or "-",
            )
            for row in rows
        ],
    )


@app.command()
def end(follow_id: Annotated[str, typer.Argument(metavar="ID", help="F-…: which one")]) -> None:
    """A channel hears no more of what it followed."""
    settings = storage_settings()
    if not in_loop(_end(settings, follow_id.strip())):
        stop("Nothing is followed under this id. See: propops-bot follows list")
    say(f"{follow_id.strip()} is ended.")


def _words(row: Follow) -> str:
    """`priority_id 41 or 42, agent_id 7`: as the ids of PropOps, whose names the bot keeps nowhere."""
    parts = [f"{name} {' or '.join(map(str, ids))}" for name, ids in row.criteria.written().items()]
    return ", ".join(parts) or "-"


async def _end(settings: Settings, id_: str) -> bool:
    async with opened(settings, must_exist=True) as (database, _):
        return await FollowStore(database, time.time).end(id_)
