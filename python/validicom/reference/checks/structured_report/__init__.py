"""Content Items of Structured Reports (PS3.3 C.17, A.35)."""
