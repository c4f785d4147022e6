"""auth.test, users.* and usergroups.*: who is who."""

from typing import Any

from bot.sandbox.slack.calls import Call
from bot.sandbox.slack.refusals import SlackRefused
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.slack.world import Person, UserGroup

Json = dict[str, Any]


def api_test(_workspace: Workspace, call: Call) -> Json:
    if call.has("error"):
        raise SlackRefused(call.string("error"))
    return {"args": dict(call.args)}


def auth_test(workspace: Workspace, _call: Call) -> Json:
    identity = workspace.identity
    return {
        "url": f"https://{identity.domain}.slack.com/",
        "team": identity.name,
        "user": workspace.people[identity.bot_user].handle,
        "team_id": identity.team,
        **({"enterprise_id": identity.enterprise} if identity.enterprise else {}),
        "user_id": identity.bot_user,
        "bot_id": identity.bot,
        "is_enterprise_install": False,
    }


def info(workspace: Workspace, call: Call) -> Json:
    person = workspace.people.get(call.string("user"))
    if person is None:
        raise SlackRefused("user_not_found")
    return {"user": _wire(workspace, call, person)}


def list_all(workspace: Workspace, call: Call) -> Json:
    rows = [_wire(workspace, call, person) for person in workspace.people.values()]
    page, cursor = call.page(rows, 1_000, 1_000)
    return {
        "members": page,
        "cache_ts": int(workspace.clock()),
        "response_metadata": {"next_cursor": cursor},
    }


def by_email(workspace: Workspace, call: Call) -> Json:
    for person in workspace.people.values():
        if person.email == call.string("email") and not person.deleted and not person.is_bot:
            return {"user": _wire(workspace, call, person)}
    raise SlackRefused("users_not_found")


def usergroups_list(workspace: Workspace, call: Call) -> Json:
    groups = [
        _group(workspace, group)
        for group in workspace.groups.values()
        if not group.disabled or call.flag("include_disabled")
    ]
    return {"usergroups": groups}


def usergroup_members(workspace: Workspace, call: Call) -> Json:
    group = workspace.groups.get(call.string("usergroup"))
    if group is None or (group.disabled and not call.flag("include_disabled")):
        raise SlackRefused("no_such_subteam")
    return {"users": list(group.members)}


def _wire(workspace: Workspace, call: Call, person: Person) -> Json:
    with_email = "users:read.email" in call.scopes
    wire = person.wire(workspace.identity.team, with_email=with_email)
    enterprise = workspace.identity.enterprise
    if enterprise and person.team == workspace.identity.team:
        teams = [workspace.identity.team]
        wire["enterprise_user"] = {"id": person.id, "enterprise_id": enterprise, "teams": teams}
    return wire


def _group(workspace: Workspace, group: UserGroup) -> Json:
    return {
        "id": group.id,
        "team_id": workspace.identity.team,
        "handle": group.handle,
        "name": group.name,
        "is_usergroup": True,
        "date_delete": 1_700_000_000 if group.disabled else 0,
        "user_count": len(group.members),
    }
