"""The command line, `propops-bot`. Exit codes: 0 done, 1 failed, 2 wrong usage."""

import importlib
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot import __version__
from bot.web.bolt_environment import give_home

_QUIET = {
    *(
        "audit",
        "backup",
        "changes",
        "database",
        "doctor",
        "keys",
        "rehearse",
        "tokens",
        "workspaces",
    )
}
"""Commands that say themselves what there is to say: their log has warnings only."""

_Team = Annotated[
    str, typer.Option("--team", help="Of many workspaces, which: T…", metavar="TEAM_ID")
]

app = typer.Typer(
    name="propops-bot",
    help="Run PropOps maintenance jobs from Slack.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def main() -> None:
    give_home()
    _load_group(sys.argv[1:])
    if sys.argv[1:2] and sys.argv[1] in _QUIET:
        from bot import logs  # noqa: PLC0415 - for these commands only

        logs.configure("WARNING")
    try:
        app(prog_name="propops-bot")
    except Exception as error:
        _end(error)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"propops-bot {__version__}")
        raise typer.Exit


@app.callback()
def _whole(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version")
    ] = False,
) -> None:
    """Run PropOps maintenance jobs from Slack."""
    del version


@app.command()
def serve() -> None:
    """Run the bot: Socket Mode when SLACK_APP_TOKEN is set, else HTTP on HOST:PORT."""
    from bot.cli.entrypoints import serve as run  # noqa: PLC0415 - heavy, and only for this command

    run()


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 picks a free one")] = 0,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Only print the address")
    ] = False,
    tour: Annotated[bool, typer.Option("--tour", help="Walk through it in the terminal")] = False,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep data here, not in a temp folder")
    ] = None,
) -> None:
    """Try the bot against a PropOps and a Slack in the same process. Needs no account."""
    from bot.cli.entrypoints import demo as run  # noqa: PLC0415 - heavy, and only for this command

    run(port=port, browser=not no_browser, tour=tour, data=data)


@app.command()
def doctor(
    who: Annotated[
        str | None, typer.Option(help="Explain what this member may do: U…", metavar="USER_ID")
    ] = None,
    channel: Annotated[str, typer.Option(help="… in this channel: C…", metavar="CHANNEL_ID")] = "",
    team: _Team = "",
) -> None:
    """Check settings, database, Slack, PropOps and every link: a line each."""
    if who is not None:
        from bot.cli.explain import explain as run  # noqa: PLC0415 - heavy, for this alone

        run(who, channel, team)
        return
    if channel:
        raise typer.BadParameter("it goes with --who USER_ID.", param_hint="--channel")
    from bot.cli.doctor import examine  # noqa: PLC0415 - heavy, and only for this command

    examine(team)


@app.command()
def rehearse(
    channel: Annotated[
        str, typer.Argument(help="Where it may post: C…. The bot must be in it", metavar="CHANNEL")
    ],
    no_presses: Annotated[
        bool, typer.Option("--no-presses", help="Don't ask anybody to press anything")
    ] = False,
    with_job: Annotated[
        bool, typer.Option("--with-job", help="Also raise, change, restore and delete a job")
    ] = False,
    team: _Team = "",
) -> None:
    """Try everything in the real workspace and the real PropOps: a line for each feature."""
    from bot.cli.rehearsal.command import rehearse as run  # noqa: PLC0415 - heavy, for this alone

    run(channel, team=team, with_presses=not no_presses, with_job=with_job)


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="A folder that is empty or new", metavar="DIR")],
) -> None:
    """Copy the database, its engine's and the keys while the bot runs, and check the copies."""
    from bot.cli.backup import backup as run  # noqa: PLC0415 - heavy, and only for this command

    run(folder)


@app.command()
def manifest(
    url: Annotated[
        str | None, typer.Option(help="https address of your bot: HTTP mode", metavar="URL")
    ] = None,
    many: Annotated[
        bool, typer.Option("--many", help="Many workspaces install the app at URL + /slack/install")
    ] = False,
) -> None:
    """Print the Slack app manifest, for Socket Mode unless --url is given."""
    from bot.cli.entrypoints import manifest as run  # noqa: PLC0415 - only for this command

    run(url, many=many)


def _load_group(words: list[str]) -> None:
    """The groups bring the database with them, so they are loaded when they are called."""
    for name, help_ in (
        ("tokens", "Manage who is linked to PropOps."),
        ("changes", "See what was asked and what became of it."),
        ("keys", "Make a key for TOKEN_KEYS."),
        ("audit", "Export the audit, and check that nobody has changed it."),
        ("channels", "See what people have set for their channels; end it."),
        ("follows", "See which jobs channels follow; end it."),
        ("workspaces", "See where the app is installed; end it."),
        ("database", "Move the database to another one; check it."),
        ("snoozes", "See which rows of the board people have snoozed; end it."),
    ):
        if name in words[:1]:
            app.add_typer(importlib.import_module(f"bot.cli.{name}").app, name=name)
        else:
            app.add_typer(typer.Typer(help=help_), name=name)


def _end(error: Exception) -> NoReturn:
    """One sentence for what may happen; a masked traceback for what may not."""
    from bot.cli.entrypoints import explain  # noqa: PLC0415 - only when something failed

    sys.exit(explain(error))


if __name__ == "__main__":
    main()
