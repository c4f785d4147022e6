"""What explains a number: one table, each context with its reason. A number that none of them explains is asked about.

Each pattern covers the number and what explains it, and reads a bounded piece of text from any place.
Where a word is also said of what a code opens (`meter`, `agreed`, `round`), only what no code looks like is explained
by it: few figures, many, or a round number.
"""

from collections.abc import Iterator
from typing import NamedTuple

from bot import late_re as re
from bot.jobs.private_questions import harmless_words as words
from bot.jobs.private_text.vocabulary import OTHER_CODES, PRODUCT, SIZES, STREET

_N = r"(?<![\w.])\d{1,6}(?:[.,]\d{1,3})?"
_SIDE = r"\d{1,6}(?:[.,]\d{1,3})?"
_WORD = r"\b(?=[a-z])"
"""Where one begins: what only has figures is passed over at once."""
_BEGINS = r"(?<![\w#*.-])"
_ENDS = r"(?![\w#*]|\.\d)"
_FEW = r"(?<![\w#*.-])(?:\d{1,2}(?:[.,]\d{1,3})?|\d\d[05]|\d{1,3}0|\d{1,3},\d{3})"
"""One or two figures, or a round number."""
_NUMBER_WORDS = r"(?:[ ]?(?:nos?\.?|nr|numbers?|num|ids?|refs?|reference|account|a/c|readings?|reads?)(?: (?:is|was|of|are|now)){0,2}){1,3}"
_MARKS = r"[ ]?[:.#=-]{0,2} ?#?"
_NUMBERED = rf"(?:{_NUMBER_WORDS})?{_MARKS}"
_OWN = r"(?:(?-i:[A-Z]{1,4})[-/ ]?)?\d[\dA-Z]{0,12}(?:[-/.]\d[\dA-Z]{0,9}){0,3}(?![\w#*])"
_NO_CODE = r"(?:\d{1,3}[A-Z]?|\d{5,12}|\d\d[A-Z]\d{4,10}|(?-i:[A-Z]{1,4})[-/]?\d[\dA-Z]{1,12})(?:[-/.]\d[\dA-Z]{0,9}){0,3}(?![\w#*])"
"""A number of its own that has not four figures."""
_NO_OPENER = "".join(
    f"(?<!{each} )" for each in ["door", "gate", "safe", "pad", "lock", "code", "alarm"]
)
_NOT_ENTERED = "".join(
    f"(?<!{each} )"
    for each in ["way", "key", "buzz", "self", "yourself", "urself", "let", "get", "got", "them", "him", "her", "walk", "come", "go"]
)  # fmt: skip
"""`let yourself in 1984` is no year."""
_OPENS_NOTHING = (
    rf"(?!(?<=\D\d{{4}}) (?:{words.OPENERS})\b| (?:is|opens) (?:the |our )(?:{words.OPENERS})\b)"
)
"""`ref 4417 door` is asked about."""
_OTHER_CODE = "|".join(
    sorted(map(re.escape, OTHER_CODES - words.CODES_OF_DOORS), key=len, reverse=True)
)
_SHORT = r"(?:\.(?= ?(?:no|nr|num|ref)))?"
"""`cert. no. 4417`"""
_METERED = r"(?:gas|water|elec\w*|day|night|heat|peak|off[- ]peak|low|normal|hot|cold|r1|r2)"
_TIME = r"(?:[01]?\d|2[0-3])[:.]?[0-5][05]"
_FAULT = r"(?-i:[A-Z]{0,2})[ .-]?\d{1,4}"
_FAULT_SAID = r"(?-i:[A-Z]{0,2})[ .-]?\d{1,3}"
_YEAR = r"(?:19[3-9]\d|20[0-4]\d)"
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_SIZED = r"(?:[1-9]|1\d|2\d)(?:00|50)"
_PAIR = r"\d{1,3}[/-]\d{1,3}(?:[/-]\d{1,3})?"
_ROUND_PAIR = r"(?:[2-9][05][/-][1-9][05](?:[/-]10)?|\d{1,2}[/-]\d{1,2}[/-]\d)"
_HOUSE = r"(?<![\w£-])(?:\d{1,3}|1\d{3})[a-z]?(?: ?[-/&] ?\d{1,3}[a-z]?)?,?(?: the)?"


