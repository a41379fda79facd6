"""Proof of bite: faults planted in the core, one at a time, that the differential tests and the truth cases must catch."""
