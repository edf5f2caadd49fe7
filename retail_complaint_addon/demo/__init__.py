"""The demo company and its history; nothing here is loaded by a normal installation."""
