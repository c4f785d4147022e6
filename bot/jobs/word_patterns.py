"""Parts of patterns that are made of lists of words."""

import re


def any_of(text: str) -> str:
    """Alternatives, the longest first; `_` stands for a space."""
    spelled = {re.escape(word.replace("_", " ")) for word in text.split()}
    return "|".join(sorted(spelled, key=lambda each: (-len(each), each)))
