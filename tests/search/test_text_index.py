import json
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from archive.errors import ArchiveError, Conflict
from search.text import IndexNotReady, TextDocument, TextIndex
from search.text.installed import check_providers


def work(name, title="蝴蝶", audience="public", **more):
    return TextDocument(name, audience, title=(title,), **more)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "text"


@pytest.fixture
def index(path):
    index = TextIndex(path)
    index.rebuild([work("a"), work("a", "机密", audience="desk"), work("b", "龙")])
    return index


def found(index, query="", audience="public"):
    return set(index.search(query, audience=audience).works)


def only(path, pattern):
    (file,) = Path(path).glob(pattern)
    return file


def test_an_index_never_built_is_missing_and_says_what_to_do(path):
    index = TextIndex(path)

    assert index.state().condition == "missing"
    with pytest.raises(IndexNotReady, match="xiupu index rebuild"):
        index.search("a", audience="public")
    with pytest.raises(IndexNotReady):
        index.update([work("a")])


def test_a_built_index_is_ready_and_counts_its_documents(index):
    assert index.state(is_thorough=True).is_ready
    assert index.state().documents == 3


def test_an_index_of_nothing_is_ready_and_finds_nothing(path):
    index = TextIndex(path)
    index.rebuild([])

    assert index.state().is_ready
    assert found(index) == set()
    assert found(index, "蝴蝶 OR 龙*") == set()


def test_an_update_replaces_all_documents_of_a_work(index):
    index.update([work("a", "石榴")])

    assert found(index, "石榴") == {"a"}
    assert found(index, "蝴蝶") == set()
    assert found(index, "机密", "desk") == set()
    assert found(index) == {"a", "b"}


def test_a_removed_work_is_gone_for_every_audience(index):
    index.update([], removed=["a"])

    assert found(index) == {"b"}
    assert found(index, audience="desk") == set()


def test_an_update_of_nothing_changes_nothing(index):
    index.update([], removed=["unknown"])

    assert found(index) == {"a", "b"}
    assert index.state().is_ready


def test_a_work_updated_with_both_documents_keeps_both(index):
    index.update([work("a", "新"), work("a", "新密", audience="desk")])

    assert found(index, "新") == {"a"}
    assert found(index, "新密", "desk") == {"a"}


def test_updating_twice_is_updating_once(index):
    for _ in range(2):
        index.update([work("c", "石榴")])

    assert found(index, "石榴") == {"c"}
    assert index.state().documents == 4


def test_many_small_updates_leave_few_segments(index, path):
    for number in range(40):
        index.update([work(f"n{number}", "石榴")])

    assert index.search("石榴", audience="public").total == 40
    assert len(list(path.glob("build-*/*.seg"))) <= 6
    assert index.state(is_thorough=True).documents == 43


def test_an_update_that_fails_leaves_the_index_as_it_was(index):
    def documents():
        yield work("c")
        raise RuntimeError("the catalogue went away")

    with pytest.raises(RuntimeError):
        index.update(documents())

    assert found(index) == {"a", "b"}
    index.update([work("c")])
    assert found(index) == {"a", "b", "c"}


def test_a_rebuild_that_fails_leaves_the_old_index_in_use(index, path):
    def documents():
        yield work("c")
        raise RuntimeError("the catalogue went away")

    with pytest.raises(RuntimeError):
        index.rebuild(documents())

    assert found(index) == {"a", "b"}
    index.rebuild([work("c")])
    assert found(index) == {"c"}
    assert len(list(path.glob("build-*"))) == 1


def test_another_object_sees_every_commit(index, path):
    other = TextIndex(path)
    before = found(other)
    index.update([work("c")])
    after_update = found(other)
    index.rebuild([work("d")])

    assert before == {"a", "b"}
    assert after_update == {"a", "b", "c"}
    assert found(other) == {"d"}


def test_an_index_of_another_version_is_stale(index, path):
    pointer = path / "current.json"
    pointer.write_text(json.dumps(json.loads(pointer.read_text()) | {"version": "0"}))

    assert index.state().condition == "stale"
    with pytest.raises(IndexNotReady):
        index.search("", audience="public")


@pytest.mark.parametrize("pattern", ["current.json", "build-*/*.toc", "build-*/*.seg"])
@pytest.mark.parametrize("keep", [0, 1, 0.5])
def test_a_cut_file_is_noticed_and_mended_by_a_rebuild(index, path, pattern, keep):
    file = only(path, pattern)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * keep) if keep < 1 else -1])

    assert TextIndex(path).state().condition == "torn"
    with pytest.raises(IndexNotReady):
        TextIndex(path).search("蝴蝶", audience="public")
    with pytest.raises(IndexNotReady):
        index.update([work("c")])
    index.rebuild([work("c")])
    assert found(TextIndex(path)) == {"c"}


@pytest.mark.parametrize("pattern", ["build-*/*.toc", "build-*/*.seg", "build-*/sizes-*.json"])
def test_a_file_gone_is_noticed(index, path, pattern):
    only(path, pattern).unlink()

    assert TextIndex(path).state().condition == "torn"


def test_a_flipped_bit_is_noticed_by_a_thorough_look(index, path):
    file = only(path, "build-*/*.seg")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    assert index.state(is_thorough=True).condition == "torn"


@pytest.mark.parametrize("start", [0, 0.1, 0.3, 0.5])
def test_a_file_overwritten_with_zeros_is_torn_not_a_crash(index, path, start):
    file = only(path, "build-*/*.seg")
    content = file.read_bytes()
    keep = int(len(content) * start)
    file.write_bytes(content[:keep] + bytes(len(content) - keep))

    with pytest.raises(IndexNotReady):
        TextIndex(path).search("蝴蝶 OR 龙*", audience="public")


def test_a_pointer_out_of_the_folder_is_not_followed(index, path):
    pointer = path / "current.json"
    pointer.write_text(json.dumps(json.loads(pointer.read_text()) | {"build": ".."}))

    assert index.state().condition == "torn"


def test_a_second_writer_waits_and_then_says_why(index, path):
    impatient = TextIndex(path, lock_timeout_s=0.05)

    with FileLock(path / "writer.lock"), pytest.raises(Conflict, match="another process"):
        impatient.update([work("c")])


def test_threads_search_while_one_writes(index):
    failures: list[BaseException] = []
    done = threading.Event()

    def read():
        try:
            while not done.is_set():
                assert "b" in index.search("龙", audience="public").works
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(15):
        index.update([work(f"n{number}")])
    index.rebuild([work("b", "龙")])
    done.set()
    for reader in readers:
        reader.join()

    assert failures == []


def test_a_hundred_thousand_character_text_is_indexed(path):
    index = TextIndex(path)
    index.rebuild([work("long", "蝶" * 100_000), work("wide", "x" * 100_000)])

    assert found(index, "蝶蝶蝶") == {"long"}
    assert found(index, "x" * 64) == {"wide"}


@pytest.mark.parametrize("names", [[], ["Whoosh", "Whoosh-Reloaded"]])
def test_two_packages_that_provide_whoosh_are_refused(names):
    with pytest.raises(ArchiveError, match="pip uninstall"):
        check_providers({"whoosh": names})


def test_one_package_listed_twice_is_one():
    check_providers({"whoosh": ["Whoosh-Reloaded", "Whoosh-Reloaded"]})
