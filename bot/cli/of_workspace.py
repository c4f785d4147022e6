"""`--team` of lists: of many workspaces, the one that they are about."""

from collections.abc import Sequence
from typing import Annotated

import typer

from bot.cli.output import WRONG_USAGE, stop
from bot.jobs import slack_ids
from bot.jobs.change import Member

OfTeam = Annotated[
    str,
    typer.Option(
        "--team", help="Only of this workspace (T…) or organisation (E…)", metavar="TEAM_ID"
    ),
]


def checked(team: str) -> str:
    """Without blanks around it. Ends the program where it can't be an id."""
    if team.strip() and not slack_ids.TEAM.fullmatch(team.strip()):
        stop(
            "--team must be the id of a Slack workspace (T…) or organisation (E…): "
            "see propops-bot workspaces list.",
            WRONG_USAGE,
        )
    return team.strip()


def is_of(member: Member, team: str) -> bool:
    """Whether the member is of this workspace, or of this organisation; empty: of any."""
    return not team or team in {member.team, member.enterprise}


def only_one(members: Sequence[Member], what: str) -> None:
    """Ends the program where several workspaces have it, so that none loses what was meant for another."""
    teams = sorted({member.team for member in members})
    if len(teams) > 1:
        stop(f"{what} in {' and '.join(teams)}: say which one with --team TEAM_ID.", WRONG_USAGE)
