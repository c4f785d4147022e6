"""A PropOps on this machine: strict, stateful, and able to fail on request.

It shares no code with the client it is used to test.
"""

from bot.sandbox.propops.faults import Fault
from bot.sandbox.propops.sandbox import SandboxPropOps
from bot.sandbox.propops.seed_people import PASSWORD

__all__ = ["PASSWORD", "Fault", "SandboxPropOps"]
