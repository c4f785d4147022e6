"""Who and what there is in the sandbox workspace: people, channels, user groups.

The cast is fixed so that demos and tests can speak of it:

| member | role        | why                                                            |
|--------|-------------|----------------------------------------------------------------|
| priya  | coordinator | Priya Shah, who raises the jobs                                |
| tom    | coordinator | Tom Reilly, her colleague                                      |
| dana   | approver    | Dana Okafor, who approves                                      |
| nia    | unlinked    | Nia Lowe, never linked an account; has an Enterprise Grid W id |
| gil    | guest       | Gil Adeyemi, a guest (`is_restricted`)                         |
| sol    | stranger    | Sol Marsh, of another company, in the shared channel           |
| wes    | deactivated | Wes Hart, who has left                                         |
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.sandbox.slack.messages import Message

Json = dict[str, Any]
Kind = Literal["public", "private", "im", "mpim"]

BOT = "U0PROPBOT1"
OTHER_TEAM = "T0OTHERCO1"


@dataclass(eq=False)
class Person:
    """A user of Slack. `team` is the workspace they belong to, maybe not this one."""

    id: str
    handle: str
    real_name: str
    role: str
    team: str
    tz: str = "Europe/London"
    is_restricted: bool = False
    is_bot: bool = False
    is_admin: bool = False
    deleted: bool = False

    @property
    def email(self) -> str:
        return f"{'.'.join(self.real_name.lower().split())}@harrowfield.example"

    def wire(self, home_team: str, *, with_email: bool) -> Json:
        """A user object [reference/objects/user-object]; outsiders show less of themselves."""
        stranger = self.team != home_team
        profile: Json = {
            "real_name": self.real_name,
            "display_name": self.handle,
            "real_name_normalized": self.real_name,
            "display_name_normalized": self.handle,
            "team": self.team,
        }
        if with_email and not stranger and not self.is_bot:
            profile["email"] = self.email
        person: Json = {
            "id": self.id,
            "team_id": self.team,
            "name": self.handle,
            "deleted": self.deleted,
            "profile": profile,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": 1_700_000_000,
        }
        if self.deleted:
            return person
        person |= {
            "real_name": self.real_name,
            "tz": self.tz,
            "tz_label": "Greenwich Mean Time",
            "tz_offset": 0,
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": False,
        }
        if stranger:
            person["is_stranger"] = True
        return person


@dataclass(eq=False)
class Channel:
    """A conversation and all that was ever said in it, ephemeral and deleted messages too."""

    id: str
    name: str
    kind: Kind = "public"
    members: set[str] = field(default_factory=set)
    is_archived: bool = False
    is_shared: bool = False
    messages: list[Message] = field(default_factory=list)

    @property
    def label(self) -> str:
        """As a person writes it: `#maintenance`."""
        return f"#{self.name}" if self.kind not in {"im", "mpim"} else self.name

    def partner(self) -> str:
        """The other side of a direct message with the bot."""
        return next((who for who in sorted(self.members) if who != BOT), BOT)

    def wire(self) -> Json:
        """A conversation object [reference/objects/conversation-object]."""
        common: Json = {
            "id": self.id,
            "created": 1_700_000_000,
            "is_archived": self.is_archived,
            "is_im": self.kind == "im",
            "is_org_shared": False,
        }
        if self.kind == "im":
            return common | {"user": self.partner(), "is_user_deleted": False}
        return common | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": True,
            "is_group": False,
            "is_mpim": self.kind == "mpim",
            "is_private": self.kind in {"private", "mpim"},
            "is_general": False,
            "is_shared": self.is_shared,
            "is_ext_shared": self.is_shared,
            "is_member": BOT in self.members,
            "creator": "U0PRIYA001",
            "num_members": len(self.members),
        }


@dataclass(frozen=True)
class UserGroup:
    """A group that can be mentioned, and named among the approvers."""

    id: str
    handle: str
    name: str
    members: tuple[str, ...]
    disabled: bool = False


def cast(team: str) -> list[Person]:
    """Everyone of the table above, and the bot itself."""
    return [
        Person("U0PRIYA001", "priya", "Priya Shah", "coordinator", team),
        Person("U0TOM00001", "tom", "Tom Reilly", "coordinator", team),
        Person("U0DANA0001", "dana", "Dana Okafor", "approver", team),
        Person("W0NIA00001", "nia", "Nia Lowe", "unlinked", team),
        Person("U0GIL00001", "gil", "Gil Adeyemi", "guest", team, is_restricted=True),
        Person("U0SOL00001", "sol", "Sol Marsh", "stranger", OTHER_TEAM),
        Person("U0WES00001", "wes", "Wes Hart", "deactivated", team, deleted=True),
        Person(BOT, "propops", "PropOps", "bot", team, is_bot=True),
    ]


def channels() -> list[Channel]:
    """The channels; the bot is in the first two and in the shared one."""
    team = {"U0PRIYA001", "U0TOM00001", "U0DANA0001", "W0NIA00001", "U0GIL00001"}
    return [
        Channel("C0MAINT001", "maintenance", members={*team, BOT}),
        Channel("C0APPROV01", "approvals", members={"U0PRIYA001", "U0TOM00001", "U0DANA0001", BOT}),
        Channel(
            "C0SHARED01", "elm-contractors", members={*team, "U0SOL00001", BOT}, is_shared=True
        ),
        Channel("C0GENERAL1", "general", members=set(team)),
        Channel("C0PRIVATE1", "private-one", "private", members={"U0PRIYA001", "U0DANA0001"}),
        Channel("C0OLDJOBS1", "old-jobs", members={*team, BOT}, is_archived=True),
    ]


def groups() -> list[UserGroup]:
    """`@approvers` has Dana in it, `@coordinators` Priya and Tom."""
    return [
        UserGroup("S0APPROVER", "approvers", "Approvers", ("U0DANA0001",)),
        UserGroup("S0COORDIN1", "coordinators", "Coordinators", ("U0PRIYA001", "U0TOM00001")),
        UserGroup("S0OLDGROUP", "night-shift", "Night shift", ("U0WES00001",), disabled=True),
    ]
