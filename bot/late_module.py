"""Modules that are loaded when something of them is first needed, for what only some databases need."""

import contextlib
import importlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any


class LateModule(ModuleType):
    """Has what the module of this name has."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # asked by the import machinery, of whatever it finds
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


@contextlib.contextmanager
def loaded_late(package: str, submodule: str) -> Iterator[None]:
    """What imports them meanwhile gets late ones. Where they are loaded already, those."""
    if package in sys.modules:
        yield
        return
    late, part = LateModule(package), LateModule(f"{package}.{submodule}")
    setattr(late, submodule, part)
    sys.modules[package], sys.modules[part.__name__] = late, part
    try:
        yield
    finally:
        for each in (late, part):
            if sys.modules.get(each.__name__) is each:
                del sys.modules[each.__name__]
