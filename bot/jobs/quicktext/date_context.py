"""Whether words that can be read as a date are a date in this context, and one of the works.

`flat 9 may be damp`, `24/7` and `water sat in the pan` name no day; `since Friday`, `Good Friday`
and `tenancy ends 30 June` name a date that is not of the works.
"""

import re

from bot.jobs.dates.parser import FoundDay, Span, Unclear
from bot.jobs.dates.vocabulary import MONTH, TOMORROW, WEEKDAY, plain
from bot.jobs.quicktext.buffer import CONSUMED
from bot.jobs.quicktext.conditions import condition_after, condition_before, is_asked, not_certain
from bot.jobs.quicktext.other_matters import other_matter

_NUMBERED = re.compile(
    r"(?:flat|unit|no|nos|number|room|rm|apt|apartment|plot|house|block|floor|level|job|ref|suite|door"
    r"|phase|zone|bay|garage|gate|bed|box|lot|cottage|shop|office|studio|stage"
    r"|order|wo|po|invoice|quote|code|safe|alarm|tel|phone|ext|x|#|£|\$|€|size|part|model|step|item"
    r"|no\.|building|stair|staircase|landing|hut|pump|lift|meter|site|ward|class|type|key|all|only)"
)
_STREET = re.compile(
    r"(?:st|street|rd|road|lane|ln|ave|avenue|close|cl|drive|dr|row|way|court|ct|hill|place|pl|square"
    r"|terrace|gardens|gdns|grove|crescent|cres|walk|park|house|cottage|mews|green|view|villas?|lodge"
    r"|floor|party|avenue|time|hand|bedroom|bathroom|nights|evenings|mornings|afternoons|rent)"
)
_SAFE_AFTER = re.compile(
    rf"\s*(?:$|[\n{CONSUMED},;:.!?)£+&(-]|(?:at|for|with|from|by|high|low|urgent|normal|medium|please|pls"
    r"|plz|and|or|to|until|start|end|finish|contractor|priority|status|budget|agent|tenants?|keys?|access|code"
    r"|asap|am|pm|morning|afternoon|evening|if|as|because|when|via|using|cost|max|under|in)\b)",
    re.IGNORECASE,
)
_END_AFTER = re.compile(
    rf"\s*(?:$|[\n{CONSUMED},;:.!?)£+(-]|(?:high|low|urgent|normal|medium|please|pls)\b)",
    re.IGNORECASE,
)
_AWAY_BEFORE = re.compile(
    r"(?<!sort )(?<!come )(?<!comes )(?<!coming )(?<!go )(?<!going )(?<!send )(?<!sent )(?<!get )(?<!clear )(?<!clean )(?<!take )(?<!cut )"
    r"(?<!find )(?<!call )(?<!dry )(?<!pull )(?<!rip )(?<!empty )(?<!carry )(?<!set )\b"
    r"(?:out|away|not in|not home|not at home|isn't in|at work|off work|working|on nights|on shift|on (?:holiday|hols?|leave|a break|vacation)|abroad|in hospital)\s+"
    r"(?:on\s+|this\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
"""Who is out on a day is not visited then."""
_REQUEST = re.compile(
    r"\b(?:can|could|would|will|shall|please|pls|plz|possible|able|who|what|how|when|are you|is it)\b",
    re.IGNORECASE,
)
_TOLD = (
    r"called|calls|rang|phoned|reported|emailed|e-mailed|texted|messaged|told|said|noticed|happened"
    r"|started|stopped|broke|failed|died|burst|fell|went|began|complained|spoke|came|been|was|were|lost"
    r"|occurred|leaked|flooded|tripped|wrote|worked|discovered"
)
_DONE = (
    r"visited|attended|inspected|tested|checked|fixed|repaired|replaced|serviced|installed|fitted|cleaned"
    r"|moved|found|sent|received"
)
_WHEN = r"(?:\s+\w+)?(?:\s+on)?\s+(?:the\s+)?$"
_PAST_BEFORE = re.compile(rf"\b(?:{_TOLD}|{_DONE}){_WHEN}", re.IGNORECASE)
_TOLD_BEFORE = re.compile(rf"\b(?:{_TOLD}){_WHEN}", re.IGNORECASE)
"""Of a last day: `fitted by friday` is still to come."""
_TO_BE_DONE = re.compile(
    rf"\b(?:be|get|gets|getting|have|needs?|wants?|to)(?:\s+\w+){{0,4}}\s+(?:{_DONE}){_WHEN}",
    re.IGNORECASE,
)
OTHER_MATTERS = re.compile(
    r"\b(?:(?:exp\b\.?|expir\w*|dated|born|dob|d\.o\.b\.?|valid|renew\w*|due(?:\s+(?:for|date))?|runs?\s+out|rent\s+review"
    r"|use\s+by|issued)[:\s]*(?:(?:on|from|is|until|till|now|still|to|moved|changed|extended)\b\s*)*"
    r"|(?:warranty|guarantee|tenancy|lease|contract|policy|certificate|cert|notice|cover|cp12|eicr|epc)"
    r"(?:\s+(?:is|was|runs?|out|starts?|started|ends?|ended|due|until|till|from|on))+\s+"
    r"|(?:expir\w*|exp\b|valid\w*|renew\w*|issued?|dob|dated|tenancy|lease|warranty|guarantee|policy)\b[^,;\d\n]{0,40}\s?[-–:=]\s*)(?:the\s+)?$",
    re.IGNORECASE,
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:not|except|except for|this side of|excluding|apart from|bar|barring|save for|other than|but|after|before|b4|than|unless|avoid|can'?t\s+do|cannot\s+do|unavailable"
    r"|times?|away|abroad|closed|holiday|or|no\s+access|open|hours|available|availability|free|a|any|some|which"
    r"|bank\s+holiday|(?:don'?t|do\s+not|not\s+to|never|can'?t|cannot|won'?t|no\s+one|nobody)\s+(?:to\s+)?(?:come|attend|visit|go(?:\s+(?:in|round|there))?|book(?:\s+(?:it|anything|them))?|send\s+\w+|do\s+it|start|turn\s+up))|\b(?:tenants?|occupiers?|residents?|landlord|he|she|they|customer"
    r"|client)\s+(?:is\s+|are\s+|will\s+be\s+)?(?:out|off|in|home|at\s+work))"
    r"\s+(?:on\s+|from\s+|until\s+|till\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"\s*(?:,\s*)?(?:(?:is|are|was|would be|will be|it|that|am|pm|morning|afternoon)\s+){0,2}(?:no (?:good|use|access|entry|visits?|one|body|work)|nobody|impossible"
    r"|not (?:good|possible|ok|okay|suitable|available|convenient|an option|great|ideal|free)|doesn'?t (?:work|suit)|won'?t (?:work|suit|do)"
    r"|unsuitable|inconvenient|unavailable|cancelled|canceled|isn'?t (?:good|possible|ok|okay|suitable|convenient)|is out\b|off limits)",
    re.IGNORECASE,
)
OR_AFTER = re.compile(
    rf"(?: (?:after|before|b4|from|at|till?|until|\d[\w:.]*|am|pm|eve|evening|morning|afternoon|noon|lunch)){{0,4}},? or (?:on )?(?:the )?(?:{WEEKDAY}|{TOMORROW}|today|next|this|so|two|three|early|mid|late|end of|start of"
    rf"|\d{{1,2}}(?:/|st|nd|rd|th| ?{MONTH}))\b",
    re.IGNORECASE,
)
_BARE_CLOCK = re.compile(
    r"(?:\d{1,2}-\d{1,4}|(?:at|@|around|about|from|before|after|between|by|and|to) ?\d{1,4})$"
)
_TINY = re.compile(r"(?:sat|sun|wed|mon)", re.IGNORECASE)
_NOT_TINY = re.compile(
    r"\b(?:it|has|have|had|been|that|which|who|the|a|an|in|just|was|is|are|full|and|of|where|my|his|her"
    r"|their|by|le|getting|newly)\s+$",
    re.IGNORECASE,
)
_LONG_WORD = re.compile(r"(?:day|row|/\d+|\d{4}|week)$", re.IGNORECASE)
"""A day that is sure even where a word is glued to it: `friday/ring first`, not `sun-lounge`."""
_ENDS_IN_A_NUMBER = re.compile(rf"(?:{MONTH}|/\d{{1,2}}) ?(?:-|to|until|till|til) ?\d{{1,2}}$")
"""`15 june to 20`, whose last number may begin what follows."""
_VERSION = re.compile(
    r"\b(?:version|firmware|software|ver|v|rev|revision|build|ip|clause|section|item)[ .:]*$",
    re.IGNORECASE,
)
_PART_OF_DAY = re.compile(r"(?:morning|afternoon|evening|noon|midday) ")
_BARE_MONTH = re.compile(rf"{MONTH}(?: \d{{4}})?")
_UNTIL = re.compile(
    r"\b(?:until|till|til|up\s+to)\s+(?:the\s+)?(?:\d\S{0,6}\s+|(?:noon|midday|lunch\w*|late|half \d+)\s+)?$",
    re.IGNORECASE,
)


def doubt(words: str, before: str, after: str, *, ends: bool = False) -> str:
    """Why a well understood day may still not be when the work is done; empty when it is. `ends`: it is a last day, and `before` has no `by`."""
    if (
        _NOT_BEFORE.search(before)
        or _UNTIL.search(before)
        or OR_AFTER.match(after)
        or _NOT_AFTER.match(after)
        or _AWAY_BEFORE.search(before)
        or (is_asked(after) and not _REQUEST.search(before))
    ):
        return f"“{words}” was left in the text: if the work is done then, please set Works start or Works end."
    if (_TOLD_BEFORE if ends else _PAST_BEFORE).search(before) and not _TO_BE_DONE.search(before):
        return f"“{words}” seems to say when something happened: if the work starts then, please set Works start."
    if matter := other_matter(before, after, ends=ends):
        return f"“{words}” was left open because of “{matter}”: if the work is done then, please set Works start or Works end."
    if condition := condition_after(after) or condition_before(before):
        why = not_certain(words, condition)
        return f"{why}: if the work is done then, please set Works start or Works end."
    return ""


def is_day(
    words: str, reading: FoundDay | Span | Unclear, before: str, after: str, lead: str
) -> bool:
    """Whether these words are a date in the context of the words before and after."""
    phrase = plain(words)
    last = re.search(r"([\w.#£$€]+)\s*$", before)
    if words[0].isdigit() and last and _NUMBERED.fullmatch(last[1].casefold()):
        return False
    if words[0].isdigit() and re.search(r"[\w£$€#]$|\w[/.,:-]$|\d[/.,:-]+$", before):
        return False
    if (following := re.match(r"[\s'-]*(\w+)", after)) and _STREET.fullmatch(
        following[1].casefold()
    ):
        return False
    if re.match(r"'\w|[-/]\d|[-/]\w{1,2}\b|\w", after) or (
        re.match(r"[-/]\w", after) and not _LONG_WORD.search(words)
    ):
        return False
    if re.search(rf"(?:{MONTH}|\d(?:st|nd|rd|th)?)[ ]\d{{2}}$", phrase) and not _END_AFTER.match(
        after
    ):
        return False
    if re.search(r"\b(?!20)\d{4}$", phrase) and re.search(rf"{MONTH} \d{{4}}$", phrase):
        return False
    if isinstance(reading, Unclear):
        return _is_unclear_day(phrase, after, lead)
    parts = (reading.start, reading.end) if isinstance(reading, Span) else (reading,)
    if any(_BARE_CLOCK.search(part.time) for part in parts) and not _END_AFTER.match(after):
        return False
    if isinstance(reading, Span):
        return not _ENDS_IN_A_NUMBER.search(phrase) or bool(_END_AFTER.match(after))
    match reading.kind:
        case "weekday":
            tiny = _TINY.fullmatch(phrase)
            return not tiny or _is_tiny_weekday(before, after, lead)
        case "dm":
            return bool(re.match(WEEKDAY, phrase)) or _is_day_of_month(phrase, before, after, lead)
        case "dmy":
            return bool(
                re.search(r"/|\d{4}|(?:^| )\d{2}\.\d{2}\.\d{2}(?: |$)", phrase)
            ) and not _VERSION.search(before)
        case "month day":
            return bool(re.search(r"\d(?:st|nd|rd|th)|\d{4}$", phrase) or _END_AFTER.match(after))
        case "day month":
            may = re.search(r"\d ?may$", phrase) or (phrase.endswith("may") and is_spelled(words))
            return not may or bool(_SAFE_AFTER.match(after) or lead)
        case "ordinal":
            if is_spelled(words) and not re.match(WEEKDAY, phrase):
                return False
            led = lead or _PART_OF_DAY.match(phrase)
            return bool(re.match(WEEKDAY, phrase) or (led and _SAFE_AFTER.match(after)))
        case _:
            return True


def _is_tiny_weekday(before: str, after: str, lead: str) -> bool:
    """`service sat £80`, `on sat`; not `water sat in the pan`, `on sun lounge roof`."""
    if _NOT_TINY.search(before) and not lead:
        return False
    goes_on = re.match(r"\s+(?:if|unless|latest)\b", after) or condition_after(after)
    return bool((_SAFE_AFTER if lead else _END_AFTER).match(after) or goes_on)


_FLATS = 4
_A_STREET_BEFORE = re.compile(
    rf"\d[\w/-]*,?(?: [A-Za-z'.]+){{1,3}} {_STREET.pattern}\.?,? $", re.IGNORECASE
)
"""`220 Dumbarton Road, 2/1`: the first flat of the second floor, not a day."""


def _is_day_of_month(phrase: str, before: str, after: str, lead: str) -> bool:
    """`15/6` and `on 1/6`; not `24/7`, `1/2 inch` or `3/4 of the panes`."""
    numbers = re.search(r"(\d+)/(\d+)", phrase)
    if numbers and _A_STREET_BEFORE.search(before) and max(map(int, numbers.groups())) <= _FLATS:
        return False
    if lead and _SAFE_AFTER.match(after):
        return True
    if numbers is None or phrase == "24/7" or not _SAFE_AFTER.match(after):
        return False
    return not _is_fraction(numbers[1], numbers[2])


def _is_fraction(above: str, below: str) -> bool:
    """`1/2`, `3/4`, `7/8`; `1/7` and `01/02` are days."""
    if above.startswith("0") or below.startswith("0"):
        return False
    return int(above) < int(below) and int(below) in {2, 3, 4, 5, 8, 10}


def is_spelled(words: str) -> bool:
    """`the twelfth`, which may be a floor as well."""
    return not re.search(r"\d", words)


_LED_IN = re.compile(
    r"\b(?:on|for|by|from|until|till|before|starting|start|date|after) $", re.IGNORECASE
)
_END_OR_PLACE = re.compile(rf"{_END_AFTER.pattern}| (?:at|in|am|pm)\b", re.IGNORECASE)


_A_WHOLE_DAY = re.compile(rf"\d ?{MONTH}|20\d\d|\d([./])\d{{1,2}}\1\d")
"""`gate 12 june`: a gate and a day, or the twelfth gate in june."""


def is_half_a_day(words: str, reading: FoundDay, before: str, after: str) -> bool:
    """Whether a day that was not taken is still worth a word: `13/6 leak`, `… 1/4`, `on the twelfth`."""
    if reading.kind in {"day month", "dmy", "iso"} and _A_WHOLE_DAY.search(plain(words)):
        return bool(_SAFE_AFTER.match(after)) and not re.search(r"[\w£$€#]$|\w[/.,:-]$", before)
    if reading.kind == "ordinal" and is_spelled(words):
        return bool(_LED_IN.search(before) and _END_OR_PLACE.match(after))
    numbers = re.fullmatch(r"(\d+)/(\d+)", words)
    if (
        reading.kind != "dm"
        or numbers is None
        or words == "24/7"
        or re.search(r"\w[ #]?$", before[-1:])
    ):
        return False
    if _SAFE_AFTER.match(after):
        return True
    return int(numbers[1]) > 12 or numbers[1].startswith("0") or numbers[2].startswith("0")


def _is_unclear_day(phrase: str, after: str, lead: str) -> bool:
    """Whether a phrase that can't be read is still worth a word: `31/02` is, `50/50` and `june` are not."""
    if _BARE_MONTH.fullmatch(phrase):
        return False
    if numbers := re.fullmatch(r"(\d{1,2})/(\d{1,2})", phrase):
        day, month_ = int(numbers[1]), int(numbers[2])
        if month_ <= 12:
            return 0 < day <= 31 and bool(lead or _SAFE_AFTER.match(after))
        return bool(lead) and 0 < day <= 12 and month_ <= 31
    if numbers := re.match(rf"(\d+)(?:st|nd|rd|th)? ?{MONTH}", phrase):
        return 0 < int(numbers[1]) <= 31
    if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)", phrase):
        return bool(lead)
    return not re.fullmatch(
        r"(?:week|month|year|wk|fortnight|mid|last (?!(?:week|wk) \w).*)", phrase
    )
