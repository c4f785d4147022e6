"""`propops-bot channels`: what people have set for their channels with /job settings, and ending that."""

import time
from typing import Annotated

import typer

from bot.cli.listing import listed, member_fields, member_words
from bot.cli.of_workspace import OfTeam, checked, is_of, only_one
from bot.cli.output import as_json, iso, local, say, stop, table
from bot.cli.settings import in_loop, opened, storage_settings
from bot.jobs.channel_settings import USUAL, changed
from bot.settings import Settings
from bot.store.channel_settings import ChannelSettingsStore, StoredChannelSettings

app = typer.Typer(help="See what people have set for their channels; end it.", no_args_is_help=True)


@app.command("list")
def list_(
    team: OfTeam = "",
    json_: Annotated[bool, typer.Option("--json", help="For another program")] = False,
) -> None:
    """Every channel in which something is set, and what."""
    settings = storage_settings()
    rows, names = listed(
        settings,
        team,
        lambda database: ChannelSettingsStore(database, time.time).all(),
        channel=lambda row: row.channel,
    )
    zone = settings.zone
    if json_:
        as_json(
            {
                "channel": row.channel,
                "channel_name": names.channels.get(row.channel, ""),
                **member_fields(row.member, names),
                "at": iso(row.at, zone),
                "settings": row.settings.written(),
            }
            for row in rows
        )
        return
    if not rows:
        say("Every channel is as usual.")
        return
    table(
        ("CHANNEL", "WHAT IS SET", "BY", "AT"),
        [
            (
                names.channel(row.channel),
                _words(row),
                member_words(row.member, names),
                local(row.at, zone),
            )
            for row in rows
        ],
    )


@app.command()
def end(
    channel_id: Annotated[str, typer.Argument(metavar="CHANNEL_ID", help="C…: which channel")],
    team: OfTeam = "",
) -> None:
    """A channel is as usual again; a running bot knows within seconds."""
    settings = storage_settings()
    if not in_loop(_end(settings, channel_id.strip(), checked(team))):
        stop("Nothing is set for this channel. See: propops-bot channels list")
    say(f"{channel_id.strip()} is as usual again.")


def _words(row: StoredChannelSettings) -> str:
    """`quiet off, job_type_id 3`."""
    written = row.settings.written()
    parts = []
    for name in changed(USUAL, row.settings):
        value = written[name]
        words = " ".join(value) if isinstance(value, list) else value
        parts.append(f"{name} {'no' if words is False else words}")
    return ", ".join(parts) or "-"


async def _end(settings: Settings, channel: str, team: str) -> bool:
    async with opened(settings, must_exist=True) as (database, _):
        store = ChannelSettingsStore(database, time.time)
        rows = [row for row in await store.all() if row.channel == channel]
        members = [row.member for row in rows if is_of(row.member, team)]
        only_one(members, f"{channel} is set")
        return any([await store.end(channel, member, by_operator=True) for member in members])
