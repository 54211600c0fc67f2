"""A small release for pages to show: two papers on one bombing, talks, and an article full of markup."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pipeline.build import build
from pipeline.config import load_config

if TYPE_CHECKING:
    from pathlib import Path

MARKUP = "<script>document.title = 'owned'</script>"
"""What an article may hold, and a page must show as text."""

EVENTS = 8
"""How many events the articles tell."""

ARTICLES = [
    {
        "id": "bomb-1",
        "source": "Morning Post",
        "url": "https://morning.example/kabul",
        "title": "Ten die in Kabul market blast",
        "published_at": "2021-07-20",
        "text": "KABUL - A bomb exploded at the Sarai market in Kabul on Monday, killing 10 people, police said. "
        "Nobody claimed the blast. On Sunday the Taliban had attacked a checkpoint in Herat, killing four soldiers.",
    },
    {
        "id": "bomb-2",
        "source": "Evening Star",
        "url": "https://evening.example/kabul",
        "title": "Kabul counts its dead",
        "published_at": "2021-07-21",
        "text": "KABUL - The bomb that exploded at the Sarai market in Kabul on Monday killed 10 people and wounded "
        "30, doctors said. Shopkeepers swept glass from the street all night.",
    },
    {
        "id": "talks",
        "source": "Morning Post",
        "url": "https://morning.example/talks",
        "title": "Envoys meet in Doha",
        "published_at": "2021-07-22",
        "text": "DOHA - The government of Afghanistan and the Taliban held talks in Doha on Wednesday. "
        "They plan to sign a ceasefire in Doha next month. Thousands of teachers protested in Colombia on Tuesday.",
    },
    {
        "id": "markup",
        "source": f"Daily {MARKUP}",
        "url": "javascript:alert('owned')",
        "title": f"Rebels {MARKUP} strike </script> & run <!--",
        "published_at": "2021-07-23",
        "text": f"GOMA - M23 rebels {MARKUP} attacked soldiers near Goma on Thursday, killing three, <b>they</b> said. "
        "The army of Congo shelled a camp of Mai-Mai fighters in the hills on Thursday night, the officials added.",
    },
]


def build_release(folder: Path, *, settings: str = "") -> Path:
    """The output folder of a build of these articles, made in `folder`; settings are the text of its pipeline.toml."""
    corpus, config = folder / "articles.jsonl", folder / "pipeline.toml"
    corpus.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    config.write_text(f"[run]\nshards = 1\nworkers = 1\n{settings}", encoding="utf-8")
    build([corpus], folder / "release", interim=folder / "interim", config=load_config(config))
    return folder / "release"
