"""Time and memory of linking as the corpus grows: synthetic mentions of happenings in many towns, told several times.

usage: bench_link.py [--sizes 10000 100000 1000000] [--output bench_link.json]

Each size runs in a process of its own. Happenings: a class, a day of a year per 1,000 happenings, one of 400 towns,
two actors, a toll; each is told by 1 to 5 articles, each by 1 to 3 mentions with words of its own. Printed: seconds,
peak memory, events found against happenings made, and the exponent of growth (of CPU seconds) from size to size: n log
n is 1.10 from 10,000 to 100,000 and 1.08 from there to a million.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from contextlib import ExitStack
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.lean import lean
from pipeline.link.linking import ORDER, link_parts
from pipeline.runner.parts import merged
from pipeline.runner.tables import count_rows, table_writer
from pipeline.s6_link import STAGE
from pipeline.schema import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

SIZES = (10_000, 100_000, 1_000_000)
TOWNS = 400
CLASSES = ("battle", "ied", "airstrike", "shelling", "attack_civilians", "protest_peaceful", "arrest", "talks", "aid")
COUNTRIES = ("AFG", "SYR", "YEM", "MLI", "COD", "UKR", "MMR", "SDN")
SHARDS = 4
WORDS = [a + b for a in ("kar", "bel", "dor", "min", "sal", "tov", "rug", "hem") for b in ("an", "ist", "ora", "eck")]


def main() -> None:
    """Run every size, print and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), metavar="N")
    parser.add_argument("--output", type=Path, default=Path("bench_link.json"))
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        with lean():
            sys.stdout.write(json.dumps(measure(arguments.one)))
        return
    found = [_in_own_process(size) for size in arguments.sizes]
    for small, large in pairwise(found):
        grown = math.log(large["cpu_seconds"] / small["cpu_seconds"]) / math.log(large["mentions"] / small["mentions"])
        large["exponent"] = round(grown, 3)
    for row in found:
        sys.stdout.write(" ".join(f"{name} {value}" for name, value in row.items()) + "\n")
    arguments.output.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _in_own_process(size: int) -> dict[str, Any]:
    run = subprocess.run([sys.executable, __file__, "--one", str(size)], check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(run.stdout)
    return figures


def measure(size: int) -> dict[str, Any]:
    """Link so many mentions, from files to files: seconds, peak memory in MB, happenings made and events found."""
    with TemporaryDirectory() as folder, ExitStack() as stack:
        shards = [Path(folder, f"{number:02d}.parquet") for number in range(SHARDS)]
        happenings = synthetic(size, shards)
        before = time.perf_counter(), time.process_time()
        writers = {
            name: stack.enter_context(table_writer(Path(folder, f"{name}.parquet"), name)) for name in STAGE.tables
        }
        mentions = merged(shards, "mentions", ORDER)
        link_parts(mentions, lambda name, part: writers[name].write_table(part), folder=Path(folder))
        seconds, cpu = time.perf_counter() - before[0], time.process_time() - before[1]
        stack.close()
        events = count_rows(Path(folder, "events.parquet"), "events")
    return {
        "mentions": size,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "happenings": happenings,
        "events": events,
    }


def synthetic(size: int, shards: Sequence[Path]) -> int:
    """Write tables of mentions, each in the order of articles; how many happenings they tell."""
    empty = dict.fromkeys(column.name for column in tables()["mentions"].columns)
    chance = Random(7)
    days, made, happenings = max(30, size // 30), 0, 0
    with ExitStack() as stack:
        writers = [stack.enter_context(table_writer(path, "mentions")) for path in shards]
        while made < size:
            rows = [{**empty, **told} for told in _happening(happenings, days, chance)]
            writers[happenings % len(shards)].write(rows)
            happenings, made = happenings + 1, made + len(rows)
    return happenings


def _happening(number: int, days: int, chance: Random) -> list[dict[str, Any]]:
    """The mentions of one happening in all articles that report it."""
    town = chance.randrange(TOWNS)
    country = COUNTRIES[town % len(COUNTRIES)]
    day = datetime(1990, 1, 1) + timedelta(days=chance.randrange(days) % 12_000)  # noqa: DTZ001 - dates are without zones
    kind, deaths = chance.choice(CLASSES), chance.randrange(1, 60)
    own = [f"{chance.choice(WORDS)}{chance.choice(WORDS)}{chance.randrange(900)}" for _ in range(3)]
    fixed = {
        "event_class": kind,
        "event_status": "occurred",
        "date_start": day,
        "date_end": day,
        "time_precision": 1,
        "date_method": "near",
        "date_text": f"{day:%d %B}",
        "location": f"Town{town}",
        "admin1": f"Province{town // 20}",
        "country_iso3": country,
        "latitude": (town % 20) * 4.0 - 40,
        "longitude": (town // 20) * 8.0 - 80,
        "geo_precision": 1,
        "place_method": "near",
        "actor1": f"Group {chance.randrange(60)}",
        "actor1_type": "Rebel group",
        "actor1_country": country,
        "actor1_method": "registry",
        "fatalities": deaths,
        "fatalities_low": deaths,
        "fatalities_high": deaths,
        "rule_id": "bench",
        "certainty": "asserted",
        "is_reference": False,
        "is_crime": False,
        "confidence": 0.6,
        "sentence_kind": "body",
    }
    rows = []
    for paper in range(chance.randrange(1, 6)):
        article = f"a{number:07d}-{paper}"
        for told in range(chance.randrange(1, 4)):
            said = " ".join([*own, *chance.choices(WORDS, k=8)])
            text = f"Fighters attacked {said} in Town{town} and killed {deaths}."
            rows.append(
                fixed
                | {
                    "mention_id": f"{article}-{told}",
                    "article_id": article,
                    "document_id": article,
                    "source": f"Paper {chance.randrange(300)}",
                    "title": f"Attack in Town{town} near {own[0]}",
                    "published_at": day + timedelta(days=1, hours=paper),
                    "sentence_start": told * 200,
                    "sentence_end": told * 200 + len(text),
                    "sentence_text": text,
                    "trigger_start": told * 200 + 9,
                    "trigger_end": told * 200 + 17,
                    "trigger_text": "attacked",
                }
            )
    return rows


if __name__ == "__main__":
    main()
