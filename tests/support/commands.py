"""Calls one of the commands, and reads what it says."""

import os
import subprocess


def call(*command, **env) -> subprocess.CompletedProcess:
    settings = {key: value for key, value in os.environ.items() if key != "ODOO_PATH"}
    return subprocess.run(
        [str(part) for part in command],
        env={**settings, **{key: str(value) for key, value in env.items()}},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def refused(done: subprocess.CompletedProcess, *words: str) -> str:
    """The command failed with one clear line that holds the words."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode not in (0, 130), done.stdout
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    for word in words:
        assert word in lines[0]
    return lines[0]
