"""Where a key lies goes to Access details by the same words by which a form asks about it."""

import pytest

from bot.jobs.private_text.key_places import key_places
from bot.jobs.quicktext.access_codes import take_private
from bot.jobs.quicktext.buffer import CONSUMED, TextBuffer


def taken(text: str) -> tuple[list[str], str]:
    """What goes to Access details, and what stays."""
    buffer = TextBuffer(text)
    return take_private(buffer).access, buffer.work.replace(CONSUMED, "").strip(" ,")


@pytest.mark.parametrize("how", ["left", "is", "is hidden", "kept", "is taped", "'s still"])
@pytest.mark.parametrize(
    "where", ["under", "underneath", "beneath", "behind", "above", "on top of", "inside"]
)
def test_a_key_that_lies_somewhere_is_told_nobody(how: str, where: str) -> None:
    words = f"key{how} {where} the bin" if how.startswith("'") else f"key {how} {where} the bin"
    assert [words[slice(*each)] for each in key_places(words)] == [words]
    assert taken(f"Tap drips, {words}") == ([words], "Tap drips")


@pytest.mark.parametrize(
    ("text", "access", "rest"),
    [
        ("Tap drips, key beneath the mat", ["key beneath the mat"], "Tap drips"),
        ("Spare set hangs in the porch, tap drips", ["Spare set hangs in the porch"], "tap drips"),
        ("Tap, key left in the shed or ring Ann", ["key left in the shed or ring Ann"], "Tap"),
        ("Tap, key with the agent", ["key with the agent"], "Tap"),
        ("Retrieve keys behind radiator", [], "Retrieve keys behind radiator"),
        ("Front door key goes in but won't turn", [], "Front door key goes in but won't turn"),
        ("Key is stuck in the lock", [], "Key is stuck in the lock"),
    ],
)
def test_a_key_that_is_the_job_stays(text: str, access: list[str], rest: str) -> None:
    assert taken(text) == (access, rest)
