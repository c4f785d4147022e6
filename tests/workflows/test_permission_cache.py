"""What a member's PropOps account may do is asked of the account they are linked to now."""

import asyncio
from types import SimpleNamespace
from typing import cast

from bot.jobs.change import Member
from bot.members.links import Links
from bot.propops.gateway import Gateway
from bot.propops.parse.accounts import Rights
from bot.workflows.linking.permissions import PermissionCache

PRIYA = Member("", "T1", "UPRIYA")


class Accounts:
    """Two accounts; the first answers only once it may."""

    def __init__(self) -> None:
        self.token, self.may_answer = "first", asyncio.Event()

    async def linked(self, _member: Member) -> SimpleNamespace:
        return SimpleNamespace(token=self.token)

    def as_person(self, token: str) -> SimpleNamespace:
        async def permissions() -> Rights:
            if token == "first":
                await self.may_answer.wait()
            return Rights(frozenset({token}))

        return SimpleNamespace(permissions=permissions)


async def test_a_late_answer_about_an_earlier_account_counts_for_nothing() -> None:
    accounts = Accounts()
    cache = PermissionCache(cast("Links", accounts), cast("Gateway", accounts))
    cache.prefetch(PRIYA)
    await asyncio.sleep(0)
    accounts.token = "second"
    cache.forget(PRIYA)
    assert (await cache.of(PRIYA)).keys == {"second"}
    accounts.may_answer.set()
    await asyncio.sleep(0.01)
    assert (await cache.of(PRIYA)).keys == {"second"}
