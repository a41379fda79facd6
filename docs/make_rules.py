"""Write the page of each rule (docs/rules/CODE.md) and their table from the rules' source files.

usage: python docs/make_rules.py [--check]    (--check: write nothing, exit 1 if a page is not up to date)
"""

from __future__ import annotations

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CHECKS = ROOT / "rust" / "rules" / "src" / "checks"
PAGES = ROOT / "docs" / "rules"
FAMILIES = {
    "F": "File and File Meta Information",
    "E": "Encoding",
    "V": "Values",
    "P": "Private Elements",
    "R": "Retired",
    "X": "Encoding of Pixel Data",
    "M": "Modules and IOD",
    "A": "Attributes",
    "G": "Functional groups",
    "S": "Structured Reports",
    "C": "Consistency",
}


def field(source: str, name: str, default: str = "") -> str:
    """Give the text of one field of a rule's META."""
    source = source.partition("pub const META")[2].partition("};")[0]
    found = re.search(rf"\b{name}: (?:Severity::|Need::)?\"?((?:[^\"\\\n,]|\\.|,(?=[^\n]*\"))*)", source)
    return found.group(1).replace('\\"', '"') if found else default


def pages() -> dict[pathlib.Path, str]:
    """Give the text of every page, by path."""
    made = {}
    rows = []
    for path in sorted(CHECKS.glob("*/*.rs")):
        source = path.read_text(encoding="utf-8")
        page = "\n".join(
            line.removeprefix("//!").removeprefix(" ") for line in source.splitlines() if line.startswith("//!")
        )
        code, name = field(source, "code"), field(source, "name")
        severity = field(source, "severity", "Error").lower()
        need = field(source, "need", "Value").lower()
        paragraph, summary = field(source, "paragraph"), field(source, "summary")
        demanded = f" Paragraph: {paragraph}." if paragraph else ""
        head = f"# {code} {name}\n\n{summary}\n\nSeverity: {severity}. Needs: {need}.{demanded}\n"
        made[PAGES / f"{code}.md"] = f"{head}\n{page.replace('## ', '## ').strip()}\n"
        rows.append((code, name, severity, paragraph, summary))
    text = "# Rules\n\nMade by `docs/make_rules.py` from the rules' source files.\n"
    for letter, title in FAMILIES.items():
        text += (
            f"\n## {letter}: {title}\n\n| code | name | severity | paragraph | what is wrong |\n|---|---|---|---|---|\n"
        )
        for code, name, severity, paragraph, summary in sorted(rows):
            if code.startswith(letter):
                text += f"| [{code}]({code}.md) | {name} | {severity} | {paragraph} | {summary} |\n"
    made[PAGES / "README.md"] = text
    return made


def main() -> int:
    """Write the pages, or check them."""
    made = pages()
    stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    extra = [path for path in PAGES.glob("*.md") if path not in made]
    if "--check" in sys.argv[1:]:
        for path in stale + extra:
            print(f"not up to date: {path.relative_to(ROOT)} (run python docs/make_rules.py)")
        return 1 if stale or extra else 0
    PAGES.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(made[path], encoding="utf-8")
    for path in extra:
        path.unlink()
    print(f"{len(made)} pages, {len(stale)} written, {len(extra)} removed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
