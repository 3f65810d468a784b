"""Settings fail loudly, and a .env file with comments is read as people write it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


def test_a_flag_reads_the_usual_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for word, value in [("1", True), ("TRUE", True), ("off", False), ("", True)]:
        monkeypatch.setenv("X_FLAG", word)
        assert env.flag("X_FLAG", default=True) is value


@pytest.mark.parametrize("value", ["maybe", "2"])
def test_a_flag_that_is_none_says_its_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("X_FLAG", value)
    with pytest.raises(ImproperlyConfigured, match="X_FLAG"):
        env.flag("X_FLAG")


@pytest.mark.parametrize("value", ["x", "1.5", "0"])
def test_a_number_that_is_none_says_its_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("X_NUMBER", value)
    with pytest.raises(ImproperlyConfigured, match="X_NUMBER"):
        env.integer("X_NUMBER", 5, minimum=1)


def test_a_dotenv_file_sets_what_is_not_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("X_ONE", "X_TWO", "X_EMPTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("X_SET", "kept")
    file = tmp_path / ".env"
    file.write_text("# comment\nX_ONE=1   # why\nX_TWO='a # b'\nX_EMPTY=   # nothing\nX_SET=lost\n")
    env.load_dotenv(file)
    assert env.text("X_ONE") == "1"
    assert env.text("X_TWO") == "a # b"
    assert env.text("X_EMPTY", "default") == "default"
    assert env.text("X_SET") == "kept"
