"""Whom PropOps may e-mail by itself after a write.

Creating a job mails its contractor and agent, saving an assignment the contractor, and updates may
mail customer, agent and contractor (features/email, guides/your-first-job). Whether writes through
the API do so too is undocumented, so people are told that it may have happened.
"""

from collections.abc import Mapping
from typing import Any

from bot.jobs.change import Action
from bot.jobs.model import Job

_TELLING = {"contractor_id", "status_id", "date_works_start_date", "date_works_end_date"}


def mailed(action: Action, fields: Mapping[str, Any], job: Job) -> list[str]:
    """Names with their role: `["Ace Gas (contractor)"]`."""
    contractor = [f"{job.contractor_name} (contractor)"] if job.contractor_name else []
    agent = [f"{job.agent_name} (agent)"] if job.agent_name else []
    match action:
        case "create":
            return contractor + agent
        case "update" if _TELLING & set(fields):
            return contractor + agent
        case _:
            return []
