"""What somebody most likely meant: the nearest known word, or the known form of a job reference."""

import re
from collections.abc import Iterable

_PARTS = re.compile(r"([a-z]*)[\s#_./-]*0*(\d+)", re.IGNORECASE)


def nearest(word: str, known: Iterable[str], within: int | None = None) -> str | None:
    """The known word fewest typing slips away from `word`, None when none is near.

    `within`: the most slips; by default one for every three letters, at least one. Case does not
    count, and of two equally near words the first known one wins.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415  imported late: start-up matters

    asked = word.strip().casefold()
    if not asked:
        return None
    most = max(1, (len(asked) + 1) // 3) if within is None else within
    best: tuple[int, str] | None = None
    for each in known:
        slips = OSA.distance(asked, each.casefold(), score_cutoff=most)
        if slips <= most and (best is None or slips < best[0]):
            best = slips, each
    return best[1] if best else None


def known_ref(text: str, known: Iterable[str]) -> str | None:
    """The known job reference that `text` writes in another way: `job1`, `1`, `JOB 001` → `JOB-001`.

    None when none or several can be meant; then `nearest` is a suggestion to ask about, no more.
    """
    asked = text.strip().casefold()
    refs = list(dict.fromkeys(known))
    same = [ref for ref in refs if ref.casefold() == asked]
    if len(same) == 1:
        return same[0]
    number = _PARTS.fullmatch(asked)
    if number is None:
        return None
    meant = [
        ref
        for ref in refs
        if (parts := _PARTS.fullmatch(ref))
        and parts[2] == number[2]
        and (not number[1] or parts[1].casefold() == number[1])
    ]
    return meant[0] if len(meant) == 1 else None
