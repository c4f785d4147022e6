"""Words that make a day depend on something: `friday if dry`, `fri unless raining`, `thurs tbc`, `maybe monday`.

Such a day stays open, and its note offers it for one press. A coordinator who types `friday weather permitting`
means Friday, but Works start is what the contractor is told and the tenant is promised: a date that reads as firm is
worse than one press more, and the condition stays in the title where both can read it. A wish (`today if poss`) is none.

The condition is known by the word that begins it, never by what it is about: nobody lists all that may hold up a job.
"""

import re

from bot.jobs.quicktext.buffer import CONSUMED

_WISH = (
    r"(?:at all )?(?:poss\w*|(?:you|u|we|they|he|she|anyone|someone) (?:can|could|are able|r able|has time|have time|get (?:a )?chance)"
    r"|can\b|able\b|available\s*(?=$|[,;.!?\n])|free\s*(?=$|[,;.!?\n])|convenient|(?:that ?)?'?s? ?(?:ok|okay|alright)\b|not (?:sooner|earlier|before)"
    r"|need(?:ed|s)?|required|necessary|any (?:problems?|issues?|questions?)|no (?:answer|reply|response|one|joy|luck)|anything)"
)
_IF = rf"(?:only )?if (?!{_WISH})"
_DOES = r"(?:ring|call|text|(?<!any )(?<!of )(?<!much )use|leave|let|knock|go|key|email|take|send|ask|try|tell|get|wait|come|just|please|pls|phone|contact|turn|switch|cancel|stop|skip|postpone|rebook)"
"""What somebody is told to do: `friday, if she's out use the key safe` says nothing about the day."""
_OPEN = (
    r"(?:subject to|dep(?:s|end\w*)? ?(?:on|upon)|depend(?:ing|s|ent)\b|weather\b|permitting|dependent|provided|providing|providin|assuming|as long as|so long as"
    r"|unless|pending|tbc|tba|tb confirmed|to be (?:confirmed|agreed|arranged|booked)|provisional\w*|tentative\w*|pencil+ed|maybe|perhaps|possibly|potentially"
    r"|whichever|whenever|or whatever|fingers crossed|looks? (?:ok|good|fine|dry|likely|best)|not confirmed|unconfirmed|to confirm|awaiting|once\b|as soon as|when (?:the|parts?|he|she|they|it)\b)"
)
_GAP = r"(?:[ ][^\s,;.!?\n]+){0,4}?"
_AFTER = re.compile(
    rf"{_GAP}[ ,(-]{{1,4}}(?:(?:but|and|is|only|all|its|it's|just) ){{0,2}}(?P<open>{_OPEN}[^,;.\n)]{{0,40}})"
    rf"|{_GAP}[ (]{{1,2}}(?P<if>{_IF}[^,;.\n)]{{1,40}})"
    rf"|,? (?P<clause>{_IF}(?![^,;.\n]*\b{_DOES}\b)[^,;.\n]{{1,40}})(?=\s*(?:$|[,;.\n]))",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:\b(?:maybe|perhaps|possibly|potentially|poss|prob|probably|might|may be|could be|provisional\w*|tentative\w*|pencil+ed(?: in)?|unconfirmed|tbc|not sure"
    r"|thinking|unsure|subject to|depending on)"
    rf"|\b(?<!see )(?<!check )(?<!ask )(?<!know )(?:if (?!{_WISH})|unless ))(?P<gap>[^,;.\n{CONSUMED}]{{0,30}})$"
    rf"|\b(?:when|once|until|till|while) (?!(?:can|could|are|is|will|do|does|would)\b)[^,;.\n{CONSUMED}]{{2,40}}$"
    rf"|\b(?:weather (?:dependent|permitting|allowing)|subject to|permitting|depending)\b[^;.\n{CONSUMED}]{{0,25}}$",
    re.IGNORECASE,
)
_TOLD = re.compile(rf"\b{_DOES}\b", re.IGNORECASE)
_ASKED = re.compile(r"(?: [^\s,;.?\n]+){0,3} ?\?")
_TAKEN = re.compile(rf"[ {CONSUMED}]+")
_FAR = 80
"""Characters around a day that are looked at."""


def condition_after(after: str) -> str:
    """The words after a day that make it depend on something; empty where there are none."""
    match = _AFTER.match(_TAKEN.sub(" ", after[: 2 * _FAR])[:_FAR])
    if match is None:
        return ""
    words = match["open"] or match["if"] or match["clause"]
    if match["if"] and _TOLD.search(match[0]):
        return ""
    return words.strip()


def condition_before(before: str) -> str:
    """The words before a day that make it doubtful: `maybe`, `pencilled in for`, `if dry`."""
    match = _BEFORE.search(before[-_FAR:])
    return match[0].strip() if match else ""


def not_certain(words: str, condition: str) -> str:
    """The sentence for a day that stays open: it ends where what to do about it begins."""
    return f"“{words}” was left open because of “{condition}”"


_FIRST = re.compile(
    rf"\s*(?:but |only )?(?P<open>(?:if (?!{_WISH})|unless|once|when|until|till|after|pending|provided|providing|assuming|as long as|so long as|subject to|depend(?:s|ing)|as soon as (?!poss|you|u\b)"
    r"|should (?:the|an?|any(?:one|body)?|he|she|it|they|that|this|we|you|ll|landlord|landlady|owner|client|tenants?)\b)"
    r"\b[^,;.\n]{1,60})",
    re.IGNORECASE,
)


def condition_first(text: str) -> str:
    """The condition that a text begins with: `if 36 is signed off, …` of `close 35 if 36 is signed off`."""
    match = _FIRST.match(text)
    return match["open"].strip() if match else ""


def tells_what_to_do(words: str) -> bool:
    """Whether they say what somebody is to do on a condition: `if she's out use the key safe`."""
    return bool(_TOLD.search(words))


_SENT_THEN = re.compile(
    rf"\b(?P<open>(?:if (?!{_WISH})|unless |in case |in (?:which|that) case|otherwise|failing (?:that|which)|should (?:it|they|that) )(?P<gap>[^,.;\n]{{0,60}}?))"
    r",? (?:(?:then|just|please|pls|plz|can you|could you|you can|we can|we'll|we) )*"
    r"(?:send|get|use|call|ring|book|try|instruct|go with|(?:give|hand|pass) (?:it |this )?to)(?: in| out)? $",
    re.IGNORECASE,
)


def sent_on_condition(before: str) -> str:
    """The condition under which somebody is sent who is named next: `if it gets worse` of `if it gets worse send …`."""
    match = _SENT_THEN.search(before)
    return match["open"].strip() if match and not _TOLD.search(match["gap"]) else ""


def is_asked(after: str) -> bool:
    """Whether a question mark comes within three words after the day."""
    return bool(_ASKED.match(after))
