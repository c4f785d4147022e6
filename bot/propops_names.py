"""What this PropOps calls the things that its API leaves open: see `bot.settings`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PropOpsNames:
    """The disputed names of the API in one place, each with its documented or inferred value."""

    search_param: str
    job_param: str
    commit_param: str
    file_param: str
    tenants_path: str
    address_path: str | None
