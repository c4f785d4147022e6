"""Who is who, and who may."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Busy, NotWelcome
from bot.jobs.change import Json, Member
from bot.members.access import Access, Organisation
from bot.sandbox.slack import SandboxSlack
from tests.members.opened_access import LONDON, PARIS, living_in
from tests.members.payloads import ORG, PRIYA, TEAM, event, on_grid, press, typed

PAYLOADS = {
    "command": typed(),
    "command of a single workspace": typed(is_enterprise_install="false"),
    "press": press(),
    "form": press() | {"type": "view_submission", "view": {"id": "V1"}},
    "options": {
        "type": "block_suggestion",
        "user": {"id": "U0PRIYA001", "team_id": TEAM},
        "team": {"id": TEAM},
    },
    "shortcut": {"type": "shortcut", "user": {"id": "U0PRIYA001", "team_id": TEAM}, "team": None},
    "home opened": event({"type": "app_home_opened", "tab": "home"}),
    "message": event({"type": "message", "team": TEAM, "text": "hi"}),
    "message of a member, in a shared channel": event(
        {"type": "message", "user_team": TEAM, "source_team": TEAM}, is_ext_shared_channel=True
    ),
    "changed user": event({"type": "user_change", "user": {"id": "U0PRIYA001", "team_id": TEAM}}),
}


@pytest.mark.parametrize("kind", PAYLOADS)
async def test_every_payload_names_the_same_member(access: Access, kind: str) -> None:
    assert access.member_of(PAYLOADS[kind]) == PRIYA
    await access.require_access(PRIYA, PAYLOADS[kind])


GRID = {
    "command": typed(enterprise_id=ORG, is_enterprise_install="false"),
    "press with the team's id": press(enterprise={"id": ORG, "name": "Org"}),
    "press with the organisation's id": press(ORG, enterprise={"id": ORG, "name": "Org"}),
    "press that leaves the organisation out": press(),
    "press from a sibling workspace": press("T0SIBLING1", enterprise={"id": ORG, "name": "Org"}),
    "event": event({"type": "app_home_opened"}, enterprise_id=ORG),
    "event of a sibling": event({"user_team": "T0SIBLING1"}, context_enterprise_id=ORG),
}


@pytest.mark.parametrize("kind", GRID)
async def test_on_grid_one_person_is_one_member(
    slack: SandboxSlack, client: AsyncWebClient, kind: str
) -> None:
    on_grid(slack, "U0PRIYA001", ORG, "T0SIBLING1" if "sibling" in kind else TEAM)
    access = living_in(Organisation(TEAM, ORG), client)
    member = access.member_of(GRID[kind])
    assert member == Member(ORG, TEAM, "U0PRIYA001")
    await access.require_access(member)


async def test_a_whole_organisation_install_keeps_workspaces_apart(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    on_grid(slack, "U0PRIYA001", ORG, TEAM)
    access = living_in(Organisation(ORG, ORG), client)
    body = press(
        ORG, team=None, enterprise={"id": ORG}, is_enterprise_install=True, context_team_id=TEAM
    )
    assert access.member_of(body) == Member(ORG, TEAM, "U0PRIYA001")
    assert access.member_of(typed(enterprise_id=ORG, team_id="T0SECOND01")) == Member(
        ORG, "T0SECOND01", "U0PRIYA001"
    )
    await access.require_access(access.member_of(body), body)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "block_actions", "user": None, "team": None},
        event({"user": None, "type": "channel_rename"}),
        event({"bot_id": "B1", "subtype": "bot_message"}),
        press() | {"user": {"id": 7}},
    ],
)
def test_nobody_is_not_a_member(access: Access, body: Json) -> None:
    with pytest.raises(NotWelcome):
        access.member_of(body)


def test_before_slack_has_said_who_we_are_nobody_is_served(client: AsyncWebClient) -> None:
    with pytest.raises(Busy):
        living_in(None, client).member_of(press())


async def test_approvers_are_named_by_id_or_by_group(access: Access) -> None:
    dana = Member("", TEAM, "U0DANA0001")
    assert await access.is_among(dana, ("U0DANA0001",))
    assert await access.is_among(dana, ("U0TOM00001", "S0APPROVER"))
    assert not await access.is_among(PRIYA, ("U0DANA0001", "S0APPROVER", "S0NOGROUP1"))
    assert not await access.is_among(PRIYA, ())


async def test_the_zone_is_the_persons_own_once_seen(slack: SandboxSlack, access: Access) -> None:
    slack.workspace.people["U0PRIYA001"].tz = "Europe/Paris"
    assert access.zone(PRIYA) == LONDON
    await access.require_access(PRIYA)
    assert access.zone(PRIYA) == PARIS
