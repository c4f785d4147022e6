"""No id and no moment passes for what somebody wrote, and nothing that somebody wrote passes for an id."""

import ast
import json
import re
import secrets
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import error_code
from bot.jobs.change import change_id
from bot.store.encryption import Encryption
from tests.without_ids import without_ids

NOW = datetime(2026, 11, 26, 19, 35, 11, 447100, UTC)
MADE = {
    "version of a record": f"11-{NOW:%Y%m%d%H%M%S}",
    "Unix seconds": f"{NOW.timestamp():.0f}",
    "clock": f"at={NOW.timestamp()}",
    "ts of Slack": "1795723096.564917",
    "permalink": "p1795723097127251",
    "nanoseconds": f"{time.time_ns()}",
    "ISO": NOW.isoformat(),
    "in Postgres": str(NOW),
    "hash of a view": "1795723096.e3f6391d",
    "trigger": "1000012.42.556790447abba53be",
    "UUID": "8ac21c3e-4471-587c-b261-b62f6193803b",
    "duration": "0.0044713",
    "duration, short": "4.4471e-05",
    "port": "http://127.0.0.1:44710",
    "place in memory": "<object at 0x7f4471a0>",
    "block id": "{'block_id': '4471'}",
    "block id in JSON": json.dumps({"block_id": "q4471"}),
}
WRITTEN = (
    *(
        "4471",
        "key safe 4471#",
        "safe 44-71",
        "front4417left",
        "4417_front",
        "£7,501.00",
        "7501.55",
    ),
    *(
        "07700900456",
        "07700 900456",
        "+447700900456",
        "447700900456",
        "07700.900456",
        "020 7946 0958",
    ),
    *("account 55779911", "sort code 20-00-00", "4929123412341234", "12345678", "20261126"),
    *("canary-7", "KEYSAFE-4471-canary", "deadbeef", "facade 4471", "S-4471", "code E-4471"),
    *("2026-11-26", "26 Nov 2026, 19:35", "19:35", "block 4471", "'block_id': 'gate code 4471'"),
)

_WITH_IDS = re.compile(
    r"^(?!.*without_ids).*(?:\.blocks(?!\))|\.metadata|\.entity\b|caplog|getvalue|\.calls)",
    re.DOTALL,
)


@pytest.mark.parametrize("made", MADE.values(), ids=MADE)
def test_what_a_machine_made_is_gone(made: str) -> None:
    left = without_ids(f"before {made}, after")
    assert left.startswith("before ")
    assert left.endswith(", after")
    assert "#" in left
    assert not [part for part in ("4471", "4710", "6193", "2611", "7957", "5649") if part in left]


@pytest.mark.parametrize("written", WRITTEN)
def test_what_somebody_wrote_stays(written: str) -> None:
    around = f"{uuid.uuid4()} {written} 1795723096.564917"
    assert without_ids(around) == f"# {written} #"


def test_of_what_is_drawn_at_random_nothing_is_left() -> None:
    encryption = Encryption(["A" * 43 + "="])
    for n in range(300):
        drawn = (
            *(uuid.uuid4(), f"{secrets.token_hex(8)}a", change_id(str(n)), error_code()),
            encryption.encrypt(b"x").decode(),
        )
        assert without_ids(" ".join(map(str, drawn))) == "# # # # #", drawn


def test_no_test_seeks_a_few_digits_among_ids() -> None:
    """What is put into the text of a message's blocks or of a log has ids and moments in it."""
    sought = []
    for file in Path(__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(source := file.read_text("utf-8"))):
            match node:
                case ast.Compare(ast.Constant(str(digits)), [ast.NotIn()], [where]):
                    text = ast.get_source_segment(source, where) or ""
                    if re.fullmatch(r"\d{3,7}", digits) and _WITH_IDS.search(text):
                        sought.append(f"{file.name}:{node.lineno}: {digits} in {text}")
    assert sought == []
