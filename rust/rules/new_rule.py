"""Make the files of a new rule: its Rust file with page and tests, and its Python twin, all to be filled in.

usage: python rust/rules/new_rule.py FAMILY CODE NAME      such as: value V044 uid-too-short
"""

from __future__ import annotations

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

RUST = """//! ## What it checks
//! FILL IN.
//!
//! ## Why
//! FILL IN.
//!
//! ## Standard
//! FILL IN.
//!
//! ## Example
//! FILL IN.
//!
//! ## Exceptions
//! FILL IN.

use crate::context::Context;
use crate::rule::{{Check, Meta}};
use crate::sink::Sink;

/// See the page.
pub const META: Meta = Meta {{
    code: "{code}",
    name: "{name}",
    paragraph: "",
    summary: "",
    message: "",
    ..Meta::BASE
}};

/// How it is run.
pub const CHECK: Check = Check::File(check);

fn check(_: &Context, _: &mut Sink) {{}}

#[cfg(test)]
mod tests {{
    #[test]
    fn fires_and_is_silent() {{
        unreachable!("write a case that fires and one that is silent");
    }}
}}
"""

PYTHON = '''"""{code} {name}: FILL IN (paragraph)."""

from __future__ import annotations

from collections.abc import Iterator

from validicom.reference.context import Context
from validicom.reference.findings import Raw

CODE = "{code}"
NEED = "value"


def check(ctx: Context) -> Iterator[Raw]:
    """FILL IN."""
    raise NotImplementedError
'''


def main() -> int:
    """Write the two files; refuse a code or a name that is taken."""
    if len(sys.argv) != 4:
        print(__doc__, file=sys.stderr)
        return 2
    family, code, name = sys.argv[1:]
    checks = ROOT / "rust" / "rules" / "src" / "checks"
    if not re.fullmatch(r"[A-Z]\d{3}", code) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        print("a code is a letter and three digits, a name lower-case words with hyphens", file=sys.stderr)
        return 2
    for path in checks.glob("*/*.rs"):
        if f'code: "{code}"' in path.read_text(encoding="utf-8") or path.stem == name.replace("-", "_"):
            print(f"taken: {path.relative_to(ROOT)}", file=sys.stderr)
            return 2
    stem = name.replace("-", "_")
    twin = ROOT / "python" / "validicom" / "reference" / "checks" / family
    for path, text in ((checks / family / f"{stem}.rs", RUST), (twin / f"{stem}.py", PYTHON)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(code=code, name=name), encoding="utf-8")
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
