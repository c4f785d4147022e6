"""/job link, unlink, whoami; the form that takes a token; the app taken out of a workspace."""

import re
from typing import Any

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BotError, NotWelcome
from bot.jobs.change import Member, Place
from bot.members.access import People
from bot.slack.messenger import Messenger
from bot.views import linking as views
from bot.views import messages
from bot.views.blocks import Message
from bot.web.bolt import Routes
from bot.workflows.linking.linking import Linking
from handlers.background import Background
from handlers.request import Request, read_request

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")

log = structlog.get_logger(__name__)


def register(routes: Routes) -> None:
    routes.action(views.OPEN)(pressed)
    routes.action(views.PASTE)(open_form)
    routes.submission("link.token")(take_token)
    routes.event("app_uninstalled")(removed)
    routes.event("tokens_revoked")(removed)


class LinkCommands:
    """The three words after /job that are about oneself."""

    def __init__(self, linking: Linking, people: People, messenger: Messenger) -> None:
        self._linking, self._people, self._messenger = linking, people, messenger

    async def run(self, name: str, who: Request, typed: str = "") -> None:
        await self._people.require_access(who.member)
        match name:
            case "link" if invited := _MENTION.fullmatch(typed):
                message = await self._invite(who, who.member._replace(user=invited[1]))
            case "link":
                linked = await self._people.linked(who.member)
                why = ""
                if linked is not None:
                    known = str(linked.linked_as.get("name") or "an account")
                    why = (
                        f"You are linked as {known}. To switch to another account, use the button."
                    )
                message = await self._linking.invitation(who.member, why, kept=False)
            case "unlink":
                gone = await self._linking.unlink(who.member, who.place)
                message = views.unlinked(there_was=gone)
            case _:
                message = await self._linking.about(who.member)
        await self._messenger.send_ephemeral(who.place.channel, who.member, message, who.url)

    async def _invite(self, who: Request, other: Member) -> Message:
        """Tells a colleague how to link. What the answer says never depends on their link."""
        try:
            await self._people.require_access(other)
        except NotWelcome:
            return messages.refused(
                "That person can't be linked: only full members of this team can."
            )
        name = await self._people.name(who.member)
        why = f"{name} asks you to link your Slack account to PropOps."
        told = await self._linking.invitation(other, why, kept=False)
        key = f"invite:{'/'.join(other)}:{who.trigger}"
        if not await self._messenger.send_privately(other, Place(), told, key=key):
            return messages.refused("I couldn't reach them. Please ask them to type /job link.")
        return messages.refused("I've told them how to link.")


async def pressed(
    ack: AsyncAck, body: dict[str, Any], people: People, linking: Linking, after: Background
) -> None:
    """Slack opens the page by itself; one whose address is over waits there for a fresh one."""
    who, mark = read_request(body, people), str(body["actions"][0].get("value") or "")
    await ack()

    async def go() -> None:
        await people.require_access(who.member)
        if mark:
            await linking.tickets.record_press(who.member, mark)

    after.start(go(), who)


async def open_form(
    ack: AsyncAck, body: dict[str, Any], people: People, linking: Linking,
    messenger: Messenger, after: Background,
) -> None:  # fmt: skip
    await ack()
    who = read_request(body, people)

    async def go() -> None:
        await people.require_access(who.member)
        if not linking.takes_tokens_in_slack:
            message = await linking.invitation(who.member, kept=False)
            await messenger.send_privately(who.member, who.place, message, who.url)
            return
        await messenger.open_view(who.trigger, views.paste_form())

    after.start(go(), who)


async def take_token(
    ack: AsyncAck, body: dict[str, Any], people: People, linking: Linking,
    messenger: Messenger, after: Background,
) -> None:  # fmt: skip
    """PropOps is asked after the ack; the form then says what came of it."""
    who, view = read_request(body, people), body["view"]
    values = view["state"]["values"]
    token = str(values["token"]["token"].get("value") or "")
    ends = str(values.get("expires", {}).get("expires", {}).get("selected_date") or "")
    await ack(response_action="update", view=views.checking())

    async def go() -> None:
        try:
            await people.require_access(who.member)
            name = await linking.by_form(who.member, token, ends)
        except BotError as error:
            words = error.advice
        else:
            words = f"Linked as {name}." if name else "Linked."
        if not await messenger.update_view(view["id"], views.outcome(words)):
            await messenger.send_privately(who.member, who.place, messages.refused(words))

    after.start(go(), who)


async def removed(body: dict[str, Any], linking: Linking) -> None:
    """The app was taken out, or its bot token revoked: links go, changes stay as they are."""
    event = body.get("event") or {}
    if event.get("type") == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
        return
    team, enterprise = str(body.get("team_id") or ""), str(body.get("enterprise_id") or "")
    await linking.forget_workspace(team, enterprise, str(event.get("type", "")))
