"""Which brackets of a text lack their other half."""

_CLOSED_BY = {")": "(", "]": "[", "}": "{"}


def unpaired(text: str) -> list[int]:
    """The places of brackets without a partner, in order: in `) a ( ( )` the first and the second."""
    halves: list[int] = []
    opened: dict[str, list[int]] = {opening: [] for opening in _CLOSED_BY.values()}
    for at, each in enumerate(text):
        if each in opened:
            opened[each].append(at)
        elif opening := _CLOSED_BY.get(each):
            if opened[opening]:
                opened[opening].pop()
            else:
                halves.append(at)
    return sorted([*halves, *(at for places in opened.values() for at in places)])
