"""The bot between the two sandboxes, three people who use it, and a clock that the walk moves."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from bot.app import App
from bot.sandbox.slack.messages import Message
from bot.sandbox.testbed import Testbed
from bot.store.schema import changes, is_open, kept_presses
from tests.board_walk.followed import Followed
from tests.board_walk.model import APPROVAL, CLOSED, STUCK, Deletion, Model, Person, Row
from tests.board_walk.stepped_time import SteppedTime
from tests.board_walk.times import LONDON, moment
from tests.board_walk.wanted import Wanted
from tests.waiting import until

NEW_YORK = ZoneInfo("America/New_York")
REFRESH = 300.0
"""CARDS_REFRESH_SECONDS."""
POLLED_EVERY = 6.0
"""Seconds within which what falls due is begun, while the bot is awake."""
PEOPLE = {
    "priya": Person("priya", "Priya Shah", LONDON, approves=True),
    "dana": Person("dana", "Margaret Ellison", NEW_YORK, approves=True),
    "nia": Person("nia", "Rebecca Lister", LONDON, approves=False, agent=301),
}
"""Nia's account sees the jobs of one agent alone."""
_HOURS = (time(8), time(9), time(17))
"""When something falls due: mornings, reminders, the end of an approval."""
_UNLINKED_AT_MOST = 5 * 86_400.0
"""Two days before a change no longer waits for its member to link."""


_CONTRACTORS = {"ace": 201, "aire": 202}


def _same(value: Any) -> Any:
    return value


async def _nothing() -> None:
    return None


