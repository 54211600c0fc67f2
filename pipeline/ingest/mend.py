"""Text as its writer meant it: mojibake, entities and invisible characters mended, white space made plain."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ftfy import TextFixerConfig

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)  # soft hyphens, zero-width and direction marks, tags
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_PLAIN = re.compile(r"[\t\n -%'-~]*")  # ASCII without entities: nothing to mend but spaces
_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_PADDED_NEWLINE = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")
_TAG = re.compile(r"</(?:p|div|a|span|li|strong|em|b|i)>|<br ?/?>|<p>", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|li|ul|ol|h[1-6]|tr|table|section|article|blockquote)(?:\s[^<>]{0,500})?>|<br ?/?>", re.IGNORECASE
)


def mend(text: str) -> str:
    """The text in NFC, one space between words, at most one blank line; typographic quotes and dashes stay.

    Mojibake and HTML entities are decoded, ligatures opened; control characters, lone surrogates, soft hyphens,
    zero-width and direction marks go.
    """
    if not _PLAIN.fullmatch(text):
        text = _decoded(text)
    text = _PADDED_NEWLINE.sub("\n", _SPACES.sub(" ", text))
    return _BLANK_LINES.sub("\n\n", text).strip()


def _decoded(text: str) -> str:
    """The text with everything mended that is not about its spaces."""
    import ftfy  # noqa: PLC0415 (a tenth of a second, wanted only where there may be something to mend)

    text = _BLANK_LINES.sub("\n\n", _LINE_ENDS.sub("\n", text))
    text = ftfy.fix_text(text, _config())
    return _CONTROL.sub("", _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)))


def mend_line(text: str | None) -> str | None:
    """The same on one line, for titles and names; None when nothing is left."""
    return " ".join(mend(strip_markup(text)).split()) or None if text else None


def strip_markup(text: str) -> str:
    """The text of an HTML fragment with its blocks as paragraphs; text that holds no tag comes back as it is."""
    if not _TAG.search(text):
        return text
    from lxml import etree, html  # noqa: PLC0415 (only for fields with mark-up)

    clean = _CONTROL.sub("", _BLOCK.sub("\n\n", text))
    try:
        tree = html.fragment_fromstring(clean, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return text
    etree.strip_elements(tree, "script", "style", etree.Comment, with_tail=False)
    return str(tree.text_content())


@cache
def _config() -> TextFixerConfig:
    from ftfy import TextFixerConfig  # noqa: PLC0415

    return TextFixerConfig(uncurl_quotes=False, explain=False)
