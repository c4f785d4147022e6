"""Days that the words between two of them turn round, and days that a label of no field keeps for itself.

`fri unless it rains, then mon` and `friday, no wait, thursday` name two days of which neither is sure; `should be done fri`
ends what has begun; `inspected on: 02.06` is of the label. Each stays open, and its note offers it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.jobs.dates.parser import FoundDay
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.conditions import condition_after
from bot.jobs.quicktext.dates_in_text import DateMention
from bot.jobs.quicktext.known_words import KnownWords
from bot.jobs.quicktext.sentences import SENTENCE_ENDS
from bot.jobs.quicktext.work_words import PARTICIPLES

_CORRECTS = re.compile(
    r"\b(?:no,? (?:wait|sorry|actually|hang on|make (?:it|that))|sorry|actually|i mean(?:t)?|make (?:it|that)|scrap that|correction|or rather|oops)\b",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"\b(?:then|else|otherwise|or|if not|fall(?:s|ing)? through|instead|failing (?:that|which)|worst case)\b",
    re.IGNORECASE,
)
_END_OF = re.compile(r"(?:the )?(?:very )?end of\b", re.IGNORECASE)
_WHO_BEFORE = re.compile(r"(?P<who>[A-Za-z'-]+)[ ,:–-]*$")
_SHOULD_END = re.compile(
    r"\b(?:should|ought to|hopefully|hoping to|expect\w* to|due to)(?: all)? (?:be|have|get) (?:it )?(?:all )?(?:done|finished|completed?|sorted|over|wrapped up)(?: (?:by|on))? ?$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"(?:^|[;,\n{CONSUMED}])\s*(?P<name>[A-Za-z][\w'/-]*(?: [A-Za-z][\w'/-]*){{0,2}}) ?: ?$"
)
_TELLS = re.compile(
    r"(?:report\w*|expir\w*|logged|raised|created|dated|issued|valid|received|sent|last|next|previous|renew\w*|review|born|dob|tenancy|moved?)\b",
    re.IGNORECASE,
)
_DUE = re.compile(
    rf"(?:^|[,;.:(\n{CONSUMED}])\s*(?:(?:still|now|is|it'?s) )*(?P<due>due)\b[^,;.\n]*$",
    re.IGNORECASE,
)
_DUE_ELSE = re.compile(
    r"\b(?:parts?|deliver\w*|order\w*|stock|rent|invoice\w*|pay\w*|bab(?:y|ies)|cert\w*|gas safety|cp12|eicr|epc|licen\w*|inspection|servic\w*|renew\w*|arriv\w*|skip|tenancy|check-?(?:in|out))\b",
    re.IGNORECASE,
)
"""What else may be due than the work."""
_PRESS = "if the work is done then, please set Works start or Works end."


def left_open(mentions: Sequence[DateMention], work: str, known: KnownWords) -> list[DateMention]:
    """The same days; those that may not be meant stay, each with why."""
    kept = [_by_its_lead(each, work, known) for each in mentions]
    for at in range(len(kept) - 1):
        one, two = kept[at], kept[at + 1]
        between = work[one.end : two.start + len(two.text)].removesuffix(two.text)
        if SENTENCE_ENDS.search(between):
            continue
        turned = _CORRECTS.search(between)
        if not turned and one.stays != two.stays and condition_after(work[one.end :]):
            turned = _ELSE.search(between)
        if turned and _is_ahead(one) and _is_ahead(two):
            kept[at : at + 2] = [
                each if each.stays else _open(each, turned[0]) for each in (one, two)
            ]
    return [day for each in kept for day in _start_or_end(each, work, known)]


def _start_or_end(mention: DateMention, work: str, known: KnownWords) -> Sequence[DateMention]:
    """`bob, end of next week` may be when bob comes or by when he is done: asked about at both."""
    who = _WHO_BEFORE.search(work[: mention.start])
    named = who is not None and known.is_contractor(who["who"].casefold())
    if mention.stays or mention.role or not named or not _END_OF.match(mention.text):
        return (mention,)
    why = f"“{mention.text}” may be when the work starts or when it ends: {_PRESS}"
    opened = replace(mention, stays=True, note=why)
    return (opened, replace(opened, role="end"))


def _is_ahead(mention: DateMention) -> bool:
    """Whether it is a day that may be meant: one that is over says when something happened."""
    return isinstance(mention.reading, FoundDay) and "happened" not in mention.note


def _by_its_lead(mention: DateMention, work: str, known: KnownWords) -> DateMention:
    if mention.stays:
        return mention
    before = work[: mention.start]
    if ends := _SHOULD_END.search(before):
        return replace(_open(mention, ends[0].strip()), role="end")
    due = _DUE.search(work[: mention.end]) if mention.role == "end" else None
    if due and _DUE_ELSE.search(work):
        return _open(mention, due["due"])
    label = _LABEL.search(before)
    if label and _is_of_no_field(label["name"], known):
        return _open(mention, label["name"])
    return mention


def _is_of_no_field(name: str, known: KnownWords) -> bool:
    words = name.casefold().split()
    if _TELLS.match(name) or any(word in PARTICIPLES for word in words):
        return True
    return not any(word in known for word in words)


def _open(mention: DateMention, words: str) -> DateMention:
    why = f"“{mention.text}” was left open because of “{words}”: {_PRESS}"
    return replace(mention, stays=True, note=why)
