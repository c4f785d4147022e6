"""Structured logs on stderr: the change id on each line, and never a secret or a person's data.

Every event passes `mask`, tracebacks and the events of libraries included. Library events below
WARNING are dropped: some contain whole bodies and addresses with their queries.
"""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "…"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(xox[a-z](?:\.xox[a-z])?|xapp)-[\w-]+"), rf"\1-{HIDDEN}"),
    (re.compile(r"\b(Bearer|Basic)\s+[^\s'\",;]+", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", re.IGNORECASE), HIDDEN),
    (re.compile(r"\bgAAAAA[\w-]{20,}=*"), HIDDEN),
    (re.compile(r"(?<![\w-])[\w-]{43}=(?![\w=])"), HIDDEN),
    (re.compile(r"\bhttps://hooks\.[\w.-]+/[^\s'\"<>]+"), f"https://hooks{HIDDEN}"),
    (re.compile(r"\b(wss?://[^\s'\"?]+)\?[^\s'\"]+"), rf"\1?{HIDDEN}"),
    (re.compile(r"(\w://)[^/\s:@]*:[^/\s@]+@"), rf"\1{HIDDEN}@"),
    (
        re.compile(
            r"(?i)\b([\w-]*(?:token|secret|passw(?:or)?d|csrf|api_key|signature|response_url"
            r"|trigger_id|access_details|private_contact_\w+))(['\"]?\s*[:=]\s*)"
            r"(?:'[^']*'|\"[^\"]*\"|[^\s'\",;&})\]]+)"
        ),
        rf"\1\2{HIDDEN}",
    ),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w"), f"{HIDDEN}@{HIDDEN}"),
)
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


def mask(value: Any) -> Any:
    """The value without secrets: strings are masked by pattern, mappings also by key, others by `repr`."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return mask_text(value)
        case Mapping():
            return {
                mask_text(str(key)): _hidden(each) if _HIDDEN_KEYS.search(str(key)) else mask(each)
                for key, each in value.items()
            }
        case list() | tuple() | set() | frozenset():
            return [mask(each) for each in value]
        case _:
            return mask_text(repr(value))


def mask_text(text: str) -> str:
    for pattern, shown in _PATTERNS:
        text = pattern.sub(shown, text)
    return text


def _hidden(value: Any) -> Any:
    """Numbers stay: no secret is one."""
    return value if value is None or isinstance(value, int | float) else HIDDEN


def _mask_event(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    masked: EventDict = mask(event)
    return masked


def _only_warnings_of_libraries(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING or record.name.partition(".")[0] not in _NOISY
