"""propops-slack: PropOps jobs run from Slack, exactly once, as the person who asked.

Handlers start. Workflows do. Views draw. PropOps and Slack talk. Jobs know.
"""

__version__ = "0.1.0"
