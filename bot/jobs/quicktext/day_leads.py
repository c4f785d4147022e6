"""The word that leads in a day (`on`, `by`, `no later than noon`), and what it makes of it: a start or an end."""

import re
from dataclasses import dataclass
from typing import Literal

Role = Literal["", "start", "end"]

_START = re.compile(
    r"(?:\b(?:new\s+)?(?:works?\s+)?(?:start(?:s|ing)?|begin(?:s|ning)?|commenc(?:e|es|ing)|when)(?:\s+date)?"
    r"(?:\s+(?:on|from))?|\b(?:on|for|from)|\bw/?[cb]|\bw\.[cb]\.?"
    r"|\b(?:the\s+)?(?:week|wk)(?:\s+(?:commencing|beginning|starting|of))?|\b(?:new\s+)?date)"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_END = re.compile(
    r"(?:\b(?:no|not)\s+later\s+than|\bon\s+or\s+(?:before|b4)|\bbetween\s+now\s+and|\bfrom\s+now\s+(?:to|until|till|til)|\b(?:new\s+)?(?:works?\s+)?(?:ends?|ending|finish(?:es|ing)?|deadline)"
    r"(?:\s+date)?(?:\s+(?:on|by|is))?|\bw/e|\bw\.e\.?|\b(?:week|wk)\s+end(?:ing|s)?"
    r"|\b(?:at\s+(?:the\s+)?)?latest(?:\s+by)?|\bby(?:\s+(?:the\s+)?(?:very\s+)?(?:latest|end\s+of))?)[\s:]+(?:the\s+|on\s+)?(?:(?:august\s+|spring\s+|may\s+)?bank\s+hol(?:iday)?\s+)?$",
    re.IGNORECASE,
)
_READY_FOR = re.compile(
    r"\b(?:ready|done|finished|completed?|sorted|in\s+place)\s+(?P<lead>for\s+(?:the\s+)?)$",
    re.IGNORECASE,
)
"""`done for friday` is a deadline, `booked for friday` is not."""
_DUE = re.compile(
    r"(?:^|[,;.:(\n])\s*(?P<lead>(?:(?:still|now|is|it'?s)\s+){0,2}due\s+(?:(?:on|by|for)\s+)?(?:the\s+)?)$",
    re.IGNORECASE,
)
"""At the start of a piece: `…, still due 19th`; not `rent due 1 july`."""
_TIME = (
    r"(?:the|of|on|end|close|start|beginning|finish|play|business|work|working|trading|office|hours|time|lunch\w*|break|tea|noon"
    r"|midday|mid|early|late|latest|first|last|thing|morning|afternoon|evening|night|am|pm|co[bp](?:/co[bp])?|eo[bd]|close"
    r"|\d{1,2}(?:[:.]\d\d)?(?:am|pm)?|about|around|half|past|quarter|to|sometime|day)"
)
_END_AND_TIME = re.compile(
    rf"\b(?<!not )(?<!not be )(?P<lead>by|before|b4|(?:no|not)\s+later\s+than|deadline|latest)[\s:]+(?P<time>(?:{_TIME}\s+){{1,5}})$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"start|begin|commenc|end|finish|date|when|deadline|due", re.IGNORECASE)
_FAR = 80


@dataclass(frozen=True)
class Lead:
    """`words` stand right before the day; `time`: those of them that are a time of day."""

    role: Role = ""
    words: str = ""
    time: str = ""

    @property
    def names_field(self) -> bool:
        """As in `start 1/6`."""
        return bool(_NAMED.search(self.words.removesuffix(self.time)))


def lead_of(before: str) -> Lead:
    """What leads in the day that comes after `before`."""
    before = before[-_FAR:]
    if match := _END.search(before):
        return Lead("end", match[0])
    if match := _DUE.search(before):
        return Lead("end", match["lead"])
    if match := _READY_FOR.search(before):
        return Lead("end", match["lead"])
    if match := _END_AND_TIME.search(before):
        time = re.sub(r"\s+(?:on|of|the)(?=\s*$)", "", match["time"]).strip()
        return Lead("end", match[0], f"{match['lead']} {time}".strip())
    if match := _START.search(before):
        return Lead("start", match[0])
    return Lead()
