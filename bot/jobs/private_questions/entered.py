"""Clauses that tell what is entered to open something: whatever figures they have are asked about, in one question.

A form proves nothing there: `20:24`, `12/07`, `QX-4471-B` and `2 x 4` are typed as well as `4417`. Only what is surely
something else passes: a size with its unit, so many of a thing, an address, a number after the word that it is of.
"""

from collections.abc import Iterator, Sequence

from bot import late_re as re
from bot.jobs.private_questions import harmless_words as words
from bot.jobs.private_questions.candidates import Span, figures
from bot.jobs.private_questions.harmless import FORMS_ALONE
from bot.jobs.private_text.key_places import OWNERS
from bot.jobs.private_text.vocabulary import OWN_NUMBER, STREET, UNIT

_SENTENCE = re.compile(r"(?:[^.!?;\n\x00]|[.!?](?! |\Z)|(?<=i\.e)\.)+")
_COUNT = "zero|oh|nought|naught|one|two|three|four|five|six|seven|eight|nine"
_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|[a-z]{3,6}teenth|twentieth|thirtieth|thirty"
    "|(?:twen|for|fif|six|seven|eigh|nine)ty"
)
_TIMES = "\\d'?s|zeros|zeroes|noughts|ohs|ones|twos|threes|fours|fives|sixes|sevens|eights|nines"
_ENTERED = (
    rf"[#*£(\[]{{0,2}}(?=[A-Z./:_-]{{0,6}}\d)\w[\w./:*#()\[\]_?-]{{0,20}}(?: (?:{words.MONTHS})\b)?"
)
_IT = rf"(?P<it>{_ENTERED}|(?:{_COUNT})(?![\w-])|(?:{_ORDINALS}) of (?:the|{words.MONTHS})\b)"
_SOME = re.compile(rf"(?<![\w.,/:£-]){_ENTERED}", re.IGNORECASE)
_NOUN = (
    r"(?:(?:key|door)? ?pads?|keypads?|dials?|wheels|key ?safes?|lock ?box|key ?box|k/?s|box|lockers?|safe|padlocks?|(?:digi|combi(?:nation)?) ?locks?|buzzer|portal|gates?|garages?"
    rf"|doors?|barriers?|shutters?|intercom|pins?|combi(?:nation)?|codes?|entry|sheds?|bin stores?)(?! {STREET}\b)"
)
_LINK = (
    r"(?:is|are|now|takes|wants|needs|likes|goes|shows? it as|opens? (?:with|on|to)|(?:re)?set (?:to|at)|changed to|works on|(?:lifts?|opens?) for"
    r"|(?:ends?|starts?|begins?|finish\w*)(?: in| with| on)?)"
)
_ARTICLE = r"(?:(?:a|an|just|only|still|now) )?"
_DIRECT = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        r"\b(?:numbers?|digits?)(?:'?s| is| are)?(?: now)? (?P<it>\d{2}(?:\.\d\d)?)(?!\w)",
        r"\b(?:it'?s (?!(?:[01]\d|2[0-3])\.)|(?:padlocks?|pads?|dials?|wheels)(?: at)? )(?P<it>(?!\d\d\.(?:00|[49]9|95))\d\d\.\d\d|(?<=at )\d{4})(?!\w|\.\d| (?:from|each|at)\b)",
        rf"\b(?:wheels|dials?)(?: [a-z]{{2,5}}){{0,2}} (?:at|to) {_IT}",
        rf"\bput {_IT} in(?:to)?\b",
        rf"\b(?:ends?|starts?|begins?|finish\w*) (?:in|with) {_ARTICLE}(?P<it>\d{{1,3}})(?!\w)",
        rf"{_IT},? gets (?:you|u|him|her|them) ",
    )
)
"""The first number of it is `it`."""
_OF_WHAT_OPENS = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        rf"\b{_NOUN}(?: \d{{1,3}}| [a-z]{{3,8}})?(?: (?:outside|inside|on|in|by|at)(?: the)? [a-z]{{3,8}}(?: [a-z]{{3,8}})?,?)?(?:(?: {_LINK}){{1,2}} | ?[:=] ?){_ARTICLE}{_IT}",
        rf"\b{_NOUN}(?: [a-z]{{2,8}}){{0,3}} (?P<it>{_ENTERED})(?:,? [A-Z]?\d{{1,2}}){{0,3}},? (?:(?:and|then|or) )?(?:push|pull|turn|press|twist|shove|drop|lift)\b",
        rf"\buse {_IT} (?:on|for|at|in) (?:the )?{_NOUN}\b",
        rf"\b(?:re)?(?:set|roll\w*|turn|spin|put) (?:the )?{_NOUN} (?:to|at|on) {_IT}",
        rf"\bopens? with {_ARTICLE}{_IT}",
        rf"{_IT},? (?:is|opens|unlocks|releases|works) (?:the |our |his |her )(?:[a-z]{{3,8}} )?{_NOUN}\b",
    )
)
"""The same, of clauses in which `_OPENING` is found."""
_PRESSED = re.compile(
    rf"(?:\A|[,;:.!?] |\b(?:then|and|to|you|just|must|please) )(?:(?<!, )type(?= [\d#* :./-]{{3}})|press|hit|hold|punch|key in|tap|enter) (?:in )?{_ARTICLE}{_IT}",
    re.IGNORECASE,
)
"""`press 1 for lift` opens nothing: more figures, or what opens, are said in the same sentence."""
_FEWEST_PRESSED = 3
_WHOLE = re.compile(
    rf"\b(?:(?:pin|code|combination|lock|pad|box|safe|it|opens?|takes|wants)\b[^;\n]{{0,50}} (?:birthday|wedding day|anniversary|born|move-in|moved in)"
    rf"|(?:birthday|wedding day|anniversary)[^;\n]{{0,20}} (?:opens|works|gets|lets)|ignor\w+ the|without (?:the|its) (?:slash|colon|dots?|dash|pound|spaces?)|(?:that|it)(?:'s| is) (?:the|our) {_NOUN}|not a (?:price|date|time|year)|looks? like a (?:price|date|time|year))\b",
    re.IGNORECASE,
)
"""What is said of the form that a code has, or where it comes from."""
_NAMED = r"(?:number|no\.|postcode|year|date|birth\w*|dob|digits|(?:last|first) (?:two|three|four|[2-4]))"
_NAMES_ONE = re.compile(rf"\b{_NAMED}", re.IGNORECASE)
_OWNER = rf"(?:{OWNERS}|[a-z]{{2,10}}'s)"
_TURNED = (
    r"(?:backwards?|reversed|in reverse|back to front|twice|doubled|(?:plus|minus) (?:\d|one|two))"
)
_DESCRIBED = re.compile(
    rf"\b(?P<noun>{_NOUN}|alarm|lock)(?:(?: (?:is|are|wants|takes|needs)|'s|\s?[:=]) (?:just |still )?{_OWNER}|\s?[:=]) (?:[a-z']{{2,10}} ){{0,3}}{_NAMED}(?! old\b)(?: [a-z\d']{{1,12}}){{0,4}}"
    rf"|\b(?P<part>{_OWNER} (?:last|first) (?:two|three|four|[2-4])(?: digits)? (?:of|from) {_OWNER} (?:[a-z]{{2,8}} )?(?:number|phone|mobile|landline|postcode))\b"
    rf"|\b{_OWNER} (?:[a-z']{{2,10}} ){{0,2}}{_NAMED}(?: [a-z]{{2,8}})?,? {_TURNED}\b(?: [a-z]{{2,8}}\b)?",
    re.IGNORECASE,
)
"""`lock box is the house number backwards`: its figures are said in no figures."""
_RANG = re.compile(
    r"\b(?:rang|ring|call\w*|tri\w+|try|dial\w*|text\w*|phon\w+|chas\w+)\b", re.IGNORECASE
)
_COLLECTED = re.compile(
    r"(?P<lead>\b(?i:collect(?:ion)?|pick[ -]?up|drop|release|exchange)(?: (?i:codes?|ref\.?|reference|no\.?|number|id|pin|is|with)){1,3}[ :=]{1,3})?"
    r"(?<![\w/-])(?P<it>(?=[A-Z\d-]*(?:[A-Z]\d|\d[A-Z]))[A-Z\d]{2,5}(?:-[A-Z\d]{2,5}){1,3})(?![\w/-])"
)
_KEYS = re.compile(r"\bkey(?!pad|hole|board|safe|box)", re.IGNORECASE)
"""`KeyNest, collection QX7-4TR`: of keys, what they are handed out for."""
_SAID = re.compile(rf"\b(?:{_ORDINALS})(?:-[a-z]+)?\b", re.IGNORECASE)
_OPENING = re.compile(
    rf"\b(?:{_NOUN}|opens?|lifts|unlocks|(?:gets?|lets?) (?:you|u|him|her|them) in)\b",
    re.IGNORECASE,
)
_ALWAYS = re.compile(
    rf"(?:[(\[]\d{{1,4}}[)\]] ?){{2,8}}|\b(?:{_COUNT}|\d) (?:{_TIMES})\b|(?<!\S)\d(?: \d){{1,7}}(?=[,.;]|\Z| then\b)|\ban? (?:\d|{_COUNT})(?=[,.;]|\Z| on the\b| opens\b| then\b)"
    r"|(?<![\w@/.])[a-z]{0,8}(?:key|gate|pad|door|safe|box|garage|shed|alarm|code)\d{3,6}(?!mm|cm|\d| ?[x×])\w{0,40}",
    re.IGNORECASE,
)
"""`(77)(15)`, `four fours`, `0 0`, `key7715gate2093`."""
_SURELY_NONE = re.compile(
    rf" ?[-/]?(?:{words.UNITS}|{words.UNITS_OF_FEW}|{words.UNIT_WORDS}|{words.WAYS}|{words.DAYS}|am|pm|o'?clock|digits?|figures?)\b| m\b| ?(?:[x×]|by) ?(?:\d\d|\d ?(?:ft|m)\b)| by \d| ?[%°]"
    rf"| (?:of|out of|or|in) \d| (?!(?:{words.NO_THINGS}|{_TIMES})\b)(?:(?!(?:{words.NO_COUNTS}|{_COUNT})\b)[a-z]{{3,}} )?(?!(?:{words.NO_THINGS})\b)[a-z]{{3,}}s\b| (?:the|each|more|new)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?<![\d:.])(\d\d)[:.](\d\d)(?![\d:.])")
