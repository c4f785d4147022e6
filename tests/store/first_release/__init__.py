"""A database of the first release, as text: what every later release must be able to open.

`schema.*.sql` is the first migration as it ran then, `rows.json` a few rows of every table. Once a
release is out, neither may ever change: `python -m tests.store.first_release`, which writes them
from the code of today, is for the time before that.
"""

import base64
import json
from pathlib import Path
from typing import Any

import sqlalchemy as sa

KEY = base64.urlsafe_b64encode(b"a key only of the first release!").decode()
"""The Fernet key that the rows are encrypted with."""
TOKEN = "ab" * 32
ACCESS = "Key safe 4471 behind the meter"
_FOLDER = Path(__file__).parent


def schema_file(dialect: str) -> Path:
    return _FOLDER / f"schema.{dialect}.sql"


def rows_file() -> Path:
    return _FOLDER / "rows.json"


def build(url: str) -> None:
    """Makes the database of the first release in an empty one, rows included."""
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        with engine.begin() as connection:
            for statement in schema_file(engine.dialect.name).read_text("utf-8").split(";\n"):
                if statement.strip():
                    connection.exec_driver_sql(statement)
            tables = sa.MetaData()
            tables.reflect(connection)
            rows: dict[str, list[dict[str, Any]]] = json.loads(rows_file().read_text("utf-8"))
            for name, lines in rows.items():
                for line in lines:
                    connection.execute(tables.tables[name].insert().values(_row(line)))
    finally:
        engine.dispose()


def _row(line: dict[str, Any]) -> dict[str, Any]:
    return {
        name: base64.b64decode(value["base64"]) if isinstance(value, dict) else value
        for name, value in line.items()
    }
