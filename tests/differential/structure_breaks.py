"""One known break of one rule of functional groups (G) or of Content Items (S), on a valid file."""

from __future__ import annotations

import copy
import random
import struct

from .breaks import Expected, breaks
from .datasets import Path, Valid
from .encode import El, Item, padded
from .structures import (
    CONTENT,
    FRAME_CONTENT,
    GROUP_POINTER,
    IDENTIFIER,
    INDEX_VALUES,
    INDICES,
    INSTANCE_UID,
    INSTANCES,
    NUMBER_OF_FRAMES,
    ORGANIZATION_UID,
    ORGANIZATIONS,
    PER_FRAME,
    REFERRING,
    RELATIONSHIP,
    SHARED,
    VALUE_TYPE,
    ContentFacts,
    at,
    content_facts,
    first,
    fresh_uid,
    has_frames,
    inside,
    mandatory_in_frames,
    place_of,
    text_of,
)

RELATIONSHIPS = (
    "CONTAINS", "HAS ACQ CONTEXT", "HAS CONCEPT MOD", "HAS OBS CONTEXT", "HAS PROPERTIES", "INFERRED FROM",
    "SELECTED FROM",
)  # fmt: skip
#: Value Types whose Attributes are all conditional, so that a Content Item may become one of them and lacks nothing.
BARE = ("DATE", "DATETIME", "PNAME", "TEXT", "TIME", "UIDREF")
TILING = 0x00209311


def groups(valid: Valid, tag: int) -> list[list[El]]:
    """The Items of functional groups; none of what is tiled, where frames need less."""
    if not has_frames(valid.edition, valid.iod) or first(valid.file.elements, TILING) is not None:
        return []
    return inside(valid.file.elements, tag) if first(valid.file.elements, tag) is not None else []


@breaks("G001")
def macro_missing(valid: Valid, rnd: random.Random) -> Expected | None:
    """A frame without a functional group."""
    frames = groups(valid, PER_FRAME)
    wanted = [tag for _, tag in mandatory_in_frames(valid.edition, valid.iod)]
    found = [(n, tag) for n, here in enumerate(frames, 1) for tag in wanted if first(here, tag) is not None]
    if not found:
        return None
    number, tag = rnd.choice(found)
    frames[number - 1][:] = [el for el in frames[number - 1] if el.tag != tag]
    return "G001", "error", valid.path_text(((PER_FRAME, 1, number),))


@breaks("G002")
def macro_in_both(valid: Valid, rnd: random.Random) -> Expected | None:
    """A functional group that is shared, and in a frame as well."""
    shared, frames = groups(valid, SHARED), groups(valid, PER_FRAME)
    wanted = [
        tag for macro, tag in mandatory_in_frames(valid.edition, valid.iod) if place_of(valid.iod, macro.id) is None
    ]
    found = [el for here in shared for el in here if el.tag in wanted and el.items]
    if not found or not frames:
        return None
    one = rnd.choice(found)
    frame = rnd.choice(frames)
    frame.append(copy.deepcopy(one))
    frame.sort(key=lambda el: el.tag)
    return "G002", "error", valid.path_text(((SHARED, 1, 1), (one.tag, 1, 0)))


@breaks("G003")
def frame_too_many(valid: Valid, rnd: random.Random) -> Expected | None:
    """One Item more than frames."""
    sequence = first(valid.file.elements, PER_FRAME)
    number = first(valid.file.elements, NUMBER_OF_FRAMES)
    if not groups(valid, PER_FRAME) or sequence is None or number is None or not number.value:
        return None
    sequence.items = [*(sequence.items or []), copy.deepcopy((sequence.items or [])[-1])]
    return "G003", "error", valid.path_text(((PER_FRAME, 1, 0),))


@breaks("G004")
def frame_content_shared(valid: Valid, rnd: random.Random) -> Expected | None:
    """Frame Content that is shared."""
    shared, frames = groups(valid, SHARED), groups(valid, PER_FRAME)
    content = next((el for here in frames for el in here if el.tag == FRAME_CONTENT and el.items), None)
    if content is None or not shared or FRAME_CONTENT not in dict(mandatory_tags(valid)):
        return None
    for here in frames:
        here[:] = [el for el in here if el.tag != FRAME_CONTENT]
    shared[0].append(content)
    shared[0].sort(key=lambda el: el.tag)
    return "G004", "error", valid.path_text(((SHARED, 1, 1), (FRAME_CONTENT, 1, 0)))


