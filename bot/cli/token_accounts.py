"""Whose account a token is that the operator links, whether it works, and who else has that account."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.cli.outside import propops
from bot.cli.token_import import Entry
from bot.errors import NotAllowed, NotFound, PropOpsError, Refused, TokenDead
from bot.jobs.change import Member
from bot.jobs.write import CASE_NOTES, LIST, MANAGE
from bot.propops.gateway import Gateway
from bot.store.account_owners import AccountOwnerStore
from bot.workflows.linking.account_check import Account, EnteredToken, read_account

REFUSED = (
    "PropOps does not accept the token of {} of {}: it was copied wrongly, has run out, or a newer "
    "sign-in has replaced it."
)


@dataclass
class TokenAccounts:
    """What PropOps says of each member's token; a member without an account is one it did not tell.

    `missing`: permissions that the account lacks, by member. `asked`: whether PropOps was asked at all;
    `unanswered`: of whom it was asked, and gave no answer.
    """

    accounts: dict[Member, Account] = field(default_factory=dict)
    refused: list[Member] = field(default_factory=list)
    unanswered: list[Member] = field(default_factory=list)
    missing: dict[Member, list[str]] = field(default_factory=dict)
    asked: bool = False

    def identities(self, entry: Entry) -> list[str]:
        """What names the account; the token itself in any case."""
        account = self.accounts.get(entry.member) or Account("", entry.token_key)
        return account.identities

    @property
    def complaints(self) -> list[str]:
        """A sentence for each token that PropOps refuses."""
        return [REFUSED.format(member.user, member.team) for member in self.refused]


async def accounts_of(entries: Sequence[Entry], *, offline: bool = False) -> TokenAccounts:
    """Asks PropOps, where its address is set."""
    found = TokenAccounts()
    if offline:
        return found
    async with propops() as gateway:
        if gateway is None:
            return found
        found.asked = True
        for entry in entries:
            await _ask(gateway, entry, found)
    return found


async def _ask(gateway: Gateway, entry: Entry, found: TokenAccounts) -> None:
    try:
        account = await read_account(gateway, EnteredToken(entry.token))
        found.accounts[entry.member] = account
        rights = await gateway.as_person(entry.token).permissions()
    except TokenDead:
        found.refused.append(entry.member)
    except (NotAllowed, NotFound, Refused):
        return  # it answered, and tells no more
    except PropOpsError:
        if entry.member not in found.accounts:
            found.unanswered.append(entry.member)
    else:
        if rights.keys:  # else PropOps does not list them
            missing = [key for key in (MANAGE, CASE_NOTES) if not rights.allow(key)]
            if MANAGE in missing and not rights.allow(LIST):
                missing.append(LIST)
            found.missing[entry.member] = missing


async def shared_accounts(
    entries: Sequence[Entry], accounts: TokenAccounts, owners: AccountOwnerStore
) -> list[str]:
    """A sentence for each account that is or was somebody else's, or twice among the entries."""
    sentences, seen = [], dict[str, Member]()
    for entry in entries:
        member, identities = entry.member, accounts.identities(entry)
        others = await owners.others(member, identities)
        twice = [seen[each] for each in identities if each in seen]
        seen |= dict.fromkeys(identities, member)
        sentences += [
            f"The account of {member.user} is linked, or was, to {other.user} of {other.team}."
            for other in dict.fromkeys([*others, *twice])
        ]
    return sentences
