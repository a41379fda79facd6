"""PS3.6: the data dictionary and the registry of UIDs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from . import shipped

if TYPE_CHECKING:
    from .grid import Table
    from .markup import Element, References
    from .notes import Notes

_TAG: Final = re.compile(r"\(([0-9A-Fa-fXx]{4}),\s*([0-9A-Fa-fXx]{4})\)")
_ONE_VR: Final = r"(?:A[EST]|CS|D[AST]|F[DL]|IS|L[OT]|O[BDFLVW]|PN|S[HLQSTV]|TM|U[CILNRSTV])"
_VR: Final = re.compile(rf"{_ONE_VR}(?: or {_ONE_VR})*")
_VM: Final = re.compile(r"\d{1,2}(?:-(?:\d{1,2}|\d{0,2}n))?(?: or \d{1,2}(?:-(?:\d{1,2}|\d{0,2}n))?)*")
_UID: Final = re.compile(r"1\.2\.840\.10008(?:\.(?:0|[1-9]\d*))+")
_KEYWORD: Final = re.compile(r"[A-Z][A-Za-z0-9]*")


#: Groups that are not all in the tables of PS3.6: commands, File Meta Information, File-sets, Items.
_OTHER_PARTS: Final = frozenset({"0000", "0002", "0004", "FFFE"})


def tag_of(text: str) -> str | None:
    """A Tag as eight digits, with `x` where any digit stands; none if there is not exactly one."""
    found = _TAG.findall(text)
    return (found[0][0] + found[0][1]).upper().replace("X", "x") if len(found) == 1 else None


def attributes(tables: list[Table], references: References, notes: Notes) -> dict[str, shipped.Row]:
    """The rows of attributes.tsv by Tag (PS3.6 6, 7, 8)."""
    found: dict[str, shipped.Row] = {}
    keywords: set[str] = set()
    for table in tables:
        places = [table.column(word) for word in ("tag", "name", "keyword", "vr", "vm")]
        if any(place is None for place in places):
            continue
        for cells in table.rows:
            text = [_text(cells, place, references) for place in places]
            where = f"PS3.6 table {table.label}"
            tag, name, keyword, vr, vm = text[0], text[1], text[2], text[3], text[4]
            number = tag_of(tag)
            if number is None:
                notes.add("dictionary-row", where, " ".join(text))
                continue
            retired = "RET" in " ".join(_text(cells, place, references) for place in range(len(cells)) if place > 3)
            if keyword and not _KEYWORD.fullmatch(keyword):
                notes.add("dictionary-keyword", where, f"{tag} {keyword}")
                keyword = ""
            if number in found or (keyword and keyword in keywords):
                notes.add("dictionary-twice", where, f"{tag} {keyword}")
                continue
            if vr and not _VR.fullmatch(vr):
                # Items and delimiters have no VR.
                if not vr.casefold().startswith("see note"):
                    notes.add("dictionary-vr", where, f"{tag} {vr}")
                vr = ""
            if not _VM.fullmatch(vm):
                if vm:
                    notes.add("dictionary-vm", where, f"{tag} {vm}")
                vm = "1-n" if not vm and retired else "1"
            keywords.add(keyword)
            found[number] = {
                "tag": number,
                "keyword": keyword,
                "name": name,
                "vr": vr,
                "vm": vm,
                "retired": "Y" if retired else "N",
            }
    return found


def uids(tables: list[Table], references: References, notes: Notes) -> dict[str, shipped.Row]:
    """The rows of uids.tsv by UID (PS3.6 A)."""
    known = {row["uid"]: row for row in shipped.rows(f"{shipped.NEWEST}/uids.tsv")}
    found: dict[str, shipped.Row] = {}
    for table in tables:
        if not table.head or table.head[0].casefold() not in {
            "uid value",
            "uid",
            "synchronization frame of reference uid",
        }:
            continue
        name, kind, keyword = table.column("name"), table.column("type"), table.column("keyword")
        for cells in table.rows:
            uid = "".join(_text(cells, 0, references).split())
            if not _UID.fullmatch(uid) or len(uid) > 64:
                notes.add("uid", f"PS3.6 table {table.label}", uid or "a row without a UID")
                continue
            if uid in found:
                notes.add("uid-twice", f"PS3.6 table {table.label}", uid)
                continue
            words = _text(cells, name, references)
            row = {
                "uid": uid,
                "name": re.sub(r"\s*\(Retired\)", "", words),
                "type": _text(cells, kind, references)
                or known.get(uid, {}).get("type", "Well-known frame of reference"),
                "keyword": _text(cells, keyword, references),
            }
            # Names and keywords as shipped, where the UID is.
            row.update({key: known[uid][key] for key in ("name", "keyword") if uid in known})
            row["retired"] = "Y" if "retired" in words.casefold() else "N"
            found[uid] = row
    return found


def completed(attributes: dict[str, shipped.Row]) -> dict[str, shipped.Row]:
    """The dictionary, with what the newest shipped edition has beyond it."""
    full = {row["tag"]: row for row in shipped.rows(f"{shipped.NEWEST}/attributes.tsv")}
    keywords = {row["keyword"] for row in attributes.values()}
    return {tag: row for tag, row in full.items() if row["keyword"] not in keywords} | attributes


def complete(attributes: dict[str, shipped.Row], used: set[str], notes: Notes) -> None:
    """Adds the Attributes that the tables name and PS3.6 does not have, and those of other parts (PS3.7, PS3.10)."""
    missing = _OTHER_PARTS - {tag[:4] for tag in attributes}
    for tag, row in completed(attributes).items():
        if tag in attributes:
            continue
        if tag[:4] in missing or tag in used:
            attributes[tag] = row
            if tag in used:
                notes.add("dictionary-as-shipped", "PS3.6", f"{tag} {row['keyword']}")


def complete_uids(found: dict[str, shipped.Row], used: set[str], notes: Notes) -> None:
    """Adds the UIDs that IODs name and PS3.6 does not have, and the Transfer Syntaxes that validicom knows."""
    syntaxes = {row["uid"] for row in shipped.rows("common/transfer_syntaxes.tsv")}
    known = {row["uid"]: row for row in shipped.rows(f"{shipped.NEWEST}/uids.tsv")}
    for uid in sorted(used | syntaxes):
        if uid in found:
            continue
        if uid in known:
            found[uid] = known[uid]
        elif uid in used:
            found[uid] = {"uid": uid, "name": "", "type": "SOP Class", "retired": "N", "keyword": ""}
        if uid in used:
            notes.add("uid-as-shipped" if uid in known else "uid-unknown", "PS3.6", uid)


def _text(cells: tuple[Element | None, ...], place: int | None, references: References) -> str:
    cell = cells[place] if place is not None and place < len(cells) else None
    return references.text(cell) if cell is not None else ""
