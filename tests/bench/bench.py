"""Speed and memory of the pipeline against the bare parser on the same text: prints a table and writes bench.json.

    python tests/bench/bench.py [--articles 400] [--texts FILE.jsonl] [--output bench.json]

Two mixes are made from the coded samples in tests/gold: a conflict desk (60 of 100 articles tell events) and general
news (10 of 100); names, places and days are varied, so that no cache answers. `ratio` is how many times as fast the
whole build with one worker is as `spacy.load(model).pipe` over the same full text with nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
MIXES = {"conflict desk": 60, "general news": 10}
TOWNS = [
    *("Gao", "Homs", "Kidal", "Taiz", "Goma", "Beni", "Marib", "Sirte"),
    *("Kunduz", "Khost", "Bunia", "Wau", "Bor", "Djibo", "Mopti", "Hama"),
]
_CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?= [a-z])")


@dataclass(frozen=True, slots=True)
class Run:
    """Wall-clock seconds and peak memory (MB) of one child process."""

    seconds: float
    peak_mb: float


def main() -> int:
    """Measure both mixes, or the given texts, and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=400, help="articles a mix (default 400)")
    parser.add_argument("--texts", type=Path, help="your own articles (JSON Lines with a text) instead of the mixes")
    parser.add_argument("--output", type=Path, default=Path("bench.json"))
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--alone", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.bare:
        return bare(arguments.bare)
    if arguments.alone:
        return alone(arguments.alone)
    corpora = {"your texts": read_texts(arguments.texts)} if arguments.texts else {}
    for mix, share in MIXES.items() if not corpora else ():
        corpora[mix] = corpus(arguments.articles, share)
    figures = {mix: measure(articles) for mix, articles in corpora.items()}
    arguments.output.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for mix, found in figures.items():
        sys.stdout.write(f"{mix}\n" + "".join(f"  {name:28} {value}\n" for name, value in found.items()))
    return 0


def read_texts(path: Path) -> list[dict[str, Any]]:
    """The articles of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def corpus(size: int, share: int) -> list[dict[str, Any]]:
    """Articles made from the coded samples, `share` of 100 with events; the same on every machine."""
    rng = random.Random(7)
    samples = [row for path in sorted((ROOT / "tests/gold").glob("*.jsonl")) for row in read_texts(path)]
    told = [row for row in samples if row["events"]]
    quiet = [row for row in samples if not row["events"]]
    return [varied(rng.choice(told if number % 100 < share else quiet), number, rng) for number in range(size)]


def varied(sample: dict[str, Any], number: int, rng: random.Random) -> dict[str, Any]:
    """The sample under another day, with some of its names changed."""
    text = _CAPITALISED.sub(lambda found: rng.choice(TOWNS) if rng.random() < 0.3 else found.group(), sample["text"])
    day = date(2021, 1, 1) + timedelta(days=rng.randrange(1000))
    return {
        "id": f"bench-{number}",
        "title": sample.get("title"),
        "text": f"{text}\n\nNote {number}.",
        "published_at": day.isoformat(),
    }


def measure(articles: list[dict[str, Any]]) -> dict[str, Any]:
    """Figures of one corpus: rates of build and bare parser, their ratio, shares of the stages, peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        source.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles), encoding="utf-8")
        build = ["-m", "pipeline", "build", str(source), "--output", f"{folder}/out", "--log-level", "error"]
        one = timed([*build, "--workers", "1"])
        stages = stage_seconds(Path(folder) / "out")
        parser = timed([str(Path(__file__)), "--bare", str(source)])
        build[build.index(f"{folder}/out")] = f"{folder}/two"
        two = timed([*build, "--workers", "2"])
        alone = subprocess.run(
            [sys.executable, __file__, "--alone", str(source)], cwd=ROOT, check=True, capture_output=True, text=True
        )
        total = sum(stages.values()) or 1.0
    return {
        "articles": len(articles),
        "build, articles/s": round(len(articles) / one.seconds, 1),
        "bare parser, articles/s": round(len(articles) / parser.seconds, 1),
        "ratio": round(parser.seconds / one.seconds, 2),
        "two workers against one": round(one.seconds / two.seconds, 2),
        "peak memory, MB": round(one.peak_mb),
        **json.loads(alone.stdout),
        "share of time": {name: round(seconds / total, 3) for name, seconds in stages.items()},
    }


def timed(command: list[str]) -> Run:
    """One child of this Python: its wall-clock time and peak memory."""
    start = time.perf_counter()
    child = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, child.args)
    return Run(time.perf_counter() - start, usage.ru_maxrss / 1024)


def stage_seconds(output: Path) -> dict[str, float]:
    """Seconds of each stage, from the run records that it left."""
    seconds: dict[str, float] = {}
    for path in sorted(output.rglob("*.run.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        stage = record["key"]["stage"]
        seconds[stage] = round(seconds.get(stage, 0.0) + record["seconds"], 3)
    return seconds


def bare(source: Path) -> int:
    """The parser alone, with all its components, over the full text."""
    from pipeline.parse import load_parser  # noqa: PLC0415 - only the child process needs it

    texts = [f"{row.get('title') or ''}\n\n{row['text']}" for row in read_texts(source)]
    for _ in load_parser().nlp.pipe(texts):
        pass
    return 0


def alone(source: Path) -> int:
    """Dates, places, and places of given spans by themselves: documents a second, start-up left out."""
    from pipeline.normalise import dates, places  # noqa: PLC0415 - only the child process needs them

    documents = [{**row, "doc_id": row["id"]} for row in read_texts(source)]
    spans = {d["doc_id"]: [(p.start, p.end) for p in places.annotate(d["text"])] for d in documents}
    measured: dict[str, Callable[[dict[str, Any]], object]] = {
        "dates": dates.annotate_lines,
        "places": places.annotate_document,
        "places of given spans": lambda document: places.annotate_document(document, spans=spans[document["doc_id"]]),
    }
    rates = {}
    for name, annotate in measured.items():
        start = time.perf_counter()
        for document in documents:
            annotate(document)
        rates[f"{name} alone, documents/s"] = round(len(documents) / (time.perf_counter() - start))
    sys.stdout.write(json.dumps(rates))
    return 0


if __name__ == "__main__":
    sys.exit(main())