@dataclass
class Stage:
    play: Testbed
    clock: SteppedTime
    model: Model
    card_of: dict[str, Message] = field(default_factory=dict)
    workers: dict[str, set[str]] = field(default_factory=dict)
    """By reference: who changed the job from Slack."""
    home_opened: dict[str, float] = field(default_factory=dict)
    hopped_at: float = 0.0
    """What time it was when periodic tasks were begun last: since then some has gone by."""
    titles: int = 0
    unlinked: dict[str, float] = field(default_factory=dict)
    """Whose link has ended, and since when."""
    waiting: list[tuple[str, str]] = field(default_factory=list)
    """Jobs that go to PropOps once their member has linked again: who, and the title."""
    left: set[str] = field(default_factory=set)
    """Who has left Slack."""
    is_away: bool = False
    """PropOps answers nobody."""
    is_recovering: bool = False
    """It does again, but what was to be sent meanwhile need not be there yet."""
    followed: Followed = field(default_factory=Followed)
    behind: set[str] = field(default_factory=set)
    """Jobs that were changed in PropOps while they were closed: their cards are compared twelve times less often."""
    edits: dict[str, int] = field(default_factory=dict)
    """By reference: how often others have changed the job in PropOps itself."""
    own_changes: dict[str, int] = field(default_factory=dict)
    """By reference: how often the job was changed from Slack."""
    wanted: Wanted = field(default_factory=Wanted)
    ended_now: set[Row] = field(default_factory=set)
    """What came to its end in the last hop: a message of that moment may have it or not."""
    linked_now: set[str] = field(default_factory=set)
    """Who was linked since the hop before: nobody has planned their morning message yet."""
    arriving: set[str] = field(default_factory=set)
    """Titles of jobs that go to PropOps about now: they may be there already, or not."""
    on_hop: Callable[[], None] = lambda: None
    """Looks at what has arrived, after each hop."""
    look: Callable[[], Awaitable[None]] = _nothing
    """Looks at all that people see, an interval later."""
    look_while_away: Callable[[], Awaitable[None]] = _nothing

    @property
    def app(self) -> App:
        assert self.play.app is not None
        return self.play.app

    def jobs(self) -> list[dict[str, Any]]:
        return self.play.propops.jobs

    def job(self, ref: str) -> dict[str, Any] | None:
        return self.play.propops.job_by(ref)

    def title(self) -> str:
        self.titles += 1
        return f"Leak {self.titles:03}"

    def status(self, name: str) -> int:
        return next(
            int(each["ID"]) for each in self.play.propops.rows("statuses") if each["name"] == name
        )

    def as_stored(self, entered: Mapping[str, Any]) -> dict[str, Any]:
        """What was entered into a form, as PropOps has it."""
        read: Mapping[str, Callable[[Any], Any]] = {
            "status_id": self.status,
            "contractor_id": lambda typed: _CONTRACTORS[typed[0]] if typed else None,
            "job_total_budget": float,
        }
        return {name: read.get(name, _same)(value) for name, value in entered.items()}

    # people

    def is_linked(self, who: str) -> bool:
        return who not in self.unlinked and who not in self.left

    def linked(self) -> list[Person]:
        return [each for who, each in PEOPLE.items() if self.is_linked(who)]

    async def link_again(self, who: str) -> None:
        """With the form that takes a token; what has waited for it goes its way."""
        del self.unlinked[who]
        self.linked_now.add(who)
        member = self.play.slack.member(who)
        seen = len(member.ephemerals)
        await member.command("/job link")
        await until(lambda: len(member.ephemerals) > seen)
        await member.press(member.ephemerals[-1], "Link your account")
        form = await member.modal(having="token")
        await member.fill(form, token=self.play.propops.token_for(PEOPLE[who].account))
        await member.submit(form)
        await until(lambda: member.top is None or "inked as" in member.top.outline())
        if member.top is not None:
            await member.close(member.top)
        await self.tick()
        for each in [each for each in self.waiting if each[0] == who]:
            self.waiting.remove(each)
            self.raised(*each)

    def raised(self, who: str, title: str) -> None:
        """A job was raised from Slack."""
        [ref] = [str(job["job_ref"]) for job in self.jobs() if job["job_title"] == title]
        self.model.raised[ref] = PEOPLE[who].account
        self.changed_by(who, ref)

    # time

    async def settle(self) -> None:
        """Until the bot has nothing more to do by itself."""

        async def none_is_under_way() -> bool:
            await self.app.engine.idle()
            if self.app.flows.deferred_tasks._running:
                return False
            now = self.clock()
            soon = now if self.is_away else now + 5
            due = changes.c.send_at <= now, changes.c.due_at <= soon
            left = sa.select(sa.literal(1)).where(is_open(changes), *due)
            pressed = sa.select(sa.literal(1)).select_from(kept_presses)
            both = sa.union_all(left, pressed)
            return not await self.app.stores.database.call(lambda each: each.execute(both).first())

        await until(none_is_under_way)
        await self.app.engine.idle()
        await self.play.slack.settled()

    async def tick(self) -> None:
        """Periodic tasks whose time has come run, and what they have begun ends."""
        await self.clock.run_due(len(self.app._scheduler._loops))
        await self.settle()

    async def refreshed(self) -> None:
        """An interval later: everything was compared with PropOps, told and drawn."""
        last = 60 + POLLED_EVERY if self.followed.follows else POLLED_EVERY
        for seconds in (POLLED_EVERY, REFRESH + 1, POLLED_EVERY, last):
            await self.hop(self.clock() + seconds)

    async def hop(self, to: float) -> None:
        """No further at once than to where a deletion is sent: what is read at that moment may be either."""
        due = [each.at + 5 for each in self.model.deletions.values() if each.at + 5 < to]
        if due and min(due) > self.clock():
            await self.hop(min(due))
        for who, since in list(self.unlinked.items()):
            if to - since > _UNLINKED_AT_MOST:
                await self.link_again(who)
        self.ended_now.clear()
        self.followed.note(self.jobs())
        self.clock.hop(to)
        self.hopped_at = self.clock()
        await self.tick()
        for ref, deletion in list(self.model.deletions.items()):
            if deletion.at <= self.clock():
                await self.deletion_sent(ref, deletion)
        for asked in list(self.model.asked):
            if asked.expires <= self.clock():
                self.model.ended(asked, "expired", self.clock())
                self.ended_now |= {(APPROVAL, asked.name), (STUCK, asked.name)}
        self.on_hop()
        self.linked_now.clear()

    async def deletion_sent(self, ref: str, deletion: Deletion) -> None:
        """Its time is over, or somebody did not want to wait."""
        del self.model.deletions[ref]
        job = self.job(ref)
        if job is not None and not PEOPLE[deletion.asked.by].sees(job):
            return  # there was nothing to delete, as far as their account goes
        if job is not None and job["updated_at"] != deletion.version:
            deletion.asked.round += 1
            deletion.asked.at = self.clock()
            self.model.asked.append(deletion.asked)
        else:
            await until(lambda: self.job(ref) is None)
            self.model.done("delete", ref)
            self.workers.setdefault(ref, set()).add(deletion.asked.by)

    async def go_on(self, seconds: float) -> None:
        """So much later, awake at each moment at which something is to come."""
        end = self.clock() + seconds
        day = datetime.fromtimestamp(self.clock(), LONDON).date() - timedelta(days=1)
        moments = {end}
        while moment(day, time()) < end:
            for zone in (LONDON, NEW_YORK):
                moments |= {moment(day, at, zone) + 20 for at in _HOURS}
            day += timedelta(days=1)
        for at in sorted(moments):
            if self.clock() < at <= end:
                await self.hop(at)

    async def restart(self) -> None:
        await self.play.restart_bot()
        await self.tick()

    # what jobs there are

    def raise_job(self, by: str, **fields: Any) -> str:
        job = self.play.propops.raise_job(by, **(self.plain() | fields))
        self.model.raised[job["job_ref"]] = by
        return str(job["job_ref"])

    def plain(self) -> dict[str, Any]:
        return {
            "job_title": self.title(),
            "job_description": "x",
            "address_id": 501,
            "priority_id": 43,
            "job_type_id": 72,
            "status_id": self.status("New"),
            "agent_id": 301,
        }

    def edit(self, ref: str, **fields: Any) -> None:
        """Tom changes it in PropOps."""
        if not self.job_is_open(ref):
            self.behind.add(ref)
        self.play.propops.edit(ref, by="Tom Reilly", **fields)
        self.edits[ref] = self.edits.get(ref, 0) + 1

    def changed_by(self, who: str, ref: str) -> None:
        """The job was changed from Slack."""
        self.behind.discard(ref)
        self.own_changes[ref] = self.own_changes.get(ref, 0) + 1
        self.model.last_by[ref] = who
        self.model.updated.pop(ref, None)
        self.workers.setdefault(ref, set()).add(who)

    def job_is_open(self, ref: str) -> bool:
        job = self.job(ref)
        return job is not None and job["status_name"] not in CLOSED

    def broadcasts(self, ref: str) -> list[Message]:
        """What the channel was told of the job, beside its thread."""
        told = self.play.slack.messages("maintenance")
        return [each for each in told if each.broadcast and ref in each.text]

    def replies(self, card: Message | None) -> int:
        return len(self.play.slack.thread(card)) if card is not None else 0

    def find_cards(self) -> None:
        found: dict[str, list[Message]] = {}
        for message in self.play.slack.messages("maintenance"):
            ref = re.search(r"JOB-\d+", message.text)
            if ref is not None and not message.is_reply and not message.deleted:
                found.setdefault(ref[0], []).append(message)
        twice = {ref: len(each) for ref, each in found.items() if len(each) > 1}
        assert not twice, f"more than one card: {twice}"
        self.card_of = {ref: card for ref, [card] in found.items()}
