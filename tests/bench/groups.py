"""The table of benches, and the goals their figures are held against. A new group: a line in `GROUPS`."""

from collections.abc import Mapping

from tests.bench.acks import acks
from tests.bench.boards import boards
from tests.bench.crowd import closed_loop
from tests.bench.growth import growth
from tests.bench.idle import idle
from tests.bench.one import one_at_a_time
from tests.bench.presses import busy_channel, thousand_presses
from tests.bench.profile import profile
from tests.bench.rate import steady_rate
from tests.bench.replicas import one_of_two_killed
from tests.bench.rows import NAIVE, NAIVE_SQLITE, Bench, Goal
from tests.bench.typeahead import typeahead

GROUPS: Mapping[str, Bench] = {
    "acks": acks,
    "one": one_at_a_time,
    "rate": steady_rate,
    "crowd": closed_loop,
    "presses": thousand_presses,
    "channel": busy_channel,
    "replicas": one_of_two_killed,
    "growth": growth,
    "idle": idle,
    "typeahead": typeahead,
}
APART: Mapping[str, Bench] = {"boards": boards, "profile": profile}
"""Measured only when asked for by name."""

GOALS: Mapping[str, Goal] = {
    "command, 20 listeners: answers a second, to the floor": Goal("≥", 0.28),
    "press, 20 listeners: answers a second, to the floor": Goal("≥", 0.28),
    "press, one at a time, p50": Goal("≤", 1),
    "press, one at a time, p99": Goal("≤", 5),
    "press, 60 listeners: CPU, to that with one": Goal("≤", 1.1),
    "PropOps 0 ms: card after, p50": Goal("≤", 2, NAIVE),
    "PropOps 100 ms, form opened before: card after, p50": Goal("≤", 0.8, NAIVE),
    "20 forms a second: ack p99": Goal("≤", 100),
    "20 forms a second: card after, p50": Goal("≤", 200),
    "20 forms a second: card after, p99": Goal("≤", 1000),
    "50 people: changes a second": Goal("≥", 0.7, NAIVE_SQLITE),
    "CPU a change": Goal("≤", 2, NAIVE),
    "transactions a change, all": Goal("≤", 8),
    "1,000 presses in 2 s: ack p99": Goal("≤", 100),
    "1,000 presses in 2 s: all done after": Goal("≤", 25),
    "card beside a busy channel, p50": Goal(
        "≤", 1.5, row="card in another channel, all quiet, p50"
    ),
    "1,000 ended changes: to that with 20": Goal("≤", 1.1),
    "10,000 ended changes: to that with 20": Goal("≤", 1.1),
    "100,000 ended changes: to that with 20": Goal("≤", 1.1),
    "50 open boards: PropOps calls of a refresh, each": Goal("≤", 6),
    "50 open boards: PropOps calls of a change, each": Goal("≤", 1.1),
    "two replicas, one killed: last card after": Goal("≤", 5),
    "idle: memory": Goal("≤", 110),
    "idle: CPU": Goal("≤", 0.5),
    "ready after": Goal("≤", 1),
    "the search itself, p99": Goal("≤", 3),
    "over HTTP, p99": Goal("≤", 8),
    "over HTTP, found": Goal("≥", 99),
}
