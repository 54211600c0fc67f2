"""`pip install .` gives commands that work anywhere: the wheel holds every file of the package."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BUILD = "import sys, setuptools.build_meta as build; build.build_wheel(sys.argv[1])"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, made from a copy, so that nothing is left in the checkout."""
    source, wheels = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheels")
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "pipeline", source / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    subprocess.run([sys.executable, "-c", BUILD, str(wheels)], cwd=source, check=True, capture_output=True)
    (wheel,) = wheels.glob("conflict_events-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(wheels / "site")
    return wheels / "site"


def test_the_wheel_holds_every_file_of_the_package(unpacked: Path) -> None:
    def files(root: Path) -> set[str]:
        found = (path.relative_to(root) for path in (root / "pipeline").rglob("*") if path.is_file())
        return {path.as_posix() for path in found if "__pycache__" not in path.parts and not path.name.startswith(".")}

    assert files(unpacked) == files(ROOT)
    (entry_points,) = unpacked.glob("*.dist-info/entry_points.txt")
    assert "conflict-events = pipeline.cli:main" in entry_points.read_text()


def test_an_installed_command_works_in_another_folder(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "docs.jsonl").write_text(json.dumps({"doc_id": "a", "text": "It happened on 3 May 2021 in Nairobi."}))
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    for command in ("dates", "places"):
        arguments = [sys.executable, "-m", "pipeline", command, "docs.jsonl", "--output", f"{command}.jsonl"]
        subprocess.run(arguments, cwd=tmp_path, env=environment, check=True)
        assert (tmp_path / f"{command}.jsonl").read_text().count("\n") == 1
