import pytest

from archive.errors import BadInput
from archive.vocabulary import load_shipped
from search.facets import FacetStore
from search.results import FacetCount
from search.text import TextDocument

VOCABULARY = load_shipped()


def document(work, audience="public", motifs=(), updated="2026-01-01", **filters):
    return TextDocument(
        work=work,
        audience=audience,
        concept_ids=tuple(f"motif/{motif}" for motif in motifs),
        filters=tuple(filters.items()),
        updated=updated,
    )


@pytest.fixture
def store(tmp_path):
    """Three works of the public, one of them with two motifs, and one of the desk."""
    store = FacetStore(tmp_path / "index" / "facets.sqlite3")
    store.rebuild(
        [
            document("a", motifs=["butterfly"], updated="2026-01-03", maker="m1"),
            document("b", motifs=["butterfly", "dragon"], updated="2026-01-02", maker="m2"),
            document("c", motifs=["dragon"], updated="2026-01-01", maker="m1"),
            document("d", "desk", motifs=["butterfly"]),
        ],
        VOCABULARY,
    )
    return store


def test_everything_is_counted_the_most_frequent_first(store):
    assert store.count("public", None) == {
        "maker": (FacetCount("m1", 2), FacetCount("m2", 1)),
        "motif": (FacetCount("motif/butterfly", 2), FacetCount("motif/dragon", 2)),
    }


def test_only_the_works_found_are_counted(store):
    assert store.count("public", ["a"])["motif"] == (FacetCount("motif/butterfly", 1),)
    assert store.count("public", []) == {}
    assert store.count("public", ["d"]) == {}


@pytest.mark.parametrize(
    ("where", "works"),
    [
        ((), ["a", "b", "c"]),
        ((("motif", "butterfly"),), ["a", "b"]),
        ((("motif", "motif/butterfly"),), ["a", "b"]),
        ((("motif", "butterfly"), ("motif", "dragon")), ["a", "b", "c"]),
        ((("motif", "butterfly"), ("maker", "m1")), ["a"]),
        ((("motif", "nothing"),), []),
        ((("motif", "' OR 1=1 --"),), []),
    ],
)
def test_one_field_twice_means_either_and_different_fields_mean_both(store, where, works):
    assert store.works("public", where) == works


def test_an_unknown_field_is_refused(store):
    with pytest.raises(BadInput, match="colr"):
        store.works("public", [("colr", "red")])


def test_a_lists_root_can_be_asked_for_and_is_not_offered(store):
    store.update([document("e", motifs=["butterfly", "motif"])], VOCABULARY)

    assert store.works("public", [("motif", "motif/motif")]) == ["e"]
    assert "motif/motif" not in {each.value for each in store.count("public", None)["motif"]}


def test_a_count_and_the_filter_behind_it_agree(store):
    for field, counts in store.count("public", None).items():
        for each in counts:
            assert len(store.works("public", [(field, each.value)])) == each.count


def test_news_replace_everything_known_of_a_work(store):
    store.update([document("a", motifs=["dragon"])], VOCABULARY, removed=["c", "d"])

    assert set(store.works("public")) == {"a", "b"}
    assert store.works("public", [("motif", "butterfly")]) == ["b"]
    assert store.works("desk") == []


@pytest.mark.parametrize("content", [None, b"", b"no database " * 500])
def test_a_missing_or_damaged_file_is_not_ready_and_can_be_made_anew(tmp_path, content):
    path = tmp_path / "facets.sqlite3"
    if content is not None:
        path.write_bytes(content)
    store = FacetStore(path)
    ready = store.is_ready()
    store.rebuild([], VOCABULARY)

    assert (ready, store.is_ready()) == (False, True)


def stopping():
    yield document("e", motifs=["butterfly"])
    raise KeyboardInterrupt


def test_a_rebuild_that_is_stopped_leaves_the_old_counts(store):
    before = store.count("public", None)
    with pytest.raises(KeyboardInterrupt):
        store.rebuild(stopping(), VOCABULARY)

    assert store.count("public", None) == before
    assert store.works("public") == ["a", "b", "c"]


def test_a_first_build_that_is_stopped_is_not_ready(tmp_path):
    store = FacetStore(tmp_path / "facets.sqlite3")
    with pytest.raises(KeyboardInterrupt):
        store.rebuild(stopping(), VOCABULARY)

    assert not store.is_ready()


def test_readers_have_the_old_counts_while_everything_is_built_anew(store):
    seen = []

    def stream():
        yield document("e", motifs=["butterfly"])
        seen.extend(store.works("public"))

    store.rebuild(stream(), VOCABULARY)

    assert seen == ["a", "b", "c"]
    assert store.works("public") == ["e"]
