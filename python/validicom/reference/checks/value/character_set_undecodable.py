"""V042 character-set-undecodable: text that the declared character sets do not have (PS3.5 6.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.values import at_character_set, undecoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V042"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element, at the character set that governs it, which declares something else."""
    for element, found in undecoded(ctx):
        if element.raw and not found.characters.is_default:
            yield at_character_set(element, found)
