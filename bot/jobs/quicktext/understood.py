"""Whether all words around a day are known: only then is it taken as the day of the work.

`boiler leaking at 12 Elm Row fri am` holds nothing else than words of repairs, so friday is when they are done.
In `power cut 16 june`, `completion is 29 june` or `octopus fits a meter thurs` a word says that the day may be of
something else. Nobody lists all that happens on a day; what a repair is made of can be listed
(`work_words.py`). So a word that is not known leaves the day open, and its button is offered.

What is looked at is the clause of the day, up to the marks and joining words around it, whatever was
taken out of it before. A day that stands alone in its clause is about the clauses before it, or else the one after.
"""

import re
from collections.abc import Iterator

from bot.jobs.dates.vocabulary import WEEKDAY
from bot.jobs.quicktext.address_words import HOUSES, STREETS
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.known_words import KnownWords, forms_of
from bot.jobs.quicktext.work_words import (
    AFTER_A_THING,
    BEFORE_A_THING,
    KNOWN,
    PARTICIPLES,
    THINGS,
    TRADES,
)

_MARK = r"[,;:()\n!?\"“”]|(?<!\bmr)(?<!\bdr)(?<!\bms)(?<!\bmrs)\.(?=\s|$|\x00)|\s[-/|>+~]+(?=\s|\x00|$)|(?<=\x00)\s?[-/|>]+"
_BEFORE = re.compile(rf"{_MARK}|\b(?:then|so|hence|therefore)\b", re.IGNORECASE)
_AFTER = re.compile(
    rf"{_MARK}|\b(?:then|because|as|so|but|and|or|cos|since|otherwise|if|unless|while|when|re|ring|call|text|phone|tell|ask|let|use|contact|leave"
    r"|knock|keys?|access)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?<![\w£.])[A-Za-zÀ-ÿ](?:[A-Za-zÀ-ÿ]|(?<=\w)['/-](?=[A-Za-zÀ-ÿ]))*(?!\w)")
"""A word without a digit; sizes, numbers and models say nothing about whose day it is."""

