"""File and File Meta Information (PS3.10)."""
