"""What was not understood, by kind, with where it stands: counted and listed, never guessed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Notes:
    """A list of (kind, where, what) without repetition, in the order found."""

    rows: dict[tuple[str, str, str], None] = field(default_factory=dict)

    def add(self, kind: str, where: str, what: str) -> None:
        """Lists one thing; long words are cut and tabs removed."""
        self.rows.setdefault((kind, " ".join(where.split())[:120], " ".join(what.split())[:200]))

    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return dict(sorted(Counter(kind for kind, _, _ in self.rows).items()))
