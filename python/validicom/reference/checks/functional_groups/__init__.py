"""Functional groups of multi-frame objects (PS3.3 C.7.6.16, C.7.6.17)."""
