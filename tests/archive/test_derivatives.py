from archive.derivatives import SIZES_PX, DerivativeStore

SHA = "ab" * 32


def test_everything_made_from_one_original_lies_in_one_folder(tmp_path):
    store = DerivativeStore(tmp_path)

    assert {path.parent for path in store.expected(SHA)} == {tmp_path / "ab" / "ab" / SHA}
    assert len(set(store.expected(SHA))) == len(SIZES_PX) + 2


def test_complete_means_every_file(tmp_path):
    store = DerivativeStore(tmp_path)
    store.of(SHA).mkdir(parents=True)
    *others, last = store.expected(SHA)
    for path in others:
        path.write_bytes(b"made")
    before = store.is_complete(SHA)
    last.write_bytes(b"made")

    assert (before, store.is_complete(SHA)) == (False, True)


def test_forgetting_takes_everything_and_may_be_done_twice(tmp_path):
    store = DerivativeStore(tmp_path)
    store.of(SHA).mkdir(parents=True)
    store.zoom(SHA).write_bytes(b"made")
    store.forget(SHA)
    store.forget(SHA)

    assert not store.of(SHA).exists()
