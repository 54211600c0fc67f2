"""Settings: pipeline/defaults.toml, overridden by a pipeline.toml, overridden by flags; an unknown name is an error."""

from __future__ import annotations

import copy
import difflib
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIG_NAME = "pipeline.toml"

OPEN_TABLES = frozenset({
    "ingest.fields", "ingest.day_first_by_source", "normalise.home_by_source", "normalise.disputed",
})  # fmt: skip
"""Tables whose keys are the user's own; the stage checks them."""

OPTIONAL = {"ingest.day_first": bool}
"""Settings without a default."""


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, by section."""

    values: Mapping[str, Mapping[str, Any]]

    def section(self, name: str) -> Mapping[str, Any]:
        """The settings of a section; an empty mapping where it has none."""
        return self.values.get(name, {})

    @property
    def shards(self) -> int:
        """Number of parts of the corpus."""
        return int(self.section("run")["shards"])

    @property
    def max_rejects(self) -> float:
        """Share of a stage's input that may be rejected."""
        return float(self.section("run")["max_rejects"])

    @property
    def batch_articles(self) -> int:
        """Articles that a stage is given at a time."""
        return int(self.section("run")["batch_articles"])

    @property
    def workers(self) -> int:
        """Processes asked for; 0: one per core."""
        return int(self.section("run")["workers"])

    @property
    def scheduler(self) -> str:
        """Address of the Dask scheduler whose workers do the work; empty: processes of this machine do."""
        return str(self.section("run")["scheduler"])

    def with_value(self, section: str, key: str, value: object) -> Config:
        """The same settings but one, as a flag sets it; UsageError when it is out of bounds."""
        config = Config({**self.values, section: {**self.section(section), key: value}})
        _check_bounds(config, where="the command line")
        return config


def load_config(path: Path | None = None) -> Config:
    """The settings in force: the defaults, and over them `path`, else the pipeline.toml of the working directory.

    Raises UsageError when the file is missing or no TOML, or a setting is unknown, of a wrong type or out of bounds.
    """
    defaults = tomllib.loads(files("pipeline").joinpath("defaults.toml").read_text(encoding="utf-8"))
    if path is None:
        path = Path(CONFIG_NAME)
        if not path.is_file():
            return Config(defaults)
    given = _read(path)
    values = copy.deepcopy(defaults)
    _merge(values, given, known=defaults, prefix="", where=str(path))
    config = Config(values)
    _check_bounds(config, where=str(path))
    return config


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise UsageError(f"{path}: the configuration cannot be read: {fault.strerror or fault}") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path}: not a TOML file: {fault}") from fault


def _merge(
    values: dict[str, Any], given: Mapping[str, Any], *, known: Mapping[str, Any], prefix: str, where: str
) -> None:
    """Put `given` over `values`, table by table."""
    for key, value in given.items():
        name = f"{prefix}{key}"
        if name in OPTIONAL:
            _check_type(name, value, OPTIONAL[name], where=where)
        elif key not in known:
            raise UsageError(f"{where}: there is no setting {name!r}; {_nearest(key, known)}")
        elif isinstance(known[key], dict):
            _check_type(name, value, dict, where=where)
            if name not in OPEN_TABLES:
                _merge(values[key], value, known=known[key], prefix=f"{name}.", where=where)
                continue
        else:
            _check_type(name, value, type(known[key]), where=where)
        values[key] = value


def _nearest(key: str, known: Mapping[str, Any]) -> str:
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    return f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"


def _check_type(name: str, value: object, kind: type, *, where: str) -> None:
    right = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    if not right and not (kind is float and type(value) is int):
        words = {
            bool: "true or false",
            int: "a whole number",
            float: "a number",
            str: "text in quotes",
            dict: "a table",
            list: "a list",
        }
        raise UsageError(f"{where}: {name} must be {words[kind]}, not {value!r}")


def _check_bounds(config: Config, *, where: str) -> None:
    for key, low, high in (
        ("shards", 1, 100_000),
        ("workers", 0, 1024),
        ("batch_articles", 1, 100_000),
        ("max_rejects", 0, 1),
    ):
        value = config.section("run")[key]
        if not low <= value <= high:
            raise UsageError(f"{where}: {key} must be between {low} and {high}, not {value}")
