"""Which change needs whose approval, and what operators forbid."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.jobs.change import Change, Member, Place
from bot.jobs.model import Job
from bot.jobs.policy import BadPolicy, Policy, PolicyFile, read_policy

PRIYA = Member("", "T1", "U1")


def a_change(action: Any = "create", channel: str = "C1", **fields: Any) -> Change:
    return Change("S-1", "k", action, PRIYA, Place(channel=channel), fields=fields)


def rules(**parts: Any) -> PolicyFile:
    return PolicyFile.model_validate(parts)


def test_deleting_needs_approval_by_default_and_creating_does_not() -> None:
    policy = Policy(approvers=("U2",))
    assert policy.need(a_change("delete"), Job(uuid="1"), ()) is not None
    assert policy.need(a_change("create", job_total_budget=10**6), None, ()) is None


@pytest.mark.parametrize(
    ("budget", "asks"), [(500, False), (500.01, True), ("1200", True), (None, False)]
)
def test_only_what_is_above_the_limit_needs_approval(budget: Any, asks: bool) -> None:
    policy = Policy(budget_over=500, approvers=("U2",))
    assert (policy.need(a_change("update", job_total_budget=budget), None, ()) is not None) is asks


def test_the_amount_decides_who_approves_and_how_many() -> None:
    tiers = [{"up_to": 500, "who": ["S1"]}, {"who": ["S2"]}]
    policy = Policy(budget_over=100, second_over=2000, file=rules(approvers=tiers))

    def need(budget: float) -> tuple[tuple[str, ...], int]:
        found = policy.need(a_change(job_total_budget=budget), None, ())
        assert found is not None
        return found.who, found.needed

    assert need(400) == (("S1",), 1)
    assert need(501) == (("S2",), 1)
    assert need(2001) == (("S2",), 2)


def test_an_amount_that_nobody_knows_goes_to_those_who_may_approve_any() -> None:
    tiers = [{"up_to": 500, "who": ["S1"]}, {"who": ["S2"]}]
    found = Policy(file=rules(approvers=tiers)).need(a_change("delete"), Job(uuid="1"), ())
    assert found is not None
    assert found.who == ("S2",)


def test_the_budget_of_the_job_counts_where_the_change_names_none() -> None:
    job = Job(uuid="1", job_total_budget=Decimal(3000), job_type_id=3)
    policy = Policy(second_over=2000, approvers=("U2",))
    found = policy.need(a_change("delete"), job, ())
    assert found is not None
    assert found.needed == 2


def test_rules_by_job_type_and_by_member() -> None:
    rule = {"actions": ["update"], "job_types": [3], "members": ["S9"], "reason": "Gas: ask."}
    policy = Policy(file=rules(approval=[rule]), approvers=("U2",))
    gas = Job(uuid="1", job_type_id=3)
    found = policy.need(a_change("update"), gas, {"S9"})
    assert found is not None
    assert found.why == "Gas: ask."
    assert policy.need(a_change("update"), gas, ()) is None
    assert policy.need(a_change("update"), Job(uuid="1", job_type_id=4), {"S9"}) is None
    assert policy.need(a_change("update", job_type_id=3), Job(uuid="1"), {"S9"}) is not None
    assert policy.wants_job("update")
    assert not policy.wants_job("delete")


def test_deny_wins_over_allow() -> None:
    policy = Policy(
        file=rules(
            allow=[{"actions": ["create"], "channels": ["C1"]}],
            deny=[{"channels": ["C1"], "members": ["S9"], "reason": "Not trainees."}],
        )
    )
    assert policy.refusal("create", "C1", ()) == ""
    assert policy.refusal("create", "C1", {"S9"}) == "Not trainees."
    assert "another channel" in policy.refusal("create", "C2", ())
    assert policy.refusal("update", "C2", ()) == ""


def test_a_missing_file_is_no_rules_and_a_wrong_one_is_said(tmp_path: Path) -> None:
    assert read_policy(tmp_path / "policy.toml") == PolicyFile()
    file = tmp_path / "policy.toml"
    for wrong, words in (
        ("[[deny", "not TOML"),
        ("[[deny]]\nactoins = []", "deny.0.actoins"),
        ('[[deny]]\nactions = ["erase"]', "deny.0.actions"),
        ("[[approvers]]\nwho = []", "approvers.0.who"),
    ):
        file.write_text(wrong)
        with pytest.raises(BadPolicy, match=words):
            read_policy(file)
