"""Sentences that name a value without setting it: a question, a no, a condition, what somebody says or thought, what was.

One definition for all readers. A value in such a frame is never filled in, whatever word it was read by; it is offered.
"""

import re
from dataclasses import dataclass

from bot.jobs.dates.vocabulary import TOMORROW, WEEKDAY
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.conditions import condition_first, tells_what_to_do
from bot.jobs.quicktext.sentences import SENTENCE_ENDS, last_sentence

_GREETS = r"\s*(?:(?:hi|hello|hey|ok|okay|sorry|so|and|but|um|er|actually|also|just) +)*"
_ASKS = re.compile(
    rf"{_GREETS}(?P<said>(?:who|what|why|where|which|whose|how)(?:'?s)?\b(?! ?[:=])"
    r"|(?:was|were|did|does|has|had|is|are|isn'?t|wasn'?t|didn'?t|doesn'?t|hasn'?t|haven'?t|weren'?t|aren'?t|should|shouldn'?t)"
    r" (?:it|this|that|we|you|u|i|he|she|they|the|there|any\w*|some\w*)\b"
    r"|(?:did|does|didn'?t|doesn'?t) [a-z]+\b|(?:has|was|hasn'?t|wasn'?t) [a-z]+ (?:got|been|done|gone|had|set|put|meant|assigned|booked|sent|given|told|started|finished|on|at|doing)\b|shall we\b"
    r"|(?:is|are) (?:[a-z]+ ){1,3}(?:free|available|able|around|still|okay|ok|coming|booked|doing|on it)\b|(?:do|have) (?:we|you|u|i|they)\b|(?:shall|wondering|any idea|do you know|check|see) (?:if|whether|why|who)\b)",
    re.IGNORECASE,
)
"""`do it friday` and `have the tap done` ask nothing."""
_REQUEST = re.compile(
    r"\s*(?:(?:hi|hello|ok|sorry|so|and|um|er|actually)[ ,]+)*(?:please|pls|plz|(?:ok|okay|happy|fine) to\b|(?:can|could|would|will) (?:we|you|u|i|some\w+|any\w+)\b|[^?]*\bif (?:you|u|some\w+|any\w+) (?:can|could)\b|[^?]*\b(?:will|i'll|we'll)\b[^?]*\bok(?:ay)?\s*$)",
    re.IGNORECASE,
)
_ASKS_WHETHER = re.compile(
    r"\s*(?:can|could|would|will|should|shall) (?!(?:we|you|u|i|this|it|that|the|be|get|send|ask|book|do|go|try|need|have|call|ring|some\w+|any\w+)\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?P<said>"
    # a no: `don't set …`, `we never agreed …`
    r"(?:(?:do|did|does|should|must|would|need|has|have|had)(?:n'?t| not)|never|no need to|not to|nobody|no one|noone)"
    r"(?: (?:ever|yet|now|just|actually|really|think|want|need|to|you|we|bother|have|has))*"
    r" (?:set|put|make|change|mark|assign|give|send|use|book|move|push|close|raise|lower|bump|increase|add|pay|go|need|want|ask|say|said|agree|approve|authorise|mean|be|been|call)"
    r"(?:e?d|t|ing)?\b"
    # what somebody thinks or thought
    r"|(?:thought|assumed|presumed|assuming|reckons?|reckoned|thinks?|thinking|claims?|claimed|guess(?:ing)?|supposedly|apparently|allegedly|heard|understood"
    r"|(?:was|were|been|am|being) told|(?:told|tells?|telling) (?:me|us)|under the impression|supposed to)\b"
    r"|last time|not sure|unsure|not certain|maybe|perhaps|possibly|might|wondering|wonder\b"
    r")[^,;]*$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?<!\bi )(?<!\bll )(?<!landlord )(?<!landlady )(?<!owner )(?<!client )(?<!agent )(?<!office )(?<!boss )"
    r"(?P<said>(?:says|said|saying|told \w+)) (?!(?:to|do|go|ok|okay|yes|yeah|fine|please|pls|he|she|they|can|you|we|not to)\b)[^,;]*$",
    re.IGNORECASE,
)
"""`ann said status closed`; a landlord's word is an order."""
_WAS = re.compile(
    r"\b(?P<said>was|were|had|used to (?:be|have)|previously|originally|formerly)"
    r"(?: (?:set|put|marked|assigned|given|booked|down|as|to|at|for|on|in|the|a|an|it|this|with|under|of|been|called|just|always|only|still|agreed|priority|status|contractor"
    r"|budget|stage|type|agent|tenant|vat))* ?$",
    re.IGNORECASE,
)
_WAS_AFTER = re.compile(
    r"[^,;]{0,20}\b(?P<said>before|previously|originally|at first|last time|back then)\s*$",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(?:but |only )?(?!(?:until|till|after)\b|\w+ ?[:=])", re.IGNORECASE)
_UNSETTLED = re.compile(
    r"(?:tbc|tba|to be (?:confirmed|agreed)|unconfirmed|not (?:confirmed|agreed)|provisional\w*)\b",
    re.IGNORECASE,
)
_JOINS = re.compile(r"\b(?:and|but|so|then|as|because|cos)\b|[,;&+]", re.IGNORECASE)
_DAY = re.compile(rf"\b(?:{WEEKDAY}|{TOMORROW}|today)\b|\d", re.IGNORECASE)
_GAPS = re.compile(rf"[ {CONSUMED}]+")
_STEP = re.compile(r"(?:^|(?<=\s))(?=\S)")


@dataclass(frozen=True)
class Sentence:
    """What stands before and after some words in their sentence, and the mark that ends it."""

    before: str
    said: str
    after: str
    mark: str


def sentence_around(work: str, start: int, end: int) -> Sentence:
    """The sentence of the words at this place."""
    before = last_sentence(work[:start])
    stop = SENTENCE_ENDS.search(work, end)
    after = work[end : stop.start() if stop else len(work)]
    return Sentence(before, work[start:end], after, stop[0] if stop else "")


def doubtful_frame(sentence: Sentence, *, asked: bool = True, told: bool = True) -> str:
    """The words that make it a question, a no, a condition or a report; empty where none do. `asked`: a mark
    makes it a question; `told`: what somebody says is doubtful.
    """
    before, after = (_GAPS.sub(" ", each) for each in (sentence.before, sentence.after))
    clause = before.split(",")[-1]
    if asks := _ASKS.match(clause + sentence.said + after):
        return str(asks["said"])
    for pattern in (_BEFORE, _WAS, *((_SAID,) if told else ())):
        if match := pattern.search(clause):
            return str(match["said"])
    if was := _WAS_AFTER.match(after):
        return str(was["said"])
    if condition := _condition(before + sentence.said, after):
        return condition
    *_, last = f"{clause}{sentence.said}{after}".split(",")
    by_mark = sentence.mark == "?" and not _REQUEST.match(last)
    whether = _ASKS_WHETHER.match(clause + sentence.said) if asked else None
    return whether[0].strip() if whether else "?" if asked and by_mark else ""


def _condition(before: str, after: str) -> str:
    """`if ann agrees, …` before it, or `… if it gets worse` after it."""
    clauses = before.split(",")
    near = [clause[step.start() :] for clause in clauses[-1:] for step in _STEP.finditer(clause)]
    for words in [*clauses, *near]:
        condition = condition_first(words) if _CONDITION.match(words.lstrip()) else ""
        if condition and not tells_what_to_do(words):
            return condition
    later = _JOINS.split(after)[0]
    for step in _STEP.finditer(later):
        words = later[step.start() :]
        condition = condition_first(words) if _CONDITION.match(words) else ""
        if _DAY.search(later[: step.start()]):
            break  # `bob fri unless raining`: the day depends on it
        if unsettled := _UNSETTLED.match(words):
            return str(unsettled[0])
        if condition and not tells_what_to_do(words):
            return condition
    return ""
