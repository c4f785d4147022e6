"""What the log says of the engine's library."""

import logging

from bot.engine.log_filter import LogFilter


def record(text: str, level: int = logging.WARNING) -> logging.LogRecord:
    return logging.LogRecord("dbos", level, "", 0, text, None, None)


def test_the_library_says_each_thing_a_few_times_a_minute() -> None:
    quiet = LogFilter(most=3, per=60)
    said = [
        quiet.filter(record(f"Database connection failed: no. Retrying in {n}.5s (attempt {n})"))
        for n in range(100)
    ]
    assert said == [True] * 3 + [False] * 97
    assert quiet.filter(record("Something else"))
    assert not quiet.filter(record("DBOS launched! Connect to the Conductor", logging.INFO))
    assert not quiet.filter(record("Workflow x already exists in queue _dbos_internal_queue"))
    assert not quiet.filter(record("DBOS failed to launch: ", logging.ERROR))
