"""A day of a chain of shops, for L2: who is there, what happens, what must hold."""
