"""A line that may be about more than one job: `close 61 & 62`, `budget 250 for 61`, `update 12 elm row`.

Nobody guesses which of them is meant: a number that is taken for another job's changes the wrong job.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot import late_re as re
from bot.jobs import references

_REF = (
    r"(?:jobs?\s+)?(?:\#?\d{1,9}|[A-Za-z]{2,8}[-–—_]\d{1,9}|job\d{1,9}|<?https?://[^\s<>]+>?)"
    r"(?![\w£/-]|[.,:]\d)"
)
_CALLED = r"(?:(?:no|nr|num|number|ref)\b[.:]?\s*)?"
_LEAD = re.compile(
    rf"\s*(?:(?:to|of|for|about|on|re|from|the|both|all|out|off|up|my|job(?=\s+(?:no|nr|num|ref)))\s+){{0,3}}{_CALLED}(?P<ref>{_REF})",
    re.IGNORECASE,
)
_JOINT = r"(?:,|;|\||/|[.](?=\s)|&(?:amp;)?|\+|\band(?=[\s\d\#])|\bn(?=\s)|\bplus\b|\bor\b|\bthen\b|\balso\b|\bas\s+well\s+as\b|\balong\s+with\b)"
_NEXT = re.compile(
    rf"(?P<by>(?:\s*{_JOINT})+\s*(?:the\s+)?{_CALLED}|\s+)(?P<ref>{_REF})", re.IGNORECASE
)
_AND = re.compile(r"[&+]|and|plus|or|then|also|\bn\b|well|along", re.IGNORECASE)
_NO_VALUE_FOLLOWS = re.compile(
    r"\s*(?:$|[:.!?=,;&+£]|(?:[ ,]+\d{1,9})+\s*$|(?:and|to|as|is|with|status|state|priority|contractor|budget|start|end|title|type|done|complete"
    r"|completed|closed|cancelled|please|pls|now|thanks|thx|ta|cheers|all|again|both)\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"\s*(?:-|–|—|\bto\b|\bthrough\b|\bthru\b|\btill?\b|\buntil\b)\s*(?P<ref>{_REF})",
    re.IGNORECASE,
)
"""`61 to 64`."""
_TIGHT = re.compile(r"\s*(?:jobs?\s+)?(?P<ref>\d{1,6})(?=[-–—]\d{1,6}(?![\w/-]))", re.IGNORECASE)
"""`20-23`."""
_LONGEST_RANGE = 30
_CLAUSE = re.compile(
    rf"\s*(?:,|&(?:amp;)?|\band\b|\bthen\b)+\s*(?P<ref>{_REF})(?=\s+(?:to|as|is|with)\b)",
    re.IGNORECASE,
)
"""`61 to Bob and 62 to Dave`."""
_BEHIND = re.compile(
    rf"(?P<front>\S+)(?P<rest>.*?)\s+(?P<by>for|on|of|to)\s+(?:the\s+)?(?P<ref>{_REF})[\s.!?]*",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s*(?P<n>1?\d|20)\s+(?P<what>(?!(?:was|has|does|says|looks|seems|wants|yes|plus|starts|ends|gas|access|address|status|works|boss)\b)[a-z]{3,}s\b.*?)"
    rf"\s+(?:(?:on|for|in|of|re|at)\s+)?(?P<ref>{_REF})[\s.!?]*",
    re.IGNORECASE,
)
"""`3 rads cold on 61`."""
_AMOUNT_FIRST = re.compile(r"\s*(?P<amount>\d{1,5}0)\s+(?P<ref>\d{1,6})\s*")
"""`250 61` after *budget*: sums are round, and numbers of jobs seldom."""
_FIELD = re.compile(
    r"\s*(?P<field>budget|cost|vat|priority|status|contractor)\b|\s*(?:quid|pounds)\b",
    re.IGNORECASE,
)
_NEXT_CLAUSE = re.compile(rf"[,;]\s*(?P<ref>{_REF})(?=\s+\S)", re.IGNORECASE)
"""`61 high, 62 low`."""
_CONTRACTOR = "contractor: "
_BUDGET = "budget: "
_TOLD_APART = frozenset({"priority: ", "status: ", _BUDGET, _CONTRACTOR})
_DAYS = frozenset({"start: ", "end: "})
_STATE = (
    r"(?:to |as |is )?(?:high|low|normal|medium|med|urgent|emergency|p\d|done|complete\w*|closed?|cancel\w*|on hold|hold|open|re-?open\w*"
    r"|in progress|new|assigned|awaiting|waiting|fixed|sorted|started|scheduled|booked|archived?)\b"
)
_PERSON = r"(?:to )?[a-z&]{2,}(?:\s+[a-z&]+){0,2}\s*(?:$|[,;.&]|and\b)"
_WEEKDAY = r"(?:(?:on|to|next)\s+)?(?:mon|tue|wed|thu|fri|sat|sun|today|tom)[a-z]*\b"
_VALUE_AFTER = {
    "priority: ": _STATE, "status: ": _STATE, _BUDGET: r"(?:to )?£? ?\d", _CONTRACTOR: _PERSON,
    "start: ": _WEEKDAY, "end: ": _WEEKDAY,
}  # fmt: skip
_WITH_VALUE = {
    value: re.compile(
        rf"(?P<by>(?:\s*{_JOINT})*\s*)(?<![\w£./-])(?P<ref>{_REF})(?=\s+{follows})", re.IGNORECASE
    )
    for value, follows in _VALUE_AFTER.items()
}
"""`61 high and 62 low`: another job with a value of its own."""
_PLACE = re.compile(r"\b(?:at|in|no|flat|unit|room|for|from|by|on|of|x)$", re.IGNORECASE)
_DAY_OF_MONTH = 31
_DO = (
    r"(?:close|complete|cancel|reopen|re-open|archive|update|set|mark|chase|notify|remind|tell|hold|pause|assign|reassign|finish"
    r"|resolve|delete)"
)
_THEN_DO = re.compile(
    rf"(?:(?:\s*{_JOINT})+\s*(?:(?:then|also|please|pls)\s+)*|\s+)(?P<word>{_DO})\s+(?P<ref>{_REF})",
    re.IGNORECASE,
)
"""`61 and reopen 62`."""
_THINGS = re.compile(
    r"\s+(?:visits?|rads?|radiators?|taps|coats|kids|children|rooms|beds|doors|windows|sockets|lights|lamps|bulbs|calls|times|trips|tiles|slates|locks"
    r"|sinks|toilets|quotes|photos|pics|tenants|flats|units|bags|bins)\b",
    re.IGNORECASE,
)
_FEW = 20
_MOST = 5
_MOST_READ = 300
"""Characters of a line at whose end a number is looked for."""


@dataclass(frozen=True)
class Doubt:
    """`jobs`: what the line may be about, each with the rest of the line; `several`: about each of them.

    `words`: the command of each, where it is not the one that the line begins with.
    """

    jobs: Sequence[tuple[str, str]]
    several: bool = False
    words: Sequence[str] = ()


def doubt(typed: str, value: str = "") -> Doubt | None:
    """What leaves open which job the text after a command is about; None where it is clear.

    `value`: what the command fills in (`budget: `), where a number may as well be the value.
    """
    if not value and (tight := _TIGHT.match(typed)):
        return _range(tight["ref"], typed[tight.end("ref") :])
    lead = _LEAD.match(typed)
    if lead is None:
        return _behind(typed, value) or _elsewhere(typed, value)
    first, after = lead["ref"], typed[lead.end() :]
    if first.isdigit() and references.is_quantity(after):
        known = references.named(typed) is not None
        return None if known else Doubt([(f"#{first}", after.strip())])
    if counted := None if value else _COUNTED.fullmatch(typed):
        job, rest = _word(counted["ref"]), typed[counted.end("n") :].strip()
        return Doubt([(job, f"{counted['n']} {counted['what']}"), (counted["n"], rest)])
    clause = _clause(after, value)
    if clause is not None:
        parts = [
            (_word(first), after[: clause.start()].strip()),
            (_word(clause["ref"]), after[clause.end() :].strip()),
        ]
        return Doubt(parts, several=True)
    if not value and (several := _range(first, after)):
        return several
    jobs, rest = [_word(first)], after
    for word, rest in _others(after, value=value):  # noqa: B007 - the last rest counts
        jobs.append(_word(word))
    jobs = list(dict.fromkeys(jobs))
    if len(jobs) > 1:
        return Doubt([(job, rest.strip(" ,:;")) for job in jobs[:_MOST]], several=True)
    return _behind(typed, value)


def another_command(word: str, typed: str) -> Doubt | None:
    """`close 61 and reopen 62`: two lines in one; None for a line about one job. `word`: the command."""
    lead = _LEAD.match(typed)
    if lead is None:
        return None
    jobs, words, at = [_word(lead["ref"])], [word], lead.end()
    rests: list[str] = []
    for match in _THEN_DO.finditer(typed, lead.end()):
        ref, after = match["ref"], typed[match.end() :]
        if _word(ref) in jobs or _is_count(ref, after):
            continue
        rests.append(typed[at : match.start()].strip(" ,:;."))
        jobs.append(_word(ref))
        words.append(match["word"].casefold())
        at = match.end()
    if len(jobs) == 1:
        return None
    rests.append(typed[at:].strip(" ,:;."))
    return Doubt([*zip(jobs, rests, strict=True)][:_MOST], several=True, words=words[:_MOST])


def _clause(after: str, value: str) -> re.Match[str] | None:
    """Where a second job begins that has a value of its own."""
    clause = _CLAUSE.search(after) if value else None
    if clause is None and value in _TOLD_APART:
        clause = _NEXT_CLAUSE.search(after)
        if clause and _is_count(clause["ref"], after[clause.end() :]):
            clause = None
    if clause is not None and after[: clause.start()].strip():
        return clause
    own = _WITH_VALUE[value].finditer(after) if value in _WITH_VALUE else ()
    return next((match for match in own if _is_own(match, after, value)), None)


def _is_own(match: re.Match[str], after: str, value: str) -> bool:
    front, ref = after[: match.start()].strip(" ,"), match["ref"]
    if not front or _is_count(ref, after[match.end() :]):
        return False
    joined = bool(match["by"].strip())
    if value in _DAYS and not joined and ref.isdigit() and int(ref) <= _DAY_OF_MONTH:
        return False
    return value != _CONTRACTOR or joined or not _PLACE.search(front)


def _range(first: str, after: str) -> Doubt | None:
    """`61 to 64`: each of them, or the first and the last of many."""
    match = _RANGE.match(after)
    if match is None or not _NO_VALUE_FOLLOWS.match(after[match.end() :]):
        return None
    ends = [_word(first), _word(match["ref"])]
    numbers = [references.split(each)[0].runs[-1:] for each in (first, match["ref"])]
    low, high = (int(run[0]) if run and run[0].isdigit() else 0 for run in numbers)
    if not 0 < low < high <= low + _LONGEST_RANGE:
        return None
    if high - low < _MOST and ends[0].isdigit():
        ends = [str(number) for number in range(low, high + 1)]
    rest = after[match.end() :].strip(" ,:;")
    return Doubt([(job, rest) for job in ends], several=True)


def _elsewhere(typed: str, value: str) -> Doubt | None:
    """`Bob Jones to job 61 and job 62`."""
    place = references.place(typed)
    if place is None:
        return None
    before, after = typed[: place.start].strip(), typed[place.end :]
    jobs, rest = [place.reference.word], after
    for word, rest in _others(after, value=value):  # noqa: B007 - the last rest counts
        jobs.append(_word(word))
    jobs = list(dict.fromkeys(jobs))
    if len(jobs) == 1:
        return None
    left = f"{before} {rest.strip(' ,:;')}".strip()
    return Doubt([(job, left) for job in jobs[:_MOST]], several=True)


def _others(after: str, *, value: str) -> Iterator[tuple[str, str]]:
    """The jobs that follow the first one, each with what stands behind it."""
    at = 0
    while match := _NEXT.match(after, at):
        word, by, rest = match["ref"], match["by"].strip(), after[match.end() :]
        joined = bool(_AND.search(by)) or not word.isdigit() or value == _CONTRACTOR
        if _is_count(word, rest):
            return
        if not joined and (not _NO_VALUE_FOLLOWS.match(rest) or (value and not by)):
            return
        yield word, rest
        at = match.end()


def _is_count(ref: str, after: str) -> bool:
    """Whether a number is one of things, days or houses: `2 visits`."""
    if not ref.isdigit():
        return False
    few = int(ref) <= _FEW and bool(_THINGS.match(after))
    return few or references.is_quantity(after)


def _word(ref: str) -> str:
    """As its button calls it: `jobs 30` and `job9` by their numbers."""
    return references.split(_CALLED_JOB.sub("", ref))[0].word


_CALLED_JOB = re.compile(r"\A\s*jobs?\s*(?=\#?\d)", re.IGNORECASE)


def _behind(typed: str, value: str) -> Doubt | None:
    """`250 for 61`: the job may be the one behind, or the one in front."""
    if value == _BUDGET and (sums := _AMOUNT_FIRST.fullmatch(typed)) and int(sums["ref"]) % 5:
        amount, job = sums["amount"], sums["ref"]
        return Doubt([(job, amount), (amount, job)])
    match = _BEHIND.fullmatch(typed.strip())
    field = _FIELD.match(match["rest"]) if match else None
    if match is None or not (value or field):
        return None
    front, behind, rest = match["front"], _word(match["ref"]), match["rest"].strip()
    reference, _ = references.split(front)
    if not re.fullmatch(r"[A-Za-z]?\d{1,6}", front) or reference.means(behind):
        return None
    if (match["by"].casefold() == "to") != (value == _CONTRACTOR):
        return None
    if match["ref"].isdigit() and value in _DAYS:
        return None
    name = "" if value or not field else f"{field['field'] or 'budget'} "
    amount = front if field or not rest else f"{front} {rest}"
    other = match["ref"] if field or not rest else typed.strip()[len(front) :].strip()
    return Doubt([(behind, name + amount), (front, name + other)])


_NUMBER_LAST = re.compile(r"(?P<rest>.*[^\W\d]\S*)\s+(?P<ref>\#?\d{1,9})[\s.!?]*", re.DOTALL)
_UNIT = re.compile(
    r"\b(?:flats?|units?|apartments?|apts?|rooms?|bed|house|block|plot|floor|door|bay|no)\.?\Z",
    re.IGNORECASE,
)


def last_number(typed: str) -> Doubt | None:
    """`ace gas 50`, after a command that takes nothing but a job: the number may be the job's, or of a flat."""
    match = _NUMBER_LAST.fullmatch(typed[:_MOST_READ])
    if match is None or len(typed) > _MOST_READ or references.named(typed) is not None:
        return None
    rest = match["rest"].strip()
    return None if _UNIT.search(rest) else Doubt([(_word(match["ref"]), rest)])
