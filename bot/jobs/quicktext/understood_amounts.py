"""Whether all words around an amount are known: only then is it taken as the budget of the job.

`new tap £85` holds nothing else than words of repairs, so that is what it may cost. In `tv £600 smashed` or
`client acct has £145` a word says that the money may be for something else. Nobody lists all that costs money; so an amount
whose words are not all known stays open, and its button is offered. A label or a limit right beside it (`NTE £90`) is known
by itself, unless a word of money says otherwise (`money_context.py`).
"""

import re
from functools import cache

from bot.jobs.dates.vocabulary import MONTH, TOMORROW, WEEKDAY
from bot.jobs.quicktext.conditions import condition_first
from bot.jobs.quicktext.dates_in_text import find_days
from bot.jobs.quicktext.known_words import KnownWords, known_words
from bot.jobs.quicktext.money import Labelled, WhoseAmount
from bot.jobs.quicktext.reading import Reading
from bot.jobs.quicktext.sentences import last_sentence
from bot.jobs.quicktext.understood import (
    clause_beside,
    clause_of,
    unknown_words,
    words_of,
)
from bot.jobs.quicktext.work_words import TRADES

_PRICED = re.compile(
    r"\b(?:ll|landlord|landlady|client|owner|agent|boss|office|manager)(?: (?:has|is|now|only|just))* (?:ok(?:ay)?'?(?:e?d|s)?|approve[sd]?|agree[sd]?|authorise[sd]?|signed off|happy|fine|says? (?:yes|ok))(?: (?:to|with|at|for|a))?\b"
    r"|\b(?:ok(?:ay)?(?= (?:by|with|from)\b)|ok'?d|okayed|approved?|agreed?|authorised|signed off|sanctioned|cleared)(?: (?:to|up to|by|with|from|at|for|a|spend|the))*(?: (?:ll|landlord|client|owner|agent|office))?(?= |$)"
    r"|\b(?:ok|fine|happy|good|free) to (?:spend|go ahead|go|do|pay)(?: (?:with|at))?\b|\bgo ahead\b|\b(?:cover|covered) (?:up )?to\b|\b(?:keep|do|get|come|came|comes) (?:it|this|that|them)?\b"
    r"|\b(?:w/o|without) (?:asking|call\w*|checking|ref\w*|approval)\b|\bauthority(?: on (?:this|it)(?: one)?)?\b|\b(?:vat|tax) (?:free|exempt|inc\w*|n/a)\b|\b(?:zero|0%?) rated\b|\bno vat\b|\bvat\b|\b(?:w/o|without)\s*$|\b(?:client|landlord|ll)(?= £)|\b(?:but|yet)\b|\bkey ?safes?\b|\border new\b|\bon order\b|\bcash to \w+\b|\bdue\b"
    r"|\b(?:supply|supplied|fit|fitted|parts?|labour|materials?|fixings|delivery)(?: ?(?:and|&|\+) ?(?:fit(?:ted)?|labour|parts?|materials?|fitting|install\w*|vat))\b|\b(?:inc\w*|incl\w*|with|all) (?:parts?|labour|materials?|fittings?|delivery|disposal|fixings|tip fees?|everything|in)\b"
    r"|\b(?:materials?|parts?|tip fees?|disposal|delivery) inc\w*\b|\b(?:fixed|set|agreed|all[- ]in) price\b|\bcash(?: in hand| on the day)?\b|\bon the day\b|\b(?:or|and) (?:ring|call|ask|check with) (?:me|us|first|ll)\b|\bif (?:more|over|not enough)\b"
    r"|\b(?:po|wo|ref|order|job|model|ser(?:ial)?|quote)(?: (?:no|number|ref))?[ .:#-]*\w*\d[\w/-]*\b|\b(?:call|make|say|allow) (?:it )?$|\bout of hours\b|\booh\b|\bhalf (?:upfront|up front|now)\b|\b(?:spend|spending)\b"
    r"|\b(?:contractor|status|priority|job|type|agent|title|trade|tenants?|budget|total|cost|nte)\b",
    re.IGNORECASE,
)
"""Words that say together what a price or a limit is."""
_WHEN = re.compile(
    rf"\b(?:{WEEKDAY}|{MONTH}|{TOMORROW}|xmas|christmas|easter|weekends?|weeks?|wks?|months?|years?|yrs?|fortnight|spring|summer|autumn|winter|annual|yearly|every|each|before|after|b4|tues|thurs|w/?[cbe]|from|start(?:s|ing)?|until|till?)\b",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?P<has>has|have|had|got|gets?|needs?|wants?|gives?|gave|puts?(?: in)?|takes?|took|sends?|sent|left|holds?|held|found|lost|with|says?|said|asks?|asked|reckons|thinks)(?: (?:only|just|about|around|a|the|another))? ?$",
    re.IGNORECASE,
)
"""`LL has £500`, `tenant needs £45`: what somebody has is no budget."""
_HAPPY_WITH = re.compile(r"\b(?:happy|fine|ok(?:ay)?) with ?$", re.IGNORECASE)
_THEY = re.compile(
    r"\b(?P<who>tenants?|tnts?|occupiers?|residents?|neighbours?|landlord|ll|landlady|client|owner|he|she|they|his|her|their|my|i)\b(?! (?:(?:has|is|only|just|now) )*(?:reports?|reported|reporting|says?|said|happy|ok|ok'?d|approve[sd]?|agree[sd]?|home|in|aware|away|has no|complain\w*|without|supply|supplies|to))",
    re.IGNORECASE,
)
"""Whose money it may be, in the words before it."""

