"""A request is counted once, when all that it started has ended, by the worst that came of it."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.web.observed_request import Came, ObservedRequest, Requests, failed, named, note


def observed() -> tuple[Requests, Counter[tuple[str, str, str]]]:
    counted: Counter[tuple[str, str, str]] = Counter()

    def count(kind: str, name: str, came: str) -> None:
        counted[kind, name, came] += 1

    return Requests(count), counted


def test_it_ends_with_the_last_of_its_works() -> None:
    requests, counted = observed()
    request = ObservedRequest(requests, "command", "/job")
    request.begin()
    request.begin()
    request.end()
    assert (requests.under_way, counted) == (1, {})
    request.name = "show"
    request.end()
    assert (requests.under_way, counted) == (0, {("command", "show", "ok"): 1})


def test_what_begins_after_its_end_is_not_counted_again() -> None:
    """A timer that it started, say, goes off a minute later."""
    requests, counted = observed()
    request = ObservedRequest(requests, "command", "show")
    request.begin()
    request.end()
    request.begin()
    request.note("failed")
    request.end()
    assert (requests.under_way, counted) == (0, {("command", "show", "ok"): 1})


@given(st.permutations(["ok", "sent back", "refused", "not linked", "failed"]))
def test_the_worst_counts_in_whatever_order(came: list[Came]) -> None:
    requests, counted = observed()
    request = ObservedRequest(requests, "action", "card.notify")
    request.begin()
    for each in came:
        request.note(each)
    request.end()
    assert counted == {("action", "card.notify", "failed"): 1}


def test_work_that_nobody_asked_for_has_nothing_to_tell() -> None:
    note("failed")
    named("show")
    assert failed().startswith("E-")
