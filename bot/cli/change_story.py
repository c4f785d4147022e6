"""A change's story as sentences, one for each thing that happened."""

from collections.abc import Iterable, Sequence

from bot.jobs.actions import WRITES
from bot.jobs.change import Change
from bot.store.change_log import Attempt, Event

_RESULTS = {
    "sent": "PropOps took it.",
    "unknown": "the answer was lost ({detail}).",
    "landed": "the answer was lost, and reading PropOps showed that it had taken it.",
    "not sent": "PropOps could not be reached; nothing left.",
    "throttled": "PropOps asked to wait; nothing was done.",
    "refused": "PropOps refused it.",
    "set aside": "the answer was lost; the member decided to go on.",
    "": "no result: the bot was stopped in the middle, or is at it now.",
}
_STATES = {
    "asked": "Stored, before Slack was told yes.",
    "waiting": "Waits for somebody's approval.",
    "applying": "The bot begins to carry it out.",
    "checking": "Nobody knows yet whether PropOps took it: it is looked for.",
    "done": "Done.",
    "failed": "It did not work; the member was told why.",
    "refused": "It was refused.",
    "expired": "It expired: nothing was sent.",
    "withdrawn": "The member took it back before it was sent.",
    "unknown": "It can't be found out whether PropOps took it: the member was asked.",
}


def sentences(
    change: Change, events: Sequence[Event], attempts: Sequence[Attempt]
) -> list[tuple[float, str]]:
    """`(Unix seconds, sentence)`, in the order things happened."""
    by_number = {str(each.number): each for each in attempts}
    return [(event.at, line) for event in events for line in _lines(change, event, by_number)]


def _lines(change: Change, event: Event, by_number: dict[str, Attempt]) -> Iterable[str]:
    write = WRITES[change.action]
    match event.what:
        case "attempt":
            attempt = by_number.get(event.detail)
            result = _RESULTS.get(attempt.result if attempt else "", "{detail}")
            words = result.format(detail=attempt.detail if attempt else "")
            yield f"Sent to PropOps to {write.verb} the job (attempt {event.detail}): {words}"
        case "run":
            if event.detail != "1":
                yield f"Taken up again (run {event.detail})."
        case "notifying":
            yield "People are told in Slack."
        case "duplicate check":
            jobs = event.detail
            once = (
                "it is there once." if jobs == "once" else f"PropOps has it twice or more: {jobs}."
            )
            yield f"Looked for once more, since its answer had been lost: {once}"
        case state if state in _STATES:
            yield " ".join(filter(None, (_STATES[state], event.detail)))
        case other:
            yield " ".join(filter(None, (other.capitalize(), event.detail)))
