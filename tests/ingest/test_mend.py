"""Mending: what is broken is mended, what is only unusual stays."""

import pytest

from pipeline.ingest.mend import mend, mend_line, strip_markup


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("â€œPeaceâ€\x9d, he said", "“Peace”, he said"),
        ("a cafÃ© in Kidal", "a café in Kidal"),
        ("Smith &amp; Sons &ldquo;left&rdquo;", "Smith & Sons “left”"),
        ("am\u00adbas\u00adsa\u00addor", "ambassador"),
        ("\u202bKabul\u202c \u200bfell", "Kabul fell"),
        ("the\x00 town\x07", "the town"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("wide\u00a0 \t space ", "wide space"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("it\x92s over \x97 now", "it’s over — now"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("“typographic” ‘quotes’ — kept…", "“typographic” ‘quotes’ — kept…"),
        ("``wire quotes''", "``wire quotes''"),
    ],
)
def test_mend(broken: str, mended: str) -> None:
    assert mend(broken) == mended


def test_markup_becomes_paragraphs() -> None:
    assert (
        mend(strip_markup("<p>One.</p><p>Two <b>men</b>.<br/>Three.</p><script>no()</script>"))
        == "One.\n\nTwo men.\n\nThree."
    )


def test_text_with_angle_brackets_stays() -> None:
    assert strip_markup("losses < 5 and > 3") == "losses < 5 and > 3"


def test_titles_are_one_line() -> None:
    assert mend_line("A <b>bold</b>\n title ") == "A bold title"
    assert mend_line(" \n") is None
