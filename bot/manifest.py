"""The Slack app manifest: one definition, for `manifest.yml` and for HTTP mode with an address.

Scopes follow from the methods the bot calls, events from what it listens to; a test compares both
with the code [reference/app-manifest].
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from bot.jobs.actions import SUBCOMMANDS
from bot.jobs.shortcuts import SHORTCUTS

SLACK_PATH = "/slack/events"
INSTALL_PATH, REDIRECT_PATH = "/slack/install", "/slack/oauth_redirect"
REDIRECTS = (REDIRECT_PATH, "/link/slack/callback")
"""Where Slack leads browsers back to: after installing, and after *Sign in with Slack*."""
ADDRESS_CHECK = "/link/check"
"""Where `propops-bot doctor` asks whether PUBLIC_URL leads to this bot."""

COMMAND = "/job"
_DOMAIN = re.compile(r"[a-z0-9][-a-z0-9.]{0,250}[a-z0-9]")
EVENTS: Mapping[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_uninstalled": (),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unshared": ("channels:read", "groups:read"),
    "entity_comments_requested": (),
    "entity_details_requested": (),
    "link_shared": ("links:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}
"""Each event with a listener, with the scopes it takes [reference/events]."""
OF_ORGANISATIONS = ("team_access_revoked",)
"""Events besides, of an app that whole organisations install."""
METHODS: Mapping[str, tuple[str, ...]] = {
    "apps_connections_open": (),  # connections:write of the app-level token
    "apps_uninstall": (),
    "auth_test": (),
    "chat_delete": ("chat:write",),
    "chat_postEphemeral": ("chat:write",),
    "chat_postMessage": ("chat:write", "chat:write.public"),
    "chat_unfurl": ("links:write",),
    "chat_update": ("chat:write",),
    "conversations_history": ("channels:history", "groups:history", "im:history"),
    "conversations_info": ("channels:read", "groups:read"),
    "conversations_members": ("channels:read", "groups:read"),
    "conversations_open": ("im:write",),
    "conversations_replies": ("channels:history", "groups:history", "im:history"),
    "entity_presentDetails": (),
    "files_info": ("files:read",),
    "usergroups_list": ("usergroups:read",),
    "usergroups_users_list": ("usergroups:read",),
    "users_info": ("users:read",),
    "views_open": (),
    "views_publish": (),
    "views_push": (),
    "views_update": (),
}
"""Each method the bot calls, with the scopes it takes [reference/methods]."""
SCOPES: tuple[str, ...] = tuple(sorted({"commands"}.union(*METHODS.values(), *EVENTS.values())))
"""`commands` is that of shortcuts too."""
WHY: Mapping[str, str] = {
    "channels:history": "finds its own card again after Slack's answer was lost, so that it is posted once",
    "channels:read": "whether it is in the channel that cards go to, who else is where a channel follows jobs, and whether that is shared",
    "chat:write": "cards, threads, private answers",
    "chat:write.public": "cards in a public channel nobody has invited it to",
    "commands": "`/job`, and the shortcuts in the menus of Slack and of messages",
    "files:read": "the photos and PDFs that people send along, fetched when they are sent on and never kept; "
    "without it forms leave them out",
    "groups:history": "as `channels:history`, in private channels it was invited to",
    "groups:read": "as `channels:read`, in private channels",
    "im:history": "as `channels:history`, in its own direct messages",
    "im:write": "tells a person privately: outcomes, links, approvals",
    "links:read": "is told of links to the host of `PROPOPS_JOB_URL`, of no other and of nothing else in a message",
    "links:write": "shows the job under such a link",
    "usergroups:read": "who is in a group named as approver or in a rule",
    "users:read": "whether somebody is a full member, a guest, or has left; names and time zones",
}
"""The table in docs/security.md is made of it."""
WITHOUT: Mapping[str, str] = {
    "channels:history": "after Slack's answer was lost, a card in a public channel may be there twice",
    "groups:history": "the same in a private channel",
    "im:history": "the same with a direct message",
}
"""What the bot does without each scope that a workspace may refuse it [changelog 2026-03-16, optional scopes]."""
OPTIONAL_SCOPES = tuple(scope for scope in SCOPES if scope in WITHOUT)

_DESCRIPTION = "Run PropOps maintenance jobs from Slack: raise, update, notify, restore."
_LONG_DESCRIPTION = (
    "Type /job new boiler not firing at 12 Elm Row tomorrow high £250, check the form, send it: the "
    "job is in PropOps, created as you, exactly once. A card in the channel shows it and stays true "
    "as the job changes, with Notify contractor and Restore on it. What needs a second pair of eyes "
    "waits for someone else's Approve. Nothing typed is ever lost."
)


def manifest(
    url: str | None = None, job_url: str | None = None, *, many: bool = False
) -> dict[str, Any]:
    """For Socket Mode, or with `url` (https, no path) for HTTP.

    `job_url`: PROPOPS_JOB_URL, whose host is then the domain of which links are previewed. `many`: for
    an app that many workspaces, and whole organisations, install at `url`; its tokens are rotated, which
    can't be switched off again [authentication/using-token-rotation].
    """
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
        events["bot_events"] = sorted([*EVENTS, *(OF_ORGANISATIONS if many else ())])
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
        "shortcuts": _shortcuts(),
        "slash_commands": [command],
    }
    if domain := unfurl_domain(job_url):
        features["unfurl_domains"] = [domain]
    settings: dict[str, Any] = {
        "interactivity": interactivity,
        "org_deploy_enabled": many,
        "socket_mode_enabled": endpoint is None,
        "token_rotation_enabled": many,
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
        "oauth_config": _oauth_config(url if many else None),
        "settings": settings,
    }


def _oauth_config(url: str | None) -> dict[str, Any]:
    """`url`: where workspaces install the app by themselves."""
    scopes = {"scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL_SCOPES)}}
    if url is None:
        return scopes
    return {"redirect_urls": [url.rstrip("/") + path for path in REDIRECTS], **scopes}


def unfurl_domain(job_url: str | None) -> str:
    """The domain of links to jobs; empty where Slack would take none, such as an address of this machine."""
    host = (urlsplit(job_url).hostname or "") if job_url else ""
    is_domain = "." in host and not host.rpartition(".")[2].isdecimal()
    return host if is_domain and _DOMAIN.fullmatch(host) else ""


def _shortcuts() -> list[dict[str, str]]:
    return [
        {
            "name": each.name,
            "type": "message" if each.of_message else "global",
            "callback_id": callback_id,
            "description": each.help,
        }
        for callback_id, each in SHORTCUTS.items()
    ]


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


def scope_table() -> str:
    """Markdown: each scope, why it is asked for, and what is done without it."""
    rows = [f"| `{scope}` | {WHY[scope]} | {WITHOUT.get(scope, 'needed')} |" for scope in SCOPES]
    return "\n".join(["| scope | why | without it |", "|---|---|---|", *rows])
