"""Words around a value that take it back: `not Ace Gas`, `Ace Gas can't`, `high priority not needed`."""

from bot import late_re as re

_NOT = (
    r"(?:\b(?:not|never|remove|unassign|cancel(?:l?ed|ling)?|cannot|no longer|without|instead of|rather than|other than|except(?: for)?|apart from|anyone but"
    r"|anybody but|any\w* but|every\w* but|all but|avoid|previously|formerly|was|neither|nor|no need for|unless|less"
    r"|(?:do|does|did|is|was|are|have|has|had|ca|wo|should|could|would|need|must|were)n['’]?t)\b|(?<=\w)n['’]t\b)"
)
_BETWEEN = (
    r"(?:use|using|send|sending|call|calling|ring|book|booking|give|giving|it|this|that|these|go|going|assign(?:ed)?|to|with|via"
    r"|by|for|the|an?|be|is|as|of|very|so|really|too|any|at|all|exactly|strictly|necessarily|need|want|contractor|priority)"
)
_BEFORE = re.compile(rf"{_NOT} (?:{_BETWEEN} ){{0,4}}$", re.IGNORECASE)
_FIRST = re.compile(rf"\s*{_NOT} (?:{_BETWEEN} ){{0,4}}", re.IGNORECASE)
_IS = r"(?:(?:are|is|was|were|have|has|had|will|that|who|which|says?|said|just|now|but|they|he|she|it|they're|he's|she's|who's|it's) ){0,3}"
_WHO_AFTER = re.compile(
    rf"(?: (?:- )?| ?\(|, ?(?=(?:but )?(?:they|he|she|who|which)\b)|\? ?){_IS}(?:\w+n['’]t\b|(?:cant|wont|dont|didnt|isnt|wasnt|arent"
    r"|cannot|can not|refus\w+|declin\w+|cancel\w+|no longer|never|unavailable|unable|failed|let us down|pulled out"
    r"|no[- ]?shows?|too busy|too dear|too expensive|too slow|fully booked|busy|off sick|on holiday|gone bust|ceased trading"
    r"|sacked|off(?=\s*(?:$|[,.;?]| (?:it|this|the|if|unless|for|once|when)\b))|removed|unassigned|taken off|banned|suspended|no good|closed|shut|came|did|fixed|repaired|replaced|attended|visited|went|fitted|installed|looked)\b"
    r"|not\b(?! (?:urgent|an? emergency|high|low|before|after|until|working|firing|heating|draining|closing|locking)\b))",
    re.IGNORECASE,
)
_WHAT_AFTER = re.compile(
    r"(?: priority)?(?:\s*[,:(-])?\s*(?:(?:is|was|it|its|it's|are|but|as|this|that|prob\w*|really|actually) ){0,3}"
    r"(?:(?:not|never|no longer|\w+n['’]t|isnt|wasnt|doesnt|dont) (?:(?:really|actually|at all|be|is|being|strictly|a|the|that|one|it|have to be"
    r"|think) ){0,3}(?:needed|required|necessary|wanted|right|correct|true|important|appropriate|justified|applicable|urgent"
    r"|approved|agreed|authorised|confirmed|enough|any ?more|yet|so)\b"
    r"|(?:not|no|isn['’]?t it|no longer)\s*(?=$|[,;.)\n?])|cancel+ed\b|no more\b|no longer (?:applies|needed)\b)"
    r"|\s*\?+\s*no\b|,? or not\b|,? but (?:it |that |this |really ){0,2}(?:isn['’]?t|is not|not|wasn['’]?t)(?=\s*(?:$|[,;.]))"
    r"| (?:at first|to (?:begin|start) with|initially|originally)\b"
    r"| (?:last (?:week|night|month|year)|yesterday|earlier)(?=\s*(?:$|[,;.]|but\b|now\b))",
    re.IGNORECASE,
)
_HALF_MEANT = re.compile(
    r"\s?-?ish\b|\s+(?:for (?:now|me|us|him|her|them|(?:the |our )?(?:landlord|landlady|ll|tenants?|owner|agent|client))|temporar\w*|except|apart from|all but|but|if|when|once|soon|almost|by)\b",
    re.IGNORECASE,
)
"""What takes back half of a value: `high-ish`, `fixed for now`."""
_HALF_SURE = re.compile(
    r"[\s,(-]{1,3}(?:tbc|tba|to be (?:confirmed|agreed)|unless|pending|provisional\w*|subject to|not (?:yet )?(?:certain|confirmed|agreed|approved)|check w)\b"
    r"|[ (]{1,2}(?:maybe|perhaps|poss(?:ibly)?|prob(?:ably|s)?)(?=\s*(?:$|[,;.)]))"
    r"|[ (]{1,2}(?:if|when) (?:free|available|avail|they|they're|he|he's|she|she's|not|poss\w*|around|about|ll|landlord|the)\b"
    r"| or (?:cheaper|similar|whoever|anyone|anybody|other|another|equiv\w*|someone|somebody)\b| first(?=\s*(?:$|[,;.]))",
    re.IGNORECASE,
)
"""`Ace Gas tbc`, `Ace Gas if free`, `high unless fixed`."""
_BUT_NOT = re.compile(
    r"\s*[,;.(–-]+\s*(?:but\b(?! (?:not )?(?:needed|invoice\w*|billed|charged|paid))|(?:and )?(?:(?:except|apart from|bar|all but|aside from|minus)\b|(?:(?:tenants?|ll|landlord|agent|he|she|they|it|its|it's)(?: still)?(?: (?:says?|said|thinks?|reckons?|is|was|has|are))? )?"
    r"(?:(?:not|isn'?t|wasn'?t|never|hasn'?t)\b(?! (?:needed|required|wanted|urgent|invoiced|billed|charged|paid))|no(?= (?:wait|don'?t|not|sorry|hang|actually|scrap)\b|\s*[,.]|\s*$))"
    r"|(?:wait|oops|sorry|scrap|hang on|came back|come back|coming back|back again|snag\w*|mostly|nearly|half|wrong|tenants? disputes?|parts? (?:on order|needed|to come|awaited|ordered))\b"
    r"|(?:still|now)(?: \w+)? (?:leak\w*|drip\w*|broken|faulty|fail\w*|not|stuck|noisy|cold|out|doesn'?t|won'?t)\b|(?:\w+ )?(?:leak\w*|drip\w*|fail\w*|broken?) again\b))",
    re.IGNORECASE,
)
"""`done, but not the sink`, `fixed, came back again`."""
_GONE = re.compile(
    r"(?:'s)?\s*\(?(?:has |have |is |was )*(?:left|moved out|moving out|no longer\b|gone|deceased|died|ex[- ]tenant)\b\)?(?! (?:keys?|a|the|us|message|dog|cat)\b)",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(
    r"\b(?:(?:doesn|don|isn|wasn|didn|ain|hasn)['’]?t|not|never|nothing|hardly|barely|far from|anything but|if|unless|until|in case|(?:would|could|might|may) (?:be|become|turn|get)|less|lower than|from|than|why|whether|event of)"
    r"(?: (?:seem\w*|look\w*|think|feel|reckon|sound\w*|be|its|it['’]s|it|is|that|this|all|really|very|too|exactly|yet|an?|the|becom\w*|turn\w*|get\w*|so|particularly|especially|strictly|classed|deemed|considered|as)){0,4} $",
    re.IGNORECASE,
)
"""`doesn't seem urgent`, `if it becomes urgent`, `why urgent`."""
_SAID_BY = re.compile(
    r"\b(?:(?:tenants?|tnts?|she|he|they|residents?|occupiers?|neighbours?|mum|son|daughter|husband|wife)(?:'s)? (?:also |still |just |now )?(?:says?|said|saying|keeps saying|calls?|insists?|insisting|swears?|reckons?|thinks?|claims?|feels?)"
    r"|(?:ll|landlord|landlady|owner|client|agent) (?:reckons?|thinks?|claims?|feels?))"
    r"(?: (?:that|its?|it's|this|is|it|was|an?|very|really|super|so))* $",
    re.IGNORECASE,
)
"""What somebody else calls urgent is their word for it."""
_NEAR = 80
"""Characters before a value, and after it, that are looked at."""


def denied_before(before: str) -> str:
    """The words right before a value that say that this is not it; empty when none do."""
    match = _BEFORE.search(before[-_NEAR:])
    return match[0] if match else ""


def denied_first(text: str) -> int:
    """How long the words are by which a text begins with a no: `not Ace Gas`."""
    match = _FIRST.match(text[:_NEAR])
    return match.end() if match else 0


def denied_after(after: str, *, people: bool) -> str:
    """The words after a value that take it back: of people who can't, or of a thing that is not needed."""
    match = (_WHO_AFTER if people else _WHAT_AFTER).match(after[:_NEAR])
    return match[0] if match else ""


def half_meant_after(after: str, *, state: bool) -> str:
    """The words after a value that take half of it back; empty where there are none. `state`: of a status or a priority."""
    near = after[:_NEAR]
    match = _HALF_SURE.match(near) or (_HALF_MEANT.match(near) if state else None)
    return match[0] if match else ""


def not_done_after(after: str) -> str:
    """The words after `done` or `closed` that say that it is not, or not all; empty where there are none."""
    match = _BUT_NOT.match(after[:_NEAR])
    return match[0] if match else ""


def gone_after(after: str) -> str:
    """The words after a tenant or an agent that say that they no longer are; empty where there are none."""
    match = _GONE.match(after[:_NEAR])
    return match[0] if match else ""


def is_left_open(before: str) -> bool:
    """Whether the words right before an urgency say that it is none, or may become one."""
    return bool(_LEFT_OPEN.search(before[-_NEAR:]))


def is_said_by_others(before: str) -> bool:
    """Whether the words right before an urgency make it somebody else's word: `tenant reckons it's urgent`."""
    return bool(_SAID_BY.search(before[-_NEAR:]))


def said_by_others(words: str) -> str:
    return f"“{words}” is what somebody says of it: if it is the priority, please choose it."


def is_asked(after: str) -> bool:
    """Whether a question mark follows the value: `priority high?`."""
    return bool(re.match(r"\s?\?", after))


def says_no(words: str, label: str) -> str:
    return f"“{' '.join(words.split())}” says no, so {label} is left open: please choose."


def in_doubt(words: str, label: str) -> str:
    return (
        f"“{' '.join(words.split())}” has a question mark, so {label} is left open: please choose."
    )


def half_meant(words: str, label: str) -> str:
    return f"“{' '.join(words.split())}” leaves doubt, so {label} is left open: please choose."
