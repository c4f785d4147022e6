"""Where a key is that anybody may take: `key under the third slab`, `a spare, it lives in the bin cupboard`.

What matters is that a key *rests* somewhere: a key or a spare, how it lies there, and a thing that it is under, in or
behind. Keys with people and in offices are safe there, and one in its lock is where it belongs.
"""

from collections.abc import Iterator

from bot import late_re as re
from bot.jobs.private_text.line import Span
from bot.jobs.word_patterns import any_of

KEEPS_KEYS = any_of(
    "lock locks gate keyhole cylinder barrel ignition door doors office offices reception branch agent agents agency shop concierge lobby desk lockbox lock_box keysafe key_safe"
    " safe keypad key_box keybox key_cabinet name possession system file hand hands town floorboards dryer washer machine drain toilet flat house property apartment room"
    " building van car warranty review investigation order site phone app code codes number numbers digits pin report list way left right top end morning afternoon"
    " evening day week ring neighbour neighbours tenant tenants landlord premises"
    " worktop table sofa drawer drawers hall hallway kitchen lounge bedroom bathroom fridge"
)
"""Where a key is safe, or of no use to a stranger."""
OWNERS = any_of("the our your his her their my")
"""What says whose a thing is, where something lies or that a code is made of."""
_WORTH_A_LOOK = re.compile(r"\b(?:keys?|spares?|usual|hiding)\b", re.IGNORECASE)
_OPENS_NO_DOOR = "".join(
    rf"(?<!\b{each} )"
    for each in ["radiator", "rad", "meter", "allen", "bleed", "tap", "window", "stopcock", "piano"]
)
_PUT_BY = (
    r"(?:(?:(?:he|she|they|i|we|tenants?|landlord)(?:'?ll|'?ve| will| have| has)? )?(?:leaves?|left|leaving|hides?|hid|keeps?|kept|puts?) )?"
    rf"(?:(?:{OWNERS}|a|an|one|there's a|theres a) )?(?:spare )?(?:set of )?(?:(?:front|back|rear|side|main|house|flat|door|gate|shed) ){{0,2}}"
)
_KEY = (
    rf"(?<!for )(?<!for the )(?<!found )(?<!lost )(?<!turn )(?<!turn the ){_PUT_BY}\b(?:{_OPENS_NO_DOOR}keys?|spare(?= (?:is|lives?|hangs?|kept|left|hidden)\b)|(?<=the )spare|(?<=spare )set)"
    r"(?:'?s(?= )|'re)?"
)
_NO_KEY = r"(?!\w| ?(?:safe|box|pad|fob|cabinet|hole)s?\b)"
"""`key safe`"""
_AT_REST = any_of(
    "is are was were will_be has_been have_been been be left live lives kept hidden hid put hang hangs hanging taped tied magnetised magnetized attached clipped"
    " tucked buried sit sits sat lie lies stay stays goes waiting dropped still now just always usually there out back again"
)
_RESTS = rf"(?:{_AT_REST}|stuck(?= (?:to|under|behind|inside)\b))"
_UNDER = r"under(?:neath)?|beneath"
_COVERED = (
    rf"(?:from )?(?:{_UNDER}|behind|above|on top of|inside|(?:on|from)(?: a)?(?= (?:nail|hook|string|chain)\b))(?: of)?"
    rf"(?: (?:{OWNERS}|a|an))?"
)
_LAID = (
    r"(?:in|on|within|over|by|beside|next to|through|to (?:the|a) (?:back|underside|inside|outside|top|side|bottom) of)"
    rf" (?:{OWNERS}|a|an|that|this|one of the)"
)
_ENDS = any_of(
    "and then so but or if when is are has was in on at by of with for to not wont won't from near behind under next until till all once after before while she he they"
    " pls please"
)
_OF_ONE_THING = rf"(?:of (?:the )?|(?!(?:beside|outside|{_ENDS})\b)\w+ ){{0,3}}"
_THING = (
    rf"(?!{_OF_ONE_THING}(?:{KEEPS_KEYS}|(?<=in the )post|(?<!behind )(?<!behind the )(?<!under )(?<!under the )meters?)(?=[^\w' -]|\Z| (?:{_ENDS}|inside|outside|tenants?)\b))"
    r"[a-z][a-z'-]{1,15}"
)
"""`the meter box`, not `the meter`: the last word of its name tells whether a key is safe there."""
_NEXT_CLAUSE = any_of(
    "and then so but or pls please thanks ta if when which unless because as ring call is are has was"
)
_WITH_PEOPLE = r"(?![^.,;\n\x01]{0,40} (?:in|at|with) (?:the |our |your |my )?(?:office|reception|branch|agents?|concierge)\b)"
_PLACE = (
    rf"(?:{_COVERED}|{_LAID}) {_THING}{_WITH_PEOPLE}(?: (?!(?:{_NEXT_CLAUSE})\b)[a-z0-9'-]{{1,15}}){{0,8}}"
    r"(?![\w'-])(?<! by)(?<! of)(?<! in)(?<! on)(?<! at)(?<! the)(?<! near)"
)
_USUAL = r"(?:(?: (?:in|at))?(?: the)? (?:usual|same|normal|rear|back|front|side|hiding)(?: (?:hiding|place|spot|one)){0,2},?)?"
_PLACES = tuple(
    re.compile(each, re.IGNORECASE)
    for each in (
        rf"(?<![\w-]){_KEY}(?:(?: {_RESTS}){{0,4}}| (?:to|for|of) (?:the|a) [a-z]{{3,12}}(?: [a-z]{{3,10}})?(?: {_RESTS}){{1,4}}){_USUAL} (?:{_PLACE})",
        rf"\b(?:usual|hiding) (?:hiding )?(?:place|spot),? {_PLACE}",
        rf"(?<![\w-])(?:{_COVERED}|{_LAID}) {_THING}(?: [a-z'-]{{2,12}}){{0,3}}?(?: for (?:the|a)| is (?:the|a)| there'?s (?:the|a)) (?:spare )?keys?{_NO_KEY}",
        rf"\b(?:keys?|spares?){_NO_KEY}[^.;\n\x00\x01]{{0,60}}? (?P<it>(?:it|they|them|one|that)(?:'?s| is| are| will be)?(?: {_RESTS}){{1,3}} {_PLACE})",
    )
)


_LIES_THERE = re.compile(rf"\b(?:{_RESTS}|{_UNDER})\b", re.IGNORECASE)


def kept_keys(work: str) -> Iterator[Span]:
    """Those of them that say that it lies there: `key left in the shed`, not `keys behind the radiator`, which may be lost."""
    return (span for span in key_places(work) if _LIES_THERE.search(work, *span))


def key_places(work: str) -> Iterator[Span]:
    """Every place of a key in `work` with the words that say it, none overlapping, in no order."""
    if not _WORTH_A_LOOK.search(work):
        return
    end = 0
    found = [
        m.span("it" if "it" in m.re.groupindex else 0)
        for each in _PLACES
        for m in each.finditer(work)
    ]
    for start, stop in sorted(found):
        if start >= end:
            yield start, (end := stop)
