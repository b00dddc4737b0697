"""Going through the catalogue and its history, row by row, and taking out what has to go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archive.changes import Change
from archive.erasing.rules import HISTORY_TABLES, PAIRS, TEXT_COLUMNS, Going, row_after
from archive.erasing.scope import Plan
from archive.rows import Snapshot
from archive.vocabulary.stored import concept_of, local_concepts, settle, store_concept

__all__ = ["RowEraser", "rows_after"]

Row = dict[str, Any]

# Table to how its rows name the work they belong to. What a program suggested of
# a photograph goes with the photograph.
_OF_WORKS = {
    "works": "id",
    "photograph_private": "(SELECT work_id FROM photographs WHERE id = photograph_id)",
    "statements": "work_id",
    "occurrences": "work_id",
    "suggestion_verdicts": "work_id",
    "photographs": "work_id",
    "credits": "work_id",
    "consents": "work_id",
    "sale_links": "work_id",
    "collection_works": "work_id",
    "part_of": "work_id",
}
# Likewise for records that are no works, with the kind they have in the history.
_OF_OTHERS = {
    "makers": ("maker", "id"),
    "record_statements": ("maker", "record"),
    "collections": ("collection", "slug"),
    "imports": ("import", "id"),
    "invitations": ("invitation", "maker_id"),
    "outbox": ("outbox", "NULL"),
    "judgements": ("judgement", "id"),
    "duplicate_verdicts": ("duplicate", "id"),
}


def rows_after(going: Going, rows: Mapping[str, Iterable[Row]]) -> dict[str, list[Row]]:
    """Return what is left of a snapshot."""
    left = {table: [row_after(going, table, row) for row in rows[table]] for table in rows}
    return {table: [row for row in found if row is not None] for table, found in left.items()}


class RowEraser:
    """One erasure, inside its change.

    Attributes
    ----------
    places
        Rows changed or deleted so far.
    works
        Ids of the works of which anything went.
    photographs
        Ids of the photographs that went.
    originals
        Digests nobody may need any more.
    """

    def __init__(self, change: Change, plan: Plan) -> None:
        self._db = change.db
        self._at = change.at
        self._plan = plan
        self.places = 0
        self.works: set[str] = set()
        self.photographs: set[str] = set()
        self.originals: set[str] = set()

    def erase(self) -> None:
        """Take out of every row, and of every row of the history, what has to go."""
        for table, work in _OF_WORKS.items():
            self._go_through(table, "work", work, list(self._plan.works))
        for table, (kind, record) in _OF_OTHERS.items():
            self._go_through(table, kind, record, list(self._plan.makers))
        self._close_doors()
        self._go_through_history()
        self._drop_pairs()
        if self._plan.is_everywhere:
            self._go_through_concepts()
        for maker in self._plan.makers:
            if self._is_dropped(maker):
                self._drop_maker(maker)

    def _go_through(self, table: str, kind: str, record: str, ids: list[str]) -> None:
        where = "" if self._plan.is_everywhere else "WHERE of_record IN (SELECT value FROM ids)"
        rows = self._db.query(
            "WITH ids AS (SELECT value FROM json_each(?))"
            f" SELECT * FROM (SELECT rowid AS row_number, {record} AS of_record, * FROM {table})"
            f" {where}",
            [json.dumps(ids)],
        )
        # Read to the end first, holding on to those alone that change.
        for number, of_record, row, left in list(self._changing(table, kind, rows)):
            self._write(table, number, row, self._fitting(table, left))
            if kind == "work" and of_record is not None:
                self.works.add(of_record)

    def _changing(
        self, table: str, kind: str, rows: Iterable[Row]
    ) -> Iterator[tuple[int, str | None, Row, Row | None]]:
        for row in rows:
            number, of_record = row.pop("row_number"), row.pop("of_record")
            going = self._plan.going_from(kind, of_record)
            if going is None or (table == "makers" and self._is_dropped(of_record)):
                continue
            left = row_after(going, table, row)
            if left != row:
                yield number, of_record, row, left

    def _is_dropped(self, maker_id: str) -> bool:
        """Say whether a maker's record goes whole, once nothing points at it."""
        going = self._plan.makers.get(maker_id)
        return going is not None and going.cuts_names

    def _write(self, table: str, number: int, row: Row, left: Row | None) -> None:
        self.places += 1
        self._let_go(table, row, left)
        if left is None:
            self._db.execute(f"DELETE FROM {table} WHERE rowid = ?", [number])
            return
        news = {column: left[column] for column in left if left[column] != row[column]}
        columns = ", ".join(f"{column} = ?" for column in news)
        self._db.execute(f"UPDATE {table} SET {columns} WHERE rowid = ?", [*news.values(), number])

    def _let_go(self, table: str, row: Row, left: Row | None) -> None:
        """Note the files a row held on to."""
        if table == "photographs" and left is None:
            self.photographs.add(row["id"])
            self.originals.add(row["sha256"])
        if table == "consents" and row.get("evidence") and (left or {}).get("evidence") is None:
            self.originals.add(row["evidence"])

    def _fitting(self, table: str, left: Row | None) -> Row | None:
        """Return a row that no other one stands in the way of."""
        if left is None or table != "works" or left["identifier"] is None:
            return left
        taken = self._db.execute(
            "SELECT 1 FROM works WHERE identifier = ? AND id <> ?", [left["identifier"], left["id"]]
        ).fetchone()
        return left | {"identifier": None} if taken else left

    def _close_doors(self) -> None:
        """End the invitations of somebody who has no name here any more."""
        self._db.execute(
            "UPDATE invitations SET revoked_at = ? WHERE name = '' AND revoked_at IS NULL",
            [self._at],
        )

    def _go_through_history(self) -> None:
        records = json.dumps([*self._plan.works, *self._plan.makers])
        where = "" if self._plan.is_everywhere else "WHERE record IN (SELECT value FROM ids)"
        rows = self._db.query(
            "WITH ids AS (SELECT value FROM json_each(?))"
            f" SELECT * FROM changes {where} ORDER BY id",
            [records],
        )
        # Read as they come: the history is by far the largest table. A row that has
        # been read may be changed meanwhile, since rows come in the order of their ids.
        for row in rows:
            going = self._plan.going_from(row["kind"], row["record"])
            if going is None or not self._may_hold(going, row):
                continue
            left = row_after(going, "changes", row)
            assert left is not None
            for column in ("before", "after"):
                if row[column] is not None:
                    left[column] = self._json_after(going, row["kind"], row[column])
            if left != row:
                self._write("changes", row["id"], row, left)

    def _may_hold(self, going: Going, row: Row) -> bool:
        """Say quickly whether an event has to be taken apart."""
        if row["record"] in self._plan.works or row["record"] in self._plan.makers:
            return True
        texts = (row[c] or "" for c in ("before", "after", "reason", "who", "word_of"))
        text = "\n".join(texts)
        return going.names.may_be_in(text) or any(maker in text for maker in going.makers)

    def _json_after(self, going: Going, kind: str, text: str) -> str:
        value = json.loads(text)
        if not isinstance(value, dict):
            left = going.names.out_of_json(value) if going.cuts_names else value
        elif value and all(isinstance(rows, list) for rows in value.values()):
            left = self._snapshot_after(going, value)
        elif kind in HISTORY_TABLES:
            left = row_after(going, HISTORY_TABLES[kind], value)
        else:
            left = going.names.out_of_json(value) if going.cuts_names else value
        return json.dumps(left, ensure_ascii=False, sort_keys=True)

    def _snapshot_after(self, going: Going, snapshot: Snapshot) -> dict[str, list[Row]]:
        for table in ("photographs", "consents"):
            for row in snapshot.get(table, []):
                self._let_go(table, row, row_after(going, table, row))
        return rows_after(going, snapshot)

    def _drop_pairs(self) -> None:
        """Delete what was said of two photographs when one is gone, and that it was said."""
        gone = json.dumps(sorted(self._gone_photographs()))
        for table, (kind, columns) in PAIRS.items():
            told = " OR ".join(
                f"{side} ->> '{column}' IN (SELECT value FROM json_each(:gone))"
                for column in columns
                for side in ("before", "after")
            )
            ids = self._db.execute(
                f"SELECT DISTINCT record FROM changes WHERE kind = :kind AND ({told})",
                {"gone": gone, "kind": kind},
            ).fetchall()
            for (record,) in ids:
                self.places += 1
                self._db.execute(f"DELETE FROM {table} WHERE id = ?", [record])
                self._db.execute(
                    "DELETE FROM changes WHERE kind = ? AND record = ?", [kind, record]
                )

    def _gone_photographs(self) -> set[str]:
        goings = self._plan.works.values()
        return self.photographs.union(*(going.photographs for going in goings))

    def _go_through_concepts(self) -> None:
        going = self._plan.others
        if going is None or not going.cuts_names:
            return
        changed = []
        for concept_id in sorted(local_concepts(self._db)):
            sql = "SELECT body FROM concepts WHERE id = ?"
            (body,) = self._db.execute(sql, [concept_id]).fetchone()
            left = going.names.out_of_json(json.loads(body))
            if left != json.loads(body) and isinstance(left, dict):
                store_concept(self._db, concept_of(left))
                changed.append(concept_id)
        self.places += len(changed)
        settle(self._db, changed)

    def _drop_maker(self, maker_id: str) -> None:
        for (evidence,) in self._db.execute(
            "SELECT evidence FROM consents WHERE maker_id = ? AND evidence IS NOT NULL", [maker_id]
        ).fetchall():
            self.originals.add(evidence)
        self.places += 1
        self._db.table("makers").delete(maker_id)


assert set(TEXT_COLUMNS) <= {*_OF_WORKS, *_OF_OTHERS, "changes"}
