"""An article's coded mentions as a whole: which of them are of politics."""

from __future__ import annotations

from typing import Any

from tests.support.coding import code

QUIET = "Shops in the old quarter closed early. The weather was calm. A bus passed now and then."


def classes(text: str) -> set[str]:
    mentions: list[dict[str, Any]] = code(f"{text}\n\n{QUIET}", published="2016-07-09").linked.mentions.to_pylist()
    return {mention["event_class"] for mention in mentions}


def test_a_deal_that_names_nobody_is_of_politics_beside_other_acts() -> None:
    deal = "A deal was signed in Lusaka in May."
    assert classes(deal) == set()
    assert classes(f"{deal} Rebels shelled Goma on Monday.") == {"agreement_signed", "shelling"}


def test_a_deal_of_firms_is_none_beside_any_act() -> None:
    assert classes("The bank signed a deal with a brewery in May. Rebels shelled Goma on Monday.") == {"shelling"}
