"""Which change needs whose approval, and what operators forbid."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.jobs.change import Change, Member, Place
from bot.jobs.model import Job
from bot.jobs.policy import Membership, Policy
from bot.jobs.policy_file import BadPolicy, PolicyFile, read_policy

PRIYA = Member("", "T1", "U1")


def a_change(action: Any = "create", channel: str = "C1", **fields: Any) -> Change:
    return Change("S-1", "k", action, PRIYA, Place(channel=channel), fields=fields)


def rules(**parts: Any) -> PolicyFile:
    return PolicyFile.model_validate(parts)


def test_deleting_needs_approval_by_default_and_creating_does_not() -> None:
    policy = Policy(approvers=("U2",))
    assert policy.need(a_change("delete"), Job(uuid="1"), Membership()) is not None
    assert policy.need(a_change("create", job_total_budget=10**6), None, Membership()) is None


@pytest.mark.parametrize(
    ("budget", "asks"), [(500, False), (500.01, True), ("1200", True), (None, False)]
)
def test_only_what_is_above_the_limit_needs_approval(budget: Any, asks: bool) -> None:
    policy = Policy(budget_over=500, approvers=("U2",))
    assert (
        policy.need(a_change("update", job_total_budget=budget), None, Membership()) is not None
    ) is asks


def test_the_amount_decides_who_approves_and_how_many() -> None:
    tiers = [{"up_to": 500, "who": ["S1"]}, {"who": ["S2"]}]
    policy = Policy(budget_over=100, second_over=2000, file=rules(approvers=tiers))

    def need(budget: float) -> tuple[tuple[str, ...], int]:
        found = policy.need(a_change(job_total_budget=budget), None, Membership())
        assert found is not None
        return found.approvers, found.needed

    assert need(400) == (("S1",), 1)
    assert need(501) == (("S2",), 1)
    assert need(2001) == (("S2",), 2)


def test_an_amount_that_nobody_knows_goes_to_those_who_may_approve_any() -> None:
    tiers = [{"up_to": 500, "who": ["S1"]}, {"who": ["S2"]}]
    found = Policy(file=rules(approvers=tiers)).need(
        a_change("delete"), Job(uuid="1"), Membership()
    )
    assert found is not None
    assert found.approvers == ("S2",)


def test_the_budget_of_the_job_counts_where_the_change_names_none() -> None:
    job = Job(uuid="1", job_total_budget=Decimal(3000), job_type_id=3)
    policy = Policy(second_over=2000, approvers=("U2",))
    found = policy.need(a_change("delete"), job, Membership())
    assert found is not None
    assert found.needed == 2


def test_rules_by_job_type_and_by_member() -> None:
    rule = {"actions": ["update"], "job_types": [3], "members": ["S9"], "reason": "Gas: ask."}
    policy = Policy(file=rules(approval=[rule]), approvers=("U2",))
    gas = Job(uuid="1", job_type_id=3)
    found = policy.need(a_change("update"), gas, Membership(frozenset({"S9"}), frozenset({"S9"})))
    assert found is not None
    assert found.why == "Gas: ask."
    assert policy.need(a_change("update"), gas, Membership()) is None
    assert (
        policy.need(
            a_change("update"),
            Job(uuid="1", job_type_id=4),
            Membership(frozenset({"S9"}), frozenset({"S9"})),
        )
        is None
    )
    assert (
        policy.need(
            a_change("update", job_type_id=3),
            Job(uuid="1"),
            Membership(frozenset({"S9"}), frozenset({"S9"})),
        )
        is not None
    )
    assert policy.wants_job(a_change("update"))
    assert not policy.wants_job(a_change("delete"))


def test_deny_wins_over_allow() -> None:
    policy = Policy(
        file=rules(
            allow=[{"actions": ["create"], "channels": ["C1"]}],
            deny=[{"channels": ["C1"], "members": ["S9"], "reason": "Not trainees."}],
        )
    )
    assert policy.refusal("create", "C1", Membership()) == ""
    assert (
        policy.refusal("create", "C1", Membership(frozenset({"S9"}), frozenset({"S9"})))
        == "Not trainees."
    )
    assert "another channel" in policy.refusal("create", "C2", Membership())
    assert policy.refusal("update", "C2", Membership()) == ""


def test_a_missing_file_is_no_rules_and_a_wrong_one_is_said(tmp_path: Path) -> None:
    assert read_policy(tmp_path / "policy.toml") == PolicyFile()
    file = tmp_path / "policy.toml"
    for wrong, words in (
        ("[[deny", "not TOML"),
        ("[[rule]]\nactions = []", "[[rule]] is no table of rules: there are [[deny]], [[allow]]"),
        ("[deny]\nactions = []", "[[deny]]: write a list"),
        ("[[deny]]\nactoins = []", "[[deny]] no. 1: actoins is no part of a rule there"),
        ('[[deny]]\nactions = ["erase"]', "[[deny]] no. 1: actions: name actions as PropOps does"),
        (
            '[[allow]]\n[[allow]]\nchannels = ["#jobs"]',
            "[[allow]] no. 2: channels: write the channel",
        ),
        ('[[deny]]\nmembers = ["Dana"]', "[[deny]] no. 1: members: write ids of people"),
        ('[[approval]]\nover = "£500"', "[[approval]] no. 1: over: write a plain number"),
        ("[[approvers]]\nwho = []", "[[approvers]] no. 1: who: name at least one"),
        ("[[approvers]]\nup_to = 5", "[[approvers]] no. 1: who: it is missing"),
    ):
        file.write_text(wrong)
        with pytest.raises(BadPolicy, match=re.escape(words)):
            read_policy(file)


def test_a_file_that_was_named_has_to_be_there(tmp_path: Path) -> None:
    with pytest.raises(BadPolicy, match="no such file: its rules would not count"):
        read_policy(tmp_path / "policy.toml", required=True)


def test_rules_about_a_group_slack_cannot_tell_of_are_closed() -> None:
    unsure = Membership(maybe=frozenset({"S9"}))
    deny = Policy(file=rules(deny=[{"actions": ["delete"], "members": ["S9"]}]))
    assert "couldn't check with Slack" in deny.refusal("delete", "C1", unsure)
    allow = Policy(file=rules(allow=[{"actions": ["delete"], "members": ["S9"]}]))
    assert "couldn't check with Slack" in allow.refusal("delete", "C1", unsure)
    asks = Policy(file=rules(approval=[{"actions": ["create"], "members": ["S9"]}]))
    assert asks.need(a_change(), None, unsure) is not None
    assert asks.need(a_change(), None, Membership()) is None


@pytest.mark.parametrize("field", ["job_total_budget", "contractor_budget", "total_amount"])
def test_every_sum_counts_as_it_is_and_as_it_would_be(field: Any) -> None:
    policy = Policy(budget_over=500, second_over=2000, approvers=("U2",))
    dear = Job.model_validate({"uuid": "1", field: 3000})
    found = policy.need(a_change("update", **dict[str, Any]({field: None})), dear, Membership())
    assert found is not None
    assert (found.needed, found.amount) == (2, 3000)
    assert (
        policy.need(a_change("update", **dict[str, Any]({field: 600})), Job(uuid="1"), Membership())
        is not None
    )
    assert policy.need(a_change("update", job_title="Leak"), dear, Membership()) is None
    back = a_change("restore_commit")
    assert policy.wants_commit(back)
    assert policy.need(back, Job(uuid="1"), Membership(), {field: 9000}) is not None


def test_a_job_leaves_a_guarded_type_only_with_approval() -> None:
    policy = Policy(file=rules(approval=[{"actions": ["update"], "job_types": [3]}]))
    away = a_change("update", job_type_id=4)
    assert policy.need(away, Job(uuid="1", job_type_id=3), Membership()) is not None


def test_what_approvers_are_named_for_is_told() -> None:
    tiers = [{"up_to": 500, "who": ["S1"]}, {"who": ["S2"]}]
    policy = Policy(file=rules(approvers=tiers))
    assert policy.approvers_for(400) == (("S1",), "changes up to £500")
    assert policy.approvers_for(501) == (("S2",), "changes above £500")
