"""C007 image-type-values: an Image Type of fewer values than its kind of image has (PS3.3 C.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from validicom.reference.measures import values_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from validicom.reference.context import Context
    from validicom.reference.findings import Raw

CODE: Final = "C007"
NEED: Final = "value"
IMAGE_TYPE: Final = 0x00080008


def check(ctx: Context) -> Iterator[Raw]:
    """At most one finding, at Image Type of the root. Those of fewer than two values have a rule of their own."""
    element = ctx.root.first(IMAGE_TYPE)
    count = len(values_of(element, "CS"))
    if element is None or count < 2:
        return
    for row in ctx.facts.commons.rows("image_type_values.tsv"):
        if row["sop_class_uid"] == ctx.sop_class_uid and count < int(row["values"]):
            yield ctx.at(element, row["severity"], {"demanded": int(row["values"])}, observed=count)
