"""F014 file-meta-attribute-empty: a Type 1 Attribute of File Meta without value (PS3.10 7.1, Table 7.1-1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.checks.file.file_meta_attribute_missing import DEMANDED
from validicom.reference.context import Context, has_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.findings import Raw

CODE: Final = "F014"
NEED: Final = "raw"


def check(ctx: Context) -> Iterator[Raw]:
    """One finding for each such Attribute."""
    for tag in DEMANDED:
        element = ctx.meta.first(tag)
        if element is not None and not has_value(element):
            yield ctx.at(element, "error")
