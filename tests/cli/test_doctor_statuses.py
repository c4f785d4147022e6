"""What `propops-bot doctor` says of the settings that name statuses."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_doctor import surgery, told


@pytest.mark.parametrize(
    ("settings", "about", "ok", "words"),
    [
        ({}, "CLOSED_STATUSES", True, "Complete, Closed, Archived"),
        ({}, "ACCEPTED_STATUSES", True, "Assigned, In progress"),
        ({"closed_statuses": ("Fertig",)}, "CLOSED_STATUSES", False, "There are: New, Assigned"),
        ({"closed_statuses": ("closed", "Paid")}, "CLOSED_STATUSES", None, "called Paid"),
        ({"accepted_statuses": ()}, "ACCEPTED_STATUSES", True, "none"),
    ],
)
async def test_they_are_held_against_the_statuses_of_the_instance(
    tmp_path: Path, settings: dict[str, Any], about: str, ok: bool | None, words: str
) -> None:
    async with surgery(tmp_path) as here:
        await here.link("priya", here.propops.token_for("Priya Shah"))
        found = told(await here.with_(**settings).examine(), about)
    assert found.ok is ok
    assert words in found.words
