"""Approval: what stands between a change and PropOps, who decides, and what everybody sees of it.

Every decision, yes or no, hands the change back to its workflow, which reads here what was decided.
So whatever happens to the process in between, the change goes on, once.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog

from bot.errors import BotError, CannotPost, NotWelcome
from bot.jobs.actions import WRITES
from bot.jobs.change import Action, Change, Json, Member
from bot.jobs.diff import changed, differences
from bot.jobs.model import Job
from bot.jobs.policy import Need, Policy
from bot.jobs.ports import PropOps
from bot.jobs.workhours import after, end_of_day
from bot.jobs.writing import moved_on
from bot.people import People
from bot.settings import Settings
from bot.slack.messenger import Messenger
from bot.store.approvals import Approval, ApprovalStore, Decided, Word
from bot.store.changes import ChangeStore
from bot.views import approvals as views
from bot.views import messages, modals
from bot.views.blocks import Message
from bot.workflows.cards import job_of
from bot.workflows.effects import masked
from bot.workflows.verdict import Verdict

_SENT = {"", "sent", "unknown", "landed"}
UNSET = (
    "This needs approval, but nobody is named to approve it. "
    "Please ask whoever runs this bot to set {}; then send it again."
)
OWN = "You asked for this yourself, so somebody else has to approve it."
GONE = "That change is no longer kept, so there is nothing to decide."
NOT_ONE = "Only its approvers can decide this: {}. Nothing was changed."

log = structlog.get_logger(__name__)


class Approvals:
    def __init__(
        self,
        store: ApprovalStore,
        changes: ChangeStore,
        people: People,
        messenger: Messenger,
        policy: Policy,
        settings: Settings,
        clock: Callable[[], float],
    ) -> None:
        self.store, self._changes, self._people = store, changes, people
        self._messenger, self.policy, self._clock = messenger, policy, clock
        self._channel, self._zone = settings.approvals_channel, settings.zone
        self._days, self._reminders = settings.approval_expiry_days, settings.approval_reminders

    # before anything is sent

    async def stop(self, change: Change, propops: PropOps) -> Verdict | None:
        """Why this may not be sent yet, or at all; None when it may. Raises `PropOpsError` kinds."""
        if any(each.result in _SENT for each in await self._changes.attempts(change.id)):
            return None
        mine = await self.standing_of(change.member)
        if no := self.policy.refusal(change.action, change.place.channel, mine):
            return Verdict("refused", "refused", no)
        known = await self.store.get(change.id)
        if known is not None and known.state == "open":
            return await self._asked(change, known, None)
        if known is not None and known.state != "approved":
            return await self._ended(known)
        job = None
        need = self.policy.need(change, None, mine)
        if known is not None or need is not None or self.policy.wants_job(change.action):
            job = await propops.get(change.job_uuid) if change.action != "create" else None
            need = self.policy.need(change, job, mine)
        if known is not None:
            return await self._again(change, known, job, need)
        if need is None:
            return None
        return await self._ask(change, need, job, 1)

    async def ended(self, change: Change) -> Verdict | None:
        """How an approval ended that was not given; None while it is open, or was given."""
        known = await self.store.get(change.id)
        over = known is not None and known.state not in {"open", "approved"}
        return await self._ended(known) if known is not None and over else None

    async def let(self, member: Member, action: Action, channel: str) -> None:
        """Before a form is opened. Raises `NotWelcome` where the operator's rules forbid it."""
        if not (self.policy.file.deny or self.policy.file.allow):
            return
        mine = await self.standing_of(member)
        if no := self.policy.refusal(action, channel, mine):
            raise NotWelcome(no)

    async def standing_of(self, member: Member) -> set[str]:
        """The users and groups named in the rules that this member is, or is in."""
        named = self.policy.members_named
        return {id_ for id_ in named if await self._people.is_among(member, {id_})}

    async def crowned(self, change: Change, verdict: Verdict, propops: PropOps) -> Verdict:
        """Keeps who approved with the outcome, and writes it into the job where that is allowed."""
        known = await self.store.get(change.id)
        if known is None or verdict.state != "done":
            return verdict
        names = [await self._people.name(each) for each in known.approved_by]
        uuid = verdict.uuid or change.job_uuid
        if uuid and change.action != "delete" and await self.store.note_once(change.id):
            asker = await self._people.name(change.member)
            done = WRITES[change.action].done
            text = f"{done} from Slack ({change.id}): asked by {asker}, approved by {' and '.join(names)}."
            try:
                await propops.add_case_note(uuid, text)
            except BotError as error:
                log.info("no case note of the approval", problem=type(error).__name__)
        return replace(verdict, extra={**verdict.extra, "approved_by": names})

    # decisions

    async def decide(
        self, who: Member, change_id: str, round_: int, word: Word, reason: str = ""
    ) -> Decided:
        """Raises `NotWelcome` for everybody who may not, with the reason."""
        change = await self.may_decide(who, change_id, word)
        decided = await self.store.decide(change_id, round_, who, word, reason)
        if decided is None:
            raise NotWelcome(GONE)
        if decided.counted and decided.approval.state == "open":
            await self.show(change, again=False)
        return decided

    async def may_decide(self, who: Member, change_id: str, word: Word = "reject") -> Change:
        """The change. Raises `NotWelcome` with the reason why they may not."""
        await self._people.welcome(who)
        change, known = await self._changes.get(change_id), await self.store.get(change_id)
        if change is None or known is None:
            raise NotWelcome(GONE)
        if word == "withdraw":
            if who != change.member:
                raise NotWelcome("Only the person who asked can withdraw this.")
        elif who == change.member:
            raise NotWelcome(OWN)
        elif not await self._people.is_among(who, known.who):
            raise NotWelcome(NOT_ONE.format(", ".join(await self._words(known))))
        return change

    async def told_first(self, decided: Decided, who: Member) -> str:
        """For somebody whose press did not count: who was first, or what else happened."""
        known = decided.approval
        mine = next((d for d in known.decisions if d.member.user == who.user), None)
        if known.state == "open" and mine is not None:
            return "You have approved this already; it waits for a second approver."
        last = known.decisions[-1] if known.decisions else None
        change = await self._changes.get(known.change_id)
        taken_back = change is not None and change.state == "withdrawn"
        word = "withdrawn" if taken_back else {"open": "asked anew"}.get(known.state, known.state)
        if last is None or not last.member.user:
            return f"This was {word} already. Nothing was changed."
        by = "you" if last.member.user == who.user else await self._people.name(last.member)
        return f"This was {word} already, by {by}. Nothing was changed."

    # what people see

    async def show(self, change: Change, *, again: bool) -> None:
        """The card as things stand. Raises `CannotPost`, `SlackSilent`."""
        known = await self.store.get(change.id)
        if known is None:
            return
        message = views.approval_card(await self.view(change, known))
        if known.ts:
            if await self._messenger.update(known.channel, known.ts, message):
                return
            if change.state != "waiting":
                return
        if change.state != "waiting" or self._channel is None:
            return
        ts = await self._messenger.post(
            self._channel,
            message,
            key=f"{change.id}:approval:{known.round}",
            maybe_sent_since=change.updated_at if again else None,
        )
        await self.store.posted(change.id, self._channel, ts)

    async def tell_waiting(self, change: Change, *, again: bool) -> None:
        """The card to the approvers, the news and the way back to the requester."""
        known = await self.store.get(change.id)
        if known is None:
            return
        try:
            await self.show(change, again=again)
        except CannotPost as error:
            log.error("the approvals channel can't be posted to", problem=error.error)
            words = f"This waits for approval, but {error.advice[0].lower()}{error.advice[1:]}"
            await self._messenger.tell(change.member, change.place, messages.refused(words))
        message = views.waiting(change, job_of(change), known.round)
        await self._messenger.tell(
            change.member, change.place, message, key=f"{change.id}:waiting:{known.round}"
        )

    def waiting_view(self, change: Change) -> modals.View:
        return views.waiting_view(change)

    async def view(self, change: Change, known: Approval) -> views.ApprovalView:
        job = _as_asked(change)
        before = Job.model_validate(change.before) if change.before else None
        rows = (
            changed(change.fields, before, change.names)
            if change.action == "update" and before is not None
            else []
        )
        over = change.state != "waiting" or known.state != "open"
        return views.ApprovalView(
            change,
            before or job,
            rows,
            known.why,
            known.who,
            known.round,
            known.needed,
            known.expires_at,
            await self._said(change, known),
            "over" if over else "open",
            _heading(change, known),
        )

    async def _said(self, change: Change, known: Approval) -> list[str]:
        lines = []
        for each in known.decisions:
            name = await self._people.name(each.member) if each.member.user else ""
            match each.decision:
                case "approve":
                    lines.append(f"Approved by {name}")
                case "reject":
                    lines.append(f"Rejected by {name}: {each.reason}")
                case "withdraw":
                    lines.append(f"Withdrawn by {name}")
                case "expire":
                    lines.append("Nobody decided in time")
        if known.state == "open" and known.needed > len(known.approved_by) > 0:
            lines.append("It waits for a second approver.")
        if anew := change.outcome.get("anew"):
            lines.insert(0, f"Asked anew: {anew}")
        if known.state == "approved" and change.state in {"failed", "refused", "expired"}:
            # in a channel: what PropOps itself said is for the person who asked
            lines.append(
                f"{WRITES[change.action].title} did not happen. The person who asked knows why."
            )
        return lines

    async def _words(self, known: Approval) -> list[str]:
        """Approvers in words: names of users, groups as a mention would show them."""
        users = [id_ for id_ in known.who if not id_.startswith("S")]
        names = [await self._people.name(Member("", "", id_)) for id_ in users]
        groups = len(known.who) - len(users)
        return names + (["the members of its approver group"] if groups else [])

    # asking

    async def _ask(
        self, change: Change, need: Need, job: Job | None, round_: int, anew: str = ""
    ) -> Verdict:
        missing = [
            name
            for name, value in (("APPROVERS", need.who), ("APPROVALS_CHANNEL", self._channel))
            if not value
        ]
        if missing:
            return Verdict("refused", "refused", UNSET.format(" and ".join(missing)))
        now = self._clock()
        expires = end_of_day(now, self._days, self._zone)
        known = Approval(
            change.id,
            round_,
            need.needed,
            need.why,
            need.who,
            amount=need.amount,
            stamp=job.updated_at if job is not None else "",
            asked_at=now,
            expires_at=expires,
            next_at=self.next_at(now, 0, expires),
        )
        old = await self.store.get(change.id)
        await self.store.open(known)
        if old is not None and old.ts:
            await self._close_card(change, old)
        return await self._asked(change, known, job, anew)

    def next_at(self, asked: float, stage: int, expires: float) -> float:
        """When the next reminder, or the end, is due."""
        if stage >= len(self._reminders):
            return expires
        return min(expires, after(asked, self._reminders[stage], self._zone))

    async def _asked(
        self, change: Change, known: Approval, job: Job | None, anew: str = ""
    ) -> Verdict:
        if job is not None:
            await self._changes.put(change.id, before=masked(job))
        extra: Json = {"approval": known.round} | ({"anew": anew} if anew else {})
        return Verdict(
            "waiting",
            "approval",
            known.why,
            uuid=job.uuid if job else "",
            ref=job.job_ref if job else "",
            before=job,
            extra=extra,
        )

    async def _ended(self, known: Approval) -> Verdict:
        last = known.decisions[-1] if known.decisions else None
        match known.state:
            case "withdrawn":
                return Verdict("withdrawn", "approval", "You withdrew it; nothing was sent.")
            case "expired":
                return Verdict(
                    "expired", "approval", "Nobody approved it in time, so it was not sent."
                )
            case _:
                name = await self._people.name(last.member) if last else "An approver"
                reason = last.reason if last else ""
                return Verdict("refused", "approval", f"{name} rejected it: {reason}")

    async def _again(
        self, change: Change, known: Approval, job: Job | None, need: Need | None
    ) -> Verdict | None:
        """Approved. Is it still the change, and the job, that was approved?"""
        if need is None or job is None or job.updated_at == known.stamp:
            return None
        if change.action == "update" and moved_on(change, job):
            return None  # goes back to the requester as a conflict; sent again, it is asked anew
        before = Job.model_validate(change.before) if change.before else job
        moved = ", ".join(row.label for row in differences(before, job))
        what = f"the job has changed since: {moved}." if moved else "the job has changed since."
        return await self._ask(change, need, job, known.round + 1, what)

    async def _close_card(self, change: Change, old: Approval) -> None:
        view = replace(
            await self.view(change, old), standing="over", outcome="Void: the job has changed"
        )
        await self.update_quietly(old, views.approval_card(view))

    async def update_quietly(self, known: Approval, message: Message) -> None:
        try:
            await self._messenger.update(known.channel, known.ts, message)
        except BotError as error:
            log.warning("an approval card was not updated", problem=type(error).__name__)


def _heading(change: Change, known: Approval) -> str:
    if change.state == "withdrawn":
        return "Withdrawn"
    match known.state:
        case "rejected":
            return "Rejected"
        case "withdrawn":
            return "Withdrawn"
        case "expired":
            return "Expired"
        case "approved" if change.state == "done":
            return f"Approved · {WRITES[change.action].done}"
        case "approved" if change.state in {"failed", "refused", "expired"}:
            return "Approved, but it did not go through"
        case _:
            return "Approved"


def _as_asked(change: Change) -> Job:
    """The job as it would be."""
    bare: Any = change.but(after={})
    return job_of(bare)
