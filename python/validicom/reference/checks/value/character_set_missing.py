"""V041 character-set-missing: text beyond the default repertoire, and no Specific Character Set (PS3.5 6.1.2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.values import at_character_set, undecoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "V041"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Element, at the character set that governs it, which declares nothing."""
    for element, found in undecoded(ctx):
        if element.raw and found.characters.is_default:
            yield at_character_set(element, found)
