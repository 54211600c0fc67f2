"""The scores on the coded samples stay at or above their floors; `make floors` raises them."""

from __future__ import annotations

from pathlib import Path

from pipeline.config import load_config
from pipeline.evaluate.command import evaluate, gold_files
from pipeline.evaluate.floors import check_floors
from pipeline.evaluate.gold import read_gold
from pipeline.evaluate.scores import score

HERE = Path(__file__).parent


def test_scores_reach_their_floors() -> None:
    files = gold_files([HERE])
    judged = evaluate((article for path in files for article in read_gold(path)), load_config())
    check_floors(HERE / "floors.json", files, score(judged.values()).summary())
