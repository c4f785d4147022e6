"""Clauses that name a day of something else than the work: what people do, what it costs, what is called off, why it is due.

Whose clause it is decides, by the words it begins with or what follows the day; what they do need not be known.
"""

import re

from bot.jobs.dates.vocabulary import TOMORROW, WEEKDAY

_WHO = (
    r"(?:the |my |our |new |old |their |current |outgoing |incoming )*(?:tenants?|tnts?|t|t's|she|he|they|landlord|landlady|ll|owners?|residents?|occupiers?|neighbours?"
    r"|mum|dad|son|daughter|wife|husband|partner|clients?|lodgers?|guests?|family|kids|students?|buyers?|council|i|we|i'm|she's|he's|they're|we're)"
)
_SOMEBODY = re.compile(
    rf"(?:^|[,;.\n(]|\b(?:but|as|because|while|when|so|and|until|till|before|b4|after|-)\b|-)\s*{_WHO}(?=[\s'])(?P<does>(?:(?!\b(?:so|then|hence)\b)[^,;.\n])*)$",
    re.IGNORECASE,
)
_WANTS = re.compile(
    r"\b(?:can|could|will|'ll|in\b|home|happy|ok|okay|fine|wants?|wanted|prefers?|ask(?:s|ed|ing)?|would|'d|likes?|available|free|needs?|book(?:ed|ing)?|please|pls"
    r"|says?|said|confirmed|agreed|agrees|suggest\w*|requests?|requested|expect\w*|hop\w+|about|around|there|let|give|access|meet\w*|due|has (?:no|a|an|been|had)|have (?:no|a|an|been|had)|no\b|vulnerable|complain\w*|report\w*"
    r"|leak\w*|heating|water|boiler|broken|reckons|chasing|\d)",
    re.IGNORECASE,
)
"""What somebody does about the work, or is said to: then the day may be of it."""
_CALLED_OFF = re.compile(
    r"\b(?:cancel\w*|postpone\w*|call(?:ed|ing)? off|scrap|no longer|not needed|rebook\w* from|mov(?:e|ed|ing) [^,;.\n]{0,30}from|chang(?:e|ed|ing) [^,;.\n]{0,30}from|instead of|rather than"
    r"|(?:don'?t|do not|never|no need to|can'?t|cannot|won'?t) (?:move|push|shift|change|book|rebook|reschedule|rearrange|postpone|bring|put))"
    r"\b[^,;.\n]*$",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:re-?let(?:ting)?|let(?:ting)? from|let agreed|(?<!bank )hols?|(?<!bank )holidays?|exams?|funeral|wedding|birthday|party|half term|moves?|moving|moved|check[- ]?(?:in|out)|viewings?|completion|handover"
    r"|scaffold\w*\b[^,;.\n]*\b(?:up|down|off|strike|struck)|flight|flies|flying|vacat\w*|leaves|leaving|arriv\w*|returns?|returning|back from|back on|tenancy|parts? (?:in|due|here|back|come|coming|arrive)|delivered|out of stock (?:until|till)"
    r"|be with (?:us|me)|closed|bins?|payday|eta|in stock|(?:wait(?:ing)? for|awaiting) [\w ]{1,20}|due in|born|op|operation|interview)(?: (?:on|is|in|the|by|from|due|starts?|ends?|date))* ?$",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"(?:\s+(?:am|pm|morning|afternoon|evening|night|rate|rates|call ?outs?|slots?|appointments?))?\s*(?:is|are|costs?|would be|=|:|@|at)\s*(?:an? )?(?:extra |plus |\+)?£",
    re.IGNORECASE,
)
_RATE_OF_IT = re.compile(
    r"\s+(?:rates?|prices?|charges?|fees?|tariff|call[- ]?outs?(?: rates?| fees?| charges?| costs?|(?= (?:is|are|£))))\b",
    re.IGNORECASE,
)
_DUE_BY = re.compile(
    r"\b(?:decisions?|decide[ds]?|answers?|repl(?:y|ies)|respon[ds]\w*|responses?|dry|dried|overdue|expired?|confirm\w*|know|rsvp|payments?|paid|pay|parts?|arrives?|arrived"
    r"|photos?|pics|pictures|info\w*|quotes?|prices?|estimates?|back|out|gone|vacated?|delivered|delivery|approv\w*|permission|availability|feedback|hear|told|tell \w+|sell|sold|empty|vacant|deadline for \w+)"
    r"(?: (?:it|us|me|him|her|them|back))?(?: is| are)?(?: due)? ?$",
    re.IGNORECASE,
)
"""What else may be due by a day: somebody's answer, a part, paint that dries."""
_ASKED_FOR = re.compile(
    r"\b(?:quotes?|prices?|estimates?|photos?|invoices?|reports?|decisions?)\b[^,;.\n]{0,25}\b(?:needed|required|reqd|wanted|please|pls) ?$",
    re.IGNORECASE,
)
_THEN_ASKED_FOR = re.compile(
    r"\s*[:,-]\s*(?:an? |\d )?(?:quotes?|prices?|estimates?)\b", re.IGNORECASE
)
"""`quote for a fence needed by friday`, `needed by friday: quote`."""
_SO = re.compile(
    r",?\s*(?:so|hence|therefore|meaning|which means|(?:and )?then(?= [a-z]{3})"
    rf"(?![^.;\n]*\b(?:{WEEKDAY}|today|tonight|{TOMORROW}|\d{{1,2}}(?:/|st|nd|rd|th))))\b",
    re.IGNORECASE,
)
"""What follows from the day, or comes after it; where that has a day of its own, both are asked about."""
_FAR = 80


def other_matter(before: str, after: str, *, ends: bool = False) -> str:
    """The words that say that the day between is of another matter; empty where none do. `ends`: it is a last day."""
    near = before[-_FAR:]
    if match := _CALLED_OFF.search(near) or _EVENT.search(near):
        return match[0].strip()
    if match := _PRICED.match(after) or _RATE_OF_IT.match(after) or _SO.match(after):
        return match[0].strip(" ,")
    if ends and (
        due := _DUE_BY.search(near) or _ASKED_FOR.search(near) or _THEN_ASKED_FOR.match(after)
    ):
        return due[0].strip(" :,-")
    somebody = _SOMEBODY.search(near)
    if somebody and not _WANTS.search(somebody["does"]):
        return somebody[0].strip(" ,;.(-")
    return ""
