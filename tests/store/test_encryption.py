import base64
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.encryption import BadKeys, CannotDecrypt, Encryption

OLD, NEW = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2))


def test_what_is_sealed_opens_and_does_not_show() -> None:
    encryption = Encryption([OLD])
    encrypted = encryption.encrypt_json({"token": "abc" * 20})
    assert b"abcabc" not in encrypted
    assert encryption.decrypt_json(encrypted) == {"token": "abc" * 20}


def test_the_first_key_seals_and_every_key_opens() -> None:
    old = Encryption.load(OLD, None)
    both = Encryption.load(f"{NEW}, {OLD}", None)
    assert both.decrypt(old.encrypt(b"x")) == b"x"
    with pytest.raises(CannotDecrypt):
        old.decrypt(both.encrypt(b"x"))


def test_rotating_moves_a_seal_to_the_first_key() -> None:
    encrypted = Encryption([OLD]).encrypt(b"x")
    rotated = Encryption([NEW, OLD]).rotate(encrypted)
    assert Encryption([NEW]).decrypt(rotated) == b"x"
    with pytest.raises(CannotDecrypt):
        Encryption([NEW]).rotate(encrypted)


@given(st.binary(max_size=200))
def test_rubbish_never_opens(rubbish: bytes) -> None:
    with pytest.raises(CannotDecrypt):
        Encryption([OLD]).decrypt(rubbish)


@given(st.data())
def test_a_damaged_seal_never_opens(data: st.DataObject) -> None:
    encrypted = bytearray(Encryption([OLD]).encrypt(b"something to keep"))
    place = data.draw(st.integers(0, len(encrypted) - 5))
    encrypted[place] ^= 1 << data.draw(st.integers(0, 6))
    with pytest.raises(CannotDecrypt):
        Encryption([OLD]).decrypt(bytes(encrypted))


@pytest.mark.parametrize("keys", ["nonsense", f"{OLD},short", f"{OLD}x", ","])
def test_bad_keys_are_told_in_words_that_show_none(keys: str) -> None:
    with pytest.raises(BadKeys) as told:
        Encryption.load(keys, None)
    assert "TOKEN_KEYS" in told.value.advice
    assert OLD not in told.value.advice
    assert OLD not in repr(told.value)


def test_without_keys_postgres_is_told_to_set_them() -> None:
    with pytest.raises(BadKeys, match="TOKEN_KEYS is required"):
        Encryption.load(None, None)


def test_keys_are_made_once_beside_the_file_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "bot.db"
    encrypted = Encryption.load(None, path).encrypt(b"x")
    file = tmp_path / "deep" / "bot.keys"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Encryption.load("", path).decrypt(encrypted) == b"x"
    assert list(file.parent.iterdir()) == [file]


def test_a_key_file_others_can_read_is_closed_to_them(tmp_path: Path) -> None:
    Encryption.load(None, tmp_path / "bot.db")
    file = tmp_path / "bot.keys"
    file.chmod(0o644)
    Encryption.load(None, tmp_path / "bot.db")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_second_key_on_its_own_line_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "bot.keys"
    file.write_text(f"{NEW}\n{OLD}\n")
    assert (
        Encryption.load(None, tmp_path / "bot.db").decrypt(Encryption([OLD]).encrypt(b"x")) == b"x"
    )


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"rubbish"])
def test_a_spoilt_key_file_is_named_and_never_replaced(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bot.keys"
    file.write_bytes(content)
    with pytest.raises(BadKeys, match=r"bot\.keys"):
        Encryption.load(None, tmp_path / "bot.db")
    assert file.read_bytes() == content


def test_first_starts_at_once_agree_on_one_key(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bot.store.encryption import Encryption\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "print(Encryption.load(None, Path(sys.argv[1])).encrypt(b'x').decode())"
    )
    path = tmp_path / "bot.db"
    many = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path)],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in many:
        assert process.stdout is not None
        process.stdout.readline()
    encrypted = [process.communicate("go\n", timeout=60)[0].strip() for process in many]
    encryption = Encryption.load(None, path)
    assert [encryption.decrypt(each.encode()) for each in encrypted] == [b"x"] * 4


def test_encryption_does_not_show_its_keys() -> None:
    assert OLD not in repr(Encryption([OLD]))
    assert os.environ.get("TOKEN_KEYS") is None
