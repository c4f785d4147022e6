"""`python -m tests.replicas` measures what was asked for, or says what there is."""

import pytest

from tests.replicas.__main__ import NAMES, main


def test_a_trouble_that_there_is_not_is_no_measurement(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty table would read as if all were well."""
    with pytest.raises(SystemExit) as ended:
        main(["--only", "earthquake"])
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (2, "")
    assert all(name in said.err for name in NAMES)
