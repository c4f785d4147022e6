"""A small OpenTelemetry collector on loopback: it takes traces over OTLP/HTTP, and reads the protobuf."""

import contextlib
import gzip
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from bot.serve import listen


@dataclass
class Collector:
    """`bodies`: what was sent, as it came."""

    url: str
    spans: list[Span] = field(default_factory=list)
    resource: dict[str, str] = field(default_factory=dict)
    bodies: list[bytes] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if request.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        self.bodies.append(body)
        for of_process in ExportTraceServiceRequest.FromString(body).resource_spans:
            for each in of_process.resource.attributes:
                self.resource[each.key] = each.value.string_value
            for scope in of_process.scope_spans:
                self.spans += scope.spans
        answer = ExportTraceServiceResponse().SerializeToString()
        return web.Response(body=answer, content_type="application/x-protobuf")

    def named(self, name: str) -> list[Span]:
        return [span for span in self.spans if span.name == name]


def about(span: Span) -> dict[str, str | int]:
    """Its attributes, without the prefix."""
    return {
        each.key.removeprefix("propops_bot."): each.value.string_value or each.value.int_value
        for each in span.attributes
    }


@contextlib.asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    listener = listen("127.0.0.1", 0)
    collector = Collector(f"http://127.0.0.1:{listener.getsockname()[1]}")
    app = web.Application()
    app.router.add_post("/v1/traces", collector.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    try:
        yield collector
    finally:
        await runner.cleanup()
