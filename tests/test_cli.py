"""The command line as a user meets it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pipeline import build, cli
from pipeline.errors import PipelineError, RejectLimitError, SchemaError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

LIGHT = """
import sys
from pipeline.cli import make_parser
make_parser().format_help()
print(sorted({"pandas", "pyarrow", "spacy", "numpy", "tqdm", "tomllib", "logging", "shapely"} & set(sys.modules)))
"""


def test_help_loads_nothing_heavy() -> None:
    assert subprocess.check_output([sys.executable, "-c", LIGHT], text=True).strip() == "[]"


def test_every_command_has_the_same_flags() -> None:
    shared = {"--output", "--config", "--workers", "--limit", "--rejects", "--log-level"}
    subparsers = next(action for action in cli.make_parser()._actions if action.dest == "command")
    assert isinstance(subparsers.choices, dict)
    others = {"build", "places", "dates", "actors", "diff", "compare", "explain", "try", "evaluate", "export"}
    others |= {"report", "review", "agreement"}
    assert set(subparsers.choices) == {*cli.STAGE_HELP, *others}
    for command in subparsers.choices.values():
        assert shared <= set(command._option_string_actions)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (None, 0),
        (PipelineError("told"), 1),
        (UsageError("told"), 2),
        (SchemaError("told"), 3),
        (RejectLimitError("told"), 4),
        (KeyboardInterrupt(), 130),
        (PermissionError(13, "told", "a.txt"), 1),
    ],
)
def test_exit_codes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: BaseException | None, code: int
) -> None:
    def command(_: object) -> None:
        if fault:
            raise fault

    monkeypatch.setattr(build, "build_command", command)
    assert cli.main(["build", "x", "--output", "y"]) == code
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == (code != 0)
    assert isinstance(fault, KeyboardInterrupt) or ("told" in said.err) == (code != 0)


@pytest.mark.parametrize(
    "arguments", [[], ["fly"], ["build"], ["build", "x"], ["build", "x", "-o", "y", "--limit", "0"]]
)
def test_usage_errors_are_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    assert stop.value.code == 2
    assert "usage: conflict-events" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["build", "no/such/*.txt", "-o", "{tmp}/out"], 2, "input 'no/such/*.txt': no such file, folder or match"),
        (["build", "{tmp}", "-o", "{tmp}/out"], 2, "lies inside the input"),
        (["clean", "{tmp}/00.parquet", "-o", "{tmp}/2.parquet"], 2, "00.parquet: there is no such file"),
        (
            ["parse", "{tmp}/00.parquet", "-o", "{tmp}/2.parquet"],
            2,
            "parse reads 2 tables in this order: 1_articles 2_sentences",
        ),
        (["clean", "{tmp}/bad.parquet", "-o", "{tmp}/2.parquet"], 3, "bad.parquet: not a table of articles"),
        (
            ["ingest", "{tmp}/bad.parquet", "-o", "{tmp}/out/1", "--workers", "-1"],
            2,
            "workers must be between 0 and 1024",
        ),
        (["dates", "{tmp}/no.jsonl", "-o", "{tmp}/out.jsonl"], 2, "no.jsonl: cannot be read: No such file"),
    ],
)
def test_faults_of_the_users_making_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, message: str
) -> None:
    (tmp_path / "bad.parquet").write_bytes(b"no parquet")
    assert cli.main([argument.replace("{tmp}", str(tmp_path)) for argument in arguments]) == code
    said = capsys.readouterr().err
    assert message in said
    assert "Traceback" not in said
    assert said.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir() if path.name != "bad.parquet"] in ([], ["out"])
