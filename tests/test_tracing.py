"""Trace contexts as W3C writes them, and what a bot without a collector does with them."""

import importlib
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import mask
from bot.tracing import IdsOnly, TraceContext, current, doing, failed, here


def test_a_context_outlives_being_stored() -> None:
    context = TraceContext.new()
    assert TraceContext.parse(str(context)) == context
    unsampled = TraceContext(context.trace, context.span, sampled=False)
    assert TraceContext.parse(str(unsampled)) == unsampled


@pytest.mark.parametrize("text", ["", "00-1-2-01", "garbage", "01-" + "a" * 32 + "-b-01"])
def test_anything_else_is_no_context(text: str) -> None:
    assert TraceContext.parse(text) is None


@given(st.text())
def test_no_text_breaks_reading(text: str) -> None:
    context = TraceContext.parse(text)
    assert context is None or str(context) == text


def test_without_a_collector_a_trace_is_its_id_alone() -> None:
    with doing(IdsOnly(), "outer") as outer:
        assert here() == outer.context
        failed("E-2345678")
        with doing(IdsOnly(), "inner", run=1):
            assert here() == outer.context
        with doing(IdsOnly(), "of a stored change", parent := TraceContext.new()):
            assert here() == parent
    assert current.get() is None
    failed("E-2345678")  # nobody asked: nothing to tell


def test_the_log_shows_a_trace_and_no_other_such_word() -> None:
    context = TraceContext.new()
    assert mask({"trace": context.trace}) == {"trace": str(context.trace)}
    assert mask({"trace": str(context.trace)}) == {"trace": "…"}


def test_a_library_that_was_switched_off_leaves_traces_their_ids(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OTEL_SDK_DISABLED", "true")
    tracer = importlib.import_module("bot.otlp").OtlpTracer("http://127.0.0.1:9")
    with doing(tracer, "outer") as outer:
        assert TraceContext.parse(str(outer.context)) == outer.context
        assert set(outer.context.trace) != {"0"}
        with doing(tracer, "inner") as inner:
            assert inner.context == outer.context
    tracer.close(1)


def test_the_library_is_imported_by_nobody_who_does_not_use_it() -> None:
    """It costs a third of a second at the start, and memory."""
    code = "import sys, bot.app; sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
