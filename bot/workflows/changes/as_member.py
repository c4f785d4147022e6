"""Runs a step of a change with its member's own token; without a valid token the change waits."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.errors import NotLinked, NotWelcome, OutcomeUnknown, TokenDead, Unverified
from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.jobs.outcome import Outcome
from bot.jobs.ports import PropOps
from bot.members.access import Access
from bot.members.links import Links
from bot.workflows.linking.waiting import waits_for_link
from bot.workflows.outcome import RunResult, stays, waiting

LINK_PATIENCE = 7 * 86400
"""Seconds a change waits for its member to link before it expires."""
RELINKED = 1.0
"""Seconds until the next run of a change whose member linked again during this one."""
SLACK_SILENT = 30.0
"""Seconds until the next run of a change while Slack can't say who its member is."""
NOT_SENT = "Your Slack account isn't linked to PropOps yet, so nothing was sent."
NEVER_LINKED = (
    "Nobody linked in time, so this was not sent. Please type /job link, then send it again."
)


class AsMember:
    def __init__(
        self,
        access: Access,
        links: Links,
        clock: Callable[[], float],
        give_way: Callable[[], Awaitable[None]],
    ) -> None:
        """`give_way`: awaited before anything is asked of PropOps; the answers to Slack go first."""
        self._access, self._links, self._clock = access, links, clock
        self._give_way = give_way

    async def run(
        self, change: Change, work: Callable[[PropOps], Awaitable[RunResult]]
    ) -> RunResult:
        """The result of `work`, which is given PropOps as the member; without a valid token the change waits."""
        await self._give_way()
        try:
            if (
                change.state == "asked"
            ):  # members who left or became guests since then may send nothing
                await self._access.require_access(change.member)
            propops = await self._links.propops(change.member)
            return await self._explain_permission(change, await work(propops))
        except TokenDead as error:
            await self._links.mark_token_dead(change.member, error.key)
            if await self._links.linked(change.member):  # linked again while this ran
                return RunResult(stays(change), due_in=RELINKED)
            return self._wait_for_link(change, error.advice)
        except NotLinked as error:
            not_sent = change.state == "asked"
            return self._wait_for_link(change, NOT_SENT if not_sent else error.advice)
        except Unverified as error:
            return waiting(change, error.advice, SLACK_SILENT)
        except NotWelcome as error:
            return RunResult("refused", Outcome("refused", error.advice))

    async def _explain_permission(self, change: Change, result: RunResult) -> RunResult:
        """A 403 names the account and the permission."""
        if not result.outcome.forbidden:
            return result
        error = await self._links.not_allowed(change.member, WRITES[change.action].permission)
        return result.with_outcome(replace(result.outcome, said=error.advice))

    def _wait_for_link(self, change: Change, words: str) -> RunResult:
        """The change waits until its member links, at most `LINK_PATIENCE` seconds.

        `words`: why, a whole sentence.
        """
        now = self._clock()
        since = change.outcome.parked_at or now if waits_for_link(change) else now
        seconds_left = since + LINK_PATIENCE - now
        if seconds_left <= 0 and change.state == "checking":
            return RunResult("unknown", Outcome("lost", OutcomeUnknown("lost").advice))
        if seconds_left <= 0:
            return RunResult("expired", Outcome("link", NEVER_LINKED))
        outcome = Outcome("link", words, parked_at=since)
        return RunResult(stays(change), outcome, due_in=seconds_left + 1)

    def link_expired(self, change: Change) -> RunResult | None:
        """The result of a change whose member did not link in time, also where they have linked since."""
        since = change.outcome.parked_at
        if not waits_for_link(change) or since is None or change.state == "checking":
            return None
        late = self._clock() - since > LINK_PATIENCE
        return RunResult("expired", Outcome("link", NEVER_LINKED)) if late else None
