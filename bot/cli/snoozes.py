"""`propops-bot snoozes`: rows of the board that people have put off, and ending that."""

import time
from typing import Annotated

import typer

from bot.cli.listing import listed, member_fields, member_words
from bot.cli.of_workspace import OfTeam, checked, is_of, only_one
from bot.cli.output import as_json, iso, local, say, stop, table
from bot.cli.settings import in_loop, opened, storage_settings
from bot.jobs.board import GROUPS
from bot.settings import Settings
from bot.store.snoozes import SnoozeStore

_GROUPS = {str(group): name for group, name in GROUPS.items()}
app = typer.Typer(
    help="See which rows of the board people have snoozed; end it.", no_args_is_help=True
)


@app.command("list")
def list_(
    team: OfTeam = "",
    json_: Annotated[bool, typer.Option("--json", help="For another program")] = False,
) -> None:
    """Every snooze that is not over, the first to end first; a row without a job by its key."""
    settings = storage_settings()
    rows, names = listed(settings, team, lambda database: SnoozeStore(database, time.time).all())
    zone = settings.zone
    if json_:
        as_json(
            {
                **member_fields(row.member, names),
                "row": row.snooze.key,
                "job_ref": row.snooze.job_ref,
                "since": iso(row.at, zone),
                "until": iso(row.snooze.until, zone),
            }
            for row in rows
        )
        return
    if not rows:
        say("Nothing is snoozed.")
        return
    table(
        ("WHO", "JOB", "GROUP", "UNTIL"),
        [
            (
                member_words(row.member, names),
                row.snooze.job_ref or row.snooze.key,
                _GROUPS.get(row.snooze.key.partition(":")[0], "-"),
                local(row.snooze.until, zone),
            )
            for row in rows
        ],
    )


@app.command()
def end(
    user_id: Annotated[str, typer.Argument(metavar="USER_ID", help="U…: whose snoozes")],
    row: Annotated[
        str,
        typer.Argument(
            metavar="[ROW]", help="A job's reference, or as the list names it; all without one"
        ),
    ] = "",
    team: OfTeam = "",
) -> None:
    """End a person's snoozes, or one of them: the rows are on their board again."""
    settings = storage_settings()
    ended = in_loop(_end(settings, user_id.strip(), row.strip(), checked(team)))
    if not ended:
        stop("There is no such snooze. See: propops-bot snoozes list")
    say(f"Ended {ended} snooze{'' if ended == 1 else 's'}.")


async def _end(settings: Settings, user: str, row: str, team: str) -> int:
    async with opened(settings, must_exist=True) as (database, _):
        store = SnoozeStore(database, time.time)
        own = {each.member for each in await store.all() if each.member.user == user}
        whose = [member for member in own if is_of(member, team)]
        only_one(whose, f"{user} has snoozes")
        return sum([await store.end(member, row) for member in whose])
