"""What is said around a firm that is named: that it tells, was there, or is one of several; then nobody is chosen by it."""

import re
from collections.abc import Callable

from bot.jobs.dates.vocabulary import TOMORROW, WEEKDAY
from bot.jobs.quicktext.conditions import sent_on_condition

WITH = re.compile(
    r"(?:\b(?:with|by|via|using|contractor|engineer|assign(?:ed)? to|assign|give to|send to|for) ?)$",
    re.IGNORECASE,
)
_TOLD_BY = re.compile(
    r"\b(?:from|(?:bill|invoice|quote|text|call|e-?mail|message|report|complaint|note) (?:from|by|of)|says|said|told|asked|via|re)[: ]+$",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"(?: from (?:\w+ ){1,3}?(?=says?|said|reports?|reported|thinks?|reckons?|rang|called))?[,:]? ?(?<=[ ,:])(?:has |have |had |just |also |now )*(?:reports?|reported|reporting|says?|said|saying|called|rang|phoned|e-?mailed|texted|told|asks?|asked|asking|complain\w*"
    r"|reckons?|thinks?|noticed|saw|looked|viewed|inspected|visited|came|attended|fixed|repaired|replaced|fitted|mentioned|wrote|wants?|wanted|changed|serviced|checked|tested|painted|cleaned|unblocked|quoted|done|finished|left|sent|took|made|damaged|approved|authorised|refused|signed off|(?:is )?happy (?:to go|with|for))\b(?! (?:the )?keys?\b)(?! (?:(?:that|about|it'?s?|they|he|she|for) )*(?:£|\d|can\b|will\b|could\b|needs?\b))",
    re.IGNORECASE,
)
_NOT_WHO = re.compile(
    r"\b(?:(?:brother|sister|mum|mother|dad|father|son|daughter|wife|husband|partner|friend|mate|carer|boss)(?=,? $)|landlord|landlady|ll|owner|client|tenants?|neighbou?r|caretaker|agent|mr|mrs|ms|miss|dr|keyholder|leaseholder|cc|(?:old|previous|prev|former|last|original|ex) (?:contractor|engineer|firm|plumber|builder|electrician)s?"
    r"|(?:keys? (?:is |are )?|held |dispute |spoke |row )(?:with|at|by)|(?:damage|mess|holes?|fault) by|after|following|since|against|(?:complaint|complaints|complained|opinion|query) (?:about|on)|invoice|charge|bill"
    r"|chargeback to|let|inform|waiting (?:on|for)|(?:than|like|as))(?: is| called| named)?[,:]? $",
    re.IGNORECASE,
)
"""Words right before a name of somebody who does not do the work: `landlord Bob Jones`, `keys with Bob Jones`."""
_DONE_BY = re.compile(
    r"\b(?:\w{2,}ed|made|found|done|left|seen|sent|cut|fit|put|built|broken?|taken|given|held|kept|hit|shut|written) by:? $",
    re.IGNORECASE,
)
_TO_DO = re.compile(
    r"\b(?:be|being|get|getting|needs?|needed|wants?|wanted|have|having|must|can|could)\b[^,;.:\n]{0,30}$",
    re.IGNORECASE,
)
"""`condemned by Ace Gas` is over; `to be fixed by Ace Gas` is not."""
_OF_THEIRS = re.compile(
    r"(?:'s?)? (?:old |new |last )?(?:invoices?|inv|bill|quotes?|estimate|vans?|ladders?|skip|office|yard|shop|number|install|job failed|work)\b(?! (?:for|to)\b)"
    r"|(?: (?:has|have|got|holds?|left))+(?: \w+)? keys?\b| for (?:the )?(?:access|keys?|entry)\b| know\b",
    re.IGNORECASE,
)
"""`Ace Gas van`, `Bob Jones has keys`: something of theirs."""
_SIGNED = re.compile(
    r"\b(?:thanks|thank you|thx|ta|cheers|regards|wishes|best)[,.!]* $", re.IGNORECASE
)
"""Who writes, at the very end of a line."""
_ANOTHER_WANTED = re.compile(
    r"[^;\n]{0,60}\b(?:(?:get|need|want|find) (?:another|a second|someone else|somebody else)|elsewhere|too (?:high|dear|expensive|much))\b",
    re.IGNORECASE,
)
"""Whoever tells of the job, or has been there, need not be who is to do it."""