def _more(number: str) -> str:
    """One more number of the same list."""
    return rf"(?:(?:, ?| ?& ?| ?/ ?| ?- ?| and | or | to ){number})"


_MORE_ROOMS = _more(r"(?:\d{1,3}[a-z]?|[12]\d[0-3]\d)(?!\w)")
_MORE_SMALL_ROOMS = _more(r"\d{1,2}[a-z]?(?!\w)")
_SAME_FLOOR = _more(r"(?P=floor)\d\d?[a-z]?(?!\w)")
_MORE_HOUSES = rf"(?:{_MORE_SMALL_ROOMS}|(?: ?[-&/] ?| and | or | to )\d{{3}}[a-z]?(?!\w))"
_MORE_DOORS = _more(r"\d{1,2}(?!\w)")
_MORE_SUMS = r"(?:(?:[-/]| to | or )\d{1,5}[05](?!\w))"
_MORE_SIZES = _more(r"\d{1,5}")
_MORE_YEARS = rf"(?:(?: ?[&/-] ?| and | or | to ){_YEAR})"
_MORE_DAYS = r"(?:st|nd|rd|th)?(?: ?[-/&,] ?| and | or | to )"
_MORE_OWN = _more(_OWN)
_LIST_OF_MANY = rf"(?(1){_MORE_OWN}{{0,4}})"
"""`jobs 61, 62`, but not `job 61, 4417`."""
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
        tuple(re.compile(each, re.IGNORECASE) if isinstance(each, str) else each for each in typed),
    )


LINK = re.compile(r"https?://[^\s<>|]+|\bwww\.[^\s<>|]+", re.IGNORECASE)
"""Nobody reads a code out of one, however long it is."""
DOORS, MODEL = "one of several doors", "a make's model"
FORMS_ALONE = frozenset(["a measure", "a time", "a day", "a year", "money", "a form of number"])
"""Where something is entered, these explain nothing: a code may look so."""

