"""Arithmetic and decisions of the watch trade, without the ORM."""
