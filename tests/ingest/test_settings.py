"""The [ingest] table: defaults, names of fields, and errors that name the setting."""

import pickle

import pytest

from pipeline.errors import UsageError
from pipeline.ingest import IngestSettings


def test_no_table_gives_the_defaults() -> None:
    assert IngestSettings.from_mapping({}) == IngestSettings()
    assert pickle.loads(pickle.dumps(IngestSettings())) == IngestSettings()  # noqa: S301 (our own bytes)


def test_names_for_all_formats_and_for_one() -> None:
    settings = IngestSettings.from_mapping({"fields": {"title": "Kopf", "csv": {"title": ["Head", "Line"]}}})
    assert settings.fields["jsonl"].title == ("Kopf",)
    assert settings.fields["csv"].title == ("Head", "Line")


def test_day_order_by_source() -> None:
    settings = IngestSettings.from_mapping({"day_first": False, "day_first_by_source": {"Dawn": True}})
    assert (settings.reads_day_first("Dawn"), settings.reads_day_first(None)) == (True, False)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"max_chars": 1}, "no setting 'max_chars'"),
        ({"max_text_chars": 0}, "max_text_chars must be a whole number above 0"),
        ({"max_unpack_ratio": True}, "max_unpack_ratio must be"),
        ({"html_mode": "slow"}, "html_mode must be one of"),
        ({"language": "fr"}, "language can only be 'en'"),
        ({"check_language": "yes"}, "check_language must be true or false"),
        ({"day_first": 1}, "day_first of 'day_first'"),
        ({"day_first_by_source": {"Dawn": "yes"}}, "day_first of 'Dawn'"),
        ({"fields": {"titel": "x"}}, "no field 'titel'"),
        ({"fields": {"title": []}}, "title must be a name or a list of names"),
        ({"fields": "title"}, "fields must be a table"),
    ],
)
def test_a_wrong_setting_is_named(table: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        IngestSettings.from_mapping(table)
