"""Spans as OpenTelemetry sends them, over OTLP/HTTP. Imported where a collector is set alone: the
library takes 0.3 s to import and 15 MB.

What is not in OTEL_EXPORTER_OTLP_ENDPOINT the library itself reads from the environment: OTEL_SERVICE_NAME,
OTEL_RESOURCE_ATTRIBUTES, OTEL_EXPORTER_OTLP_HEADERS, OTEL_TRACES_SAMPLER
[opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables].
"""

import logging
import time
from collections.abc import Mapping

import structlog
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import (
    SERVICE_NAME,
    SERVICE_VERSION,
    OTELResourceDetector,
    Resource,
)
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)
from opentelemetry.trace import Span as LibrarySpan

from bot import __version__
from bot.tracing import Kind, OpenSpan, TraceContext, TraceId, Value, here

_PREFIX = "propops_bot."
_KINDS = {
    "internal": SpanKind.INTERNAL,
    "server": SpanKind.SERVER,
    "client": SpanKind.CLIENT,
}
_EXPORT_WITHIN = 5.0
"""Seconds one sending of spans may take."""
_TOLD_EVERY = 600.0
"""Seconds between two lines of the log while the collector is away: the library writes three at every try."""
log = structlog.get_logger(__name__)


class _ToldNowAndThen(logging.Filter):
    """In place of all that the library says of a collector that is away."""

    def __init__(self) -> None:
        super().__init__()
        self._told_at: float | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        del record
        now = time.monotonic()
        if self._told_at is None or now - self._told_at >= _TOLD_EVERY:
            self._told_at = now
            log.warning(
                "traces can't be sent: look at OTEL_EXPORTER_OTLP_ENDPOINT; going on without"
            )
        return False


class _RecordedSpan:
    def __init__(self, span: LibrarySpan, parent: TraceContext | None) -> None:
        self._span = span
        context = span.get_span_context()
        if not context.is_valid:  # OTEL_SDK_DISABLED
            self.context = parent or TraceContext.new()
            return
        self.context = TraceContext(
            TraceId(f"{context.trace_id:032x}"),
            f"{context.span_id:016x}",
            context.trace_flags.sampled,
        )

    def set(self, **about: Value) -> None:
        self._span.set_attributes(_named(about))

    def fail(self, problem: str) -> None:
        self._span.set_status(Status(StatusCode.ERROR, problem))

    def end(self) -> None:
        self._span.end()


class OtlpTracer:
    """`endpoint`: OTEL_EXPORTER_OTLP_ENDPOINT; spans go to `/v1/traces` below it."""

    def __init__(self, endpoint: str) -> None:
        ours = Resource({SERVICE_NAME: "propops-bot", SERVICE_VERSION: __version__})
        self._provider = TracerProvider(
            resource=ours.merge(OTELResourceDetector().detect()), shutdown_on_exit=False
        )
        logging.getLogger(OTLPSpanExporter.__module__).addFilter(_ToldNowAndThen())
        exporter = OTLPSpanExporter(
            endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=_EXPORT_WITHIN
        )
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("propops-bot", __version__)

    def begin(
        self, name: str, kind: Kind, parent: TraceContext | None, about: Mapping[str, Value]
    ) -> OpenSpan:
        return _RecordedSpan(
            self._tracer.start_span(
                name,
                context=set_span_in_context(_remote(parent)) if parent else None,
                kind=_KINDS[kind],
                attributes=_named(about),
            ),
            parent,
        )

    def call(self, name: str, seconds: float, problem: str, about: Mapping[str, Value]) -> None:
        parent = here()
        if parent is None:  # on a timer: there are many, and nobody asked
            return
        ended = time.time_ns()
        span = self._tracer.start_span(
            name,
            context=set_span_in_context(_remote(parent)),
            kind=SpanKind.CLIENT,
            attributes=_named(about),
            start_time=ended - int(seconds * 1e9),
        )
        if problem:
            span.set_status(Status(StatusCode.ERROR, problem))
        span.end(ended)

    def close(self, within: float) -> None:
        self._provider.force_flush(int(within * 1000))
        self._provider.shutdown()


def _named(about: Mapping[str, Value]) -> dict[str, Value]:
    return {_PREFIX + name: value for name, value in about.items()}


def _remote(context: TraceContext) -> NonRecordingSpan:
    flags = TraceFlags(TraceFlags.SAMPLED if context.sampled else TraceFlags.DEFAULT)
    return NonRecordingSpan(
        SpanContext(
            int(context.trace, 16), int(context.span, 16), is_remote=True, trace_flags=flags
        )
    )