_ONCE = re.compile(
    r"\b(?:last (?:time|week|month|year|visit|job)|previously|before|beforehand|formerly|originally|initially|at first|in the past|until now|so far|to date|already) ?[:=–-]+ ?$",
    re.IGNORECASE,
)
"""What makes the words before a name a label of another time: `contractor last time: Bob Jones`."""
_ASKED_OF = re.compile(
    r"(?:^|[,;.!?\n(]|\b(?:or|and|but)\b|-)\s*(?:or |and |but )?(?:do|does|did|have|has|had|is|are|was|were)(?:n't)? $",
    re.IGNORECASE,
)
_TO_ITS_END = re.compile(r"[^.;!?\n]*\?")
"""`do Access Locks still have ours?` asks about them; `can Ace Gas come?` asks for them."""


def _is_not_who(before: str, after: str) -> bool:
    """Whether somebody is named who is not to do the work."""
    if done := _DONE_BY.search(before):
        return not _TO_DO.search(before[: done.start()])
    if _ASKED_OF.search(before) and _TO_ITS_END.match(after):
        return True
    if _SIGNED.search(before) and not after.strip(" .!x"):
        return True
    return bool(_NOT_WHO.search(before) or _ONCE.search(before) or _OF_THEIRS.match(after))


_OR_AFTER = re.compile(
    rf",? (?:or|and/or) (?!(?:(?:on|by|the|this|next|at|even|maybe) )*(?:{WEEKDAY}|{TOMORROW}|today|tonight|\d)|(?:the|a) |it\b|else\b|so\b|asap\b|if\b|not\b|(?:this|next)\b)[^\W\d]+",
    re.IGNORECASE,
)
_OR_BEFORE = re.compile(
    r"(?<![^\W_])(?P<one>[^\W\d]\w*,? or (?:else )?(?:(?:with|to|by|use|try|send|get|ask) )?)$",
    re.IGNORECASE,
)
_IF_NOT = re.compile(
    r",? (?:if not|failing that|otherwise|else),? (?:(?:with|to|by|use|try|send|get|ask) )?(?P<who>[^\W\d_]+)",
    re.IGNORECASE,
)
"""`ace plumbing, if not bob`."""
_WHOM = r"(?:any ?one|any ?body|whoever|whomever|any (?:plumber|electrician|contractor|engineer|firm|company|trade\w*|locksmith|builder|handyman)s?)"
_ANYBODY = re.compile(
    rf"[^.;\n]{{0,40}}?\b(?P<any>(?:happy|fine|ok|okay|content|good) (?:with|for|to (?:have|use)) {_WHOM}|{_WHOM}(?: else)? (?:(?:will|would|'ll) do|is (?:fine|ok|okay|good)|local)"
    r"|whoever(?:'?s|s| is)? (?:free|available|nearest|first|cheap\w*|can|quick\w*)|no (?:real |particular )?preference(?! (?:on|for|about|as to|of|re)\b)|not (?:fussed|bothered|fussy|precious) (?:who|about who)|(?:don'?t|doesn'?t|do not|does not) mind who)\b",
    re.IGNORECASE,
)
"""`Bob Jones or Ace`, `Bob Jones but happy with anyone`: one of those who may be sent."""


def one_of_several(before: str, after: str, is_contractor: Callable[[str], bool]) -> str:
    """The words beside the one firm that is named which say that it may be another; empty where none do."""
    if anybody := _ANYBODY.match(after):
        return anybody["any"]
    if either := _OR_AFTER.match(after):
        return either[0].strip(" ,")
    if (instead := _IF_NOT.match(after)) and is_contractor(instead["who"].casefold()):
        return instead[0].strip(" ,")
    either = _OR_BEFORE.search(before)
    return either["one"].strip() if either else ""


def is_of_somebody_else(work: str, begin: int, end: int) -> bool:
    """Whether the firm is named for something else than this work: it tells, was there, or comes under a condition."""
    before, after = work[:begin], work[end:]
    return bool(
        _TELLS.match(after)
        or _ANOTHER_WANTED.match(after)
        or (_TOLD_BY.search(before) and not WITH.search(before))
        or _is_not_who(before, after)
        or sent_on_condition(before)
    )
