"""One line of `propops-bot doctor`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`ok` is None for what is worth knowing and no fault."""

    ok: bool | None
    about: str
    words: str

    @property
    def line(self) -> str:
        sign = {True: "ok  ", False: "FAIL", None: "note"}[self.ok]
        return f"{sign}  {self.about}: {self.words}"
