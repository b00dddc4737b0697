import stat

import pytest

from archive.errors import BrokenHome
from archive.home import Home


def test_creating_twice_keeps_the_secret(tmp_path):
    home = Home(tmp_path / "home")
    home.create()
    first = home.secret()
    home.create()

    assert home.secret() == first


def test_the_secret_is_for_its_owner_only(tmp_path):
    home = Home(tmp_path / "home")
    home.create()

    assert stat.S_IMODE((home.root / "secret").stat().st_mode) == 0o600


def test_a_missing_secret_is_told_with_what_to_run(tmp_path):
    with pytest.raises(BrokenHome, match="xiupu init"):
        Home(tmp_path).secret()


def test_a_short_secret_is_not_used(tmp_path):
    (tmp_path / "secret").write_bytes(b"short")

    with pytest.raises(BrokenHome, match="damaged"):
        Home(tmp_path).secret()


def test_a_home_that_is_a_file_is_refused(tmp_path):
    (tmp_path / "home").write_text("no folder")

    with pytest.raises(BrokenHome):
        Home(tmp_path / "home").create()
