"""What other validators say of 250 real files, and how each difference is decided."""
