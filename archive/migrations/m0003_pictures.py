"""What is said of regions and pairs of photographs, and what people say to a program's guesses."""

from sqlite_utils import Database

__all__ = ["extend_pictures"]

_SCHEMA = """
-- A motif at a region of a photograph, in somebody's word.
CREATE TABLE occurrences (
    id TEXT PRIMARY KEY,
    work_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    photograph_id TEXT NOT NULL REFERENCES photographs(id) ON DELETE CASCADE,
    -- In pixels of the upright full-size photograph.
    x_px INTEGER NOT NULL CHECK (x_px >= 0),
    y_px INTEGER NOT NULL CHECK (y_px >= 0),
    width_px INTEGER NOT NULL CHECK (width_px > 0),
    height_px INTEGER NOT NULL CHECK (height_px > 0),
    concept_id TEXT NOT NULL REFERENCES concepts(id),
    text TEXT NOT NULL DEFAULT '',      -- what the speaker calls it
    note TEXT NOT NULL DEFAULT '',
    speaker TEXT NOT NULL,
    said_on TEXT NOT NULL,
    sureness TEXT NOT NULL CHECK (sureness IN ('sure', 'likely', 'unsure')),
    origin TEXT NOT NULL,
    made_from TEXT                      -- the photograph searched with, there any more or not
) STRICT;
CREATE INDEX occurrences_work ON occurrences (work_id);
CREATE INDEX occurrences_photograph ON occurrences (photograph_id);
CREATE INDEX occurrences_concept ON occurrences (concept_id, work_id);

-- SQLite cannot drop a NOT NULL in place. A layout is a choice and no concept.
CREATE TABLE suggestions_new (
    id INTEGER PRIMARY KEY,
    work_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    photograph_id TEXT NOT NULL REFERENCES photographs(id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    concept_id TEXT REFERENCES concepts(id),
    choice TEXT NOT NULL DEFAULT '',    -- one of the values of a field that takes no concept
    detail TEXT NOT NULL DEFAULT '',    -- what the model says besides, in its own terms
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    model TEXT NOT NULL,
    model_version TEXT NOT NULL,
    made_at TEXT NOT NULL,
    CHECK ((concept_id IS NULL) = (choice <> ''))
) STRICT;

INSERT INTO suggestions_new (id, work_id, photograph_id, field, concept_id, score, model,
    model_version, made_at)
SELECT id, work_id, photograph_id, field, concept_id, score, model, model_version, made_at
FROM suggestions;

DROP TABLE suggestions;
ALTER TABLE suggestions_new RENAME TO suggestions;
CREATE INDEX suggestions_work ON suggestions (work_id);
CREATE INDEX suggestions_photograph ON suggestions (photograph_id);

-- What a person said to a guess: yes, or no and not again by this version.
CREATE TABLE suggestion_verdicts (
    work_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    photograph_id TEXT NOT NULL REFERENCES photographs(id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT NOT NULL,                -- the concept, or the choice
    model TEXT NOT NULL,
    model_version TEXT NOT NULL,
    score REAL NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected')),
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    PRIMARY KEY (photograph_id, field, value, model, model_version)
) STRICT;
CREATE INDEX suggestion_verdicts_work ON suggestion_verdicts (work_id);

-- Rows about two photographs, often of two works. They name photographs without
-- pointing at them: a work that is put back finds again what was said of its pictures.
CREATE TABLE judgements (
    id TEXT PRIMARY KEY,
    query_id TEXT NOT NULL,
    x_px INTEGER,                       -- of the region searched with, or NULL for all of it
    y_px INTEGER,
    width_px INTEGER,
    height_px INTEGER,
    shown_id TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('same motif', 'alike', 'not alike')),
    speaker TEXT NOT NULL,
    said_on TEXT NOT NULL
) STRICT;
CREATE INDEX judgements_query ON judgements (query_id);
CREATE INDEX judgements_shown ON judgements (shown_id);

-- What a program found, made again at any time; the first id sorts before the second.
CREATE TABLE duplicates (
    photograph_a TEXT NOT NULL REFERENCES photographs(id) ON DELETE CASCADE,
    photograph_b TEXT NOT NULL REFERENCES photographs(id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('same file', 'same photograph')),
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    model TEXT NOT NULL,
    model_version TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (photograph_a, photograph_b),
    CHECK (photograph_a < photograph_b)
) STRICT;
CREATE INDEX duplicates_b ON duplicates (photograph_b);

CREATE TABLE duplicate_verdicts (
    id TEXT PRIMARY KEY,                -- both ids with a dash between
    photograph_a TEXT NOT NULL,
    photograph_b TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different')),
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    CHECK (photograph_a < photograph_b)
) STRICT;
CREATE INDEX duplicate_verdicts_a ON duplicate_verdicts (photograph_a);
CREATE INDEX duplicate_verdicts_b ON duplicate_verdicts (photograph_b)
"""


def extend_pictures(db: Database) -> None:
    """Take the catalogue from the second schema to the third, with all its rows."""
    # Not executescript(): that would commit the migration's transaction.
    # No statement of the schema holds a semicolon inside, so it may be cut there.
    uncommented = "\n".join(line.split("--")[0] for line in _SCHEMA.splitlines())
    for statement in uncommented.split(";"):
        if statement.strip():
            db.execute(statement)