"""`15:45? No, 1545 is the gate`"""
_MONEY = re.compile(r"£(?:\d{1,3}|\d{2,6}[05])")
_MOST_SHOWN = 80
"""Characters of a clause that a question shows whole."""


def entered(
    work: str,
    explained: Sequence[tuple[int, int, str]],
    asked: Sequence[Span],
    told: frozenset[str] = frozenset(),
) -> list[Span]:
    """The clauses of `work` with something to enter, and what of `asked` is in none of them.

    `explained`: what a number is for, and why. `told`: figures of what has been found, which is no longer in `work`.
    """
    sure = [(a, b) for a, b, reason in explained if reason not in FORMS_ALONE]
    any_way = [(a, b) for a, b, _ in explained]
    clauses: list[Span] = []
    same = told | {re.sub(r"\D", "", work[slice(*each)]) for each in asked}
    asked = [*asked, *(m.span() for m in _CLOCK.finditer(work) if m[1] + m[2] in same)]
    for sentence in _SENTENCE.finditer(work):
        there = _entered_in(work, sentence.span(), sure, any_way)
        if there:
            inside = [each for each in asked if _within(each, [sentence.span()])]
            clauses += _shown(work, sentence.span(), sorted([*there, *inside]))
    return sorted([*clauses, *(each for each in asked if not _within(each, clauses))])


