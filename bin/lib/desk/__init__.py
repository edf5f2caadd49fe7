"""The commands behind bin/: only the standard library, they run before anything is set up."""
