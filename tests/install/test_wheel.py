"""What `pip install ./ADDON` of the README builds: complete, and Odoo finds it."""

import re
import subprocess
import zipfile

import pytest

from desk import places

TOP = "odoo/addons"


@pytest.mark.parametrize("addon", places.in_order(places.addons()))
def test_an_addon_is_built_whole(addon, tmp_path):
    build = [places.PYTHON, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    where = ["--no-cache-dir", "-q", "-w", tmp_path / "wheels", tmp_path / addon]
    # The build writes beside the sources.
    subprocess.run(["cp", "-r", places.ROOT / addon, tmp_path / addon], check=True)
    done = subprocess.run(
        [*build, *where], check=False, capture_output=True, text=True, cwd=tmp_path
    )
    assert not done.returncode, done.stderr[-2000:]
    (wheel,) = (tmp_path / "wheels").iterdir()
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
        (name,) = (name for name in inside if name.endswith("METADATA"))
        metadata = archive.read(name).decode()
    folder = places.ROOT / addon
    wanted = {
        f"{TOP}/{file.relative_to(places.ROOT)}"
        for file in folder.rglob("*")
        if file.is_file() and file.suffix != ".pyc"
    }
    wanted -= {f"{TOP}/{addon}/pyproject.toml", f"{TOP}/{addon}/.gitignore"}
    assert wanted - inside == set()
    required = re.findall(r"^Requires-Dist: odoo-addon-([\w-]+)", metadata, re.M)
    pinned = (places.REQUIREMENTS / "oca.in").read_text("utf-8")
    others = {
        name
        for name in places.manifest(addon)["depends"]
        if name in places.addons() or re.search(rf"^odoo-addon-{name}\b", pinned, re.M)
    }
    assert others
    assert {name.replace("-", "_") for name in required} == others