HARMLESS = (
    _row(
        "a house and its street",
        rf"{_HOUSE}(?: (?!(?:{words.NO_STREETS})\b)[a-z'.]+){{1,3}}? (?:{words.ROADS})\b\.?",
        rf"{_HOUSE}(?: (?!(?:{words.NO_STREETS}|{words.OPENERS})\b)[a-z'.]+){{1,3}}? {STREET}\b\.?",
        rf"(?<![\w£-])\d{{1,3}}[a-z]? the (?!(?:{words.NO_STREETS}|{words.OPENERS})\b)[a-z']{{3,}}\b",
        rf"(?:\b(?:at|to|from|of|opposite|outside|near|for|in|@) |\A|[,\n]\s?)\d{{1,3}}[a-z]?,? (?!(?:{words.OPENERS}|{words.NO_STREETS})\b)(?-i:[A-Z][a-z]{{3,}})",
    ),
    _row(
        "a paint's colour, a postcode",
        PRODUCT,
        rf"\b(?:{words.PAINTED})\b[^;,\n\d]{{0,40}}?(?<!\d)(?:[01]\d|2[0-4])[ -]?[a-e][ -]?\d\d{_ENDS}",
    ),
    _row("sizes of both sides", SIZES),
    _row(
        DOORS,
        rf"{_BEGINS}(?:{words.ROOMS})\.? ?(?:nos?\.?|numbers?)? ?(?:\d[a-z]?|(?!c\d\d[xyz])[a-z]?\d\d[a-z]?(?! \d\d(?!\w))){_MORE_SMALL_ROOMS}{{0,8}}{_ENDS}",
        rf"{_BEGINS}(?:{words.ROOMS})\.? ?(?:nos?\.?|numbers?)? ?(?P<floor>\d)\d\d[a-z]?{_SAME_FLOOR}{{0,8}}{_ENDS}",
        rf"{_BEGINS}(?:{words.HIGH_ROOMS})\.? ?(?:nos?\.?|numbers?)? ?(?P<floor>[12]\d)[0-3]\d{_SAME_FLOOR}{{0,8}}{_ENDS}",
        rf"{_BEGINS}(?:{words.ROOMS})s\.? ?(?:nos?\.?|numbers?)? ?(?:\d{{1,3}}[a-z]?|[12]\d[0-3]\d){_MORE_ROOMS}{{0,8}}{_ENDS}",
        rf"{_NO_OPENER}\b(?:no\.?|nos\.?|number|house) ?\d{{1,3}}[a-z]?{_MORE_HOUSES}{{0,5}}{_ENDS}",
        rf"{_BEGINS}(?:doors|gates|garages|lifts|sheds|stores|barriers|buttons|bells) \d{{1,2}}{_MORE_DOORS}{{0,8}}{_ENDS}",
        rf"{_BEGINS}(?:door|gate|garage|lift|shed|store|barrier|button|bell) \d{{1,2}}{_ENDS}(?! ?[-/.,&+>] ?\d| \d\d(?!\w)| then)",
        rf"\b(?!(?:{words.NO_THINGS}|{words.NO_LISTS})\b)[a-z]{{3,}}s \d(?:(?:[ ,/&-]{{1,2}}|,? and | to )\d(?!\w)){{2,7}}{_ENDS}",
    ),
    _row(
        "money",
        r"[£$€] ?(?:\d{1,3}(?:,\d{3}){0,2}|\d{3,6}[05])(?:\.\d\d?)?k?(?![\w#*])",
        rf"[£$€] ?\d{{4,7}}(?:\.\d\d?)?(?![\w#*])(?! (?:{words.OPENERS})\b)",
        rf"{_N}k? ?(?:pounds?|quid|gbp|sterling|p/w|p/m|pcm|per (?:month|week|hour|day|annum)|a (?:month|week|day|year)|(?:\+|plus|ex|exc|excl|inc|incl)\.? ?vat|vat|pence){_ENDS}",
        rf"(?<![\w.])(?:\d{{1,3}}|\d{{2,3}}[05]|\d{{1,3}}[.,]\d{{2,3}}) ?(?:pw|pppw){_ENDS}",
        rf"{_BEGINS}(?:{words.MONEY})(?: (?:{words.MONEY_LINKS})){{0,3}}[ :=~-]{{1,3}}\d[\d,]{{0,7}}(?:\.\d\d)?k?{_MORE_SUMS}?(?![\w#*%])",
        rf"{_BEGINS}(?:{words.MONEY_AMONG_OTHERS})(?: (?:{words.MONEY_LINKS})){{0,3}}[ :=~-]{{1,3}}(?:\d{{1,3}}|\d{{1,3}},\d{{3}}|\d{{2,4}}[05]|\d{{1,6}}\.\d\d)k?{_MORE_SUMS}?(?![\w#*%])",
        r"(?<![\w.,])(?:\d{1,3},\d{3}|\d{1,6})\.\d\d(?!\w|\.\d)",
        rf"{_BEGINS}\d{{2,4}}[05] (?:each|ea|supplied|fitted|all[- ]in|inclusive)\b",
        rf"{_BEGINS}\d{{1,6}} (?:to pay|owed|owing|outstanding|overdue|payable)\b|\b[a-z]{{3,9}} ninety[- ]nine (?:for an?|each)\b",
        rf"\b\d{{1,3}} ?(?:days?|hrs?|hours?|men|off|no\.?|each|sqm|m2|m) ?@ ?\d{{1,4}}{_ENDS}",
    ),
    _row(
        "a measure",
        rf"(?<![\w.])\d{{1,3}}(?:[.,]\d{{1,3}})?(?:mm|cm|m)?(?: ?(?:x|×) ?{_SIDE}(?:mm|cm|m)?){{1,2}}",
        r"(?<![\w.])\d{4,6}(?:mm)?(?: ?[x×] ?\d{2,6}(?:\.\d)?(?:mm|cm|m)?){1,2}(?!\w)",
        r"(?<![\w.])(?:\d{1,2}(?:\.\d{1,3})?(?:mm|cm|m|ft)? by \d{1,2}(?:\.\d{1,3})?|\d{3,4}(?:mm)? ?(?:by|\*) ?\d{3,4})(?:mm|cm|m|ft)?(?!\w)",
        rf"{_N} ?[-/]? ?(?:{words.UNITS}){_ENDS}",
        rf"{_FEW}(?: ?/ ?|[ -])?(?:{words.UNITS_OF_FEW}){_ENDS}(?! (?:cupboard|cup|room|box|door|gate|house)s?\b)",
        rf"{_BEGINS}(?:\d{{1,2}}|\d\d[05])(?:\.\d)? ?-?(?:{words.UNIT_WORDS}|in(?= ?(?:\Z|[,.;x×\n]|wide|high|long|deep|dia|thick))){_ENDS}",
        rf"(?<![\w.])(?:\d{{1,2}}(?:\.\d{{1,2}})? ?[amlgtcvwkx°]|\d{{3}}[amlgvwk°]|\d\d[05] ?[mlgvwk°]|\d\d0[xct]|\d{{1,2}}00 ?[vwkl]){_ENDS}",
        rf"\b[whdl] ?{_SIZED}(?:mm)?{_ENDS}",
        rf"{_BEGINS}{_SIZED} ?(?:mm )?(?:[a-z]+ )?(?:{words.SIZED_THINGS})s?\b",
        rf"\b(?:{words.SIZED_FIRST})s? (?:\d{{1,2}}[05]0|110|112|160){_ENDS}",
        rf"{_BEGINS}(?:{words.DOOR_SIZES}) (?:[a-z]+ ){{0,2}}(?:{words.SIZED_THINGS})s?\b",
        rf"{_N} (?:{words.WAYS})\b",
        rf"{_BEGINS}(?:\d{{1,2}}[05]|\d\d[05]0) (?:{words.WAYS_OF_ROUND})\b",
        rf"\b(?:{words.DIMENSIONS})(?: (?:is|of|about|approx|=))?[ :=]{{1,2}}\d{{1,5}}{_MORE_SIZES}?{_ENDS}",
        rf"\b(?:{words.READ_OFF})(?: (?:is|of|about|approx|=))?[ :=]{{1,2}}\d{{1,3}}[05]?{_ENDS}",
        rf"{_BEGINS}(?:{_PAIR} ?(?:{words.PAIRS})|{_ROUND_PAIR} ?(?:{words.ROUND_PAIRS}))\b",
        rf"\b(?:{words.PAIRS})\w{{0,3}} (?:(?!(?:{words.OPENERS}|cupboard|room|is)\b)[a-z]+ )?{_PAIR}{_ENDS}",
        rf"\b(?:{words.ROUND_PAIRS})\w{{0,3}} (?:[a-z]+ )?{_ROUND_PAIR}{_ENDS}",
        rf"\b(?:{words.PAIRS})\w{{0,3}} (?:is|are) {_ROUND_PAIR}{_ENDS}",
        rf"{_BEGINS}(?:50/50|[69]0/[14]0|[78]0/[23]0|75/25|[1-4]0/[6-9]0|25/75){_ENDS}",
        rf"{_BEGINS}\d{{1,6}} ?(?:kwh|m3|units)\b(?: \([a-z ]{{1,12}}\))?(?:(?: and |, ?| & ?| ?/ ?)\d{{1,6}}(?: \([a-z ]{{1,12}}\)| ?(?:kwh|m3|units)\b)|,? (?:was|prev|previously|last|now) \d{{1,6}}{_ENDS})",
        r"\bglaz\w{0,6}(?: units?)?,? \d{1,2}[/-]\d{1,2}[/-]\d{1,2}(?!\w)",
        r"(?<![\w.,/-])\d{1,4}\.\d{1,4}(?!\w|\.\d)",
        r"\d{1,3} ?[%°º]",
        r"(?<![\w/])\d{0,2} ?-?\d/(?:2|3|4|8|16|32)(?![\w/])",
    ),
    _row(
        "a time",
        rf"{_BEGINS}(?:(?<!\d )[ap]m|{words.TIME_LEADS})(?: (?:about|approx|around))? ?{_TIME}(?: ?(?:-|–|to|and|or|till?|until) ?{_TIME})?(?: ?(?:&|and|,) ?{_TIME}-{_TIME})?(?:h|hrs?|am|pm)?{_ENDS}",
        rf"{_BEGINS}{_TIME} ?(?:-|–|to|till?|until) ?{_TIME}(?:h|hrs?|am|pm)?(?= ?(?:\Z|[,.\n]|{words.DAYS}))",
        rf"{_BEGINS}(?:{words.DAYS})\.?,? {_TIME}{_ENDS}|{_BEGINS}{_TIME} (?:on )?(?:{words.DAYS}|start|slot|appointment|appt|visit|arrival)\b",
        r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?::\d\d)?(?!\d)|\b24 ?[/-] ?7\b|\btwenty[ -]four seven\b",
        r"(?<!\d)(?:[01]?\d|2[0-4])(?:[.:-]?[0-5]\d|-\d)? ?(?:am|pm|hrs?|hours?|o'?clock)\b",
        r"\b(?:half|quarter) (?:past|to) \w+",
        rf"\b(?:before|b4|bef|after|aft|between|betw\.?|until|till?) (?:0?[1-9]|1[0-2])(?: (?:and|or|-|to) (?:0?[1-9]|1[0-2])(?:[.:][0-5]\d)?)?{_ENDS}",
    ),
    _row(
        "a day",
        rf"{_BEGINS}(?<!/){_DAY}(?P<mark>[/.-]){_MONTH}(?:(?P=mark)(?:20)?[0-2]\d)?{_ENDS}(?![/.-]\d)",
        rf"\b(?:born|dob|d\.o\.b\.?|birth|dated|built|since|from|of)[ :]{{1,2}}{_DAY}[/.-]{_MONTH}[/.-](?:19|20)?\d\d{_ENDS}",
        rf"{_BEGINS}20\d\d-{_MONTH}-{_DAY}|{_BEGINS}{_MONTH}/20\d\d{_ENDS}",
        rf"\b(?:due|exp|expir(?:y|es|ed|ing)|until|since|dated|renew(?:al|ed)?|next|last|valid|certs?|serviced|tested|inspected|(?:labels?|valid|runs|good|warranty|guaranteed?|covered) to)[ :]{{1,2}}(?:0[1-9]|1[0-2])/[0-4]\d{_ENDS}",
        rf"{_BEGINS}{_DAY}(?:st|nd|rd|th)?(?: of)? ?(?:{words.MONTHS})[,.]?(?: (?:20)?\d\d(?!\d))?",
        rf"{_BEGINS}{_DAY}(?:{_MORE_DAYS}{_DAY}){{1,3}}(?:st|nd|rd|th)? (?:{words.MONTHS}){_ENDS}",
        rf"\b(?:{words.MONTHS})[,.]? {_DAY}(?:st|nd|rd|th)?(?:,? 20\d\d)?{_ENDS}|\d{{1,2}}(?:st|nd|rd|th)\b",
    ),
    _row(
        "a year",
        rf"{_BEGINS}(?:{words.BEFORE_YEARS}|{_NOT_ENTERED}in)[ '/:-]{{1,2}}{_YEAR}(?:[/-]\d\d(?:\d\d)?)?{_MORE_YEARS}?{_ENDS}",
        r"\b(?:built|dated|dating from|circa)(?: in)? 1[6-9]\d\d(?!\w)",
        rf"\b(?:c|ca|est)\. ?{_YEAR}{_ENDS}|\b(?:re-?)?(?:{words.BUILDING})(?: in)?,? {_YEAR}{_ENDS}",
        rf"\b(?:replaced|fitted|installed|renewed|serviced|upgraded|new|plate) (?!(?:{words.OPENERS})\b)[a-z]{{2,12}} {_YEAR}{_ENDS}",
        rf"{_BEGINS}1[5-9]\d0'?s\b|{_BEGINS}{_YEAR}(?:'?s\b|[/-]\d\d(?:\d\d)?{_ENDS}| (?:{words.AFTER_YEARS})\b)",
    ),
    _row(
        "a number of its own",
        rf"{_WORD}(?:{words.JOB_NUMBERS})(s)?(?![a-z]){_SHORT}{_NUMBERED}{_OWN}{_LIST_OF_MANY}",
        rf"{_WORD}(?:(?<!in )case|{words.OWN_NUMBERS})(s)?(?![a-z]){_SHORT}{_NUMBERED}{_OWN}{_OPENS_NOTHING}{_LIST_OF_MANY}",
        rf"\b(?:{words.OWN_NUMBERS_READ}) (?:is|was|of|are|now)(?: now)?[ :]{{1,2}}{_OWN}{_OPENS_NOTHING}",
        rf"{_WORD}(?:{words.OWN_NUMBERS_OF_THINGS})(s)?(?![a-z]){_SHORT}(?:{_NUMBER_WORDS}{_MARKS}{_OWN}|{_MARKS}{_NO_CODE}(?! (?:for|opens|on|unlocks) (?:the )?(?:{words.OPENERS})\b)){_LIST_OF_MANY}",
        rf"\b(?:serial|s/n|s/no|mpan|mprn|uprn|imei|barcode)\.?(?: (?:no\.?|number|is))*[ :.#=-]{{1,3}}(?:[a-z]{{1,3}} )?\d{{2,5}}(?: \d{{2,10}}){{2,7}}{_ENDS}",
        r"\b(?:wi-?fi|network|router) name(?: is|[:=])? \S{4,32}",
        rf"\b(?:dup(?:e|licate)?s? of|merged (?:in)?to|merged with|supersedes) #?\d{{3,8}}{_ENDS}",
        rf"\bgrid ref(?:erence)?[ :]{{1,2}}[a-z]{{2}} ?\d{{3,5}} ?\d{{3,5}}{_ENDS}|\bip(?: address)?[ :]{{1,2}}\d{{1,3}}(?:\.\d{{1,3}}){{3}}(?!\w)|(?<![\w.])192\.168(?:\.\d{{1,3}}){{2}}(?!\w)",
        rf"\bchannels? \d{{1,3}}(?:,? (?:(?:fine|ok|okay|good|gone|bad|and|or|to),? )?\d{{1,3}}){{1,4}}{_ENDS}",
        rf"\b(?:meter|mtr|msn)(?: (?:no\.?|serial))*[ :]{{1,2}}(?:serial )?[a-z]\d{{1,2}}[a-z]{{1,2}} ?\d{{4,8}}(?: \d{{1,2}})?{_ENDS}",
        rf"\A\s*(?:{words.DONE_TO_JOBS}) (?:jobs? )?#?\d{{1,6}}{_more('#?[0-9]{1,6}')}{{0,8}}(?= to (?:[a-z]|p\d)|, both\b|, all\b| as\b)|\A\s*(?:(?:add|new|case) )?(?:note(?: on)?|add to) #?\d{{1,6}}(?=:)",
        rf"{_WORD}(?:{_OTHER_CODE}) codes?{_NUMBERED}{_OWN}",
        rf"\breadings?(?: (?!(?:gate|door|code|key|safe|lock|pad|bin|entry))[a-z]{{3,10}}){{1,2}} \d{{3,8}}(?:,?(?: [a-z]{{3,10}}){{1,2}} \d{{3,8}})?{_ENDS}",
        rf"(?<![\w#])(?:{words.PREFIXES})[-#/]?(?-i:[A-Z]{{0,3}}-?)\d[\w/-]{{0,14}}",
        r"\bvat (?:reg\.? |no\.?:? |number:? )*(?:gb ?)?\d{3} ?\d{4} ?\d\d(?!\d)",
        r"\bfobs? (?:no\.? |number )?\d{5,8} (?:is |has been |was )?(?:lost|not|stolen|broken|dead|missing|cancel\w*|block\w*|return\w*|issue\w*|replace\w*|stop\w*|snap\w*)\b",
        rf"(?<![\w#])\d{{3,8}} ?(?:is the )?(?:{words.OWN_NUMBERS_AFTER})\b",
        rf"{_WORD}(?:{words.OWN_NUMBERS}|order)(?![a-z])\.?{_NUMBER_WORDS}{_MARKS}\d{{2,6}}(?: \d{{2,6}}){{1,5}}{_ENDS}(?! (?:{words.OPENERS}|is)\b)",
        rf"\b(?:read(?:s|ings?)?|meters?|check[- ]?(?:in|out))\b[^;.\n\d]{{0,30}}(?:\b{_METERED}[ :=]{{1,2}}\d{{3,8}}(?: ?(?:m3|kwh))?(?:,? and |, ?| ?/ ?| |\n)){{1,5}}{_METERED}[ :=]{{1,2}}\d{{3,8}}{_ENDS}",
        r"#\d{3,6}(?= (?:raised|on fixflo|closed|is closed|follow))",
    ),
    _row(
        "a form of number",
        rf"(?<![\w#])(?!(?:{words.OPENERS}|{words.NO_PREFIXES})s?[-/])(?-i:[A-Z]{{2,6}})[-/]\d[\w/-]{{0,14}}|(?<![\w#])(?-i:[A-Z]{{2,3}})\d{{6,8}}(?!\w)",
        r"(?<![\w-])\d{4}(?:-\d{4}){4}(?![\w-])",
    ),
    _row(
        "a fault that a device shows",
        rf"\b(?:{words.FAULTS})(?: (?:{words.SHOWS_LINKS})){{0,3}}[ :=-]{{1,3}}{_FAULT}{_MORE_FAULTS}{{0,3}}{_ENDS}",
        rf"{_WORD}(?:{words.DEVICES})\b[^.;\n]{{0,40}}?\b(?:{words.SHOWS})(?: (?:{words.SHOWS_LINKS})){{0,3}}[ :=-]{{1,3}}{_FAULT}{_MORE_FAULTS}{{0,3}}{_ENDS}(?! ?\d)",
        rf"{_WORD}(?:{words.DEVICES})\b[^.,;\n]{{0,40}}?\b(?:{words.SAYS})(?: (?:{words.SHOWS_LINKS})){{0,3}}[ :=-]{{1,3}}{_FAULT_SAID}{_MORE_FAULTS}{{0,3}}{_ENDS}(?! ?\d)",
        rf"{_WORD}(?:{words.DEVICES})\b[^.;\n]{{0,40}}?(?<![\w#*])(?:[eflahu]\.?|[efl] )\d{{2,3}}(?:(?:, ?| ?/ ?| and | then | )[eflahu]\d{{2,3}}){{0,4}}{_ENDS}",
        r"(?<![\w#*])[eflahu]\d{2,3} (?:on|error|fault|showing|flashing|code|again|came|came up|comes up)\b",
    ),
    _row(
        MODEL,
        rf"{_WORD}(?:{words.MAKERS}|{words.PLAIN_MAKERS})s?\b(?:[ :]+(?!(?:{words.NO_MODEL})\b)[\w+/'-]{{1,20}}){{0,3}}?[ :]+(?!c\d{{4}}[xyz]\b)(?:[a-z]{{1,6}}[-/]?|(?=\d+[a-z][\w-]))\d[\w/.-]{{0,14}}(?: \d{{1,3}}(?!\w))?",
        rf"{_WORD}(?<!by the )(?<!behind the )(?<!near the )(?:{words.MAKERS})s?\b(?:[ :]+(?!(?:{words.NO_MODEL})\b)(?!{STREET}\b)(?:{words.RANGES}|no\.?|&|(?-i:[A-Z][a-z]+))){{0,3}}[ :]+\d{{1,5}}(?:[/.-]\d{{1,4}})?(?: \d{{1,3}}(?!\w))?{_ENDS}",
        rf"{_WORD}(?:{words.APPLIANCES})s?(?: (?:is|a|an|model))? (?!c\d{{4}}[xyz]\b)(?=[a-z]|\d+[a-z]\w*[a-z])(?=\w*\d)[\w/-]{{4,16}}",
        rf"{_WORD}(?:{words.MAKERS})s? (?-i:[A-Z]{{2,6}}) \d{{2,5}}{_ENDS}",
        rf"\bei\d{{3,4}}[a-z]{{0,3}}(?: {_YEAR})?{_ENDS}",
        rf"{_WORD}(?:{words.ENTRY_MAKERS}) (?:(?-i:[A-Z]{{1,4}})\d[\w-]{{1,8}}|\d[A-Z][\w-]{{1,8}}|\d{{1,3}}0) (?:{words.MODELS_OF}|{words.MODELS_OF_PARTS})s?\b",
        rf"{_WORD}(?:{words.ENTRY_MAKERS}) (?-i:[A-Z]{{2,4}})\d{{2,4}}{_ENDS}",
        rf"{_WORD}(?:{words.ENTRY_MAKERS}) \d{{3,5}} (?:{words.MODELS_OF})s?\b",
        rf"{_BEGINS}\d{{3,4}}(?-i:[A-Z]{{1,2}}) (?:cable|flex|lamp|bulb|tube)s?\b",
        rf"{_WORD}(?:{words.ENTRY_MAKERS}) (?:\d{{1,2}}0|\d{{1,2}}00){_ENDS}",
        r"(?<![\w#*])(?-i:(?=\w*\d\w*\d)(?=\w*[A-Z]\w*[A-Z]\w*[A-Z]\w*[A-Z])[\dA-Z]{6,16}\b)",
    ),
    _row(
        "a standard",
        rf"\b(?:{words.STANDARDS})(?:[ /-](?:en|iso|iec|hd))*[ :-]{{0,2}}\d[\d.:/-]{{0,14}}(?:[ +-]*a\d{{1,2}}[:\d]{{0,5}})?",
        rf"\b(?:{words.PARTS_OF_STANDARDS})[ :-]{{0,2}}\d{{1,3}}(?:[.:/-]\d{{1,4}}){{0,3}}{_ENDS}",
    ),
    _row(
        "so many of a thing",
        rf"{_BEGINS}\d{{1,3}}(?:,\d{{3}})? (?!(?:{words.NO_THINGS}|{words.NO_COUNTS}|{words.OPENERS})\b)(?:(?!(?:{words.OPENERS}|two|three|four|five|six)\b)[a-z]+ )?(?!(?:{words.NO_THINGS}|{words.OPENERS})\b)[a-z]{{3,}}s\b",
        rf"{_BEGINS}\d{{1,2}} (?!(?:{words.NO_THINGS})\b)[a-z]{{3,}}s\b",
        rf"{_BEGINS}(?:\d{{1,2}}|\d{{1,3}}0) (?:{words.MANY})\b|{_BEGINS}\d{{1,5}} (?:(?:{words.MANY})s|properties)\b",
        rf"\b(?:qty|quantity|x) ?:? ?\d{{1,3}}{_ENDS}|\b(?:{words.ROUNDED})\.? (?:\d{{1,2}}[05]|\d{{1,3}}[05]0){_ENDS}",
        rf"{_BEGINS}(?:\d{{1,2}}|\d\d0) ?(?:no\.|off\b|nr\b|pcs\b)",
        rf"\b(?:screws?|nails?|fixings?|plugs?|clips?|gloves|tiles?)\b[^;\n]{{0,30}}\b(?:box|bag|pack)(?: of)? \d{{2,4}}{_ENDS}",
        r"(?<![\w/])(?:\d{1,2} in|\d{1,3} (?:of|out of)) \d{1,3}(?![\w])",
    ),
    _row(
        "a number that everybody rings",
        rf"\b(?:call|ring|rang|called|dial|dialled|on|to|text|phoned?|nhs)(?: (?:the )?(?:police|fire brigade|nhs|on))? (?:999|111|101|105|112|119){_ENDS}",
        r"\b1800[12]\b",
        r"\b(?:ext|extn|extension|xtn)\.? ?\d{2,5}\b",
    ),
    _row(
        "a road",
        r"\b(?:the|on|via|from) [amb]\d{1,3}(?:\(m\))?\b|\b(?:off|along|onto)(?: the)? [amb]\d{1,4}\b",
        rf"\b[abm]\d{{1,4}} (?:is |was )?(?:{words.ROADS_ARE})\b|\b(?:traffic|accident|queues?|stuck|jams?|roadworks)(?: [a-z]{{2,7}}){{0,2}} [abm]\d{{1,4}}{_ENDS}",
        rf"{_BEGINS}\d{{1,3}}[a-z]? bus(?:es)?\b",
    ),
    _row(
        "a file",
        r"(?<!\S)[^\s/]{1,80}\.(?:jpe?g|png|heic|pdf|docx?|xlsx?|mp4|mov|eml|msg|csv|zip)\b",
        r"\b(?:img|dsc|image|photo|pic|vid|scan|screenshot)s?[ _-]?\d{1,10}(?:(?:[_-]| to | and |, ?)\d{1,8})*\b",
    ),
)
