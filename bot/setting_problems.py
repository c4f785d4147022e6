"""What is wrong with the settings, in sentences for the operator; never a value."""

import os
from collections.abc import Iterable, Mapping
from typing import Any

from dotenv import dotenv_values
from pydantic import ValidationError

from bot.jobs.spelling import nearest
from bot.settings import Settings

_SHORTEST = 7
"""Names shorter than this are near too much else that stands in an environment."""
_WORDS: Mapping[str, str] = {
    "float_parsing": "write a plain number such as 500: no words, no £",
    "finite_number": "write a plain number such as 500: no words, no £",
    "float_type": "write a plain number such as 500: no words, no £",
    "int_parsing": "write a whole number such as 3",
    "int_from_float": "write a whole number such as 3",
    "bool_parsing": "write true or false",
    "greater_than": "write a number above {gt:g}",
    "greater_than_equal": "write a number from {ge:g} on",
    "less_than_equal": "write a number up to {le}",
    "literal_error": "write one of {expected}",
    "path_type": "write the path of a file",
}
"""Kinds of pydantic's errors, in words of ours."""


def problems(error: ValidationError) -> list[str]:
    """One readable sentence per wrong setting, without its value."""
    sentences = []
    for each in error.errors(include_input=False, include_url=False):
        name = str(each["loc"][0]).upper() if each["loc"] else ""
        message = in_words(each["type"], each["msg"], each.get("ctx", {}))
        if each["type"] == "missing":
            sentences.append(
                f"{name} is required: {Settings.model_fields[name.lower()].description}."
            )
        else:
            sentences.append(f"{name}: {message}." if name else f"{message}.")
    return list(dict.fromkeys(sentences))


def in_words(kind: str, message: str, context: Mapping[str, Any]) -> str:
    """An error of pydantic as what to write instead."""
    words = _WORDS.get(kind)
    return words.format(**context) if words else message.removeprefix("Value error, ").rstrip(".")


def names_given() -> set[str]:
    """The names in the environment and in `.env`, whatever they are for."""
    return {*os.environ, *dotenv_values(".env", interpolate=False)}


def given(name: str) -> str | None:
    """One value of them, for what has to work without the other settings; the environment goes first."""
    there = os.environ.get(name), dotenv_values(".env", interpolate=False).get(name)
    return next((value.strip() for value in there if value and value.strip()), None)


def serves_many() -> bool:
    """Whether workspaces install the app by themselves, as `Settings.many_workspaces`."""
    return bool(given("SLACK_CLIENT_ID") and not given("SLACK_BOT_TOKEN"))


def names_in_file() -> set[str]:
    """Those in `.env` alone, which is ours: a short name there is meant for us too."""
    return set(dotenv_values(".env", interpolate=False))


def misspelt(names: Iterable[str], in_file: Iterable[str] = ()) -> list[str]:
    """A sentence for each name that is no setting, but near one: its value would be ignored.

    `in_file`: those of `.env`, of which short ones count too.
    """
    ours = {name.upper() for name in in_file}
    known = [name.upper() for name in Settings.model_fields]
    sentences = []
    for name in sorted(({name.upper() for name in names} | ours) - set(known)):
        is_long = len(name) >= _SHORTEST
        likely = nearest(name, known, within=2 if is_long else 1)
        if likely is not None and (name in ours or (is_long and len(likely) >= _SHORTEST)):
            sentences.append(f"{name} is no setting. Did you mean {likely}?")
    return sentences
