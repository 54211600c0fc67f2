"""Settings: defaults, the user's file over them, and one clear line for what cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pipeline.config import load_config
from pipeline.errors import UsageError
from pipeline.link.decisions import DEFAULT_FILE

if TYPE_CHECKING:
    from pathlib import Path


def test_defaults_hold_without_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    config = load_config()
    assert (config.shards, config.workers, config.max_rejects) == (4, 0, 1.0)


def test_the_working_directorys_file_overrides_single_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pipeline.toml").write_text(
        '[run]\nshards = 7\n[ingest]\nday_first = true\n[ingest.fields]\ntext = "story"\n'
    )
    config = load_config()
    assert (config.shards, config.batch_articles) == (7, 64)
    assert config.section("ingest")["fields"] == {"text": "story"}
    assert config.section("ingest")["day_first"] is True


def test_flags_override_the_file(tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text("[run]\nworkers = 3\n")
    config = load_config(tmp_path / "my.toml")
    assert config.workers == 3
    assert config.with_value("run", "workers", 1).workers == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[run]\nshard = 3", "there is no setting 'run.shard'; did you mean 'shards'"),
        ("[runs]\n", "there is no setting 'runs'; did you mean 'run'"),
        ("[zzz]\n", "there is no setting 'zzz'; there are run, ingest"),
        ("[run]\nshards = 'four'", "run.shards must be a whole number, not 'four'"),
        ("[run]\nshards = true", "run.shards must be a whole number, not True"),
        ("[run]\nshards = 0", "shards must be between 1 and 100000, not 0"),
        ("[run]\nmax_rejects = 2", "max_rejects must be between 0 and 1, not 2"),
        ("run = 3", "run must be a table, not 3"),
        ("[ingest]\nday_first = 'yes'", "ingest.day_first must be true or false"),
        ("[run", "not a TOML file"),
    ],
)
def test_what_cannot_be_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "my.toml"
    path.write_text(text)
    with pytest.raises(UsageError, match=f"my.toml: {message}"):
        load_config(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no\.toml: the configuration cannot be read: No such file"):
        load_config(tmp_path / "no.toml")


def test_the_default_file_of_decisions_is_the_one_that_need_not_be_there() -> None:
    assert load_config().section("link")["decisions"] == DEFAULT_FILE
