"""What explains a number: one table, each context with its reason. A number that none of them explains is asked about.

Each pattern covers the number and what explains it, and reads a bounded piece of text from any place.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.jobs.private_questions import harmless_words as words
from bot.jobs.private_text.vocabulary import ADDRESS, OTHER_CODES, PRODUCT, SIZES

_N = r"(?<![\w.])\d{1,6}(?:[.,]\d{1,3})?"
_SIDE = r"\d{1,6}(?:[.,]\d{1,3})?"
_BEGINS = r"(?<![\w#*.-])"
_ENDS = r"(?![\w#*])"
_NUMBERED = r"(?:[ ]?(?:nos?\.?|nr|numbers?|num|ids?|refs?|reference|code|account|a/c|readings?|reads?|is|was|of|are|now)){0,3}[ ]?[:.#=-]{0,2} ?#?"
_NO_OPENER = "".join(
    f"(?<!{each} )" for each in ["door", "gate", "safe", "pad", "lock", "code", "alarm"]
)
_OWN = r"(?:(?-i:[A-Z]{1,4})[-/ ]?)?\d[\dA-Z]{0,12}(?:[-/.]\d[\dA-Z]{0,9}){0,3}"
_OTHER_CODE = "|".join(sorted(map(re.escape, OTHER_CODES), key=len, reverse=True))
_TIME = r"(?:[01]?\d|2[0-3])[:.]?[0-5][05]"
_FAULT = r"(?-i:[A-Z]{0,2})[ .-]?\d{1,4}"
_YEAR = r"(?:19[3-9]\d|20[0-4]\d)"
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_SIZED = r"(?:[1-9]|1\d|2\d)(?:00|50)"


def _more(number: str) -> str:
    """One more number of the same list."""
    return rf"(?:(?:, ?| ?& ?| ?/ ?| ?- ?| and | or | to ){number})"


_MORE_ROOMS = _more(r"(?:\d{1,3}[a-z]?|[12]\d[0-3]\d)(?!\w)")
_MORE_HOUSES = _more(r"\d{1,3}[a-z]?(?!\w)")
_MORE_DOORS = _more(r"\d{1,2}(?!\w)")
_MORE_SUMS = _more(r"\d{2,6}(?!\w)")
_MORE_SIZES = _more(r"\d{1,5}")
_MORE_YEARS = _more(_YEAR)
_MORE_OWN = _more(_OWN)
_MORE_FAULTS = _more(r"[A-Z]{0,2}[ .-]?\d{1,3}")


class Harmless(NamedTuple):
    """`reason`: why nobody opens anything with it. `of_small` are read in the text in small letters, which is quicker."""

    reason: str
    of_small: tuple[re.Pattern[str], ...]
    as_typed: tuple[re.Pattern[str], ...]

    def found(self, work: str, small: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """What it explains in `work[start:end]`. `small`: `work` in small letters, of the same length."""
        for pattern in self.of_small:
            yield from (match.span() for match in pattern.finditer(small, start, end))
        for pattern in self.as_typed:
            yield from (match.span() for match in pattern.finditer(work, start, end))


def _row(reason: str, *patterns: str | re.Pattern[str]) -> Harmless:
    """What is written as text in small letters is read whatever its case."""
    small = [each for each in patterns if isinstance(each, str) and "A-Z" not in each]
    typed = [each for each in patterns if each not in small]
    return Harmless(
        reason,
        tuple(map(re.compile, small)),
        tuple(
            each if isinstance(each, re.Pattern) else re.compile(each, re.IGNORECASE)
            for each in typed
        ),
    )


LINK = re.compile(r"https?://[^\s<>|]+|\bwww\.[^\s<>|]+", re.IGNORECASE)
"""Nobody reads a code out of one, however long it is."""
DOORS = "one of several doors"

HARMLESS = (
    _row(
        "a house and its street",
        ADDRESS,
        rf"(?:\b(?:at|to|from|of|opposite|outside|near|for|in|@) |\A|[,\n]\s?)\d{{1,3}}[a-z]?,? (?!(?:{words.OPENERS})\b)(?-i:[A-Z][a-z]{{3,}})",
    ),
    _row("a paint's colour, a postcode", PRODUCT),
    _row("sizes of both sides", SIZES),
    _row(
        DOORS,
        rf"{_BEGINS}(?:{words.ROOMS})s?\.? ?(?:nos?\.?|numbers?)? ?(?:\d{{1,3}}[a-z]?|[12]\d[0-3]\d){_MORE_ROOMS}{{0,8}}{_ENDS}",
        rf"{_NO_OPENER}\b(?:no\.?|nos\.?|number|house) ?\d{{1,3}}[a-z]?{_MORE_HOUSES}{{0,5}}{_ENDS}",
        rf"{_BEGINS}(?:doors?|gates?|garages?|lifts?|sheds?|stores?|barriers?|buttons?|bells?) \d{{1,2}}{_MORE_DOORS}{{0,8}}{_ENDS}",
    ),
    _row(
        "money",
        r"[£$€] ?\d[\d,]{0,9}(?:\.\d\d?)?k?",
        rf"{_N}k? ?(?:pounds?|quid|gbp|sterling|p/w|p/m|pcm|pw|pppw|per (?:month|week|hour|day|annum)|a (?:month|week|day|year)|(?:\+|plus|ex|exc|excl|inc|incl)\.? ?vat|vat|pence){_ENDS}",
        rf"{_BEGINS}(?:{words.MONEY})(?: (?:{words.MONEY_LINKS})){{0,3}}[ :=~-]{{1,3}}\d[\d,]{{0,7}}(?:\.\d\d)?k?{_MORE_SUMS}?(?![\w#*%])",
        r"(?<![\w.,])\d{1,6}\.\d\d(?![\w.])",
    ),
    _row(
        "a measure",
        rf"{_N}(?:mm|cm|m)?(?: ?(?:x|×|by|\*) ?{_SIDE}(?:mm|cm|m)?){{1,2}}",
        rf"{_N} ?[-/]? ?(?:{words.UNITS}){_ENDS}",
        rf"{_BEGINS}\d{{1,3}}(?:\.\d)? ?-?(?:{words.UNIT_WORDS}|in(?= ?(?:\Z|[,.;x×\n]|wide|high|long|deep|dia|thick))){_ENDS}",
        rf"(?<![\w.])(?:\d{{1,3}}(?:\.\d{{1,2}})? ?[amlgtcvwkx°]|\d{{1,2}}00 ?[vwkl]){_ENDS}",
        rf"\b[whdl] ?{_SIZED}(?:mm)?{_ENDS}",
        rf"{_BEGINS}{_SIZED} ?(?:mm )?(?:[a-z]+ )?(?:{words.SIZED_THINGS})s?\b",
        rf"\b(?:{words.SIZED_FIRST})s? (?:\d{{1,2}}[05]0|110|112|160){_ENDS}",
        rf"{_BEGINS}(?:{words.DOOR_SIZES}) (?:[a-z]+ ){{0,2}}(?:{words.SIZED_THINGS})s?\b",
        rf"{_N} (?:{words.WAYS})\b",
        rf"\b(?:{words.DIMENSIONS})(?: (?:is|of|about|approx|=))?[ :=]{{1,2}}\d{{1,5}}{_MORE_SIZES}?{_ENDS}",
        rf"{_BEGINS}\d{{1,3}}[/-]\d{{1,3}}(?:[/-]\d{{1,3}})? ?(?:{words.PAIRS})\b",
        rf"\b(?:{words.PAIRS})\w{{0,3}} (?:[a-z]+ )?\d{{1,3}}[/-]\d{{1,3}}(?:[/-]\d{{1,3}})?{_ENDS}",
        r"(?<![\w.,/-])\d{1,4}\.\d{1,4}(?![\w.])",
        r"\d{1,3} ?[%°º]",
        r"(?<![\w/])\d{0,2} ?-?\d/(?:2|3|4|8|16|32)(?![\w/])",
    ),
    _row(
        "a time",
        rf"{_BEGINS}(?:{words.TIME_LEADS})(?: (?:about|approx|around))? ?{_TIME}(?: ?(?:-|–|to|and|or|till?|until) ?{_TIME})?(?:h|hrs?|am|pm)?{_ENDS}",
        rf"{_BEGINS}{_TIME} ?(?:-|–|to|till?|until) ?{_TIME}(?:h|hrs?|am|pm)?(?= ?(?:\Z|[,.\n]|{words.DAYS}))",
        rf"{_BEGINS}(?:{words.DAYS})\.?,? {_TIME}{_ENDS}|{_BEGINS}{_TIME} (?:on )?(?:{words.DAYS}|start|slot|appointment|appt|visit|arrival)\b",
        r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?::\d\d)?(?!\d)|(?<!\d)\d{1,4}(?:[.:-]\d\d?)? ?(?:am|pm|hrs?|hours?|o'?clock)\b|\b24 ?[/-] ?7\b|\btwenty[ -]four seven\b",
        r"\b(?:half|quarter) (?:past|to) \w+",
    ),
    _row(
        "a day",
        rf"{_BEGINS}{_DAY}(?P<mark>[/.-]){_MONTH}(?:(?P=mark)(?:20)?[0-2]\d)?{_ENDS}(?![/.-]\d)",
        rf"\b(?:born|dob|d\.o\.b\.?|birth|dated|built|since|from|of)[ :]{{1,2}}{_DAY}[/.-]{_MONTH}[/.-](?:19|20)?\d\d{_ENDS}",
        rf"{_BEGINS}20\d\d-{_MONTH}-{_DAY}|{_BEGINS}{_MONTH}/20\d\d{_ENDS}",
        rf"{_BEGINS}{_DAY}(?:st|nd|rd|th)?(?: of)? ?(?:{words.MONTHS})[,.]?(?: (?:20)?\d\d(?!\d))?",
        rf"\b(?:{words.MONTHS})[,.]? {_DAY}(?:st|nd|rd|th)?(?:,? 20\d\d)?{_ENDS}|\d{{1,2}}(?:st|nd|rd|th)\b",
    ),
    _row(
        "a year",
        rf"{_BEGINS}(?:{words.BEFORE_YEARS})[ '/:-]{{1,2}}{_YEAR}(?:[/-]\d\d(?:\d\d)?)?{_MORE_YEARS}?{_ENDS}",
        rf"{_BEGINS}{_YEAR}(?:'?s\b|[/-]\d\d(?:\d\d)?{_ENDS}| (?:{words.AFTER_YEARS})\b)",
    ),
    _row(
        "a number of its own",
        rf"\b(?:(?<!in )case|{words.OWN_NUMBERS})s?(?![a-z]){_NUMBERED}{_OWN}{_MORE_OWN}{{0,4}}",
        rf"\b(?:{_OTHER_CODE}) codes?{_NUMBERED}{_OWN}",
        rf"\breadings?(?: [a-z]{{3,10}}){{1,2}} \d{{3,8}}(?:,?(?: [a-z]{{3,10}}){{1,2}} \d{{3,8}})?{_ENDS}",
        rf"(?<![\w#])(?:{words.PREFIXES})[-#/]?(?-i:[A-Z]{{0,3}}-?)\d[\w/-]{{0,14}}",
        r"(?<![\w#])(?-i:[A-Z]{2,6})[-/]\d[\w/-]{0,14}|(?<![\w#])(?-i:[A-Z]{2,3})\d{6,8}(?!\w)",
        r"\bvat (?:reg\.? |no\.?:? |number:? )*(?:gb ?)?\d{3} ?\d{4} ?\d\d(?!\d)",
        r"\bfobs? (?:no\.? |number )?\d{5,8} (?:is |has been |was )?(?:lost|not|stolen|broken|dead|missing|cancel\w*|block\w*|return\w*|issue\w*|replace\w*|stop\w*|snap\w*)\b",
        rf"(?<![\w#])\d{{3,8}} ?(?:is the )?(?:{words.OWN_NUMBERS_AFTER})\b",
        r"#\d{3,6}(?= (?:raised|still|on fixflo|not|closed|open|follow))",
    ),
    _row(
        "a fault that a device shows",
        rf"\b(?:{words.FAULTS})(?: (?:{words.SHOWS_LINKS})){{0,3}}[ :=-]{{1,3}}{_FAULT}{_MORE_FAULTS}{{0,3}}{_ENDS}",
        rf"\b(?:{words.DEVICES})\b[^.;\n]{{0,40}}?\b(?:{words.SHOWS})(?: (?:{words.SHOWS_LINKS})){{0,3}}[ :=-]{{1,3}}{_FAULT}{_MORE_FAULTS}{{0,3}}{_ENDS}(?! ?\d)",
        rf"\b(?:{words.DEVICES})\b[^.;\n]{{0,40}}?(?<![\w#*])[eflahu][ .]?\d{{2,3}}(?:(?:, ?| ?/ ?| and | then | )[eflahu]\d{{2,3}}){{0,4}}{_ENDS}",
        r"(?<![\w#*])[eflahu]\d{2,3} (?:on|error|fault|showing|flashing|code|again|came|came up|comes up)\b",
    ),
    _row(
        "a make's model",
        rf"\b(?:{words.MAKERS})s?\b(?:[ :]+(?!(?:{words.NO_MODEL})\b)[\w+/'-]{{1,20}}){{0,3}}?[ :]+(?-i:[A-Za-z]{{0,6}})[-/]?\d[\w/.-]{{0,14}}(?: \d{{1,3}}(?!\w))?",
        rf"\b(?:{words.APPLIANCES})s?(?: (?:is|a|an|model))? (?=\w*[A-Z])(?=\w*\d)[\w/-]{{4,16}}",
        r"\bei\d{3,4}[a-z]{0,3}\b",
        rf"\b(?:{words.ENTRY_MAKERS}) (?-i:[A-Z]{{0,4}})\d[\w-]{{1,8}} (?:{words.MODELS_OF})s?\b",
        rf"{_BEGINS}\d{{3,4}}(?-i:[A-Z]{{1,2}}) (?:cable|flex|lamp|bulb|tube)s?\b",
        rf"\b(?:{words.ENTRY_MAKERS})(?: [a-z]{{3,12}})?[ ]\d{{1,3}}0(?!\w)",
        r"(?<![\w#*])(?-i:(?=\w*\d\w*\d)(?=\w*[A-Z]\w*[A-Z]\w*[A-Z]\w*[A-Z])[\dA-Z]{6,16}\b)",
    ),
    _row(
        "a standard",
        rf"\b(?:{words.STANDARDS})(?:[ /-](?:en|iso|iec|hd))*[ :-]{{0,2}}\d[\d.:/-]{{0,14}}(?:[ +-]*a\d{{1,2}}[:\d]{{0,5}})?",
    ),
    _row(
        "so many of a thing",
        rf"{_BEGINS}\d{{1,3}}(?:,\d{{3}})? (?!(?:{words.NO_THINGS}|{words.OPENERS})\b)(?:(?!(?:{words.OPENERS})\b)[a-z]+ )?(?!(?:{words.NO_THINGS}|{words.OPENERS})\b)[a-z]{{3,}}s\b",
        rf"{_BEGINS}\d{{1,2}} [a-z]{{3,}}s\b",
        rf"{_BEGINS}\d{{1,5}} (?:{words.MANY})s?\b",
        rf"\b(?:qty|quantity|x) ?:? ?\d{{1,3}}{_ENDS}|\b(?:{words.ROUNDED})\.? (?:\d{{1,2}}[05]|\d{{1,3}}[05]0){_ENDS}",
        rf"{_BEGINS}\d{{1,4}} ?(?:no\.|off\b|nr\b|pcs\b)",
        r"(?<![\w/])\d{1,3} (?:of|out of|in) \d{1,4}(?![\w])",
    ),
    _row(
        "a number that everybody rings",
        rf"\b(?:call|ring|rang|called|dial|dialled|on|to|text|phoned?|nhs)(?: (?:the )?(?:police|fire brigade|nhs|on))? (?:999|111|101|105|112|119){_ENDS}",
        r"\b(?:ext|extn|extension|xtn)\.? ?\d{2,5}\b",
    ),
    _row("a road", r"\b(?:the|off|on|via|along|from|onto) [amb]\d{1,4}(?:\(m\))?\b"),
    _row(
        "a file",
        r"(?<!\S)[^\s/]{1,80}\.(?:jpe?g|png|heic|pdf|docx?|xlsx?|mp4|mov|eml|msg|csv|zip)\b",
        r"\b(?:img|dsc|image|photo|pic|vid|scan|screenshot)[ _-]?\d{1,10}(?:[_-]\d{1,8})*\b",
    ),
)
