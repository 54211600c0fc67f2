"""What a user may set about ingest, checked: which fields hold what, limits, date order, language."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from pipeline.errors import UsageError
from pipeline.publishers import reads_day_first

if TYPE_CHECKING:
    from collections.abc import Mapping

HtmlMode = Literal["precision", "recall", "fast"]
"""How a page's body is found: most exact; more text; or about three times as fast, for bulk WARC."""

FORMATS = ("jsonl", "csv", "parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNames:
    """For each of our fields, the names it may have in a record, the first that holds a value wins.

    Names match whatever their case; `a.b` is field b of the object in field a.
    """

    id: tuple[str, ...] = ("id", "document_id", "doc_id", "article_id", "uid", "guid")
    title: tuple[str, ...] = ("title", "headline")
    text: tuple[str, ...] = ("text", "body", "content", "article", "article_text", "full_text", "maintext", "notes")
    published_at: tuple[str, ...] = (
        "published_at",
        "published",
        "publishedAt",
        "date_published",
        "publication_date",
        "date_publish",
        "pub_date",
        "pubDate",
        "date",
        "datetime",
    )
    url: tuple[str, ...] = ("url", "link", "source_url")
    source: tuple[str, ...] = ("source", "source.name", "publisher", "source_name", "source_domain", "newspaper")


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestSettings:
    """All settings of ingest; sizes in characters of text or bytes of input, as the names say."""

    fields: Mapping[str, FieldNames] = field(default_factory=lambda: dict.fromkeys(FORMATS, FieldNames()))
    max_text_chars: int = 1_000_000
    max_unpacked_bytes: int = 16 * 1024**3
    max_unpack_ratio: int = 200  # news text packs 3 to 20 to 1, zeros 1,000 to 1
    min_article_words: int = 25  # of a page's body; a shorter one is a menu or an error message
    language: str = "en"
    check_language: bool = True
    html_mode: HtmlMode = "precision"
    day_first: bool | None = None  # how 03/04/2021 is read; None: it is not
    day_first_by_source: Mapping[str, bool] = field(default_factory=dict)

    @property
    def max_line_bytes(self) -> int:
        """The longest line of JSON or CSV that is read: text with every character escaped, and as much again."""
        return 12 * self.max_text_chars

    @property
    def max_file_bytes(self) -> int:
        """The longest file, page or feed that is read whole."""
        return 32 * self.max_text_chars

    def reads_day_first(self, source: str | None) -> bool | None:
        """The day order for a source: its own setting, else the general one, else that of its country."""
        chosen = self.day_first_by_source.get(source or "", self.day_first)
        return reads_day_first(source) if chosen is None else chosen

    @classmethod
    def from_mapping(cls, mapping: Mapping[str, Any]) -> IngestSettings:
        """Settings from the [ingest] table of pipeline.toml; UsageError names an unknown key or a wrong value.

        `fields` holds names for all formats (`title = ["Headline"]`) and tables for one (`[ingest.fields.csv]`).
        """
        known = {f.name: f for f in fields(cls)}
        for key in mapping:
            if key not in known:
                raise UsageError(f"pipeline.toml: [ingest] has no setting {key!r}; known are {', '.join(known)}")
        values = dict(mapping)
        values["fields"] = _fields(_table("fields", mapping.get("fields", {})))
        settings = cls(**values)
        for name in ("max_text_chars", "max_unpacked_bytes", "max_unpack_ratio", "min_article_words"):
            _check_positive(name, getattr(settings, name))
        _check_rest(settings)
        return settings


def _table(name: str, value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UsageError(f"pipeline.toml: [ingest] {name} must be a table, not {value!r}")
    return value


def _check_positive(name: str, value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise UsageError(f"pipeline.toml: [ingest] {name} must be a whole number above 0, not {value!r}")


def _check_rest(settings: IngestSettings) -> None:
    if settings.html_mode not in get_args(HtmlMode):
        raise UsageError(
            f"pipeline.toml: [ingest] html_mode must be one of {get_args(HtmlMode)}, not {settings.html_mode!r}"
        )
    if not isinstance(settings.check_language, bool):
        raise UsageError(
            f"pipeline.toml: [ingest] check_language must be true or false, not {settings.check_language!r}"
        )
    if settings.language != "en":
        raise UsageError(f"pipeline.toml: [ingest] language can only be 'en' so far, not {settings.language!r}")
    by_source = _table("day_first_by_source", settings.day_first_by_source)
    for name, value in {"day_first": settings.day_first, **by_source}.items():
        if value not in (True, False, None) or (isinstance(value, int) and not isinstance(value, bool)):
            raise UsageError(f"pipeline.toml: [ingest] day_first of {name!r} must be true or false, not {value!r}")


def _fields(mapping: Mapping[str, Any]) -> dict[str, FieldNames]:
    """The field names of each format: ours, replaced by the general ones given, then by the format's own."""
    general = _replaced(FieldNames(), {k: v for k, v in mapping.items() if k not in FORMATS})
    return {name: _replaced(general, _table(f"fields.{name}", mapping.get(name, {}))) for name in FORMATS}


def _replaced(names: FieldNames, given: Mapping[str, Any]) -> FieldNames:
    ours = tuple(f.name for f in fields(FieldNames))
    for key, value in given.items():
        if key not in ours:
            raise UsageError(f"pipeline.toml: [ingest.fields] has no field {key!r}; ours are {', '.join(ours)}")
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not listed or not all(isinstance(name, str) and name for name in listed):
            raise UsageError(f"pipeline.toml: [ingest.fields] {key} must be a name or a list of names, not {value!r}")
        names = replace(names, **{key: tuple(listed)})
    return names
