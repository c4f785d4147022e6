"""What a channel that follows jobs is to be told, and what it may be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.board_walk.model import Fields, Person

Facts = tuple[str, ...]


def facts(job: Fields) -> Facts:
    """Of what everybody reads on its card."""
    names = ("job_title", "status_name", "contractor_name")
    days = ("date_works_start_date", "date_works_end_date")
    return tuple(str(job[name] or "") for name in (*names, *days))


@dataclass
class Follow:
    """`chosen`: a field of jobs → its names that are followed. `began`: reference → the job's version then."""

    person: Person
    chosen: Mapping[str, Sequence[str]]
    began: dict[str, str]
    known: dict[str, Facts]
    """What was seen last of the jobs that fit."""

    def fits(self, job: Fields) -> bool:
        fits = all(job[name] in names for name, names in self.chosen.items())
        return fits and self.person.sees(job)


@dataclass
class Followed:
    """`may`: jobs that have been new or changed at some time while they fitted."""

    follows: list[Follow] = field(default_factory=list)
    may: set[str] = field(default_factory=set)

    def begin(
        self, person: Person, chosen: Mapping[str, Sequence[str]], jobs: Iterable[Fields]
    ) -> None:
        follow = Follow(person, chosen, {}, {})
        for job in jobs:
            follow.began[job["job_ref"]] = job["updated_at"]
            if follow.fits(job):
                follow.known[job["job_ref"]] = facts(job)
        self.follows.append(follow)

    def note(self, jobs: Iterable[Fields]) -> None:
        """After each step: what a look at this moment would tell."""
        for job in jobs:
            for follow in self.follows:
                ref = job["job_ref"]
                if follow.fits(job) and follow.began.get(ref) != job["updated_at"]:
                    self.may.add(ref)

    def to_tell(self, follow: Follow, jobs: Iterable[Fields]) -> Iterator[str]:
        """Jobs that have to stand in the channel by now; from now on they are known as they are."""
        for job in jobs:
            ref = job["job_ref"]
            if follow.fits(job):
                if follow.known.get(ref) != facts(job):
                    yield ref
                follow.known[ref] = facts(job)
