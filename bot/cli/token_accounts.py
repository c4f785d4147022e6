"""Whose account a token is that the operator links, and who else has that account."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from bot.cli.token_import import Entry
from bot.errors import PropOpsError
from bot.jobs.change import Member
from bot.propops.gateway import Gateway
from bot.propops.http.transport import Transport
from bot.settings import Settings
from bot.store.account_owners import AccountOwnerStore
from bot.workflows.linking.account_check import Account, EnteredToken, read_account


@dataclass(frozen=True)
class TokenAccounts:
    """What names each member's account; `unread`: of how many only the token does."""

    identities: dict[Member, list[str]] = field(default_factory=dict)
    unread: int = 0


async def accounts_of(entries: Sequence[Entry]) -> TokenAccounts:
    """Asks PropOps, where its address is set; the tokens themselves are compared in any case."""
    by_token = {entry.member: Account("", entry.token_key).identities for entry in entries}
    try:
        settings = Settings()
    except ValidationError:
        return TokenAccounts(by_token, len(entries))
    transport = Transport(settings.propops_base_url, settings.propops_timeout_seconds)
    gateway, unread = Gateway(transport, settings.names), 0
    try:
        for entry in entries:
            try:
                account = await read_account(gateway, EnteredToken(entry.token))
            except PropOpsError:
                unread += 1
            else:
                by_token[entry.member] = account.identities
    finally:
        await gateway.aclose()
    return TokenAccounts(by_token, unread)


async def shared_accounts(
    entries: Sequence[Entry], accounts: TokenAccounts, owners: AccountOwnerStore
) -> list[str]:
    """A sentence for each account that is or was somebody else's, or twice among the entries."""
    sentences, seen = [], dict[str, Member]()
    for entry in entries:
        member, identities = entry.member, accounts.identities[entry.member]
        others = await owners.others(member, identities)
        twice = [seen[each] for each in identities if each in seen]
        seen |= dict.fromkeys(identities, member)
        sentences += [
            f"The account of {member.user} is linked, or was, to {other.user} of {other.team}."
            for other in dict.fromkeys([*others, *twice])
        ]
    return sentences
