"""propops-slack: PropOps jobs run from Slack, exactly once, as the person who asked.

Handlers listen to Slack, workflows carry out, views build messages, `propops` and `slack` are the
clients, `store` is the database, `jobs` is the pure domain.
"""

__version__ = "0.1.0"
