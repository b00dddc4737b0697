"""A sheet that is written and read again says nothing new."""

import csv

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.changes import change
from archive.database import rehearsal
from archive.loading import load_works
from archive.rows import snapshot_work
from archive.work_parts import insert_statement, put_part_of
from archive.works import put_work
from ingest.importing import ImportRequest, run_import
from ingest.sheet_export import readable_words
from ingest.sheet_writing import write_sheet
from tests import sheet_strategies

MANY = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=20,
    deadline=None,
    # Works are large: making a failing one small takes hours, and the difference is small.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    database=None,
)


def stored(db, drawn, data):
    """Take what was drawn into the catalogue; returns the ids."""
    ids = []
    with change(db, "clerk") as this:
        for sheet, studio, desk in drawn:
            work = put_work(this, sheet).work
            for origin, said in (("studio", studio), ("desk", desk)):
                for place, each in enumerate(said, start=-1000 if origin == "desk" else 0):
                    insert_statement(this, work, place, each, origin, None)
            if ids:
                put_part_of(this, work, data.draw(sheet_strategies.parts_of(ids)))
            ids.append(work)
    return ids


def exported(db, ids, path):
    works = load_works(db, ids).values()
    write_sheet(path, works, readable_words(db), is_workbook=path.suffix == ".xlsx")
    return path


def handed_in(home, db, path):
    return run_import(home, db, ImportRequest((path.parent,), path))


def changed_rows(db, before):
    """Return every row that came, went or changed, as (table, side, row)."""
    found = []
    for work, tables in before.items():
        now = snapshot_work(db, work)
        for table, rows in tables.items():
            found += [(table, "gone", row) for row in rows if row not in now[table]]
            found += [(table, "new", row) for row in now[table] if row not in rows]
    return found


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@MANY
@given(data=st.data())
def test_a_sheet_of_everything_handed_in_again_changes_nothing(tmp_path, home, db, ending, data):
    with rehearsal(db):
        drawn = [data.draw(sheet_strategies.drafts(n)) for n in range(2)]
        ids = stored(db, drawn, data)
        before = {work: snapshot_work(db, work) for work in ids}
        report = handed_in(home, db, exported(db, ids, tmp_path / f"all.{ending}"))

        assert report.failed == []
        assert changed_rows(db, before) == []
        assert (report.added, report.updated, report.unchanged) == (0, 0, len(ids))


NEW_VALUES = {
    "title_zh": "新名",
    "title_en": "New name",
    "motifs": "dragon",
    "techniques": "new:新针",
    "width_cm": "17.5",
    "handmade": "partly",
    "description_zh": "新说明",
    "meaning": "新寓意",
    "meaning_by": "新讲的人",
    "meaning_on": "2001-02-03",
    "spoken_note": "will not say",
    "date_text": "新年代",
    "occasion": "festival",
    "owner": "新主人",
    "sensitivity": "none",
    "maker": "新绣娘",
    "learned_from": "not shown",
    "sale_url": "https://weidian.com/item.html?itemID=99",
    "image_licence": "CC BY 4.0",
    "credit": "新署名",
    "collection": "new-one",
    "identifier": "新编号",
}


def edited(path, work, data):
    """Write one new value into a row of an exported sheet; returns its rows then."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    row = next(row for row in rows if row["id"] == work)
    keys = [key for key in NEW_VALUES if row["meaning"] or not key.startswith("meaning_")]
    key = data.draw(st.sampled_from(keys))
    row[key] = NEW_VALUES[key]
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return {row["id"]: {key: cell for key, cell in row.items() if cell} for row in rows}


@MANY
@given(data=st.data())
def test_one_cell_edited_is_one_work_changed_by_just_that(tmp_path, home, db, data):
    with rehearsal(db):
        drawn = [(data.draw(sheet_strategies.drafts(n))[0], (), ()) for n in range(2)]
        ids = stored(db, drawn, data)
        other = {ids[1]: snapshot_work(db, ids[1])}
        path = exported(db, ids, tmp_path / "all.csv")
        wanted = edited(path, ids[0], data)
        report = handed_in(home, db, path)
        exported(db, ids, path)
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))

        assert changed_rows(db, other) == []
        assert (report.failed, report.updated, report.unchanged) == ([], 1, 1)
        told = {row["id"]: {key: cell for key, cell in row.items() if cell} for row in rows}
        # The day of a meaning said anew is the one in the cell or today.
        assert without_days(told) == without_days(wanted)


def without_days(rows):
    return {
        work: {key: cell for key, cell in cells.items() if not key.startswith("meaning_on")}
        for work, cells in rows.items()
    }


@MANY
@given(data=st.data())
def test_an_edited_cell_leaves_what_the_form_and_the_desk_said(tmp_path, home, db, data):
    with rehearsal(db):
        ids = stored(db, [data.draw(sheet_strategies.drafts(n)) for n in range(2)], data)
        before = {work: snapshot_work(db, work) for work in ids}
        path = exported(db, ids, tmp_path / "all.csv")
        edited(path, ids[0], data)
        report = handed_in(home, db, path)

        assert (report.failed, report.updated, report.unchanged) == ([], 1, 1)
        gone = [row for table, side, row in changed_rows(db, before) if side == "gone"]
        assert {row.get("origin", "sheet") for row in gone} <= {"sheet"}
