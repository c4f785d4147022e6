"""A code, a phone number or an e-mail address in a title or a description: asked about once, kindly."""

from collections.abc import Mapping
from typing import Any

from bot.jobs.private_text.find import find_private

_KINDS = {"code": "a code", "phone": "a phone number", "email": "an e-mail address"}
_ASKED = ("job_title", "job_description")
_MOST_READ = 5_000
"""Characters of a value that are looked at; a form takes 3,000."""


def private_warnings(values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, str]:
    """Field → a question about what is private in it; one more send keeps it there.

    Form values by field name. What a field had `before` is not asked about.
    """
    warnings = {}
    for name in _ASKED:
        text = str(values.get(name) or "")
        if text == str(before.get(name) or ""):
            continue
        found = {each.kind for each in find_private(text[:_MOST_READ])}
        if found:
            what = " and ".join(words for kind, words in _KINDS.items() if kind in found)
            warnings[name] = (
                f"This looks like it has {what} in it. Please move that to Access details, "
                "or send again to keep it here: cards won't show it."
            )
    return warnings
