"""*Yes, it's me too* and *No*: the answer of an account's owner, in their direct messages."""

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.members.access import Access
from bot.views import link_owner as views
from bot.web.bolt import Routes
from bot.workflows.linking.account_owners import AccountOwners
from bot.workflows.promises import Promises
from handlers.background import Background
from handlers.request import Request


def register(routes: Routes) -> None:
    routes.action(views.YES)(say_yes)
    routes.action(views.NO)(say_no)


async def say_yes(
    ack: AsyncAck,
    request: Request,
    pressed: str,
    access: Access,
    account_owners: AccountOwners,
    promises: Promises,
    background: Background,
) -> None:
    """*Yes, it's me too*: counts only for the owner whom the message asked, once, and in time."""
    await ack()
    work = _answer(request, pressed, "yes", access, account_owners, promises, background)
    background.start(work, request)


async def say_no(
    ack: AsyncAck,
    request: Request,
    pressed: str,
    access: Access,
    account_owners: AccountOwners,
    promises: Promises,
    background: Background,
) -> None:
    """*No, that's not me.*"""
    await ack()
    work = _answer(request, pressed, "no", access, account_owners, promises, background)
    background.start(work, request)


async def _answer(
    request: Request,
    pressed: str,
    answer: str,
    access: Access,
    account_owners: AccountOwners,
    promises: Promises,
    background: Background,
) -> None:
    await access.require_access(request.member)
    thanks = views.thanks(await account_owners.answer(request.member, pressed, answer))
    at = (request.member, request.place, request.url, thanks)
    if not await promises.replace(*at, ephemeral=request.ephemeral):
        await background.reply(request, thanks)