def _entered_in(
    work: str, sentence: Span, sure: Sequence[Span], any_way: Sequence[Span]
) -> list[Span]:
    opens = _OPENING.search(work, *sentence)
    pressed = opens or figures(work[slice(*sentence)]) >= _FEWEST_PRESSED
    told = [
        match.span("it")
        for pattern in (
            *_DIRECT,
            *(_OF_WHAT_OPENS if opens else ()),
            *([_PRESSED] if pressed else ()),
        )
        for match in pattern.finditer(work, *sentence)
        if not _passes(work, match.span("it"), sure)
    ]
    told += [m.span() for m in _ALWAYS.finditer(work, *sentence) if not _within(m.span(), any_way)]
    whole = opens and _WHOLE.search(work, *sentence)
    told += _told_in_words(work, sentence, sure, opens=bool(opens))
    if not told and not whole:
        return []
    others = [m.span() for m in _SOME.finditer(work, *sentence)]
    if whole:
        others += [m.span() for m in _SAID.finditer(work, *sentence)]
    first = sentence[0] if whole else min(told)[0]
    return [*told, *(each for each in others if each[0] >= first and not _passes(work, each, sure))]


def _told_in_words(
    work: str, sentence: Span, sure: Sequence[Span], *, opens: bool
) -> Iterator[Span]:
    """What keys are handed out for, and figures that only words tell."""
    if _KEYS.search(work, *sentence):
        for match in _COLLECTED.finditer(work, *sentence):
            if match["lead"] or not _within(match.span("it"), sure):
                yield match.span("it")
    if _NAMES_ONE.search(work, *sentence) and not _RANG.search(work, *sentence):
        for match in _DESCRIBED.finditer(work, *sentence):
            if match["noun"] or match["part"] or opens:
                yield match.span()


def _passes(work: str, it: Span, known: Sequence[Span]) -> bool:
    """Whether a number is surely none to enter."""
    text = work[slice(*it)].rstrip(".:?)")
    if (
        UNIT.fullmatch(text)
        or (text[1:2].isalpha() and OWN_NUMBER.fullmatch(text))
        or _MONEY.fullmatch(text)
    ):
        return True
    return _within(it, known) or _SURELY_NONE.match(work, it[0] + len(text)) is not None


def _within(span: Span, spans: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)


def _shown(work: str, sentence: Span, there: Sequence[Span]) -> Iterator[Span]:
    """A number that is alone there; of several, from the comma before the first to the comma after the last."""
    first, last = there[0][0], max(end for _, end in there)
    if all(_within(each, [there[0]]) for each in there):
        yield first, last
        return
    start = max(work.rfind(", ", sentence[0], first) + 1, sentence[0])
    comma = work.find(", ", last, sentence[1])
    end = comma if comma > 0 else sentence[1]
    if end - start > _MOST_SHOWN:
        start, end = first, last
    for piece in re.finditer(r"[^\x01\x02]+", work[start:end]):
        text = piece[0].strip(" ,:")
        at = start + piece.start() + piece[0].index(text)
        if text and _within((at, at + len(text)), there):
            yield at, at + len(text)
