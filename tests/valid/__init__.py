"""Data sets that are right by construction, many of each IOD of each edition, and each single break of them."""
