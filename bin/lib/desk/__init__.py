"""The commands behind bin/: standard library only, nothing is set up before them."""
