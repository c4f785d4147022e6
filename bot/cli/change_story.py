"""A change's story as sentences, one for each thing that happened."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from bot.cli.names import Names
from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.store.cards import PostedCard
from bot.store.change_log import Attempt, Event

_ANSWERS = {
    "sent": "PropOps answered: it took it.",
    "unknown": "The answer was lost ({detail}).",
    "landed": "The answer was lost, and reading PropOps showed that it had taken it.",
    "not sent": "PropOps could not be reached; nothing left.",
    "throttled": "PropOps asked to wait; nothing was done.",
    "refused": "PropOps answered: it refused.",
    "set aside": "The answer was lost; it was decided to go on.",
}
_UNANSWERED = "No result: the bot was stopped in the middle, or is at it now."
_STATES = {
    "asked": "Accepted: stored, before Slack was told yes.",
    "waiting": "Waits for somebody's approval.",
    "applying": "The bot begins to carry it out.",
    "checking": "Nobody knows yet whether PropOps took it: it is looked for.",
    "done": "Done.",
    "failed": "It did not work; the member was told why.",
    "refused": "It was refused.",
    "expired": "It expired: nothing was sent.",
    "withdrawn": "It was taken back before it was sent.",
    "unknown": "It can't be found out whether PropOps took it: the member was asked.",
}
_WAITS = "It waits, and is tried again by itself."
"""Of a change that stays asked after a run."""
_DECISIONS = {"approve": "Approved", "reject": "Rejected", "withdraw": "Withdrawn"}
_OPERATOR = {
    "retry": "An operator had it tried again.",
    "withdraw": "An operator took it back.",
    "resolve": "An operator said what became of it.",
}


class StoryLine(NamedTuple):
    """`at` in Unix seconds."""

    at: float
    words: str


def sentences(
    change: Change,
    events: Sequence[Event],
    attempts: Sequence[Attempt],
    cards: Sequence[PostedCard] = (),
    names: Names | None = None,
) -> list[StoryLine]:
    """In the order things happened."""
    names = names or Names()
    by_number = {str(each.number): each for each in attempts}
    first = next((event for event in events if event.what == "asked"), None)
    told = (
        replace(event, detail=_WAITS)
        if event.what == "asked" and event is not first and not event.detail
        else event
        for event in events
    )
    lines = [line for event in told for line in _lines(change, event, by_number, names)]
    lines += [_card(each, names) for each in cards if each.ts]
    return sorted(lines, key=lambda line: line.at)


def _lines(
    change: Change, event: Event, by_number: dict[str, Attempt], names: Names
) -> Iterable[StoryLine]:
    write, at = WRITES[change.action], event.at
    match event.what:
        case "attempt":
            yield StoryLine(
                at, f"Sent to PropOps to {write.verb} the job (attempt {event.detail})."
            )
            attempt = by_number.get(event.detail)
            if attempt is None or not attempt.result:
                yield StoryLine(at, _UNANSWERED)
            else:
                words = _ANSWERS.get(attempt.result, "{detail}").format(detail=attempt.detail)
                yield StoryLine(attempt.result_at or at, words)
        case "run":
            if event.detail != "1":
                yield StoryLine(at, f"Taken up again (run {event.detail}).")
        case "notifying":
            yield StoryLine(at, "People are told in Slack.")
        case "duplicate check":
            jobs = event.detail
            once = (
                "it is there once." if jobs == "once" else f"PropOps has it twice or more: {jobs}."
            )
            yield StoryLine(at, f"Looked for once more, since its answer had been lost: {once}")
        case "approve" | "reject" | "withdraw":
            by = (
                f" by {names.person(change.member._replace(user=event.detail))}"
                if event.detail
                else ""
            )
            yield StoryLine(at, f"{_DECISIONS[event.what]}{by}.")
        case "expire":
            yield StoryLine(at, "Nobody decided in time.")
        case "operator":
            yield StoryLine(at, _OPERATOR.get(event.detail, "An operator decided about it."))
        case "asked" if event.detail:
            yield StoryLine(at, event.detail)
        case state if state in _STATES:
            yield StoryLine(at, " ".join(filter(None, (_STATES[state], event.detail))))
        case other:
            yield StoryLine(at, " ".join(filter(None, (other.capitalize(), event.detail))))


def _card(card: PostedCard, names: Names) -> StoryLine:
    """A message's time stamp is when Slack took it; a card that was there before is updated."""
    at, where = card.change_ended_at, names.channel(card.channel)
    posted = float(card.ts) if card.ts.replace(".", "", 1).isdigit() else at
    if posted >= at:
        return StoryLine(posted, f"Its card was posted in {where}.")
    return StoryLine(at, f"The card in {where} shows it.")
