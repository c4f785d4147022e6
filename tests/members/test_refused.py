"""Who is refused, and how kindly."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import NotWelcome, Unverified
from bot.jobs.change import Json, Member
from bot.members import access as module
from bot.members.access import Access, Organisation
from bot.sandbox.slack import SandboxSlack
from tests.members.opened_access import Stored, living_in
from tests.members.payloads import ORG, OTHER, PRIYA, TEAM, event, on_grid, press, typed


async def refused(access: Access, body: Json) -> str:
    with pytest.raises(NotWelcome) as caught:
        await access.require_access(access.member_of(body), body)
    return caught.value.reason


STRANGERS = {
    "another workspace": press(OTHER),
    "another workspace's command": typed(team_id=OTHER),
    "another organisation": press("E0THEIRS01", enterprise={"id": "E0THEIRS01"}),
    "in a shared channel": event({"user_team": OTHER}, is_ext_shared_channel=True),
}


@pytest.mark.parametrize("home", [Organisation(TEAM, ""), Organisation(TEAM, "E0MINE0001")])
@pytest.mark.parametrize("kind", STRANGERS)
async def test_other_organisations_are_refused_without_asking_slack(
    slack: SandboxSlack, client: AsyncWebClient, kind: str, home: Organisation
) -> None:
    access = living_in(home, client)
    body = dict(STRANGERS[kind])
    if home.enterprise:
        body |= {"enterprise": {"id": "E0THEIRS01"}, "enterprise_id": "E0THEIRS01"}
    assert await refused(access, body) == module.STRANGER
    assert slack.calls == []


async def test_somebody_elsewhere_must_be_proven_one_of_ours(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    """The payload says our organisation, Slack says another."""
    on_grid(slack, "U0PRIYA001", "E0THEIRS01", OTHER)
    access = living_in(Organisation(TEAM, ORG), client)
    body = press(OTHER, enterprise={"id": ORG})
    assert await refused(access, body) == module.STRANGER


async def test_unproven_people_wait_while_slack_cannot_say(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    slack.fail("users.info", "http_500", times=-1)
    access = living_in(Organisation(TEAM, ORG), client)
    body = press("T0SIBLING1", enterprise={"id": ORG})
    member = access.member_of(body)
    with pytest.raises(NotWelcome) as caught:
        await access.require_access(member)
    assert caught.value.reason == module.UNVERIFIED
    silent = event({"type": "reaction_added"}, is_ext_shared_channel=True)
    assert await refused(living_in(Organisation(TEAM, ""), client), silent) == module.UNVERIFIED


@pytest.mark.parametrize(
    ("user", "reason"),
    [
        ("U0GIL00001", module.GUEST),
        ("U0SOL00001", module.STRANGER),
        ("U0WES00001", module.LEFT),
        ("U0PROPBOT1", module.BOT),
        ("U0NOBODY01", module.STRANGER),
    ],
)
async def test_who_is_no_full_member_is_refused_kindly(
    access: Access, user: str, reason: str
) -> None:
    body = press() | {"user": {"id": user, "team_id": TEAM}}
    assert await refused(access, body) == reason


@pytest.mark.parametrize(
    "reason",
    [module.NOBODY, module.BOT, module.LEFT, module.GUEST, module.STRANGER, module.UNVERIFIED],
)
def test_every_refusal_says_what_to_do(reason: str) -> None:
    assert "lease" in reason
    assert len(reason) <= 150


@pytest.mark.parametrize(
    "fault",
    [
        "missing_scope",
        "unknown_method",
        "timeout",
        "http_503",
        "drop_before",
        "ratelimited",
        "empty",
    ],
)
async def test_while_slack_cannot_say_nobody_unknown_is_let_in(
    slack: SandboxSlack, access: Access, fault: str
) -> None:
    slack.fail("users.info", fault, times=-1, retry_after=5)
    with pytest.raises(Unverified):
        await access.require_access(access.member_of(press()), press())


async def test_who_was_seen_as_full_stays_so_through_a_restart_and_for_no_decision(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    stored = Stored()
    for restarted in (False, True):
        access = living_in(Organisation(TEAM, ""), client, stored)
        await access.require_access(PRIYA)
        assert await access.name(PRIYA) == "Priya Shah"
        await access.people.settled()
        if restarted:
            with pytest.raises(Unverified):
                await access.require_access(PRIYA, fresh=True)
        slack.fail("users.info", "missing_scope", times=-1)
    assert "email" not in stored.rows[PRIYA.user]


async def test_who_was_last_seen_as_a_guest_is_refused_as_one(
    slack: SandboxSlack, client: AsyncWebClient
) -> None:
    stored, gil = Stored(), Member("", TEAM, "U0GIL00001")
    for _ in range(2):
        access = living_in(Organisation(TEAM, ""), client, stored)
        with pytest.raises(NotWelcome) as caught:
            await access.require_access(gil)
        await access.people.settled()
        assert caught.value.reason == module.GUEST
        slack.fail("users.info", "http_503", times=-1)


async def test_ids_that_somebody_made_up_are_not_kept(client: AsyncWebClient) -> None:
    stored = Stored()
    access = living_in(Organisation(TEAM, ""), client, stored)
    with pytest.raises(NotWelcome):
        await access.require_access(Member("", TEAM, "U0NOBODY01"))
    await access.people.settled()
    assert stored.rows == {}


@pytest.mark.parametrize("row", [{}, {"guest": "no"}, {"bot": 0, "team": TEAM}, {"tz": None}])
async def test_a_damaged_row_says_nothing(
    slack: SandboxSlack, client: AsyncWebClient, row: Json
) -> None:
    stored = Stored()
    stored.rows[PRIYA.user] = row
    slack.fail("users.info", "http_503", times=-1)
    with pytest.raises(Unverified):
        await living_in(Organisation(TEAM, ""), client, stored).require_access(PRIYA)
