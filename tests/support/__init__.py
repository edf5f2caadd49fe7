"""Helpers for the tests across addons; tests/README.md tells how to use them."""
