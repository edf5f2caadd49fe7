"""ODOO_PATH may name a git checkout, a package's folder, or the package itself."""

from pathlib import Path

import pytest

from desk.odoo_source import given


@pytest.fixture
def checkout(tmp_path) -> Path:
    """As the repository has it: a few addons in the package, the others beside it."""
    for folder in ("odoo/addons/base", "addons/web"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "odoo-bin").touch()
    release = tmp_path / "odoo" / "release.py"
    release.write_text("version_info = (19, 0, 0, FINAL, 0, '')\n")
    return tmp_path


@pytest.mark.parametrize("inside", ["", "odoo"])
def test_a_checkout_has_two_folders_of_addons(checkout, monkeypatch, inside):
    monkeypatch.setenv("ODOO_PATH", str(checkout / inside))
    source = given()
    assert source.base == checkout
    assert source.addons == (checkout / "odoo" / "addons", checkout / "addons")


def test_a_package_has_one(checkout, monkeypatch):
    (checkout / "odoo" / "addons" / "web").mkdir()
    monkeypatch.setenv("ODOO_PATH", str(checkout))
    assert given().addons == (checkout / "odoo" / "addons",)


def test_without_odoo_path_there_is_none(monkeypatch):
    monkeypatch.delenv("ODOO_PATH", raising=False)
    assert given() is None
