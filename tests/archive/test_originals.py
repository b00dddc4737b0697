import hashlib
import stat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import ArchiveError
from archive.originals import OriginalStore, digest_of


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.binary(max_size=200))
def test_what_is_stored_comes_back_equal(tmp_path, content):
    store = OriginalStore(tmp_path)

    assert store.read(store.store(content)) == content


def test_an_original_is_named_by_content_and_cannot_be_written(tmp_path):
    store = OriginalStore(tmp_path)
    path = store.path(store.store(b"thread"))

    assert path.name == hashlib.sha256(b"thread").hexdigest() == digest_of(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


def test_storing_again_leaves_the_file_untouched(tmp_path):
    store = OriginalStore(tmp_path)
    path = store.path(store.store(b"thread"))
    before = path.stat()
    store.store(b"thread")

    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_torn_file_is_written_again(tmp_path):
    store = OriginalStore(tmp_path)
    path = store.path(hashlib.sha256(b"thread").hexdigest())
    path.parent.mkdir(parents=True)
    path.write_bytes(b"thr")
    store.store(b"thread")

    assert path.read_bytes() == b"thread"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_only_a_digest_names_a_file(tmp_path, name):
    with pytest.raises(ValueError, match="not a SHA-256"):
        OriginalStore(tmp_path).path(name)


def test_reading_what_is_not_there_says_so(tmp_path):
    with pytest.raises(ArchiveError, match="cannot be read"):
        OriginalStore(tmp_path).read("a" * 64)


def test_all_originals_are_listed_and_leftovers_are_not(tmp_path):
    store = OriginalStore(tmp_path)
    kept = sorted([store.store(b"one"), store.store(b"two")])
    (store.path(kept[0]).parent / ".part-abc").write_bytes(b"torn")

    assert list(store) == kept


def test_removing_twice_is_no_error(tmp_path):
    store = OriginalStore(tmp_path)
    sha256 = store.store(b"one")
    store.remove(sha256)
    store.remove(sha256)

    assert list(store) == []
