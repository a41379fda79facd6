"""P001 private-element-without-creator: private Elements of a block that no Private Creator reserves (PS3.5 7.8.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.checks.private.private_creator import is_blank
from validicom.reference.findings import Raw
from validicom.reference.model import Element, path_of_data_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context

CODE: Final = "P001"
NEED: Final = "presence"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each block of a data set, with the number of its Elements."""
    for data_set in ctx.data_sets():
        creators = {
            element.tag for element in data_set.elements if element.is_private_creator and not is_blank(element)
        }
        missing: dict[int, list[Element]] = {}
        for element in data_set.elements:
            creator = element.group << 16 | element.number >> 8
            if element.is_private and element.number >= 0x1000 and creator not in creators:
                missing.setdefault(creator, []).append(element)
        for creator, elements in missing.items():
            place = (*path_of_data_set(data_set), (creator, 1, 0))
            yield Raw("warning", place, elements[0].at, count=len(elements))