_PERSON = r"(?:the |my |our |new |old )?(?:tenants?|tnts?|ten|occupiers?|residents?|customer|client|landlord|landlady|ll|owner|agent)(?:'s)?"
_SAYS = (
    r"(?:(?:is|are|will be|to be|can be|has) )?(?:home|at home|in(?= (?:all day|from|after|till?|until|on|at|for)\b| ?$)|in\b(?! [a-z]{4})|there|available|free|present|happy|ok(?:ay)?|fine|says?|said|reports?"
    r"|reported|reporting|wants?|needs?|prefers?|asks? (?:for|if)|asked (?:for|if)|asking (?:for|if)|requests?|requested|confirmed|agreed|agrees|approve[sd]|ok'?d|can do"
    r"|suggests?|expecting|aware|elderly|vulnerable|disabled|pregnant|without|has no|have no|has|have)"
)
_PHRASES = re.compile(
    rf"\b{_PERSON}(?P<who>(?: [a-z'-]+){{0,2}}?) {_SAYS}\b"
    rf"|\b(?:access (?:from|via|with|is|ok)|let (?:you|us|them|him) in|(?:is|are|will be|be) in\b)"
    r"|\bby (?:the )?end\b|\b(?:is|'s) (?:free|available|coming|going|booked|due in)\b|\b(?:can|could|will|may) (?:do|make|get|go|come|fit|start)\b"
    r"|\b(?:moved?|now|changed?|pushed|postponed|delayed|rescheduled|re-?arranged?|brought forward|put back|rebooked?|(?:bring|bringing|pull|push|put|move) (?:it |this )?(?:forward|back))(?: back| out)? (?:it |this )?(?:to|for|until|till?)\s*$"
    r"|\b(?:booked|booking|book|arranged?|scheduled?|pencil\w*|agreed|confirmed|planned|set|down) (?:in )?(?:with|for|on|w/?)\b"
    rf"|\b(?:after|before|b4|from|till?|until|around|about|at|between|by) (?:\d{{1,2}}(?:[:.]\d\d)?(?: ?[ap]m|ish)?|noon|midday|lunch(?:time)?|school(?: run)?|work|dark)(?: (?:and|to) \d+(?: ?[ap]m)?)?(?= |$)"
    rf"|\b(?:\d{{1,2}}|half a|a|one|two|three|four|five|six) (?:days?|weeks?|wks?|nights?|months?)(?! (?:after|before|later|from|time|ago))\b"
    rf"|\bnot (?:on )?{WEEKDAY}\b|½ day|/ ?(?:day|week|visit|item)\b|\b(?:per|an?) (?:week|day|month|hour|visit|go)\b|\b{WEEKDAY}s\b"
    rf"|\bevery (?:\d+ |other )?(?:days?|weeks?|wks?|months?|{WEEKDAY})\b|\b(?:daily|weekly|fortnightly|monthly|quarterly|annual(?:ly)?|yearly)\b"
    r"|\b(?:start|end|finish|completion|works?|due) (?:date|by)\b|\bbetween (?:tenancies|tenants|lets)\b|\blooks? like\b|\btip run\b|\bhot tub\b|\bo clock\b"
    r"|\b(?:check-?out|end of tenancy|pre-?tenancy|void|builders?|final) (?=cleans?\b)"
    r"|\bsince (?:last night|yesterday|this morning|the weekend|this week|last week|today)\b|\b(?:as )?(?:discussed|agreed|requested|per (?:my |our |your )?(?:e-?mail|call))\b|\b(?:kind|best|many) (?:regards|wishes|thanks)\b"
    r"|\bcash in hand\b|\b(?:squeeze|fit|pop|call) (?:it |you |us |this )?in\b|\bon (?:his|her|their) way\b|\bway home\b"
    r"|\b(?:go|goes|going|come|coming|get|send) back\b"
    r"|\bgo ahead\b|\btree surgeons?\b|\b(?:pre|post)[- ]?tenancy (?=cleans?\b)|\bbank hol(?:iday)? $|\bno (?:rush|hurry)\b|\bas soon as\b|\b(?:same|all|whole|half|full|any|good|each) (?:day|visit|time)\b|\bfree of charge\b|\bno charge\b",
    re.IGNORECASE,
)
"""Words that say something known together: who is there, what is agreed, what a day becomes."""
_TENANT_SAYS = re.compile(rf"\b(?P<who>[a-z'-]+(?: [a-z'-]+)?) {_SAYS}\b", re.IGNORECASE)
"""`jane smith is in`, where somebody of that name is a tenant."""
_PLACE = re.compile(
    rf"\b(?:flat|apartment|apt|unit|room|plot|no|number|floor|block|suite|studio)\.? ?(?:\d\w*|[a-z])\b"
    rf"|\b\d{{1,4}}[a-z]?(?:,)? (?:the )?(?:[a-z][a-z'.-]* ){{0,3}}?(?:{'|'.join(sorted(STREETS))})\b\.?"
    rf"|\b(?:at|@) (?:the )?(?:[a-z]['a-z-]+ ){{1,2}}(?:{'|'.join(sorted(HOUSES | STREETS))})\b"
    r"|\b(?-i:(?:at|@|in|for|with|by|send|via) (?:the |The )?[A-Z][a-z'-]+(?: [A-Z][a-z'-]+){0,2})"
    r"|\b(?:mr|mrs|ms|miss|dr)\.? [a-z'-]+\b"
    r"|\b(?-i:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b",
    re.IGNORECASE,
)
"""An address that no list has, or somebody's name."""
_SENT = re.compile(
    r"\b(?:send|ask|get|use|book|with|w/|w) (?P<who>[a-z]{3,12}) (?=(?:to|can|will|could|coming|going)\b)|\b(?:send|ask) (?P<sent>[a-z]{3,12}) $"
    r"|^\s*(?P<first>[a-z]{3,12}) (?=(?:to|can|will|could|coming|going)\b)",
    re.IGNORECASE,
)
"""Somebody who is sent, by a name that no list has."""

