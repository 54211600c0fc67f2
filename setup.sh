#!/usr/bin/env bash
# Makes .venv and installs what requirements.lock pins, and this project itself (editable). `make setup` calls it.
# PYTHON=... names the Python to use; else the first of python3, python3.13, python3.12, python3.11 that is 3.11 to 3.13.
set -euo pipefail
cd "$(dirname "$0")"

fits() { "$@" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1; }

if ! fits .venv/bin/python; then
    found=
    for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if fits "$python"; then found=$python; break; fi
    done
    if [ -z "$found" ]; then
        echo "setup: no Python from 3.11 to 3.13 with the venv module was found; install one, or name it: make setup PYTHON=/path/to/python3" >&2
        exit 2
    fi
    "$found" -m venv --clear .venv
fi

install() {
    if uv --version >/dev/null 2>&1; then uv pip install --quiet --python .venv/bin/python "$@"
    elif [ -x .venv/bin/uv ]; then .venv/bin/uv pip install --quiet --python .venv/bin/python "$@"
    else .venv/bin/python -m pip install --quiet --disable-pip-version-check "$@"
    fi
}

# uv installs the rest ten times as fast as pip; where it has no wheel for this machine, pip does it all.
if ! uv --version >/dev/null 2>&1 && ! [ -x .venv/bin/uv ]; then
    awk '/^[^ ]/ { uv = /^uv==/ } uv' requirements.lock >.venv/uv.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r .venv/uv.lock ||
        echo "setup: uv cannot be installed here; going on with pip, which takes some minutes" >&2
fi
echo "setup: installing $(grep -c '==' requirements.lock) packages into .venv" >&2
install --require-hashes -r requirements.lock
install --no-deps --no-build-isolation --editable .
# Byte code of what a build loads is made here once: where Python may not write it, every process would make its own.
env -u PYTHONDONTWRITEBYTECODE .venv/bin/python -c 'import pipeline.preload, pipeline.build, ftfy, numpy.ma, pyarrow.parquet, trafilatura'
