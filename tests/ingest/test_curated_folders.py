import pytest

from archive.curated import load_collection
from archive.errors import BadInput
from archive.makers import all_makers
from ingest.curated_folders import CuratedFolder, build_collection, curated_folders
from tests.making import photographs, rows_of, sheet


@pytest.fixture
def folder(tmp_path):
    """A curated folder with two photographs."""
    root = photographs(tmp_path / "collections" / "spring", "red", "blue")
    sheet(
        root / "works.csv",
        {
            "file": "red.jpg",
            "identifier": "1",
            "title_zh": "一",
            "maker": "何",
            "collection": "spring",
        },
        {
            "file": "blue.jpg",
            "identifier": "2",
            "title_zh": "二",
            "maker": "何",
            "collection": "spring",
        },
        encoding="utf-8-sig",
    )
    words = {
        "title_zh": "春",
        "title_en": "Spring",
        "text_zh": "文",
        "text_en": "",
        "curator": "馆",
    }
    sheet(root / "collections.csv", {"slug": "spring"} | words)
    maker = {"name_zh": "何", "name_en": "He", "place": "台江", "about_zh": "绣", "about_en": ""}
    sheet(root / "makers.csv", maker)
    return CuratedFolder(root)


def test_a_folder_is_taken_in_with_its_words_and_makers(home, db, folder):
    report = build_collection(home, db, folder)
    collection = load_collection(db, "spring")
    (maker,) = all_makers(db)

    assert (report.added, report.failed) == (2, [])
    assert (collection.title.en, len(collection.works)) == ("Spring", 2)
    assert (maker.name.en, maker.place) == ("He", "place/taijiang")


def test_a_second_time_nothing_is_done(home, db, folder):
    build_collection(home, db, folder)
    before = rows_of(db, without=set())

    assert build_collection(home, db, folder) is None
    assert rows_of(db, without=set()) == before


def test_what_is_missing_is_added(home, db, folder):
    build_collection(home, db, folder)
    db.execute("DELETE FROM works WHERE identifier = '2'")

    assert build_collection(home, db, folder).added == 1


def test_folders_without_a_table_are_passed_over(tmp_path, folder):
    (tmp_path / "collections" / "notes").mkdir()

    assert curated_folders(tmp_path / "collections") == [folder]


def test_a_place_without_any_collection_is_refused(tmp_path):
    with pytest.raises(BadInput, match="holds no collection"):
        curated_folders(tmp_path)
