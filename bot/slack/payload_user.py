"""Whose payload it is: of commands, presses, forms, options and events alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PayloadUser:
    """`team`: the person's own, `T…` or on Enterprise Grid `E…`; empty when the payload is silent.

    `context`: the workspace it happened in (`T…`). `shared`: in a channel shared with another
    organisation [apis/slack-connect].
    """

    user: str = ""
    team: str = ""
    context: str = ""
    enterprise: str = ""
    shared: bool = False
    bot: bool = False


def payload_user(body: Mapping[str, Any]) -> PayloadUser:
    """Reads any payload; what it doesn't say is empty [reference/interaction-payloads]."""
    if isinstance(body.get("event"), Mapping):
        return _of_event(body, body["event"])
    if "command" in body and "user" not in body:
        return PayloadUser(
            user=_text(body, "user_id"),
            team=_text(body, "team_id"),
            context=_workspace(_text(body, "team_id")),
            enterprise=_text(body, "enterprise_id"),
        )
    user, team = _part(body, "user"), _part(body, "team")
    context = _workspace(_text(team, "id"), _text(body, "context_team_id"), _text(user, "team_id"))
    own = _text(user, "team_id") or _text(team, "id")
    return PayloadUser(
        user=_text(user, "id"),
        team=own,
        context=context,
        enterprise=_text(_part(body, "enterprise"), "id")
        or _text(team, "enterprise_id")
        or _text(user, "enterprise_id"),
        bot=bool(user.get("is_bot")),
    )


def _of_event(body: Mapping[str, Any], event: Mapping[str, Any]) -> PayloadUser:
    """The wrapper names where the app is installed; the person's own team stands in the event."""
    user = event.get("user")
    whole: Mapping[str, Any] = user if isinstance(user, Mapping) else {}
    shared = bool(body.get("is_ext_shared_channel"))
    own = (
        _text(event, "user_team")
        or _text(event, "source_team")
        or _text(whole, "team_id")
        or _text(event, "team")
    )
    grants = body.get("authorizations")
    grant = grants[0] if isinstance(grants, list) and grants else {}
    context = _workspace(
        _text(body, "context_team_id"), _text(body, "team_id"), _text(grant, "team_id")
    )
    return PayloadUser(
        user=_text(whole, "id") or (user if isinstance(user, str) else ""),
        team=own or ("" if shared else context),
        context=context,
        enterprise=_text(body, "context_enterprise_id")
        or _text(body, "enterprise_id")
        or _text(grant, "enterprise_id"),
        shared=shared,
        bot=bool(event.get("bot_id")) or event.get("subtype") == "bot_message",
    )


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def _workspace(*ids: str) -> str:
    return next((each for each in ids if each.startswith("T")), "")
