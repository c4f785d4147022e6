"""What `make audit` makes of pip-audit's answer: no data is never *no vulnerability*."""

import json
from typing import Any

import pytest

from bot.cli.advisories import NO_DATA, UNKNOWN, judged, main

FINE = {"name": "httpx", "version": "1.0", "vulns": []}
BAD = FINE | {"vulns": [{"id": "GHSA-1", "fix_versions": ["1.1"]}]}
SKIPPED = {"name": "anyio", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "words"),
    [
        ([FINE], 0, "No known vulnerability in 1 packages."),
        ([FINE, BAD], 1, "httpx 1.0: GHSA-1, fixed in 1.1"),
        ([FINE, SKIPPED], UNKNOWN, "anyio"),
        ([SKIPPED, BAD], 1, "GHSA-1"),
        ([], UNKNOWN, "every package"),
    ],
)
def test_a_report_is_judged(packages: list[dict[str, Any]], code: int, words: str) -> None:
    found, lines = judged(json.dumps({"dependencies": packages}))
    assert found == code
    assert words in "\n".join(lines)


@pytest.mark.parametrize("report", ["", "ConnectionError", "{}", "[]", '{"dependencies": null}'])
def test_no_report_is_no_data(report: str) -> None:
    assert judged(report) == (UNKNOWN, [NO_DATA])


def test_without_the_program_it_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main("/nowhere/uv") == UNKNOWN
    assert capsys.readouterr().err == f"{NO_DATA}\n"