_OFF = re.compile(
    r"\b(?:power|water|gas|elec\w*|supply|mains|network)(?: supply)? (?:is |are |will be |going |being )?(?:off|cuts?|outage|shut(?: ?down| ?off)?|interruption|isolation)\b",
    re.IGNORECASE,
)
"""What is switched off for a while, which is mostly done by others."""
_DONE = re.compile(
    rf"\b(?P<done>{'|'.join(sorted(PARTICIPLES))})(?: (?:it|this|that|them))?[ {CONSUMED}]*(?:\bon )?$",
    re.IGNORECASE,
)
_TO_BE_DONE = re.compile(
    r"\b(?:be|get|gets|getting|have|having|needs?|wants?|to|being)\b", re.IGNORECASE
)
"""`measured on the 4th` tells what was done, `have it measured on the 4th` what is to be."""
_PAST = re.compile(
    r"\b(?:reported|complained|called|rang|phoned|emailed|texted|stopped|broke|died|failed|went|tripped|burst|snapped|smashed|popped|collapsed|leaked|dropped|fell|flooded|blew|shorted|(?:blown|fallen|torn|kicked|ripped|forced|broken|smashed|pulled) (?:down|off|in|over|out|open|away))\b",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:can|could|please|pls|plz|need|needs|someone|somebody|book|booked|send|get|attend|visit|come|coming|repair|fix|replace|check|plumber|electrician|engineer)\b",
    re.IGNORECASE,
)
"""`boiler broke fri` is last friday, `boiler broke, can you come fri` the next."""
_BACK = frozenset({"back", "returning", "returns"})
"""`zed back mon`: a visit, where a tenant's coming home is none."""


