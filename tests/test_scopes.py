"""The page for security people lists each scope the bot asks for, and no other."""

from pathlib import Path

from bot import manifest

PAGE = Path(__file__).parents[1] / "docs" / "security.md"


def test_the_table_is_made_of_the_code() -> None:
    """To make it anew: python -c "from bot.manifest import scope_table; print(scope_table())"."""
    assert f"\n\n{manifest.scope_table()}\n\n" in PAGE.read_text("utf-8")


def test_each_scope_has_its_reason() -> None:
    assert tuple(manifest.WHY) == manifest.SCOPES
    assert set(manifest.WITHOUT) <= set(manifest.SCOPES)
    assert all(len(why) > 5 for why in [*manifest.WHY.values(), *manifest.WITHOUT.values()])