def mandatory_tags(valid: Valid) -> list[tuple[int, str]]:
    """Tags and ids of mandatory macros."""
    return [(tag, macro.id) for macro, tag in mandatory_in_frames(valid.edition, valid.iod)]


@breaks("G006")
def shared_twice(valid: Valid, rnd: random.Random) -> Expected | None:
    """Two Items that are shared."""
    sequence = first(valid.file.elements, SHARED)
    if not groups(valid, SHARED) or sequence is None:
        return None
    sequence.items = [*(sequence.items or []), copy.deepcopy((sequence.items or [])[0])]
    return "G006", "error", valid.path_text(((SHARED, 1, 0),))


@breaks("G007")
def index_value_too_many(valid: Valid, rnd: random.Random) -> Expected | None:
    """A value more than dimensions."""
    dimensions = inside(valid.file.elements, INDICES)
    found = []
    for number, here in enumerate(groups(valid, PER_FRAME), 1):
        for content in inside(here, FRAME_CONTENT)[:1]:
            values = first(content, INDEX_VALUES)
            if values is not None and values.value:
                found.append((number, values))
    if not found or not dimensions:
        return None
    number, values = rnd.choice(found)
    values.value += struct.pack("<I", 1)
    path = ((PER_FRAME, 1, number), (FRAME_CONTENT, 1, 1), (INDEX_VALUES, 1, 0))
    return "G007", "error", valid.path_text(path)


@breaks("G008")
def organization_not_listed(valid: Valid, rnd: random.Random) -> Expected | None:
    """A dimension of another organization."""
    if not has_frames(valid.edition, valid.iod) or not inside(valid.file.elements, ORGANIZATIONS):
        return None
    dimensions = list(enumerate(inside(valid.file.elements, INDICES), 1))
    if not dimensions:
        return None
    number, here = rnd.choice(dimensions)
    el = first(here, ORGANIZATION_UID)
    if el is None or not el.value:
        return None
    el.value = fresh_uid(rnd)
    return "G008", "error", valid.path_text(((INDICES, 1, number), (ORGANIZATION_UID, 1, 0)))


@breaks("G009")
def pointer_to_no_group(valid: Valid, rnd: random.Random) -> Expected | None:
    """A dimension that points to no functional group."""
    if not has_frames(valid.edition, valid.iod):
        return None
    found = [(n, first(here, GROUP_POINTER)) for n, here in enumerate(inside(valid.file.elements, INDICES), 1)]
    found = [(n, el) for n, el in found if el is not None]
    if not found:
        return None
    number, el = rnd.choice(found)
    if el is not None:
        el.value = at(0x00100010)
    return "G009", "warning", valid.path_text(((INDICES, 1, number), (GROUP_POINTER, 1, 0)))


# -- Content Items


def content(valid: Valid) -> tuple[ContentFacts, list[tuple[Path, list[El], list[El] | None]]] | None:
    """The facts of the IOD, and all Content Items: path, Elements, and those of the parent."""
    facts = content_facts(valid.iod.id)
    if facts is None or not text_of(valid.file.elements, VALUE_TYPE):
        return None
    found: list[tuple[Path, list[El], list[El] | None]] = []
    waiting: list[tuple[Path, list[El], list[El] | None]] = [((), valid.file.elements, None)]
    while waiting:
        path, here, parent = waiting.pop()
        found.append((path, here, parent))
        items = inside(here, CONTENT) if first(here, CONTENT) is not None else []
        waiting += [((*path, (CONTENT, 1, number)), item, here) for number, item in enumerate(items, 1)]
    return facts, found


@breaks("S001")
def value_type_not_listed(valid: Valid, rnd: random.Random) -> Expected | None:
    """A Value Type that the IOD does not have."""
    made = content(valid)
    if made is None:
        return None
    facts, items = made
    others = sorted(set(BARE) - facts.value_types)
    items = [one for one in items if one[2] is not None]
    if not others or not items:
        return None
    path, here, _ = rnd.choice(items)
    el = first(here, VALUE_TYPE)
    if el is None:
        return None
    el.value = padded(rnd.choice(others).encode())
    return "S001", "error" if facts.sure else "warning", valid.path_text((*path, (VALUE_TYPE, 1, 0)))


