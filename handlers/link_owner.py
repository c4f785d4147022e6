"""*Yes, it's me too* and *No*: the answer of an account's owner, in their direct messages."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.jobs.change import Json
from bot.members.access import Access
from bot.views import link_owner as views
from bot.web.bolt import Routes
from bot.workflows.linking.account_owners import AccountOwners
from bot.workflows.promises import Promises
from handlers.background import Background
from handlers.kept_presses import PressTable
from handlers.request import Request


def register(routes: Routes) -> None:
    routes.action(views.YES)(say_yes)
    routes.action(views.NO)(say_no)


async def say_yes(ack: AsyncAck, request: Request, pressed: str, presses: PressTable) -> None:
    """*Yes, it's me too*: counts only for the owner whom the message asked, once, and in time."""
    await presses.take(ack, "share", request, {"request": pressed, "answer": "yes"})


async def say_no(ack: AsyncAck, request: Request, pressed: str, presses: PressTable) -> None:
    """*No, that's not me.*"""
    await presses.take(ack, "share", request, {"request": pressed, "answer": "no"})


async def answer(
    request: Request,
    given: Json,
    access: Access,
    account_owners: AccountOwners,
    promises: Promises,
    background: Background,
) -> None:
    """Keeps the owner's answer."""
    await access.require_access(request.member)
    words = await account_owners.answer(request.member, given["request"], given["answer"])
    thanks = views.thanks(words)
    at = (request.member, request.place, request.url, thanks)
    if not await promises.replace(*at, ephemeral=request.ephemeral):
        await background.reply(request, thanks)


PRESSES = {"share": answer}
