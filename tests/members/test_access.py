"""Who is who, who may, and as whom PropOps is asked."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, cast
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Busy, NotLinked, NotWelcome, TokenDead
from bot.jobs.change import Json, Member
from bot.jobs.ports import Lookups, PropOps
from bot.members import access as module
from bot.members.access import People
from bot.propops.http.bearer import Bearer
from bot.sandbox.slack import SandboxSlack
from bot.sandbox.slack.world import Person
from bot.slack.client import open_session
from bot.store.encryption import CannotDecrypt

TEAM, OTHER, ORG = "T0SANDBOX1", "T0OTHERCO1", "E0OURORG01"
PRIYA = Member("", TEAM, "U0PRIYA001")
LONDON, PARIS = ZoneInfo("Europe/London"), ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Link:
    token: str
    expires_at: float | None = None
    linked_as: Json = field(default_factory=dict)
    dead_at: float | None = None
    ends_by: float = 0.0


class Tokens:
    """Links in memory, with the promises of the store."""

    def __init__(self) -> None:
        self.links: dict[Member, Link] = {}
        self.broken = False

    async def get(self, member: Member) -> Link | None:
        if self.broken:
            raise CannotDecrypt("a PropOps token")
        return self.links.get(member)

    async def mark_dead(self, member: Member, at: float, token: str | None = None) -> bool:
        link = self.links.get(member)
        if link is None or (token is not None and token != link.token):
            return False
        self.links[member] = replace(link, dead_at=at)
        return True


class AsPerson(NamedTuple):
    """Stands for a PropOps client, and for the lists of one."""

    token: str


class Transport:
    def as_person(self, token: str) -> PropOps:
        return cast(PropOps, AsPerson(token))

    def of(self, propops: PropOps) -> Lookups:
        return cast(Lookups, AsPerson("lists of " + token_of(propops)))


def token_of(opened: object) -> str:
    assert isinstance(opened, AsPerson)
    return opened.token


class Home(NamedTuple):
    team: str
    enterprise: str = ""


@dataclass
class Identity:
    installed: Home | None


@pytest.fixture
async def slack() -> AsyncIterator[SandboxSlack]:
    slack = SandboxSlack(team_id=TEAM)
    async with slack.serving():
        yield slack


@pytest.fixture
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture
async def client(slack: SandboxSlack) -> AsyncIterator[AsyncWebClient]:
    async with open_session(timeout=0.3) as session:
        url = slack.workspace.base_url + "/api/"
        yield AsyncWebClient(token="xoxb-sandbox", base_url=url, session=session)


@pytest.fixture
def people(tokens: Tokens, client: AsyncWebClient) -> People:
    return living_in(Home(TEAM), tokens, client)


def living_in(home: Home | None, tokens: Tokens, client: AsyncWebClient) -> People:
    transport = Transport()
    return People(tokens, transport, transport, client, Identity(home), LONDON, time.time)


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
async def test_every_payload_names_the_same_member(people: People, kind: str) -> None:
    assert people.member_of(PAYLOADS[kind]) == PRIYA
    await people.require_access(PRIYA, PAYLOADS[kind])


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
    slack: SandboxSlack, tokens: Tokens, client: AsyncWebClient, kind: str
) -> None:
    on_grid(slack, "U0PRIYA001", ORG, "T0SIBLING1" if "sibling" in kind else TEAM)
    people = living_in(Home(TEAM, ORG), tokens, client)
    member = people.member_of(GRID[kind])
    assert member == Member(ORG, TEAM, "U0PRIYA001")
    await people.require_access(member)


async def test_a_whole_organisation_install_keeps_workspaces_apart(
    slack: SandboxSlack, tokens: Tokens, client: AsyncWebClient
) -> None:
    on_grid(slack, "U0PRIYA001", ORG, TEAM)
    people = living_in(Home(ORG, ORG), tokens, client)
    body = press(
        ORG, team=None, enterprise={"id": ORG}, is_enterprise_install=True, context_team_id=TEAM
    )
    assert people.member_of(body) == Member(ORG, TEAM, "U0PRIYA001")
    assert people.member_of(typed(enterprise_id=ORG, team_id="T0SECOND01")) == Member(
        ORG, "T0SECOND01", "U0PRIYA001"
    )
    await people.require_access(people.member_of(body), body)


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
def test_nobody_is_not_a_member(people: People, body: Json) -> None:
    with pytest.raises(NotWelcome):
        people.member_of(body)


def test_before_slack_has_said_who_we_are_nobody_is_served(
    tokens: Tokens, client: AsyncWebClient
) -> None:
    with pytest.raises(Busy):
        living_in(None, tokens, client).member_of(press())


async def refused(people: People, body: Json) -> str:
    with pytest.raises(NotWelcome) as caught:
        await people.require_access(people.member_of(body), body)
    return caught.value.reason


STRANGERS = {
    "another workspace": press(OTHER),
    "another workspace's command": typed(team_id=OTHER),
    "another organisation": press("E0THEIRS01", enterprise={"id": "E0THEIRS01"}),
    "in a shared channel": event({"user_team": OTHER}, is_ext_shared_channel=True),
}


@pytest.mark.parametrize("home", [Home(TEAM), Home(TEAM, "E0MINE0001")])
@pytest.mark.parametrize("kind", STRANGERS)
async def test_other_organisations_are_refused_without_asking_slack(
    slack: SandboxSlack, tokens: Tokens, client: AsyncWebClient, kind: str, home: Home
) -> None:
    people = living_in(home, tokens, client)
    body = dict(STRANGERS[kind])
    if home.enterprise:
        body |= {"enterprise": {"id": "E0THEIRS01"}, "enterprise_id": "E0THEIRS01"}
    assert await refused(people, body) == module.STRANGER
    assert slack.calls == []


async def test_somebody_elsewhere_must_be_proven_one_of_ours(
    slack: SandboxSlack, tokens: Tokens, client: AsyncWebClient
) -> None:
    """The payload says our organisation, Slack says another."""
    on_grid(slack, "U0PRIYA001", "E0THEIRS01", OTHER)
    people = living_in(Home(TEAM, ORG), tokens, client)
    body = press(OTHER, enterprise={"id": ORG})
    assert await refused(people, body) == module.STRANGER


async def test_unproven_people_wait_while_slack_cannot_say(
    slack: SandboxSlack, tokens: Tokens, client: AsyncWebClient
) -> None:
    slack.fail("users.info", "http_500", times=-1)
    people = living_in(Home(TEAM, ORG), tokens, client)
    body = press("T0SIBLING1", enterprise={"id": ORG})
    member = people.member_of(body)
    with pytest.raises(NotWelcome) as caught:
        await people.require_access(member)
    assert caught.value.reason == module.UNPROVEN
    silent = event({"type": "reaction_added"}, is_ext_shared_channel=True)
    assert await refused(living_in(Home(TEAM), tokens, client), silent) == module.UNPROVEN


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
    people: People, user: str, reason: str
) -> None:
    body = press() | {"user": {"id": user, "team_id": TEAM}}
    assert await refused(people, body) == reason


@pytest.mark.parametrize(
    "reason",
    [module.NOBODY, module.BOT, module.LEFT, module.GUEST, module.STRANGER, module.UNPROVEN],
)
def test_every_refusal_says_what_to_do(reason: str) -> None:
    assert "lease" in reason
    assert len(reason) <= 150


@pytest.mark.parametrize(
    "fault",
    ["missing_scope", "unknown_method", "timeout", "http_503", "drop_before", "ratelimited"],
)
async def test_when_slack_cannot_say_the_link_decides(
    slack: SandboxSlack, tokens: Tokens, people: People, fault: str
) -> None:
    slack.fail("users.info", fault, times=-1, retry_after=5)
    member = people.member_of(press())
    await people.require_access(member, press())
    with pytest.raises(NotLinked):
        await people.propops(member)
    tokens.links[PRIYA] = Link("a" * 64)
    assert token_of(await people.propops(member)) == "a" * 64


async def test_a_link_opens_propops_as_that_person(tokens: Tokens, people: People) -> None:
    tokens.links[PRIYA] = Link("a" * 64, time.time() + 60, {"name": "Priya"})
    assert token_of(await people.propops(PRIYA)) == "a" * 64
    assert token_of(await people.lookups(PRIYA)) == "lists of " + "a" * 64
    assert await people.linked(PRIYA)
    with pytest.raises(NotLinked):
        await people.propops(PRIYA._replace(user="U0TOM00001"))


@pytest.mark.parametrize("link", [Link("a" * 64, expires_at=1.0), Link("a" * 64, dead_at=1.0)])
async def test_a_dead_link_opens_nothing_but_still_tells_whose_it_was(
    tokens: Tokens, people: People, link: Link
) -> None:
    tokens.links[PRIYA] = link
    with pytest.raises(TokenDead):
        await people.propops(PRIYA)
    assert await people.linked(PRIYA) is None
    assert await people.link(PRIYA) == link


async def test_a_token_that_cannot_be_opened_counts_as_none(tokens: Tokens, people: People) -> None:
    tokens.links[PRIYA] = Link("a" * 64)
    tokens.broken = True
    with pytest.raises(NotLinked):
        await people.propops(PRIYA)


async def test_a_refused_token_is_marked_dead(tokens: Tokens, people: People) -> None:
    tokens.links[PRIYA] = Link("a" * 64)
    await people.propops(PRIYA)
    await people.mark_token_dead(PRIYA)
    assert tokens.links[PRIYA].dead_at is not None


async def test_a_refusal_of_the_old_token_spares_the_new_one(
    tokens: Tokens, people: People
) -> None:
    tokens.links[PRIYA] = Link("b" * 64)
    assert not await people.mark_token_dead(PRIYA, Bearer("a" * 64).key)
    assert tokens.links[PRIYA].dead_at is None


async def test_a_new_token_that_is_refused_dies_at_once_and_is_told_once(
    tokens: Tokens, people: People
) -> None:
    tokens.links[PRIYA] = Link("b" * 64)
    told = [await people.mark_token_dead(PRIYA, Bearer("b" * 64).key) for _ in range(2)]
    assert told == [True, False]
    assert tokens.links[PRIYA].dead_at is not None


async def test_approvers_are_named_by_id_or_by_group(people: People) -> None:
    dana = Member("", TEAM, "U0DANA0001")
    assert await people.is_among(dana, ("U0DANA0001",))
    assert await people.is_among(dana, ("U0TOM00001", "S0APPROVER"))
    assert not await people.is_among(PRIYA, ("U0DANA0001", "S0APPROVER", "S0NOGROUP1"))
    assert not await people.is_among(PRIYA, ())


async def test_the_zone_is_the_persons_own_once_seen(slack: SandboxSlack, people: People) -> None:
    slack.workspace.people["U0PRIYA001"].tz = "Europe/Paris"
    assert people.zone(PRIYA) == LONDON
    await people.require_access(PRIYA)
    assert people.zone(PRIYA) == PARIS
