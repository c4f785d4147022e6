"""Who is who, and who may."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Busy, NotWelcome, Unverified
from bot.jobs.change import Json, Member
from bot.members import access as module
from bot.members.access import Access, Organisation
from bot.members.known_people import KnownPeople
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.world import Person
from bot.slack.client import open_session
from bot.slack.user_directory import UserDirectory
from bot.web.installation import Installed, SlackInstallation

TEAM, OTHER, ORG = "T0SANDBOX1", "T0OTHERCO1", "E0OURORG01"
PRIYA = Member("", TEAM, "U0PRIYA001")
LONDON, PARIS = ZoneInfo("Europe/London"), ZoneInfo("Europe/Paris")


@pytest.fixture
async def slack() -> AsyncIterator[SandboxSlack]:
    slack = SandboxSlack(team_id=TEAM)
    async with slack.serving():
        yield slack


@pytest.fixture
async def client(slack: SandboxSlack) -> AsyncIterator[AsyncWebClient]:
    async with open_session(timeout=0.6) as session:
        url = slack.workspace.base_url + "/api/"
        yield AsyncWebClient(token="xoxb-sandbox", base_url=url, session=session)


@pytest.fixture
def access(client: AsyncWebClient) -> Access:
    return living_in(Organisation(TEAM, ""), client)


def living_in(
    home: Organisation | None, client: AsyncWebClient, stored: "Stored | None" = None
) -> Access:
    installation = SlackInstallation(client)
    if home is not None:
        installation.installed = Installed(home.team, home.enterprise, "U0BOT", "B0BOT", "", ())
    people = KnownPeople(UserDirectory(client), stored or Stored())
    return Access(people, installation, LONDON)


class Stored:
    """Profiles in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, Json] = {}

    async def put(self, profiles: Sequence[Json]) -> None:
        self.rows |= {profile["user"]: profile for profile in profiles}

    async def get(self, user: str) -> Json | None:
        return self.rows.get(user)


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
