"""Structured logs on stderr: the change id on each line, and never a secret or a person's data.

Every event passes `mask`, tracebacks and the events of libraries included. Library events below
WARNING are dropped: some contain whole bodies and addresses with their queries.
"""

import logging
import re
import sys
from collections.abc import Mapping
from itertools import islice
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.tracing import TraceId

HIDDEN = "…"
_PROSE = r"(?!\s+(?:check|it|the|that|you|your|please|create|give|copy|set|see|in|of|is|are|was|and|or|no|not|for|to)\b)"
"""Words that follow a colon in a sentence, as in `… must be a bot token: it starts with xoxb-`."""
_QUOTED = r"'(?:[^'\\]|\\.)*(?:'|$)|\"(?:[^\"\\]|\\.)*(?:\"|$)"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(xox[a-z](?:\.xox[a-z])?|xapp)-[\w-]+"), rf"\1-{HIDDEN}"),
    (
        re.compile(r"\b(Bearer|Basic)\s{1,9}(?!Information\b)[^\s'\",;]+", re.IGNORECASE),
        rf"\1 {HIDDEN}",
    ),
    (
        re.compile(r"(?<![0-9a-z])(?:[0-9a-f]{64}|[0-9a-f]{32})(?![0-9a-z])", re.IGNORECASE),
        HIDDEN,
    ),
    (re.compile(r"\bgAAAAA[\w-]{20,}=*"), HIDDEN),
    (re.compile(r"(?<![\w-])[\w-]{43}=(?![\w=])"), HIDDEN),
    (re.compile(r"\bhttps://hooks\.[\w.-]{1,99}/[^\s'\"<>]+"), f"https://hooks{HIDDEN}"),
    (re.compile(r"\b(wss?://[^\s'\"?]{1,299})\?[^\s'\"]+"), rf"\1?{HIDDEN}"),
    (re.compile(r"(\w://)[^/\s:@]{0,99}:[^/\s]{1,299}@"), rf"\1{HIDDEN}@"),
    (
        re.compile(
            rf"(?i)(passw(?:or)?d['\"]?\s{{0,4}}[:=]){_PROSE}(\s{{0,4}})"
            rf"(?:{_QUOTED}|[^\s'\",;&)}}\]][^'\",;&)}}\]\n]{{0,99}}?"
            r"(?=\s{1,4}[\w.-]{1,40}\s{0,4}[=:]|[,;&'\")}\]\n]|$))"
        ),
        rf"\1\2{HIDDEN}",
    ),
    (
        re.compile(
            r"(?i)((?:token|secret|passw(?:or)?d|csrf|api_key|signature|response_url|trigger_id"
            rf"|access_details|private_contact_\w{{1,40}})['\"]?\s{{0,4}}[:=]){_PROSE}(\s{{0,4}})"
            rf"(?:{_QUOTED}|[^\s'\",;&}})\]]+)"
        ),
        rf"\1\2{HIDDEN}",
    ),
    (re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{0,200}\w"), f"{HIDDEN}@{HIDDEN}"),
    (
        re.compile(r"(?<![\w.+/:-])(?:\+\d|0)\d?[ (]{0,2}\d(?:[ ()-]{0,2}\d){7,12}(?![\w-])"),
        HIDDEN,
    ),
)
_LONGEST = 10_000
"""Characters of a text that are written: patterns are tried at each, whatever they are."""
_TAIL = 4_000
_EDGE = 500
_BREAKS = " \n\t,;&\"'"
_DEEPEST = 8
_MOST_ITEMS = 200
_HIDDEN_KEYS = re.compile(
    r"(?i)(^|_)(token|tokens|secret|password|authorization|csrf\w*|cookie|signature|response_url"
    r"|trigger_id|body|payload|headers|raw|fields|base|before|after|email|phone)$"
    r"|^access_details$|^private_contact_|^tenants?_(name|contact)"
)
_NOISY = {
    *("aiohttp", "alembic", "asyncio", "dbos", "httpcore", "httpx", "propops-bot"),
    *("slack_bolt", "slack_sdk", "sqlalchemy", "uvicorn"),
}


def configure(level: str = "INFO", form: str = "console", stream: TextIO | None = None) -> None:
    """Configures all logging of the process, that of libraries included. `form`: `console` or `json`."""
    out = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    handler = logging.StreamHandler(out)
    handler.addFilter(_only_warnings_of_libraries)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _mask_event,
                renderer,
            ],
        )
    )
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    logging.captureWarnings(capture=True)


def mask(value: Any, depth: int = 0) -> Any:
    """The value without secrets: strings are masked by pattern, mappings also by key, others by `repr`.

    What is nested deeper, or goes on longer, than anything anybody reads is left out.
    """
    match value:
        case None | bool() | int() | float():
            return value
        case TraceId():
            return str(value)
        case str():
            return mask_text(value)
        case Mapping() | list() | tuple() | set() | frozenset() if depth > _DEEPEST:
            return HIDDEN
        case Mapping():
            return {
                mask_text(str(key)): _hidden(each)
                if _HIDDEN_KEYS.search(str(key))
                else mask(each, depth + 1)
                for key, each in islice(value.items(), _MOST_ITEMS)
            }
        case list() | tuple() | set() | frozenset():
            return [mask(each, depth + 1) for each in islice(value, _MOST_ITEMS)]
        case _:
            return mask_text(repr(value))


def mask_text(text: str) -> str:
    """The text without secrets; of a very long one its beginning, and its last lines."""
    text = _shortened(text)
    for pattern, shown in _PATTERNS:
        text = pattern.sub(shown, text)
    return text


def _shortened(text: str) -> str:
    """Not more than is masked, and nowhere half a secret, which no pattern would know."""
    if len(text) <= _LONGEST:
        return text
    head = text[: _LONGEST - _TAIL]
    edge = max(head.rfind(each, len(head) - _EDGE) for each in _BREAKS)
    head = head[: edge if edge > 0 else len(head) - _EDGE]
    line = text.find("\n", len(text) - _TAIL)
    return f"{head} {HIDDEN} ({len(text):,} characters){text[line:] if line > 0 else ''}"


def _hidden(value: Any) -> Any:
    """Numbers stay: no secret is one."""
    return value if value is None or isinstance(value, int | float) else HIDDEN


def _mask_event(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    masked: EventDict = mask(event)
    return masked


def _only_warnings_of_libraries(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] not in _NOISY
