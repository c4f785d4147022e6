"""How often a card is compared with PropOps."""

from bot.workflows.cards.pace import Pace, within_reach

DAY = 86_400.0


def test_what_is_within_reach_is_half_a_card_a_second() -> None:
    assert within_reach(300) == 150
    assert within_reach(0) == 0


def test_a_job_that_has_ended_is_looked_at_the_less_the_longer_it_is_quiet() -> None:
    pace = Pace(300.0, 1.0, lambda: 0.0)
    assert pace.closed(0.0) == 3_600.0
    assert pace.closed(2 * DAY) == 7_200.0
    assert pace.closed(360 * DAY) == 15 * DAY


def test_at_one_second_also_a_reopened_job_is_found_within_twenty() -> None:
    assert Pace(1.0, 1.0, lambda: 0.0).closed(60.0) < 20