_PAYER = re.compile(r"\b(?:ll|landlord|landlady|client|owner|council|b&q)\b", re.IGNORECASE)
"""After an amount it is who pays for the work: `tap £95 (LL)`."""
_QUOTE = re.compile(r"\b(?:quotation|quote|estimate)\b(?=[^.;]{0,40}$)", re.IGNORECASE)
_TAKEN_ON = re.compile(
    r"\b(?:ok(?:ay)?'?(?:e?d)?|approve\w*|agree\w*|accept\w*|authorise\w*|go ahead|signed off|happy)\b",
    re.IGNORECASE,
)
"""A sum that follows a quote is what is asked for, until somebody agrees."""
_FOR_SOMEBODY = re.compile(
    r"\b(?:limit|budget|max\w*|cap) for (?P<who>[\w' ]{2,30}) (?:is|of|=|at) ?$", re.IGNORECASE
)
"""`limit for bob is £145`: what one of several may spend."""


def whose_amount(reading: Reading) -> WhoseAmount:
    """What says of an amount in the text why it may not be this job's. Days say nothing of it."""
    work, known = reading.buffer.work, known_words(reading)

    @cache
    def without_days() -> str:
        days = [(each.start, each.end) for each in find_days(work, reading.today)]
        return "".join(
            " " if any(start <= at < end for start, end in days) else mark
            for at, mark in enumerate(work)
        )

    def word_of(start: int, end: int, labelled: Labelled) -> str:
        if reading.update and (condition := _condition_of(without_days()[:start])):
            return condition
        return _unexplained(without_days(), start, end, known, labelled)

    return word_of


def _unexplained(work: str, start: int, end: int, known: KnownWords, labelled: Labelled) -> str:
    before, after = clause_of(work, start, end)
    if labelled == "limit":
        return ""
    if bound := _FOR_SOMEBODY.search(before):
        names = words_of(bound["who"])
        if any(known.is_contractor(word) and not known.is_work(word) for word in names):
            return bound["who"]
    if (has := _HAS.search(before)) and not _HAPPY_WITH.search(before):
        return has["has"]
    if labelled == "noun":
        return _word_right_before(before, known)
    if who := _somebody(before, known):
        return who
    if (quote := _QUOTE.search(work[:start])) and not _TAKEN_ON.search(work):
        return quote[0]
    words = [
        *_unknown(before, known, backwards=True),
        *_unknown(_PAYER.sub(" , ", after), known),
    ]
    if words:
        return words[0]
    beside = f"{before} {after}"
    if _PRICED.search(beside) or any(
        known.is_work(word) or word in TRADES for word in words_of(beside)
    ):
        return ""
    return _of_the_clause_beside(work[: start - len(before)], work[end + len(after) :], known)


def _condition_of(earlier: str) -> str:
    """The condition that the clause before an amount sets: `if he agrees, up it to £500`."""
    *others, _ = last_sentence(earlier).split(",")
    return condition_first(others[-1]) if others else ""


def _of_the_clause_beside(earlier: str, later: str, known: KnownWords) -> str:
    """Of an amount that stands alone: the word of the clause before it, or else after it, that says whose it may be."""
    told, is_later = clause_beside(earlier, later)
    if any(known.is_work(word) or word in TRADES for word in words_of(told)):
        return ""
    return next(iter(_unknown(told, known, backwards=not is_later)), "")


def _word_right_before(before: str, known: KnownWords) -> str:
    """Of `party budget £500` the party; empty where it is known, or none stands there."""
    last = re.search(r"[^\W\d_][\w'-]* ?$", before)
    return next(iter(_unknown(last[0], known)), "") if last else ""


def _somebody(before: str, known: KnownWords) -> str:
    """Whose money it may be; but `tenants tap` is what is repaired."""
    for who in _THEY.finditer(before):
        following = next(iter(words_of(before[who.end() :])), "")
        if not following or not known.is_work(following):
            return who["who"]
    return ""


def _unknown(clause: str, known: KnownWords, *, backwards: bool = False) -> list[str]:
    plain = _WHEN.sub(" , ", _PRICED.sub(" , ", clause))
    return [
        word
        for word in unknown_words(plain, known, backwards=backwards)
        if not known.is_tenant(word.casefold())
    ]
