"""Work after the ack: opening forms, private replies, and errors as replies."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from bot.errors import BotError, NotAllowed, NotLinked, NotWelcome, TokenDead
from bot.jobs.change import Member
from bot.slack.messenger import Messenger
from bot.store.audit_log import AuditEntry
from bot.store.refusals import RefusalLog
from bot.views import messages, modals
from bot.web import observed_request
from bot.workflows.drafts.drafts import Drafts
from bot.workflows.linking.invitations import Invitations
from bot.workflows.linking.status import LinkStatus
from handlers.pending_command import PendingCommand, keep_command
from handlers.request import Request
from handlers.sign_of_life import SignsOfLife

OPEN_WITHIN = 1.0
"""Seconds a form may take before a loading view is opened in its place (a trigger lives three)."""

MOST_OF_ONE = 20
"""Tasks of one member at once; what they ask for beyond that is not begun."""
ONE_MOMENT = (
    f"One moment: I'm still working on {MOST_OF_ONE} things you asked for, so I left out the last ones. "
    "Please ask for them again in a minute."
)

log = structlog.get_logger(__name__)


class Background:
    """Runs tasks after the ack, tells the member their failures privately, and sends private replies."""

    def __init__(
        self,
        messenger: Messenger,
        invitations: Invitations,
        link_status: LinkStatus,
        refusals: RefusalLog,
        drafts: Drafts,
        signs: SignsOfLife,
    ) -> None:
        self._messenger, self._invitations, self._link_status, self._refusals = (
            messenger,
            invitations,
            link_status,
            refusals,
        )
        self._drafts, self._signs = drafts, signs
        self._tasks: set[asyncio.Task[None]] = set()
        self._running: Counter[Member] = Counter()
        self._told_to_wait: set[Member] = set()

    def start(
        self,
        work: Coroutine[Any, Any, object],
        request: Request,
        keep: PendingCommand | None = None,
        *,
        is_answer: bool = True,
        ended: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Runs `work`; an expected failure is told privately, a bug logged and apologised for.

        `keep`: the command to offer again once the member has linked, after `NotLinked` or `TokenDead`.
        `is_answer`: the member waits for what it shows, and gets a sign of life if that takes long.
        `ended`: called once it is done, or its failure told; not where it was broken off.
        """
        self._running[request.member] += 1
        has_sign = is_answer and self._signs.begin(request)
        task = asyncio.create_task(self._whole(work, request, keep, ended, has_sign=has_sign))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: self._ended(request.member))
        if (observed := observed_request.current.get()) is not None:
            observed.begin()
            task.add_done_callback(lambda _: observed.end())

    def start_within_limit(
        self,
        work: Coroutine[Any, Any, object],
        request: Request,
        keep: PendingCommand | None = None,
    ) -> None:
        """As `start`, for what can be asked for again: not begun while the member has `MOST_OF_ONE` tasks.

        They are told so once, until they have fewer.
        """
        if self.leaves_out(request):
            work.close()
        else:
            self.start(work, request, keep)

    def leaves_out(self, request: Request) -> bool:
        """Whether the member has `MOST_OF_ONE` tasks, so that no more is begun of what can be asked for again.

        They are told so once, until they have fewer.
        """
        member = request.member
        if self._running[member] < MOST_OF_ONE:
            return False
        if member not in self._told_to_wait:
            self._told_to_wait.add(member)
            log.warning("a member asks for too much at once, leaving it out", team=member.team)
            self.start(self.reply_in_channel(request, messages.refused(ONE_MOMENT)), request)
        return True

    def expect(self, request: Request, is_due: Callable[[], Awaitable[bool]]) -> None:
        """Gives a sign of life if something done elsewhere takes long: `is_due` says whether it still does."""
        self._signs.begin(request, is_due)

    def _ended(self, member: Member) -> None:
        self._running[member] -= 1
        if self._running[member] < MOST_OF_ONE:
            self._told_to_wait.discard(member)
        if self._running[member] <= 0:
            del self._running[member]

    async def close(self, within: float) -> None:
        """Waits for the tasks that run, at most `within` seconds."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)

    async def open(
        self,
        request: Request,
        title: str,
        prepare: Awaitable[modals.View],
        *,
        keeps: tuple[type[BotError], ...] = (),
        kept: str = "",
        line: str = "",
    ) -> str | None:
        """Opens the view that `prepare` returns; a loading view first when it is slow.

        Returns the view id, None when Slack's trigger had expired. Errors of `prepare` reach the
        loading view where one is open, else they are raised. `keeps`: those that are raised in any case,
        since the caller keeps what was asked for as a draft; `kept` says so.
        `line`: what was typed, said again with an error in the loading view.
        """
        trigger, member = request.trigger, request.member
        await self._signs.end(trigger)  # the loading view is one
        ready = asyncio.ensure_future(prepare)
        with contextlib.suppress(TimeoutError):
            view = await asyncio.wait_for(asyncio.shield(ready), OPEN_WITHIN)
            return await self._messenger.open_view(trigger, view)
        try:
            view_id = await self._messenger.open_view(trigger, modals.loading(title))
        except BotError:
            ready.cancel()
            raise
        try:
            view = await ready
        except (NotLinked, TokenDead, NotAllowed) as error:
            if view_id is not None:
                await self._messenger.update_view(view_id, modals.sorry(title, error.advice))
            raise
        except BotError as error:
            if view_id is None:
                raise
            is_kept = isinstance(error, keeps)
            words = f"{error.advice} {kept}"
            told = (
                messages.apology(words, logged(error, member), passes=error.retryable)
                if is_kept
                else messages.with_line(explained(error, member), line)
            )
            await self._messenger.update_view(view_id, modals.message_view(title, told))
            if is_kept:
                raise
            return view_id
        except Exception:
            if view_id is not None:
                await self._messenger.update_view(view_id, modals.sorry(title, BotError.words))
            raise
        if view_id is None:
            return None
        await self._messenger.update_view(view_id, view)
        return view_id

    async def reply(self, request: Request, message: messages.Message) -> None:
        """A private message to the member, where it stays after a reload."""
        await self._signs.end(request.trigger)
        await self._messenger.send_privately(request.member, request.place, message, request.url)

    async def reply_in_channel(self, request: Request, message: messages.Message) -> None:
        """An ephemeral message to the member, in the channel of the request."""
        await self._signs.end(request.trigger)
        channel = request.place.channel
        await self._messenger.send_ephemeral(channel, request.member, message, request.url)

    async def record_refusal(self, request: Request, reason: str) -> None:
        """Records a refusal in the audit log; a failure is logged, and the member is told all the same."""
        try:
            await self._refusals.record(
                AuditEntry("refused", request.member, place=request.place.channel, outcome=reason)
            )
        except BotError as error:
            log.error(
                "recording a refusal in the audit log failed, going on",
                problem=type(error).__name__,
            )

    async def _whole(
        self,
        work: Coroutine[Any, Any, object],
        request: Request,
        keep: PendingCommand | None,
        ended: Callable[[], Awaitable[None]] | None,
        *,
        has_sign: bool,
    ) -> None:
        await self._guarded(work, request, keep, has_sign=has_sign)
        if ended is not None:
            await ended()

    async def _guarded(
        self,
        work: Coroutine[Any, Any, object],
        request: Request,
        keep: PendingCommand | None,
        *,
        has_sign: bool,
    ) -> None:
        try:
            await self._reported(work, request, keep)
        except Exception:
            code = observed_request.failed()
            log.exception("listener failed after its ack, apologising to the member", code=code)
            told = messages.apology(BotError.words, code)
            await self.reply(request, messages.with_line(told, _line(keep)))
        finally:
            if has_sign:
                await self._signs.end(request.trigger)

    async def _reported(
        self, work: Coroutine[Any, Any, object], request: Request, keep: PendingCommand | None
    ) -> None:
        """Runs `work`, and replies to an expected failure with its sentence."""
        try:
            await work
        except (NotLinked, TokenDead) as error:
            observed_request.note("not linked")
            if keep is not None:
                await keep_command(self._drafts, request, keep._asdict())
            request_kept = keep is not None
            await self.reply(
                request,
                await self._invitations.invitation_after(
                    request.member, error, request_kept=request_kept
                ),
            )
        except NotAllowed:
            observed_request.note("refused")
            refusal = await self._link_status.not_allowed(request.member)
            await self.record_refusal(request, refusal.advice)
            told = messages.refused(refusal.advice)
            await self.reply(request, messages.with_line(told, _line(keep)))
        except NotWelcome as error:
            observed_request.note("refused")
            await self.record_refusal(request, error.reason)
            await self.reply(request, messages.refused(error.advice))
        except BotError as error:
            told = explained(error, request.member)
            await self.reply(request, messages.with_line(told, _line(keep)))


def explained(error: BotError, member: Member | None = None) -> messages.Message:
    """What the error says; a failure that the person can't mend with a code, and a line of the log."""
    if error.is_answer:
        observed_request.note("refused")
        return messages.refused(error.advice)
    return messages.apology(error.advice, logged(error, member), passes=error.retryable)


def logged(error: BotError, member: Member | None = None) -> str:
    """The code of a failure that is about to be told, which now stands in the log."""
    code = observed_request.failed()
    log.warning(
        "a failure was told to a member",
        code=code,
        problem=type(error).__name__,
        cause=str(getattr(error, "cause", "") or getattr(error, "error", "")),
        member=member.user if member else "",
        team=member.team if member else "",
    )
    return code


def _line(keep: PendingCommand | None) -> str:
    return keep.line if keep is not None else ""
