"""Which words a search for codes begins at, and which texts have none: most have not, and are passed over at once."""

from bot import late_re as re
from bot.jobs.private_text import vocabulary as words

STARTS = words.CODE_WORDS | words.SAFES | words.ALARMS | words.DOORS | words.VERBS
STARTS |= {"safe", *(first for first, _ in words.TWO_WORDS)}
_FIRST_LOOK = re.compile(
    rf"(?<![a-z])(?:{'|'.join(sorted(map(re.escape, STARTS | {'keys', 'box', 'push', 'buzz', 'wifi', 'wi-fi', 'router', 'network', *words.SLIPS})))})|\b(?:get|let \w+|go)(?:s you)? in\b|\b(?:unlock|open)s?\b|\d[#*]|\b(?:hash|star|call) \d|\*\d|to (?:open|enter|gain|access)|on the pad|\b[a-z]\d\d[a-z] (?:works|opens|unlocks|does)\b|\b[a-z]\d{{4}}[a-z]\b|\b[a-z]{{2,12}}(?: is| no\.?)?[ :=#(-]{{1,3}}\W?(?:[a-z]\d{{3}}|\d{{4}}|\d-\d-\d)|\d[ -]\d[ -]\d[ -]\d|\d,? (?:and )?then \d|\b(?:left|right|clockwise|log-?ins?|log ?on|log in|sign-?in|user|username|credentials)\b|\b[a-z] \d{{4}} [a-z]\b|\d{{3,8}}[a-z]?[#*]?,? (?:for|is|then|and|on|opens|works)\b|'s \d{{4}}|\b(?:security|memorable)\b|\bword\b|\btog(?:ether)?\b|\b(?:1st|first)\b|\b(?:wheel|letter)s?\b",
)
"""Of small letters: a pattern that ignores case tries every word at every place, and takes twice as long."""


def worth_a_look(work: str) -> bool:
    """False: there is no code in it. `work`: folded, so that no other letter stands for one of `a` to `z`."""
    return _FIRST_LOOK.search(work.lower()) is not None
