"""When something stands in the way, a command says what to do, in one line."""

import os
import socket
from pathlib import Path

import pytest

from desk import places
from support.commands import call, refused

DEMO = places.ROOT / "bin" / "demo"


@pytest.mark.parametrize(
    "way", [[], ["--background"]], ids=["foreground", "background"]
)
def test_a_taken_port_is_named(tmp_path, way):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = call(DEMO, *way, ODOO_PORT=port, DESK_WORK=tmp_path / "work")
    refused(done, f"Port {port} is taken", f"ODOO_PORT={port + 1} bin/demo")


@pytest.mark.parametrize("port", ["web", "0", "70000", "80.5"])
def test_a_port_that_is_none_is_refused(tmp_path, port):
    done = call(DEMO, ODOO_PORT=port, DESK_WORK=tmp_path / "work")
    refused(done, f"ODOO_PORT={port}", "port number")


def fake_odoo(folder: Path, version: str) -> Path:
    (folder / "odoo").mkdir(parents=True)
    (folder / "odoo-bin").write_text("#!/usr/bin/env python3\n")
    (folder / "odoo" / "release.py").write_text(
        f"version_info = ({version}, 0, 'final', 0, '')\n"
    )
    return folder


@pytest.mark.parametrize("inside", ["", "odoo"], ids=["checkout", "package"])
def test_another_odoo_version_is_refused(tmp_path, inside):
    folder = fake_odoo(tmp_path / "odoo18", "18, 0") / inside
    done = call(
        DEMO, ODOO_PATH=folder, DESK_WORK=tmp_path / "work", ODOO_PORT=0 or free()
    )
    refused(done, "is Odoo 18.0", "need Odoo 19.0")


def test_a_folder_without_odoo_is_refused(tmp_path):
    done = call(DEMO, ODOO_PATH=tmp_path, DESK_WORK=tmp_path / "work", ODOO_PORT=free())
    refused(done, f"ODOO_PATH={tmp_path}", "holds no Odoo")
    done = call(
        DEMO, ODOO_PATH=tmp_path / "gone", DESK_WORK=tmp_path / "work", ODOO_PORT=free()
    )
    refused(done, "is not a folder")


def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_full_disk_is_named(tmp_path):
    """A real file system of one megabyte, in a mount namespace of its own."""
    work = tmp_path / "small"
    work.mkdir()
    script = f"mount -t tmpfs -o size=1m tmpfs {work} && exec {DEMO}"
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    done = call(
        "unshare",
        *as_root,
        "--mount",
        "sh",
        "-c",
        script,
        DESK_WORK=work,
        ODOO_PORT=free(),
    )
    refused(done, "No space left on the disk", str(work))


def test_a_disk_that_fills_up_on_the_way_is_named(tmp_path):
    """The space seemed enough, but a program hits the end: its words are understood."""
    work = tmp_path / "small"
    work.mkdir()
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from desk import places\n"
        "from desk.errors import command\n"
        "from desk.run import run\n"
        "def main(_arguments):\n"
        "    out = f'of={places.WORK}/x'\n"
        "    run('Copy', ['dd', 'if=/dev/zero', out, 'bs=1M', 'count=9'])\n"
        "command('bin/demo', main)\n"
    )
    python = f'python3 -c "$CODE" {places.ROOT / "bin" / "lib"}'
    script = f"mount -t tmpfs -o size=1m tmpfs {work} && {python}"
    as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
    done = call(
        "unshare", *as_root, "--mount", "sh", "-c", script, DESK_WORK=work, CODE=code
    )
    refused(done, "No space left on the disk")


@pytest.mark.parametrize("kind", ["http://127.0.0.1:9"])
def test_no_network_is_named(tmp_path, kind):
    """Every registry lies behind a proxy that does not answer."""
    nowhere = {
        name: kind
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
    }
    done = call(
        DEMO,
        **nowhere,
        no_proxy="",
        NO_PROXY="",
        PIP_NO_CACHE_DIR="1",
        DESK_WORK=tmp_path / "work",
        ODOO_PORT=free(),
    )
    refused(done, "no network")


def test_a_missing_program_is_named(tmp_path):
    """Someone who may not install packages reads which command does."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("python3", "env", "sh"):
        (tools / name).symlink_to(Path(f"/usr/bin/{name}").resolve())
    done = call(DEMO, PATH=tools, DESK_WORK=tmp_path / "work", ODOO_PORT=free())
    refused(done, "wkhtmltopdf", "sudo apt-get install")


def test_an_unknown_test_is_refused():
    done = call(places.ROOT / "bin" / "test", "tests/no_such_file.py")
    refused(done, "tests/no_such_file.py does not exist")


def test_no_demo_runs_so_stop_has_nothing_to_do(tmp_path):
    done = call(DEMO, "--stop", DESK_WORK=tmp_path / "work")
    assert (done.returncode, done.stdout.strip()) == (0, "The demo is not running.")
