"""So that no member makes a table grow without bound: the oldest rows of each go first."""

import sqlalchemy as sa


def beyond_newest(at: sa.Column[float], most: int, *same: str) -> sa.Delete:
    """Deletes what one member has beyond the `most` newest rows by `at`.

    Its parameters are named as columns: `team`, `user_id`, `enterprise`, and those of `same`, within whose
    values rows are counted.
    """
    table = at.table
    own = [table.c[name] == sa.bindparam(name) for name in ("team", "user_id", "enterprise", *same)]
    oldest_kept = (
        sa.select(at).where(*own).order_by(at.desc()).offset(most - 1).limit(1).scalar_subquery()
    )
    return sa.delete(table).where(*own, at < oldest_kept)
