"""Forms that were closed before they were sent: kept, and offered back to their member in one message.

Slack tells that a form was closed, and not what was in it: `state.values` of a `view_closed` is empty
(recorded payload in slackapi/bolt-python, tests/slack_bolt/request). So every input of these forms sends
what is entered at once, and the newest is kept: in memory, a second later at most in the database, since
another process may hear of the close.
"""

import asyncio
import hashlib
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import structlog

from bot.concurrency import Turns
from bot.errors import BotError
from bot.jobs.change import Json, Member, Place
from bot.jobs.promises import DRAFT_SECONDS
from bot.lru_dict import LruDict
from bot.slack.messenger import Messenger
from bot.store.drafts import Draft, DraftStore
from bot.views import unsent_forms as views
from bot.views.blocks import Message
from bot.views.form_reader import contents
from bot.views.unsent_forms import UnsentForm
from bot.workflows.drafts.sent_forms import SentForms
from bot.workflows.drafts.unsent_content import REJECT, content_of, entered_in, name_of

UNSENT, OFFER = "unsent", "unsent offer"
"""Kinds of draft: a form that was not sent; where the message stands that offers all of a member's."""
KEPT_WITHIN = 1.0
"""Seconds after which what was entered is in the database."""
_LATE = 0.5
"""Seconds more until another process has certainly stored it."""
_MOST_OPEN = 2_000

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class OpenForm:
    """A form that a member has, or had, in front of them.

    `values`: what is in it, `initial`: what it began with, both as Slack's `state.values`. `metadata`:
    its `private_metadata`; `written`: the same as text.
    """

    member: Member
    place: Place
    view_id: str
    callback: str
    metadata: Json = field(repr=False)
    written: str = field(repr=False)
    values: Mapping[str, Any] = field(repr=False)
    initial: Mapping[str, Any] = field(repr=False)

    @property
    def touched(self) -> bool:
        """Whether there is something else in it than at first."""
        return contents(self.values) != contents(self.initial)

    @property
    def draft_id(self) -> str:
        """The draft it was opened from, where it holds more than that one's beginning. One for all reasons of a
        member for the same no.
        """
        if self.callback == REJECT:
            of = f"{_offer_id(self.member)}:{self.written}"
            return f"F-{hashlib.sha256(of.encode()).hexdigest()[:20]}"
        resumed = self.metadata.get("resumed")
        return str(resumed) if isinstance(resumed, str) and resumed else f"F-{self.view_id}"

    @property
    def may_be_offered(self) -> bool:
        """Whether a message may offer what is kept of it while it is open."""
        return self.callback == REJECT or bool(self.metadata.get("resumed"))


