"""Both engines on made and on real files: equal findings, in equal order, with equal counts."""
