"""A key tells content apart, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.config import load_config
from pipeline.errors import PipelineError
from pipeline.runner.freshness import make_key
from pipeline.runner.stage import STAGES, Stage, load_stage

KEY = """
from pathlib import Path
from pipeline.config import load_config
from pipeline.runner.freshness import make_key
from tests.support.fake_stage import STAGE
print(make_key(STAGE, [Path("pyproject.toml")], load_config(), written=("sentences", "mentions"), limit=None))
"""


def test_the_key_does_not_depend_on_the_hash_seed() -> None:
    keys = {
        subprocess.check_output([sys.executable, "-c", KEY], env={**os.environ, "PYTHONHASHSEED": seed})
        for seed in "12"
    }
    assert len(keys) == 1


def test_a_declared_path_that_is_not_there_is_a_fault() -> None:
    stage = Stage(name="x", module=__name__, reads=(), writes="x", code=("no_such_package",))
    with pytest.raises(PipelineError, match="pipeline/no_such_package: a stage declares that it depends on this"):
        make_key(stage, [], load_config(), written=(), limit=None)


@pytest.mark.parametrize("name", STAGES)
def test_every_stage_declares_what_exists(name: str) -> None:
    stage = load_stage(STAGES[name])
    make_key(stage, [], load_config(), written=(), limit=None)
    assert (stage.name, stage.module) == (name, STAGES[name])
    assert [path for path in (*stage.code, *stage.lexicons) if not (Path("pipeline") / path).exists()] == []
