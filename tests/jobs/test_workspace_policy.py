"""What is set for one of many workspaces: in the place of the settings, and besides the rules for all."""

from pathlib import Path

import pytest

from bot.jobs.policy import Policy
from bot.jobs.policy_file import BadPolicy, read_policy
from bot.jobs.workspace_policy import WorkspacePolicy, unusable

FILE = """
[[deny]]
actions = ["delete"]
channels = ["C0SHARED1"]

[[approvers]]
who = ["S0EVERYONE"]

[workspaces.T0ELM00001]
jobs_channel = "C0ELM00001"
approvals_channel = "C0ELMAPPR1"
approvers = ["U0ANN00001"]
approval_actions = []
approval_budget_over = 500

[[workspaces.T0ELM00001.deny]]
actions = ["create"]

[[workspaces.T0ELM00001.tiers]]
who = ["U0ANN00001"]

[workspaces.E0GROUP001]
jobs_channel = "C0GROUP001"
"""


def usual(tmp_path: Path, text: str = FILE) -> WorkspacePolicy:
    path = tmp_path / "policy.toml"
    path.write_text(text)
    policy = Policy(("delete",), None, 5_000, ("U0BOSS0001",), read_policy(path))
    return WorkspacePolicy("C0USUAL001", "C0USUALAPP", policy, ())


def test_what_a_workspace_sets_takes_the_place_of_the_settings(tmp_path: Path) -> None:
    here = usual(tmp_path).of(["T0ELM00001", ""])
    assert (here.jobs_channel, here.approvals_channel) == ("C0ELM00001", "C0ELMAPPR1")
    assert here.policy.approvers == ("U0ANN00001",)
    assert here.policy.actions == ()
    assert (here.policy.budget_over, here.policy.second_over) == (500, 5_000)
    assert [rule.actions for rule in here.policy.file.deny] == [("delete",), ("create",)]
    assert [tier.who for tier in here.policy.file.approvers] == [("U0ANN00001",)]


def test_a_workspace_nobody_names_is_as_usual_or_as_its_organisation(tmp_path: Path) -> None:
    whole = usual(tmp_path)
    assert whole.of(["T0OAK00001", ""]) == whole
    north = whole.of(["T0NORTH001", "E0GROUP001"])
    assert (north.jobs_channel, north.approvals_channel) == ("C0GROUP001", "C0USUALAPP")
    assert north.policy.approvers == ("U0BOSS0001",)


def test_what_cannot_work_is_a_sentence(tmp_path: Path) -> None:
    assert "counts only for many workspaces" in unusable(usual(tmp_path), many=False)
    assert unusable(usual(tmp_path), many=True) == ""
    nowhere = usual(tmp_path, '[workspaces.T0ELM00001]\napprovers = ["U0ANN00001"]\n')
    alone = WorkspacePolicy(None, None, nowhere.policy, ())
    assert "set its approvals_channel too" in unusable(alone, many=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[workspaces.elm]\njobs_channel = "C0ELM00001"\n', "by the id of a workspace"),
        ('[workspaces.T0ELM00001]\njobs_channel = "elm"\n', "channel's id"),
        ('[workspaces.T0ELM00001]\ncolour = "red"\n', "no part of a workspace's rules"),
        ('[[workspaces.T0ELM00001.deny]]\nactions = ["paint"]\n', "name actions as PropOps does"),
    ],
)
def test_a_slip_in_the_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadPolicy, match=said) as raised:
        usual(tmp_path, text)
    assert "workspaces" in str(raised.value)
