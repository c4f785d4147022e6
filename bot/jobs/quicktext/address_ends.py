"""Where an address that was recognised ends: its town and its postcode right after it belong to it, and another postcode says no."""

import re

from bot.jobs.model import Choice
from bot.jobs.name_index import fold

_POSTCODE = re.compile(r"[a-z]{1,2}\d[a-z\d]?(?: ?\d[a-z]{2})?", re.IGNORECASE)
_GAP = r"(?:\s*,\s*| +)"
_ENDS = r"(?![\w'-])"


def end_of_address(work: str, end: int, choice: Choice) -> int:
    """`flat 2 8 high street` of `flat 2 8 high street york yo1` ends after `yo1`, where the list says so or has no postcode."""
    listed = f"{choice.name}, {choice.detail}"
    postcodes = [each[0].replace(" ", "").casefold() for each in _LISTED.finditer(listed)]
    for part in _LISTED.sub(",", listed).split(",")[1:]:
        town = fold(part)
        if town and (
            named := re.compile(_GAP + re.escape(town) + _ENDS, re.IGNORECASE).match(work, end)
        ):
            end = named.end()
    if code := re.compile(_GAP + f"(?P<code>{_POSTCODE.pattern})" + _ENDS, re.IGNORECASE).match(
        work, end
    ):
        typed = code["code"].replace(" ", "").casefold()
        if not postcodes or any(each.startswith(typed) for each in postcodes):
            end = code.end()
    return end


def other_postcode(work: str, end: int, choice: Choice) -> str:
    """The postcode right after an address that is not its own: `ls9` of `12 elm row ls9`, which is in LS1; empty where none is.

    A district counts where the area is the address's own, as a word of another area may be a fault or a size (`e119`, `co2`).
    """
    own = [
        each[0].replace(" ", "").casefold()
        for each in _LISTED.finditer(f"{choice.name}, {choice.detail}")
    ]
    code = re.compile(_TOWN + f"(?P<code>{_POSTCODE.pattern})" + _ENDS, re.IGNORECASE).match(
        work, end
    )
    typed = code["code"].replace(" ", "").casefold() if code else ""
    if not own or not typed or any(each.startswith(typed) for each in own):
        return ""
    area = re.match("[a-z]+", typed)
    same_area = any(
        area and each.startswith(area[0]) and each[len(area[0])].isdigit() for each in own
    )
    return code["code"] if code and (_LISTED.fullmatch(typed) or same_area) else ""


_TOWN = rf"(?:{_GAP}[a-z]{{3,}})?{_GAP}"
_LISTED = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
