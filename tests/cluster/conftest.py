"""A Dask cluster and an object store on this machine, as users start them, for all tests of this folder."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from distributed import Client
from moto.server import ThreadedMotoServer
from upath import UPath

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
DASK = [sys.executable, "-m", "dask"]


@pytest.fixture(scope="session")
def store() -> Iterator[UPath]:
    """An empty folder on a server that speaks S3, which this process and those that it starts find."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        folder = UPath("s3://bucket/corpus", use_listings_cache=False)
        folder.fs.mkdir("bucket")
        yield folder
    server.stop()


@pytest.fixture(scope="session")
def scheduler(store: UPath, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001 - its address
    """The address of a scheduler with two worker processes; a task that kills two of them is given up."""
    folder = tmp_path_factory.mktemp("dask")
    file = ["--scheduler-file", str(folder / "scheduler.json")]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    started = [
        subprocess.Popen([*DASK, *command, *file, "--no-dashboard"], env=environment, cwd=folder, stderr=log)
        for log in [(folder / "log.txt").open("wb")]
        for command in (
            ["scheduler", "--host", "127.0.0.1", "--port", "0"],
            ["worker", "--host", "127.0.0.1", "--nworkers", "2", "--nthreads", "1", "--death-timeout", "60"],
        )
    ]
    try:
        while not (folder / "scheduler.json").is_file():
            time.sleep(0.1)
        with Client(scheduler_file=str(folder / "scheduler.json"), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler.address
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()
