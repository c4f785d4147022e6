"""The garbage collector is off while the bot starts, and on again whatever happens."""

import gc
from pathlib import Path

import pytest

from bot import late_re, memory
from bot.app import App
from bot.settings import Settings


@pytest.fixture
def app(tmp_path: Path) -> App:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    return App(
        Settings(
            _env_file=None,
            slack_bot_token="xoxb-1",
            slack_signing_secret="s" * 32,
            propops_base_url="http://127.0.0.1:9",
            database_url=url,
        )
    )


def test_after_a_warm_up_that_fails_garbage_is_collected_again(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("no patterns")

    monkeypatch.setattr(late_re, "compile_waiting", broken)
    before = gc.get_freeze_count()
    memory.begin_start()
    assert not gc.isenabled()
    try:
        with pytest.raises(RuntimeError):
            app.warm_up()
        assert gc.isenabled()
        assert gc.get_freeze_count() > before
    finally:
        gc.enable()


def test_without_a_start_that_was_begun_nothing_is_kept_for_good(app: App) -> None:
    before = gc.get_freeze_count()
    app.warm_up()
    assert gc.get_freeze_count() <= before  # what was kept may still go, by its count of references
