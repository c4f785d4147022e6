"""What a dashboard is drawn from: words for outcomes, and no second series for each."""

import pytest

from bot.web.metrics import Metrics, outcome


@pytest.mark.parametrize(
    ("status", "word"),
    [
        (0, "no answer"),
        (200, "ok"),
        (201, "ok"),
        (302, "redirected"),
        (400, "refused"),
        (401, "token refused"),
        (403, "forbidden"),
        (404, "not found"),
        (429, "rate limited"),
        (502, "server error"),
        (999, "server error"),
        (-1, "other"),
    ],
)
def test_an_outcome_is_a_word(status: int, word: str) -> None:
    assert outcome(status) == word


def test_both_histograms_speak_the_same_words_and_nothing_is_told_twice() -> None:
    metrics = Metrics()
    metrics.propops_call("GET list", 0, 0.1)
    metrics.slack_call("views.open", 0, 0.1)
    metrics.change("create", "asked")
    text = metrics.text().decode()
    assert 'propops_call_seconds_count{call="GET list",outcome="no answer"} 1.0' in text
    assert 'slack_call_seconds_count{method="views.open",outcome="no answer"} 1.0' in text
    assert "_created" not in text
