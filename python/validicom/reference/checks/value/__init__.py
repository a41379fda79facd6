"""Values (PS3.5 6, PS3.6)."""
