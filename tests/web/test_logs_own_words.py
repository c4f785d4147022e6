"""Masking hides values, never words of the program's own sentences."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
from bot.logs import mask_text

_ROOT = Path(bot.__file__).parent
_FILES = sorted(
    path
    for folder in (_ROOT, _ROOT.parent / "handlers")
    for path in folder.rglob("*.py")
    if not {"sandbox", "private_text"} & set(path.parts)
)
_FOR_A_FORM = {"Please enter one e-mail address, e.g. sam@example.com."}
"""Told in Slack alone."""
_HAS_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def sentences(path: Path) -> Iterator[str]:
    """String literals with a space in them, but for docstrings and for a header's `Bearer …`."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = {
        id(node.value)
        for body in (each.body for each in ast.walk(tree) if isinstance(each, _HAS_DOCSTRING))
        for node in body
        if isinstance(node, ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in documented and " " in node.value.strip():
                yield node.value
        elif isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "12" for part in node.values]
            words = "".join(map(str, parts))
            if " " in words.strip() and not words.startswith("Bearer "):
                yield words


def _room(path: Path) -> str:
    return str(path.relative_to(_ROOT.parent))


@pytest.mark.parametrize("room", sorted({path.parent for path in _FILES}), ids=_room)
def test_a_sentence_of_ours_is_logged_as_it_is(room: Path) -> None:
    for path in (each for each in _FILES if each.parent == room):
        told = [each for each in sentences(path) if each not in _FOR_A_FORM and len(each) < 5_000]
        masked = {each: mask_text(each) for each in told if mask_text(each) != each}
        assert masked == {}, path
