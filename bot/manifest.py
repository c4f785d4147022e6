"""The Slack app manifest: one definition, for `manifest.yml` and for HTTP mode with an address.

Scopes follow from the methods the bot calls, events from what it listens to; a test compares both
with the code [reference/app-manifest].
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.jobs.actions import SUBCOMMANDS

SLACK_PATH = "/slack/events"

COMMAND = "/job"
EVENTS: tuple[str, ...] = (
    "app_uninstalled",
    "channel_shared",
    "channel_unshared",
    "entity_comments_requested",
    "entity_details_requested",
    "link_shared",
    "tokens_revoked",
    "user_change",
)
"""Event types with a listener."""
METHODS: Mapping[str, tuple[str, ...]] = {
    "apps_connections_open": (),  # connections:write of the app-level token
    "auth_test": (),
    "chat_delete": ("chat:write",),
    "chat_postEphemeral": ("chat:write",),
    "chat_postMessage": ("chat:write", "chat:write.public"),
    "chat_unfurl": ("links:read", "links:write"),  # without the first no link is told of
    "chat_update": ("chat:write",),
    "conversations_history": ("channels:history", "groups:history", "im:history"),
    "conversations_info": ("channels:read", "groups:read"),
    "conversations_open": ("im:write",),
    "conversations_replies": ("channels:history", "groups:history", "im:history"),
    "entity_presentDetails": (),
    "files_info": ("files:read",),
    "usergroups_list": ("usergroups:read",),
    "usergroups_users_list": ("usergroups:read",),
    "users_info": ("users:read",),
    "views_open": (),
    "views_push": (),
    "views_update": (),
}
"""Each method the bot calls, with the scopes it takes [reference/methods]."""
SCOPES: tuple[str, ...] = tuple(
    sorted({"commands"}.union(*(scopes for scopes in METHODS.values())))
)

_DESCRIPTION = "Run PropOps maintenance jobs from Slack: raise, update, notify, restore."
_LONG_DESCRIPTION = (
    "Type /job new boiler not firing at 12 Elm Row tomorrow high £250, check the form, send it: the "
    "job is in PropOps, created as you, exactly once. A card in the channel shows it and stays true "
    "as the job changes, with Notify contractor and Restore on it. What needs a second pair of eyes "
    "waits for someone else's Approve. Nothing typed is ever lost."
)


def manifest(url: str | None = None) -> dict[str, Any]:
    """For Socket Mode, or with `url` (https, no path) for HTTP."""
    endpoint = url.rstrip("/") + SLACK_PATH if url else None
    command: dict[str, Any] = {
        "command": COMMAND,
        "description": "Raise, see and change PropOps jobs",
        "usage_hint": _usage_hint(),
        "should_escape": True,
    }
    interactivity: dict[str, Any] = {"is_enabled": True}
    events: dict[str, Any] = {}
    if EVENTS:
        events["bot_events"] = sorted(EVENTS)
    if endpoint:
        command["url"] = endpoint
        interactivity |= {"request_url": endpoint, "message_menu_options_url": endpoint}
        if EVENTS:
            events["request_url"] = endpoint
    features: dict[str, Any] = {
        "app_home": {
            "home_tab_enabled": "app_home_opened" in EVENTS,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": True,
        },
        "bot_user": {"display_name": "PropOps", "always_online": True},
        "slash_commands": [command],
    }
    settings: dict[str, Any] = {
        "interactivity": interactivity,
        "org_deploy_enabled": False,
        "socket_mode_enabled": endpoint is None,
        "token_rotation_enabled": False,
    }
    if events:
        settings["event_subscriptions"] = events
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "PropOps",
            "description": _DESCRIPTION,
            "long_description": _LONG_DESCRIPTION,
            "background_color": "#1f4e5f",
        },
        "features": features,
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": settings,
    }


def _usage_hint() -> str:
    """The words after /job that most people need, from the table of them all."""
    rows = SUBCOMMANDS.items()
    return " | ".join(f"{name} {each.hint}".strip() for name, each in rows if each.hint is not None)


def as_yaml(value: Any) -> str:
    """Plain YAML of dicts, lists, strings and flags: all a manifest holds."""
    return "\n".join(_lines(value)) + "\n"


def _lines(value: Any) -> list[str]:
    lines = []
    if isinstance(value, dict):
        for key, each in value.items():
            if isinstance(each, dict | list) and each:
                lines += [f"{key}:", *(f"  {line}" for line in _lines(each))]
            else:
                lines.append(f"{key}: {_scalar(each)}")
    else:
        for each in value:
            first, *rest = _lines(each) if isinstance(each, dict | list) else [_scalar(each)]
            lines += [f"- {first}", *(f"  {line}" for line in rest)]
    return lines


_NO_STRINGS = {"yes", "no", "on", "off", "true", "false", "null"}


def _scalar(value: Any) -> str:
    """Words that YAML could take for something else are quoted, as JSON quotes them."""
    plain = isinstance(value, str) and re.fullmatch(r"[A-Za-z/][\w:./-]*\w", value, re.ASCII)
    if plain and value.lower() not in _NO_STRINGS:
        return str(value)
    return json.dumps(value, ensure_ascii=False)
