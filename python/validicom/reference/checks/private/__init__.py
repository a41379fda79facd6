"""Private Data Elements (PS3.5 7.8)."""
