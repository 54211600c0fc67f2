"""A Dask cluster and an object store on this machine, as users start them, for all tests of this folder."""

from __future__ import annotations

import json
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

from tests.support.readme import cluster_commands

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]


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


def dask(command: list[str]) -> subprocess.Popen[bytes]:
    """A process of Dask that imports this project, and gives a task up that has killed two workers."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    return subprocess.Popen([sys.executable, "-m", *command], env=environment, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="session")
def scheduler(store: UPath, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001 - its address
    """The address of a scheduler with two worker processes."""
    file = tmp_path_factory.mktemp("dask") / "scheduler.json"
    host = f"--host 127.0.0.1 --port 0 --no-dashboard --scheduler-file {file}"
    started = [dask(cluster_commands(host=host)[0])]
    try:
        while not (file.is_file() and file.read_text().endswith("}")):
            assert started[0].poll() is None
            time.sleep(0.1)
        address = json.loads(file.read_text())["address"]
        started.append(dask([*cluster_commands(address=address, number="2")[1], "--no-dashboard"]))
        with Client(address) as client:
            client.wait_for_workers(2, timeout=60)  # a build would wait for them without end
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()
