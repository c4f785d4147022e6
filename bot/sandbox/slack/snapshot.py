"""The whole workspace as JSON, for a page that draws it and for tests of another process."""

from typing import Any

from bot.sandbox.slack.views import View
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.slack.world import BOT, Channel, Person

Json = dict[str, Any]


def snapshot(workspace: Workspace) -> Json:
    """Everything there is now, deleted messages left out."""
    return {
        "team": {"id": workspace.identity.team, "name": workspace.identity.name},
        "bot": {"id": BOT, "name": workspace.people[BOT].real_name},
        "members": [_person(each) for each in workspace.people.values()],
        "channels": [_channel(each) for each in workspace.channels.values()],
        "views": {
            member: [_view(each) for each in stack]
            for member, stack in workspace.stacks.items()
            if stack
        },
        "homes": {member: _view(each) for member, each in workspace.homes.items()},
        "panels": [each.wire() for each in workspace.panels.all()],
        "faults": [
            {"method": each.method, "error": each.error, "times": each.times}
            for each in workspace.faults.listed()
        ],
        "complaints": workspace.complaints,
        "pings": [f"{each.where}: {each.mention}" for each in workspace.pings],
    }


def _person(person: Person) -> Json:
    return {
        "id": person.id,
        "handle": person.handle,
        "name": person.real_name,
        "role": person.role,
        "deleted": person.deleted,
    }


def _channel(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "is_archived": channel.is_archived,
        "is_shared": channel.is_shared,
        "members": sorted(channel.members),
        "messages": [each.snapshot() for each in channel.messages if not each.deleted],
    }


def _view(view: View) -> Json:
    return {"view": view.wire(), "errors": view.errors, "outline": view.outline()}
