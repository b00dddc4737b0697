"""A fresh archive for every test that asks for one."""

import os
import shutil

import pytest
from click.testing import CliRunner
from hypothesis import settings

from archive.catalogue import create_catalogue, open_catalogue
from archive.home import Home
from tests.making import sheet
from tests.web.command_line import AGREED, cloth
from web.cli import main

# The same cases at every run, so that a red suite is somebody's change and not
# the day's luck. HYPOTHESIS_PROFILE=default draws anew, to look for more.
settings.register_profile("steady", derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory):
    """An archive made once; tests get copies, because making one takes a second."""
    home = Home(tmp_path_factory.mktemp("made") / "home")
    create_catalogue(home).close()
    # Whether a neural model is installed must not decide what a test sees, nor how long it takes.
    home.models.mkdir()
    (home.models / "off").touch()
    return home


@pytest.fixture
def home(tmp_path, empty_home):
    """A fresh archive in the test's own folder."""
    fresh = Home(tmp_path / "home")
    shutil.copytree(empty_home.root, fresh.root)
    return fresh


@pytest.fixture
def db(home):
    """The catalogue of the fresh archive."""
    db = open_catalogue(home)
    yield db
    db.close()


@pytest.fixture
def xiupu(home):
    """Run a command on the fresh archive."""

    def run(*arguments, at=home.root):
        return CliRunner().invoke(main, ["--home", str(at), *map(str, arguments)])

    return run


@pytest.fixture
def cloths(tmp_path):
    """A folder of two photographs and a torn one, with a sheet."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "one.jpg").write_bytes(cloth(1))
    (folder / "two.jpg").write_bytes(cloth(2))
    (folder / "torn.jpg").write_bytes(cloth(3)[:500])
    both = {"motifs": "蝴蝶", **AGREED}
    sheet(
        folder / "works.csv",
        {"file": "one.jpg", "identifier": "1", "title_zh": "蝶帽", "title_en": "Cap"} | both,
        {"file": "two.jpg", "identifier": "2", "title_zh": "龙帽"} | AGREED,
    )
    return folder


@pytest.fixture
def filled_xiupu(xiupu, cloths):
    """The fresh archive with the two works of the folder."""
    assert xiupu("ingest", cloths, "--sheet", cloths / "works.csv", "--jobs", 1).exit_code == 0
    return xiupu