class UnsentForms:
    """Every method is harmless when repeated."""

    def __init__(self, store: DraftStore, messenger: Messenger, clock: Callable[[], float]) -> None:
        self._store, self._messenger, self._clock = store, messenger, clock
        self._open: LruDict[str, OpenForm] = LruDict(_MOST_OPEN)
        self._writing: dict[str, asyncio.Task[None]] = {}
        self._written: LruDict[str, bool] = LruDict(_MOST_OPEN)
        """Views of which this process has stored something."""
        self._sent = SentForms(self._drop_sent)
        self._turns = Turns()

    def entered(self, form: OpenForm) -> None:
        """Something was entered in the form."""
        earlier = self._open.get(form.view_id)
        # a form that was redrawn since begins with what was typed
        self._open[form.view_id] = replace(form, initial=earlier.initial) if earlier else form
        self._sent.withdraw(form.draft_id, form.view_id)
        if form.view_id not in self._writing:
            task = asyncio.create_task(self._write_soon(form.view_id))
            self._writing[form.view_id] = task
            task.add_done_callback(lambda done: self._written_down(form.view_id, done))

    def _written_down(self, view_id: str, task: asyncio.Task[None]) -> None:
        if self._writing.get(view_id) is task:  # not of one that was stopped before
            del self._writing[view_id]

    async def closed(self, form: OpenForm) -> None:
        """The form was closed: keeps it and offers it back, if there was anything of its member in it."""
        entered = self._open.pop(form.view_id, None)
        if entered is not None:
            await self._stop_writing(form.view_id)
            touched = entered.touched
            form = replace(form, values=entered.values)
        else:
            await asyncio.sleep(KEPT_WITHIN + _LATE)  # until another process has written it
            draft = await self._store.get(form.draft_id)
            if draft is not None and draft.kind == UNSENT and draft.member == form.member:
                if draft.content.get("touched"):
                    await self._offer(form, draft)
                return
            if form.metadata.get("resumed") and (draft is None or draft.content.get("closed")):
                return  # discarded or sent meanwhile
            touched = False
            form = replace(form, values=form.initial)
        if not (touched or form.metadata.get("typed")):
            await self._forget(form)
            return
        draft = await self._draft(form, touched=True)
        if draft is not None:
            await self._offer(form, draft)

    async def sent(self, form: OpenForm) -> None:
        """The form was sent: from here on its change is kept. What another process has stored of it, or is
        about to store, is dropped some seconds later.
        """
        self._open.pop(form.view_id, None)
        await self._stop_writing(form.view_id)
        if self._written.pop(form.view_id, False) or form.may_be_offered:
            await self._forget(form)
        self._sent.add(form.draft_id, form.view_id, form.member)

    async def discard(self, member: Member, draft_id: str) -> bool:
        """Whether the message that offers it says so now."""
        draft = await self._store.get(draft_id)
        if draft is None or draft.member != member:
            return False
        await self._end(draft)
        return draft.kind == UNSENT and await self._redraw(member, views.discarded())

    async def write_all(self) -> None:
        """Before the process ends: another one may hear of the close."""
        for view_id in list(self._writing):
            await self._stop_writing(view_id)
            await self._write(view_id)
        await self._sent.close()

    async def _write_soon(self, view_id: str) -> None:
        await asyncio.sleep(KEPT_WITHIN)
        await self._write(view_id)

    async def _write(self, view_id: str) -> None:
        form = self._open.get(view_id)
        if form is None:
            return
        try:
            draft = await self._draft(form, touched=form.touched)
            if draft is not None:
                self._written[view_id] = True
                await _to_its_end(self._store.put(draft))
        except BotError as error:
            log.warning("keeping an open form failed, going on", problem=type(error).__name__)

    async def _stop_writing(self, view_id: str) -> None:
        """What is being stored already is stored when this ends: nothing lands behind what follows."""
        task = self._writing.pop(view_id, None)
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    async def _draft(self, form: OpenForm, *, touched: bool) -> Draft | None:
        """None for a form that can't be opened again: the one it began from is no longer kept."""
        base = await self._store.get(str(form.metadata.get("form", "")))
        base = base if base is not None and base.member == form.member else None
        content = content_of(form.callback, form.metadata, form.written, form.values, base)
        if content is None:
            log.info("a closed form can't be opened again, leaving it", form=form.callback)
            return None
        now = self._clock()
        return Draft(
            id=form.draft_id,
            member=form.member,
            kind=UNSENT,
            job_uuid=str(form.metadata.get("job", "")),
            content=content | {"touched": touched, "view": form.view_id},
            place=replace(
                form.place,
                channel=str(form.metadata.get("channel", "")),
                card=str(content.get("card", "")),
            ),
            created_at=now,
            expires_at=now + DRAFT_SECONDS,
        )

    async def _forget(self, form: OpenForm) -> None:
        for draft in await self._store.get_many([form.draft_id]):
            await self._drop(draft, form.member)

    async def _drop_sent(self, sent: Mapping[tuple[str, str], Member]) -> None:
        for draft in await self._store.get_many(list({id_: None for id_, _ in sent})):
            await self._drop(draft, sent.get((draft.id, str(draft.content.get("view", "")))))

    async def _drop(self, draft: Draft, member: Member | None) -> None:
        if draft.kind == UNSENT and draft.member == member:
            await self._end(draft)
            if draft.content.get("closed"):
                await self._redraw(draft.member, views.sent())

    async def _end(self, draft: Draft) -> None:
        """An update's draft stays as what its form began with: sent twice, it is the same change."""
        if draft.kind == UNSENT and draft.content.get("base"):
            await self._store.put(replace(draft, kind="update"))
        else:
            await self._store.drop(draft.id)

    async def _offer(self, form: OpenForm, draft: Draft) -> None:
        """One message for all of the member's, the newest at the end of their direct messages; the same one
        for a form whose close is told twice.
        """
        now, member = self._clock(), form.member
        kept, until = draft.content | {"closed": True}, now + DRAFT_SECONDS
        draft = replace(draft, content=kept, created_at=now, expires_at=until)
        await self._store.put(draft)
        async with self._turns.turn(member):
            message = views.unsent(await self._offered(member))
            earlier = await self._store.get(_offer_id(member))
            try:
                key = f"unsent:{draft.id}:{form.view_id}"
                channel, ts = await self._messenger.post_dm(member, message, key=key)
            except BotError as error:
                log.warning("offering a closed form failed", problem=type(error).__name__)
                await self._messenger.send_privately(member, draft.place, message)
                return
            content: Json = {"channel": channel, "ts": ts}
            offer = Draft(
                _offer_id(member),
                member,
                OFFER,
                content=content,
                created_at=now,
                expires_at=until,
            )
            await self._store.put(offer)
            if earlier is not None and earlier.content != content:
                where = earlier.content
                await self._messenger.delete(str(where["channel"]), str(where["ts"]))

    async def _redraw(self, member: Member, none_left: Message) -> bool:
        """Whether the message that offers the member's forms shows those that are left."""
        async with self._turns.turn(member):
            offer = await self._store.get(_offer_id(member))
            if offer is None:
                return False
            forms = await self._offered(member)
            message = views.unsent(forms) if forms else none_left
            where = offer.content
            try:
                shown = await self._messenger.update(
                    str(where["channel"]), str(where["ts"]), message
                )
            except BotError as error:
                log.warning("redrawing the closed forms failed", problem=type(error).__name__)
                return False
            if not forms:
                await self._store.drop(offer.id)
            return shown

    async def _offered(self, member: Member) -> list[UnsentForm]:
        drafts = await self._store.of(member)
        return [
            UnsentForm(each.id, name_of(each.content), each.created_at, entered_in(each.content))
            for each in drafts
            if each.kind == UNSENT and each.content.get("closed")
        ]


async def _to_its_end(storing: Coroutine[Any, Any, None]) -> None:
    """Cancelled meanwhile, it ends only once the statement has: the database does not take it back."""
    task = asyncio.create_task(storing)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def _offer_id(member: Member) -> str:
    return f"O-{member.enterprise}-{member.team}-{member.user}"
