"""The base of everything that is read from PropOps."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Frozen, and silent about values in errors: they may hold personal data."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)
