"""A corpus as one test: around each of its lines pytest takes as long as to read it."""

import inspect
import traceback
from collections.abc import Callable, Iterable
from typing import Any

import pytest


def corpus(
    names: str | tuple[str, ...], rows: Iterable[Any]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Calls the test for every row, as `pytest.mark.parametrize` does, and lists all rows that fail."""
    parameters, known = (names,) if isinstance(names, str) else names, list(rows)

    def over(test: Callable[..., None]) -> Callable[..., None]:
        def every(**given: Any) -> None:
            wrong = [
                f"{row!r}:\n{problem}"
                for row in known
                if (problem := _problem(test, given, parameters, row))
            ]
            if wrong or not known:
                found = "\n\n".join(wrong)
                pytest.fail(f"{len(wrong)} of {len(known)} rows fail\n\n{found}", pytrace=False)

        signature = inspect.signature(test)
        others = [each for name, each in signature.parameters.items() if name not in parameters]
        every.__name__, every.__doc__ = test.__name__, test.__doc__
        every.__module__, every.__qualname__ = test.__module__, test.__qualname__
        vars(every)["__signature__"] = signature.replace(parameters=others)
        return every

    return over


def _problem(
    test: Callable[..., None], given: dict[str, Any], parameters: tuple[str, ...], row: Any
) -> str:
    """Nothing, where the row passes."""
    values = (row,) if len(parameters) == 1 else row
    try:
        test(**given, **dict(zip(parameters, values, strict=True)))
    except (AssertionError, pytest.fail.Exception) as failure:
        return str(failure)
    except Exception:
        return traceback.format_exc()
    return ""
