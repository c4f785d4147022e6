"""The page for security people lists each scope the bot asks for, and no other."""

import re
from pathlib import Path

from bot import manifest

PAGE = Path(__file__).parents[1] / "docs" / "security.md"


def test_each_scope_has_its_reason() -> None:
    table = PAGE.read_text("utf-8").partition("| scope | why |")[2].partition("\n\n")[0]
    reasons = dict(re.findall(r"^\| `([\w:.]+)` \| (.+) \|$", table, re.MULTILINE))
    assert tuple(reasons) == manifest.SCOPES
    assert all(len(why) > 5 for why in reasons.values())
