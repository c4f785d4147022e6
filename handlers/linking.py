"""/job link, unlink, whoami; the form that takes a token."""

import time
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.errors import BotError, NotWelcome
from bot.jobs.change import Member, Place
from bot.jobs.promises import Promise
from bot.jobs.unused_words import MENTION
from bot.members.access import Access
from bot.members.links import Links
from bot.slack.messenger import Messenger
from bot.store.sent_notices import SentNoticeStore
from bot.views import linking as views
from bot.views import messages
from bot.views.blocks import Message
from bot.web.bolt import Routes
from bot.workflows.linking.invitations import Invitations
from bot.workflows.linking.linking import Linking
from bot.workflows.linking.status import LinkStatus
from bot.workflows.promises import Promises
from handlers.background import Background
from handlers.request import Modal, Request

_INVITED_AGAIN = 3600.0
"""Seconds in which a member's invitations to one colleague are one message."""


def register(routes: Routes) -> None:
    routes.action(views.OPEN)(opened_page)
    routes.action(views.PASTE)(open_form)
    routes.submission("link.token")(take_token)
    routes.event("user_change")(changed)
    routes.action(views.FORGET)(forget)


async def link(
    request: Request,
    typed: str,
    access: Access,
    links: Links,
    invitations: Invitations,
    messenger: Messenger,
    sent_notices: SentNoticeStore,
    background: Background,
) -> None:
    """Sends an invitation to link. `typed`: `[@colleague]`; without it the member's own."""
    await access.require_access(request.member)
    if not await sent_notices.claim_command(request.trigger):
        return
    if invited := MENTION.fullmatch(typed):
        colleague = request.member._replace(user=invited[1])
        message = await _invite(request, colleague, access, invitations, messenger)
    else:
        linked, why = await links.linked(request.member), ""
        if linked is not None:
            account = str(linked.linked_as.get("name") or "an account")
            why = f"You are linked as {account}. To switch to another account, use the button."
        message = await invitations.invitation(request.member, why, request_kept=False)
    await background.reply_in_channel(request, message)


async def unlink(
    request: Request,
    typed: str,
    access: Access,
    links: Links,
    sent_notices: SentNoticeStore,
    background: Background,
) -> None:
    """Asks first: what waits would have to be linked again."""
    del typed
    await access.require_access(request.member)
    if not await sent_notices.claim_command(request.trigger):
        return
    if await links.linked(request.member) is None:
        await background.reply_in_channel(request, views.unlinked(there_was=False))
        return
    name = await links.linked_name(request.member)
    await background.reply_in_channel(request, views.unlink_ask(name))


async def forget(
    ack: AsyncAck,
    request: Request,
    access: Access,
    linking: Linking,
    promises: Promises,
    background: Background,
) -> None:
    """*Unlink*, pressed after the question, in whose place the answer stands: deletes the token."""
    await ack()

    async def go() -> None:
        await access.require_access(request.member)
        there_was = await linking.unlink(request.member, request.place)
        told = views.unlinked(there_was=there_was)
        at = (request.member, request.place, request.url, told)
        if not await promises.replace(*at, ephemeral=request.ephemeral):
            await background.reply_in_channel(request, told)

    background.start(go(), request)


async def whoami(
    request: Request, typed: str, access: Access, link_status: LinkStatus, background: Background
) -> None:
    del typed
    await access.require_access(request.member)
    await background.reply_in_channel(request, await link_status.whoami(request.member))


COMMANDS = {"link": link, "unlink": unlink, "whoami": whoami}


async def _require_and_note_press(request: Request, access: Access, promises: Promises) -> None:
    """The press of an invitation by somebody who is let in: an ephemeral one has kept its promise."""
    await access.require_access(request.member)
    if request.ephemeral:
        await promises.pressed(request.member, request.url, Promise("link"))


async def opened_page(
    ack: AsyncAck,
    request: Request,
    pressed: str,
    access: Access,
    invitations: Invitations,
    promises: Promises,
    background: Background,
) -> None:
    """Slack opens the page itself; the press is recorded, for which an expired page gets a new address."""
    await ack()

    async def go() -> None:
        await _require_and_note_press(request, access, promises)
        if pressed:
            await invitations.tickets.record_press(request.member, pressed)

    background.start(go(), request)


async def open_form(
    ack: AsyncAck,
    request: Request,
    access: Access,
    invitations: Invitations,
    messenger: Messenger,
    promises: Promises,
    background: Background,
) -> None:
    """Opens the form that takes a token, where there is no link page."""
    await ack()

    async def go() -> None:
        await _require_and_note_press(request, access, promises)
        if not invitations.takes_tokens_in_slack:
            await background.reply(
                request, await invitations.invitation(request.member, request_kept=False)
            )
            return
        await messenger.open_view(request.trigger, views.paste_form())

    background.start(go(), request)


async def take_token(
    ack: AsyncAck,
    request: Request,
    modal: Modal,
    access: Access,
    linking: Linking,
    messenger: Messenger,
    background: Background,
) -> None:
    """Checks the token with PropOps after the ack; the form then shows the result."""
    token, ends = modal.text("token"), modal.day("expires")
    await ack(response_action="update", view=views.checking())

    async def go() -> None:
        try:
            await access.require_access(request.member, fresh=True)
            linked = await linking.by_form(request.member, token, ends)
        except BotError as error:
            words = error.advice
        else:
            words = f"Linked as {linked.name}." if linked.name else "Linked."
            words += f" {views.EMAILS_DIFFER}" if linked.emails_differ else ""
        if not await messenger.update_view(modal.id, views.outcome(words)):
            await messenger.send_privately(request.member, request.place, messages.refused(words))

    background.start(go(), request)


async def changed(body: dict[str, Any], access: Access) -> None:
    """Somebody's profile has changed: who is deactivated, or made a guest, counts as such at once."""
    user = (body.get("event") or {}).get("user")
    if isinstance(user, dict):
        access.people.learn(user)


async def _invite(
    request: Request,
    colleague: Member,
    access: Access,
    invitations: Invitations,
    messenger: Messenger,
) -> Message:
    """Invites a colleague. The answer doesn't tell whether they are linked already."""
    try:
        await access.require_access(colleague)
    except NotWelcome:
        return messages.refused("That person can't be linked: only full members of this team can.")
    name = await access.name(request.member)
    why = f"{name} asks you to link your Slack account to PropOps."
    invitation = await invitations.invitation(colleague, why, request_kept=False)
    once = f"{request.member.user}.{int(time.time() // _INVITED_AGAIN)}"
    key = f"invite:{'/'.join(colleague)}:{once}"
    if not await messenger.send_privately(colleague, Place(), invitation, key=key):
        return messages.refused("I couldn't reach them. Please ask them to type /job link.")
    return messages.refused("I've told them how to link.")
