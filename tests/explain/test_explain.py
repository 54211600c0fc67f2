"""The commands `explain` and `try`: what an analyst reads."""

from __future__ import annotations

import io
import re
import resource
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, get_args

import pyarrow.parquet as pq
import pytest

from pipeline import cli
from pipeline.event_lexicon import frames
from pipeline.explain.frame import frame_words
from pipeline.explain.lexicon import place_words, words
from pipeline.normalise.actors.model import Method
from pipeline.normalise.coding import DATE_SURENESS
from pipeline.normalise.places.model import METHODS
from pipeline.parse.model import MODELS
from pipeline.schema import tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TEXT = (
    "Taliban fighters captured the border town of Spin Boldak on Wednesday, officials said. At least seven soldiers "
    "were killed in the fighting, which began on Monday. The army will send two battalions to Kandahar next week."
)


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What a command prints."""

    def run(*arguments: str) -> str:
        assert cli.main(list(arguments)) == 0
        return capsys.readouterr().out

    return run


def event_ids(golden: Path) -> dict[str, int]:
    rows = pq.read_table(golden / "events.parquet", columns=["event_id", "n_mentions"]).to_pylist()
    return {row["event_id"]: row["n_mentions"] for row in rows}


def test_every_event_of_a_release_has_its_explanation(golden: Path, say: Callable[..., str]) -> None:
    for event_id, mentions in event_ids(golden).items():
        told = say("explain", event_id, str(golden))
        assert told.startswith(event_id)
        assert len(re.findall(r"^mention \d+: ", told, flags=re.MULTILINE)) == mentions
        assert told.count("\n  rule ") == told.count("\n  sentence ") == mentions
        assert ("why they are one event:" in told) == (mentions > 1)


def test_an_id_of_acled_or_the_beginning_of_one_will_do(golden: Path, say: Callable[..., str]) -> None:
    for row in pq.read_table(golden / "acled.parquet").to_pylist():
        told = say("explain", row["event_id_cnty"], str(golden))
        event_id = told.split(maxsplit=1)[0]
        assert row["event_date"].strftime("%Y-%m-%d")[:7] in told
        assert say("explain", event_id[:10], str(golden)) == told


@pytest.mark.parametrize(
    ("event_id", "message"), [("e0000", "has no event of this id"), ("e", "has no event of this id")]
)
def test_an_id_that_means_nothing_is_a_usage_error(
    golden: Path, capsys: pytest.CaptureFixture[str], event_id: str, message: str
) -> None:
    assert cli.main(["explain", event_id, str(golden)]) == 2
    assert message in capsys.readouterr().err
    assert cli.main(["explain", event_id, str(golden / "nowhere")]) == 2
    assert "there is no events.parquet" in capsys.readouterr().err


def test_every_code_of_the_tables_has_its_words() -> None:
    told = words()
    assert set(told["date"]) == set(DATE_SURENESS)
    assert set(told["resolved"]) == set(METHODS)
    assert set(told["actor"]) == {*get_args(Method), "article", "cast", "host", "default"}
    (certainty,) = (column for column in tables()["mentions"].columns if column.name == "certainty")
    assert set(told["certainty"]) == set(certainty.allowed)
    assert place_words("scene:joint").startswith(told["place"]["scene"])


def test_codes_of_places_that_occur_have_their_words(golden: Path) -> None:
    found = pq.read_table(golden / "mentions.parquet", columns=["place_method"])["place_method"].to_pylist()
    assert {str(method).partition(":")[0] for method in found if method} <= set(words()["place"])


def test_every_frame_can_be_told() -> None:
    for frame in frames():
        told = frame_words(frame.id)
        assert told.startswith(f"{frame.id}: the ")
        assert told.endswith(frame.fires)


def test_a_text_is_coded(say: Callable[..., str]) -> None:
    told = say("try", TEXT, "--published", "2021-07-15")
    first, second, third, end = told.split("\n\n")
    assert "territory_nonstate_gain: Non-state or foreign force takes territory by force - occurred" in first
    assert re.search(r"when +2021-07-14, to the day\n +who +Taliban \(Rebel group, AFG\)", first)
    assert re.search(r"fatalities +7\n", second)
    assert "planned" in third
    assert end == "3 events of 3 mentions\n"


def test_each_value_says_what_it_was_read_from(say: Callable[..., str]) -> None:
    told = say("try", TEXT, "--published", "2021-07-15", "--why")
    assert "Taliban fighters [captured] the border town" in told
    assert 'when       2021-07-14 - from "Wednesday"; tied to the trigger by the grammar' in told
    assert 'actor 1    Taliban (Rebel group, AFG) - from "Taliban fighters"; a name of the registry' in told
    assert "Made for: Rebels captured the town of Bunagana on Monday." in told
    assert 'planned: "will"; in the paper\'s own voice' in told


def test_what_disagrees_is_told(say: Callable[..., str]) -> None:
    text = (
        "A bomb killed four people in Quetta on Monday. The blast in Quetta on Monday killed six people, police said."
    )
    told = say("try", text, "--published", "2021-07-15", "--why")
    assert "what disagrees:\n  deaths: 4 (1), 6 (1)" in told
    assert "fatalities 6 (reports give 4 to 6)" in told or "fatalities 4 (reports give 4 to 6)" in told
    assert "mention 1 with mention 2 (" in told


def test_a_text_may_come_from_standard_input(say: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(TEXT))
    assert "2021-07-14" in say("try", "-", "--published", "2021-07-15")


def test_a_text_without_events_says_so(say: Callable[..., str]) -> None:
    assert say("try", "The museum opens at nine on Tuesday.") == "0 events of 0 mentions; held back: 1 no_event\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["..."], "no_text"), (["Troops left.", "--published", "soon"], "--published soon: no date")],
)
def test_a_text_that_is_none_is_a_usage_error(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert cli.main(["try", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_text_takes_little_more_than_loading_the_model() -> None:
    # Both in one run, by the processor's seconds: 1.2 times as many, also on a busy machine.
    told, whole = _run("-m", "pipeline", "try", TEXT, "--published", "2021-07-15")
    model = next(name for name in MODELS if find_spec(name))
    _, bare = _run("-c", f"import spacy; spacy.load({model!r})('Troops left.')")
    assert "3 events of 3 mentions" in told
    assert whole < 2 * bare


def _run(*command: str) -> tuple[str, float]:
    """What a child of Python prints, and the processor's seconds that it takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_what_is_left_out_can_be_loaded_afterwards() -> None:
    code = (
        "from pipeline.cli import main; main(['try', 'Troops shelled Kherson.']); import sys;"
        "assert 'pandas' not in sys.modules and 'spacy.cli' not in sys.modules;"
        "import pandas, spacy.cli, pyarrow; print(pyarrow.table({'a': [1]}).to_pandas().a.sum(), spacy.cli.info)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1].startswith("1 <function info")
