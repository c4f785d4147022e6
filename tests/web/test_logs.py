import ast
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from bot import logs
from tests.steps import cpu, cpu_within
from tests.web.signed_requests import Door, command
from tests.without_ids import without_ids

ROOT = Path(__file__).parents[2]
SECRETS = {
    "a bot token": "xoxb-1234-5678-AbCd",
    "an app token": "xapp-1-A0-123-deadbeef",
    "a bearer": "Authorization: Bearer abc.def-ghi",
    "a propops token": "0a1B" * 16,
    "a fernet key": Fernet.generate_key().decode(),
    "something encrypted": Fernet(Fernet.generate_key()).encrypt(b"x").decode(),
    "a hook": "https://hooks.slack.com/commands/T1/397700885554/96rGlfmibIGlgcZRskXaIFfN",
    "a socket": "wss://wss-primary.slack.com/link/?ticket=12348&app_id=5678",
    "a database": "postgresql://bot:hunter2@db.example.com/bot",
    "a csrf value": "_csrf_token=Zm9vYmFy&action=create",
    "a json csrf value": '{"csrf_token": "Zm9vYmFy bar"}',
    "a way in": "access_details='the key is under the pot'",
    "a signing secret": "8f742231b10e8888abcd99yyyzzz85a5".replace("y", "a").replace("z", "b"),
    "a password with a blank": "password=hun ter2hun user=x",
    "a password with a quote": r"{'password': 'hun\'ter2hun'}",
    "a password with an at": "postgresql://bot:a@ter2hun@db.example.com/bot",
    "a telephone number": "07700 900123",
    "an international one": "+44 (0)20 7946 0958",
    "a person": "jane.doe+flat@example.co.uk",
}
LEAKS = [
    *("1234-5678", "deadbeef", "abc.def", "0a1B0a1B", "gAAAAA", "96rGlf", "12348", "hunter2"),
    *("8f742231b10e", "ter2hun", "900123", "7946"),
    *("Zm9vYmFy", "under the pot", "jane.doe"),
]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    logs.configure("DEBUG", "json", stream)
    yield stream
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_secret_is_masked_wherever_it_stands(written: io.StringIO, secret: str) -> None:
    class Holder:
        def __repr__(self) -> str:
            return f"<Holder {secret}>"

    log = structlog.get_logger("bot.test")
    sentence = f"sentence {secret} goes on"
    log.info(sentence, value=secret, deep={"a": [secret]}, thing=Holder())
    logging.getLogger("bot.other").warning("by the standard library %s", secret)
    logging.getLogger("httpx").error("by a library: %r", {"x": secret})
    try:
        raise RuntimeError(secret)
    except RuntimeError:
        log.exception("failed")
        logging.getLogger("slack_sdk").exception("failed too")

    said = written.getvalue()
    assert len(lines(written)) == 5
    assert secret not in said
    assert not [leak for leak in LEAKS if leak in without_ids(said)]
    if secret == SECRETS["a fernet key"]:
        assert secret[:20] not in said


def _sentences() -> list[str]:
    """Every text of ours that has more than one word, and is no docstring."""
    files = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").glob("*.py")]
    nodes = [
        node
        for file in files
        if "sandbox" not in file.parts and file.name != "logs.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
    ]
    docs = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    texts = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in docs]
    return [str(node.value) for node in texts if " " in str(node.value).strip()]


def test_our_own_words_stay_whole() -> None:
    said = "SLACK_BOT_TOKEN must be a bot token: it starts with xoxb-."
    assert logs.mask_text(said) == said
    struck = [
        text for text in _sentences() if logs.mask_text(text) != text and "example.com" not in text
    ]
    assert struck == []


