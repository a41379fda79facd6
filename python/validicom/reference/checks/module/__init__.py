"""Modules and IODs (PS3.3)."""
