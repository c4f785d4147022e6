"""Payloads of Slack, and organisations that people are of."""

from typing import Any

from bot.jobs.change import Json, Member
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.world import Person

TEAM, OTHER, ORG = "T0SANDBOX1", "T0OTHERCO1", "E0OURORG01"


PRIYA = Member("", TEAM, "U0PRIYA001")


class OfOrganisation(Person):
    """As `users.info` shows people of an Enterprise Grid."""

    org = ""

    def wire(self, home_team: str, *, with_email: bool) -> Json:
        body = super().wire(self.team, with_email=with_email)
        return body | {"enterprise_user": {"id": self.id, "enterprise_id": self.org}}


def on_grid(slack: SandboxSlack, user: str, org: str, team: str) -> None:
    """Slack knows this person as one of an organisation."""
    person = slack.workspace.people[user]
    member = OfOrganisation(user, person.handle, person.real_name, person.role, team)
    member.org = org
    slack.workspace.people[user] = member


def press(user_team: str | None = TEAM, **more: Any) -> Json:
    user = {"id": "U0PRIYA001", "username": "priya", "name": "priya"}
    if user_team is not None:
        user["team_id"] = user_team
    return {
        "type": "block_actions",
        "user": user,
        "team": {"id": TEAM, "domain": "elm"},
        "enterprise": None,
        "is_enterprise_install": False,
        **more,
    }


def typed(**more: Any) -> Json:
    return {"command": "/job", "user_id": "U0PRIYA001", "team_id": TEAM, "text": "new"} | more


def event(happened: Json, **more: Any) -> Json:
    wrapper = {"type": "event_callback", "team_id": TEAM, "context_team_id": TEAM}
    return {**wrapper, "event": {"user": "U0PRIYA001", **happened}, **more}