def clause_of(work: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after this place in its clause."""
    stop = _AFTER.search(work, end)
    return (
        work[:start][_last_end(_BEFORE, work[:start]) :],
        work[end : stop.start() if stop else len(work)],
    )


def clause_beside(earlier: str, later: str) -> tuple[str, bool]:
    """The nearest clause with words in it, and whether it comes later: one before goes first."""
    for clause in reversed(_BEFORE.split(earlier)):
        if words_of(clause):
            return clause, False
    return next((clause for clause in _BEFORE.split(later) if words_of(clause)), ""), True


def unexplained(
    work: str, start: int, end: int, known: KnownWords, *, weekday: bool = False
) -> str:
    """The word nearest to the day at `start`, `end` that leaves open whose day it is; empty where all are known."""
    before, after = clause_of(work, start, end)
    if off := _OFF.search(before) or _OFF.search(after):
        return off[0]
    if (done := _DONE.search(before)) and not _TO_BE_DONE.search(before):
        return done["done"]
    if did := done_by_somebody(before, known):
        return did
    later = list(unknown_words(after, known))
    if later or not _is_visit(before, known):
        for word in (*unknown_words(before, known, backwards=True), *later):
            return word
    if weekday and (past := _PAST.search(before)) and not _ASKED.search(before):
        return past[0]
    if any(known.is_work(word) for word in words_of(before + " " + after)) or _PHRASES.search(
        before
    ):
        return ""
    return _of_the_others(work[: start - len(before)], work[end + len(after) :], known)


_DID = re.compile(
    rf"\b(?P<who>[a-z]+)(?: (?:has|have|had|already|just))* (?P<did>{'|'.join(sorted(PARTICIPLES))}|cleared|fixed|sorted|attended|came|went|did)\b",
    re.IGNORECASE,
)


def done_by_somebody(before: str, known: KnownWords) -> str:
    """The word that says that somebody has done it: `cleared` of `bob cleared the sink on monday`; empty where none does."""
    did = _DID.search(before)
    if did is None or _TO_BE_DONE.search(before[: did.start()]):
        return ""
    who = did["who"].casefold()
    named = known.is_contractor(who) and who not in KNOWN
    return did["did"] if named or who in {"he", "she", "they", "we", "i"} else ""


_NO_VISIT = frozenset(
    {
        *("own", "from", "to", "of", "re", "not", "no", "than", "like", "after", "before", "until", "till", "ask", "tell", "told"),
        *("text", "ring", "rang", "call", "called", "email", "emailed", "say", "said", "says", "see", "neighbours", "council"),
        *("their", "his", "her", "landlords", "tenants", "invoice", "quote", "delivery", "by", "at", "chase", "chased", "pay", "paid"),
    }
)  # fmt: skip
"""Words before somebody who does the work, after which the day need not be theirs."""
_SOMEBODY = frozenset(
    {
        "someone",
        "somebody",
        "anyone",
        "anybody",
        "one",
        "person",
        "team",
        "man",
        "men",
        "builder",
        "builders",
    }
)


def _is_visit(before: str, known: KnownWords) -> bool:
    """`nursery blind jammed zed fri`: who does the work stands right before the day, and the words before say what is done."""
    if not re.search(r"[^\W\d_] ?$", before):
        return False
    words = words_of(before)
    at = len(words)
    while at and known.is_contractor(words[at - 1]):
        at -= 1
    who = words[at:]
    if not any(word not in KNOWN for word in who):
        at = len(words) - 1
        if at < 0 or words[at] not in TRADES - _SOMEBODY:
            return False
    if at and words[at - 1] in _NO_VISIT:
        return False
    return any(known.is_work(word) for word in words[:at])


def _of_the_others(earlier: str, later: str, known: KnownWords) -> str:
    """Of a day that stands alone: the word that says that what is told around it is no work."""
    follows = re.search(r"\b(?:so|then|hence|therefore)\s*$", earlier, re.IGNORECASE)
    told = f"{earlier}\n{later}" if follows else earlier if words_of(earlier) else later
    if off := _OFF.search(told):
        return off[0]
    words = words_of(told)
    if any(known.is_work(word) for word in words):
        return ""
    return next(unknown_words(told, known, backwards=told is not later), "")


def unknown_words(clause: str, known: KnownWords, *, backwards: bool = False) -> Iterator[str]:
    """The words that are not known, the nearest to the day first."""
    plain = _without_phrases(clause, known)
    matches = list(_WORD.finditer(plain))
    words = [match[0].casefold() for match in matches]
    for at in reversed(range(len(words))) if backwards else range(len(words)):
        word = words[at]
        before = words[at - 1] if at else ""
        following = words[at + 1] if at + 1 < len(words) else ""
        if word in AFTER_A_THING and forms_of(before) & (THINGS | known.trade):
            continue
        if word in _BACK and known.is_contractor(before):
            continue
        if word == "due" and forms_of(before) & TRADES:
            continue
        if word == "by" and not (following in TRADES or known.is_name(following)):
            yield word
        if word in BEFORE_A_THING and forms_of(following) & THINGS:
            continue
        if (
            word in {"coming", "come", "comes"}
            and backwards
            and at == len(words) - 1
            and forms_of(before) & (THINGS - TRADES)
            and not known.is_name(before)
        ):
            yield word  # `skip coming fri` is a delivery
        if word == "off" and before and not known.is_work(before):
            yield word
        if word not in known:
            yield matches[at][0]


def _without_phrases(clause: str, known: KnownWords) -> str:
    def kept(match: re.Match[str]) -> str:
        who = (match["who"] or "").casefold().split()
        return " , " if all(map(known.is_tenant, who)) else match[0]

    def of_tenant(match: re.Match[str]) -> str:
        return " , " if all(map(known.is_tenant, match["who"].casefold().split())) else match[0]

    clause = _PLACE.sub(" , ", clause.replace(CONSUMED, " "))
    clause = _TENANT_SAYS.sub(of_tenant, clause)
    return _SENT.sub(" , ", _PHRASES.sub(kept, clause))


def words_of(text: str) -> list[str]:
    return [match[0].casefold() for match in _WORD.finditer(text.replace(CONSUMED, " "))]


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    end = 0
    for match in pattern.finditer(text):
        end = match.end()
    return end
