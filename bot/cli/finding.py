"""One line of `propops-bot doctor`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`ok` is None for what is worth knowing and no fault; `is_checked`: False where nobody could look."""

    ok: bool | None
    about: str
    words: str
    is_checked: bool = True

    @classmethod
    def unchecked(cls, about: str, words: str) -> "Finding":
        return cls(None, about, words, is_checked=False)

    @property
    def line(self) -> str:
        sign = {True: "ok  ", False: "FAIL", None: "note"}[self.ok]
        return f"{sign}  {self.about}: {self.words}"
