"""Whose payload it is: of commands, presses, forms, options and events alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.slack.payload_parts import part_of, text_of


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
            user=text_of(body, "user_id"),
            team=text_of(body, "team_id"),
            context=_workspace(text_of(body, "team_id")),
            enterprise=text_of(body, "enterprise_id"),
        )
    user, team = part_of(body, "user"), part_of(body, "team")
    context = _workspace(
        text_of(team, "id"), text_of(body, "context_team_id"), text_of(user, "team_id")
    )
    own = text_of(user, "team_id") or text_of(team, "id")
    return PayloadUser(
        user=text_of(user, "id"),
        team=own,
        context=context,
        enterprise=text_of(part_of(body, "enterprise"), "id")
        or text_of(team, "enterprise_id")
        or text_of(user, "enterprise_id"),
        bot=bool(user.get("is_bot")),
    )


def _of_event(body: Mapping[str, Any], event: Mapping[str, Any]) -> PayloadUser:
    """The wrapper names where the app is installed; the person's own team stands in the event."""
    user = event.get("user")
    whole: Mapping[str, Any] = user if isinstance(user, Mapping) else {}
    shared = bool(body.get("is_ext_shared_channel"))
    own = (
        text_of(event, "user_team")
        or text_of(event, "source_team")
        or text_of(whole, "team_id")
        or text_of(event, "team")
    )
    grants = body.get("authorizations")
    grant = grants[0] if isinstance(grants, list) and grants else {}
    context = _workspace(
        text_of(body, "context_team_id"), text_of(body, "team_id"), text_of(grant, "team_id")
    )
    return PayloadUser(
        user=text_of(whole, "id") or (user if isinstance(user, str) else ""),
        team=own or ("" if shared else context),
        context=context,
        enterprise=text_of(body, "context_enterprise_id")
        or text_of(body, "enterprise_id")
        or text_of(grant, "enterprise_id"),
        shared=shared,
        bot=bool(event.get("bot_id")) or event.get("subtype") == "bot_message",
    )


def _workspace(*ids: str) -> str:
    return next((each for each in ids if each.startswith("T")), "")
