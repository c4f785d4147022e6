"""The nearest known word to a mistyped one."""

from collections.abc import Iterable

from bot.jobs.fuzzy import rapidfuzz


def nearest(word: str, words: Iterable[str], within: int | None = None) -> str | None:
    """The known word fewest typing slips away from `word`, None when none is near.

    `within`: the most slips; by default one for every three letters, at least one. Case does not
    count, and of two equally near words the first known one wins.
    """
    typed = word.strip().casefold()
    if not typed:
        return None
    most = max(1, (len(typed) + 1) // 3) if within is None else within
    distance = rapidfuzz().distance.OSA.distance
    best: tuple[int, str] | None = None
    for candidate in words:
        slips = distance(typed, candidate.casefold(), score_cutoff=most)
        if slips <= most and (best is None or slips < best[0]):
            best = slips, candidate
    return best[1] if best else None