@pytest.mark.parametrize(
    "unit",
    [
        "a.",
        "a-",
        "a@",
        "ws://a",
        "token",
        "password= ",
        "a://a:",
        "https://hooks.a",
        "0 ",
        "+4",
        "{'secret':'",
    ],
)
def test_masking_takes_time_with_the_length_and_only_up_to_a_length(unit: str) -> None:
    few, many = (unit * (size // len(unit)) for size in (5_000, 10_000))
    assert cpu_within(lambda: logs.mask_text(many), 5 * cpu(lambda: logs.mask_text(few)) + 0.005)
    assert cpu_within(lambda: logs.mask_text(unit * 200_000), 0.25)


def test_of_a_long_text_the_beginning_and_the_last_lines_are_written() -> None:
    text = "begin " + "x" * 5_990 + "0a1B" * 16 + "y" * 20_000 + "\nValueError: end"
    masked = logs.mask_text(text)
    assert masked.startswith("begin")
    assert masked.endswith("ValueError: end")
    assert "0a1B" not in masked
    deep: dict[str, Any] = {}
    for _ in range(5_000):
        deep = {"a": deep}
    assert "…" in str(logs.mask(deep))


def test_values_of_telling_names_are_hidden_whatever_they_are(written: io.StringIO) -> None:
    structlog.get_logger("bot.test").info(
        "x", token="short", csrf_token="a", body={"text": "b"}, response_url="c", private_contact_name="d"
    )  # fmt: skip
    (line,) = lines(written)
    for name in ("token", "csrf_token", "body", "response_url", "private_contact_name"):
        assert line[name] == logs.HIDDEN


def test_what_helps_is_kept(written: io.StringIO) -> None:
    structlog.contextvars.bind_contextvars(change="S-ABCDEFGHIJKL")
    structlog.get_logger("bot.test").warning(
        "a step failed", job="JOB-001", team="T1", user="U1", seconds=0.5, error="Unreachable"
    )
    (line,) = lines(written)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "a step failed",
        "level": "warning",
        "logger": "bot.test",
        "change": "S-ABCDEFGHIJKL",
        "job": "JOB-001",
        "team": "T1",
        "user": "U1",
        "seconds": 0.5,
        "error": "Unreachable",
    }


def test_tracebacks_carry_no_local_values(written: io.StringIO) -> None:
    def fails(text: str) -> None:
        raise ValueError("no")

    local = "the alarm code is {}".format(4711)  # noqa: UP032 - so that the source line lacks it
    try:
        fails(local)
    except ValueError:
        structlog.get_logger("bot.test").exception("failed")
    (line,) = lines(written)
    assert "ValueError: no" in line["exception"]
    assert "code is 4711" not in written.getvalue()


def test_libraries_are_heard_from_a_warning_up(written: io.StringIO) -> None:
    for name in ("slack_bolt.AsyncApp", "slack_sdk.web", "httpx", "uvicorn.error", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).info("a whole body")
        logging.getLogger(name).warning("a warning")
        logging.getLogger(name).setLevel(logging.NOTSET)
    assert [line["event"] for line in lines(written)] == ["a warning"] * 5


async def test_a_request_leaves_no_trace_of_its_body_at_any_level(
    written: io.StringIO, door: Door
) -> None:
    raw = command("the alarm code is 4711")
    await door.post(raw)
    await door.post(raw, headers={})
    assert "4711" not in without_ids(written.getvalue())


def test_the_console_form_reads_as_a_line(written: io.StringIO) -> None:
    stream = io.StringIO()
    logs.configure("INFO", "console", stream)
    structlog.get_logger("bot.test").info("ready", port=3000)
    structlog.get_logger("bot.test").debug("too much")
    assert "ready" in stream.getvalue()
    assert "port=3000" in stream.getvalue()
    assert "too much" not in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


@given(st.text())
def test_masking_takes_any_text(text: str) -> None:
    once = logs.mask_text(text)
    assert logs.mask_text(once) == once


@given(
    st.text(alphabet="0123456789abcdef", min_size=64, max_size=64),
    st.text(alphabet=" ,'\"=(){}:\n"),
)
def test_a_propops_token_never_stands_in_a_line(token: str, around: str) -> None:
    assert token not in logs.mask_text(around + token + around)
