"""The kinds of columns that tables are made of, and the metadata they all belong to."""

import sqlalchemy as sa

metadata = sa.MetaData()

SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_EMPTY_OBJECT = sa.text("'{}'")
_EMPTY = sa.text("''")


def text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=_EMPTY)


def json(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default=_EMPTY_OBJECT)


def moment(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double, nullable=False, server_default=sa.text("0"))
