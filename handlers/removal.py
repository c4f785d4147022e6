"""The app was removed from a workspace, or its bot token revoked."""

from typing import Any

from bot.web.bolt import Routes
from bot.workflows.linking.removal import Removal


def register(routes: Routes) -> None:
    routes.event("app_uninstalled")(removed)
    routes.event("tokens_revoked")(removed)
    routes.event("team_access_revoked")(access_revoked)


async def removed(body: dict[str, Any], removal: Removal) -> None:
    """Deletes the links, keeps the changes [reference/events/app_uninstalled, tokens_revoked]."""
    event = body.get("event") or {}
    bots: tuple[str, ...] = ()
    if event.get("type") == "tokens_revoked":
        bots = tuple(map(str, (event.get("tokens") or {}).get("bot") or ()))
        if not bots:
            return
    at = body.get("event_time")
    await removal.removed(
        str(body.get("team_id") or ""),
        str(body.get("enterprise_id") or ""),
        str(event.get("type", "")),
        at=float(at) if isinstance(at, int) else 0.0,
        bots=bots,
    )


async def access_revoked(body: dict[str, Any], removal: Removal) -> None:
    """An organisation took workspaces out of its installation [reference/events/team_access_revoked]."""
    event = body.get("event") or {}
    teams = [str(each) for each in event.get("team_ids") or ()]
    await removal.lost_access(teams, "team_access_revoked")