@breaks("S002")
def relationship_not_listed(valid: Valid, rnd: random.Random) -> Expected | None:
    """A relationship that the IOD does not let two Value Types have."""
    made = content(valid)
    if made is None:
        return None
    facts, items = made
    found = []
    for path, here, parent in items:
        el = first(here, RELATIONSHIP)
        if parent is not None and el is not None:
            source, target = text_of(parent, VALUE_TYPE), text_of(here, VALUE_TYPE)
            others = [how for how in RELATIONSHIPS if (source, how, target) not in facts.by_value]
            found += [(path, el, how) for how in others]
    if not found:
        return None
    path, el, how = rnd.choice(found)
    el.value = padded(how.encode())
    severity = "error" if facts.sources == 2 else "warning"
    return "S002", severity, valid.path_text((*path, (RELATIONSHIP, 1, 0)))


def by_reference(here: list[El], path: Path, how: str, *numbers: int) -> Path:
    """Puts an Item by reference at the end of the Content Sequence of a Content Item; the path of its identifier."""
    sequence = first(here, CONTENT)
    if sequence is None:
        sequence = El(CONTENT, "SQ", items=[])
        here.append(sequence)
        here.sort(key=lambda el: el.tag)
    identifier = El(IDENTIFIER, "UL", struct.pack(f"<{len(numbers)}I", *numbers))
    item = Item([El(RELATIONSHIP, "CS", padded(how.encode())), identifier])
    sequence.items = [*(sequence.items or []), item]
    return (*path, (CONTENT, 1, len(sequence.items)), (IDENTIFIER, 1, 0))


def numbers_of(path: Path) -> tuple[int, ...]:
    """How a Content Item is referred to."""
    return (1, *(number for _, _, number in path))


@breaks("S003")
def target_missing(valid: Valid, rnd: random.Random) -> Expected | None:
    """A reference to nothing."""
    made = content(valid)
    if made is None or made[0].by_reference != "allowed":
        return None
    path, here, _ = rnd.choice(made[1])
    wrong = rnd.choice([(2,), (1, 0), (1, 77), (0,), (*numbers_of(path), 99)])
    return "S003", "error", valid.path_text(by_reference(here, path, "INFERRED FROM", *wrong))


@breaks("S005")
def reference_not_allowed(valid: Valid, rnd: random.Random) -> Expected | None:
    """A reference that the IOD does not allow."""
    made = content(valid)
    if made is None:
        return None
    facts, items = made
    path, here, _ = rnd.choice(items)
    to, target, _ = rnd.choice(items)
    source, target_type = text_of(here, VALUE_TYPE), text_of(target, VALUE_TYPE)
    how = rnd.choice(RELATIONSHIPS)
    if facts.by_reference == "allowed" and (source, how, target_type) in facts.references:
        return None
    severity = "error" if facts.sources == 2 else "warning"
    return "S005", severity, valid.path_text(by_reference(here, path, how, *numbers_of(to)))


@breaks("S005-loop")
def reference_to_what_is_around(valid: Valid, rnd: random.Random) -> Expected | None:
    """A reference to the Content Item that it stands in."""
    made = content(valid)
    if made is None:
        return None
    facts, items = made
    found = []
    for path, here, _ in items:
        kind = text_of(here, VALUE_TYPE)
        found += [(path, here, how) for how in RELATIONSHIPS if (kind, how, kind) in facts.references]
    if not found or facts.by_reference != "allowed":
        return None
    path, here, how = rnd.choice(found)
    return "S005", "error", valid.path_text(by_reference(here, path, how, *numbers_of(path)))


@breaks("S004")
def reference_not_listed(valid: Valid, rnd: random.Random) -> Expected | None:
    """An instance that is no evidence."""
    made = content(valid)
    if made is None:
        return None
    found = []
    for path, here, _ in made[1]:
        if text_of(here, VALUE_TYPE) not in REFERRING or first(here, INSTANCES) is None:
            continue
        for number, inner in enumerate(inside(here, INSTANCES), 1):
            el = first(inner, INSTANCE_UID)
            if el is not None and el.value:
                found.append(((*path, (INSTANCES, 1, number), (INSTANCE_UID, 1, 0)), el))
    if not found:
        return None
    place, el = rnd.choice(found)
    el.value = fresh_uid(rnd)
    return "S004", "error", valid.path_text(place)
