"""Fuller records: who may act for whom, what is not known, parts of a piece, takedown, erasure."""

from sqlite_utils import Database

__all__ = ["extend_records"]

# SQLite cannot change a CHECK or a NOT NULL in place, so these three tables are
# made anew and take their rows along. References follow a renamed table.
_SCHEMA = """
CREATE TABLE consents_new (
    id INTEGER PRIMARY KEY,
    work_id TEXT REFERENCES works(id) ON DELETE CASCADE,
    maker_id TEXT REFERENCES makers(id) ON DELETE CASCADE,
    given_by TEXT NOT NULL,
    given_as TEXT NOT NULL DEFAULT 'self'
        CHECK (given_as IN ('self', 'relative', 'owner', 'guardian', 'village')),
    about TEXT NOT NULL DEFAULT '',     -- whom it is for, where that is somebody else
    is_child INTEGER NOT NULL DEFAULT 0 CHECK (is_child IN (0, 1)),
    how TEXT NOT NULL CHECK (how IN ('tap', 'voice', 'paper', 'sheet')),
    helper TEXT NOT NULL DEFAULT '',    -- who asked and wrote it down
    evidence TEXT,                      -- SHA-256 of the recording or the photographed paper
    given_on TEXT NOT NULL,
    until TEXT,
    text_version TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    withdrawn_on TEXT,
    ended_by TEXT CHECK (ended_by IN ('person', 'sheet')),  -- whose word ended it
    import_id INTEGER,
    CHECK ((work_id IS NULL) <> (maker_id IS NULL)),
    CHECK (is_child = 0 OR given_as = 'guardian')
) STRICT;

INSERT INTO consents_new (id, work_id, given_by, given_as, how, given_on, until, text_version,
    recorded_by, recorded_at, withdrawn_on, ended_by, import_id)
SELECT id, work_id, given_by,
    -- A sheet had no column for it: who made nothing of the piece spoke for all of it.
    CASE WHEN how = 'sheet' AND NOT EXISTS (
        SELECT 1 FROM credits JOIN makers ON makers.id = maker_id
        WHERE credits.work_id = consents.work_id AND given_by IN (name_zh, name_en)
    ) THEN 'owner' ELSE 'self' END,
    how, given_on, until, text_version, recorded_by, recorded_at, withdrawn_on,
    CASE WHEN withdrawn_on IS NOT NULL THEN 'person' END, import_id FROM consents;

CREATE TABLE consent_uses_new (
    consent_id INTEGER NOT NULL REFERENCES consents_new(id) ON DELETE CASCADE,
    use TEXT NOT NULL,                  -- one of archive.records.CONSENT_USES
    PRIMARY KEY (consent_id, use)
) STRICT;

INSERT INTO consent_uses_new SELECT consent_id, use FROM consent_uses;

DROP TABLE consent_uses;
DROP TABLE consents;
ALTER TABLE consents_new RENAME TO consents;
ALTER TABLE consent_uses_new RENAME TO consent_uses;
CREATE INDEX consents_work ON consents (work_id);
CREATE INDEX consents_maker ON consents (maker_id);

CREATE TABLE invitations_new (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('maker', 'researcher', 'curator', 'admin')),
    maker_id TEXT REFERENCES makers(id),
    digest TEXT NOT NULL,               -- SHA-256 of the secret part; the secret is not kept
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    revoked_at TEXT
) STRICT;

INSERT INTO invitations_new SELECT id, name, role, maker_id, digest, created_at, expires_at,
    used_at, revoked_at FROM invitations;

DROP TABLE invitations;
ALTER TABLE invitations_new RENAME TO invitations;

ALTER TABLE statements ADD COLUMN standing TEXT NOT NULL DEFAULT 'said'
    CHECK (standing IN ('said', 'unknown', 'will not say'));
ALTER TABLE statements ADD COLUMN part TEXT NOT NULL DEFAULT '';
ALTER TABLE statements ADD COLUMN said_in TEXT REFERENCES concepts(id);
ALTER TABLE statements ADD COLUMN maker_id TEXT REFERENCES makers(id);

-- What is said of a maker or a collection; the columns are those of statements.
CREATE TABLE record_statements (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('maker', 'collection')),
    record TEXT NOT NULL,
    field TEXT NOT NULL,
    position INTEGER NOT NULL,
    lang TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    concept_id TEXT REFERENCES concepts(id),
    number REAL,
    year_from INTEGER,
    year_to INTEGER,
    speaker TEXT NOT NULL,
    said_on TEXT NOT NULL,
    sureness TEXT NOT NULL CHECK (sureness IN ('sure', 'likely', 'unsure')),
    standing TEXT NOT NULL CHECK (standing IN ('said', 'unknown', 'will not say')),
    part TEXT NOT NULL DEFAULT '',
    said_in TEXT REFERENCES concepts(id),
    maker_id TEXT REFERENCES makers(id),
    origin TEXT NOT NULL,
    import_id INTEGER
) STRICT;
CREATE INDEX record_statements_record ON record_statements (kind, record, field, position);

-- A panel leaves one jacket for another: both stay, each with its years.
CREATE TABLE part_of (
    work_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    whole_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    place TEXT NOT NULL DEFAULT '',     -- where in the whole: left sleeve
    date_text TEXT NOT NULL DEFAULT '',
    year_from INTEGER,
    year_to INTEGER,
    PRIMARY KEY (work_id, position),
    CHECK (work_id <> whole_id)
) STRICT;
CREATE INDEX part_of_whole ON part_of (whole_id);

ALTER TABLE works ADD COLUMN takedown_scope TEXT
    CHECK (takedown_scope IN ('image', 'metadata', 'all'));
ALTER TABLE works ADD COLUMN embargo_until TEXT;
ALTER TABLE works ADD COLUMN embargo_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE works ADD COLUMN filled_for TEXT NOT NULL DEFAULT '';
-- Whether search engines and feeds may be told of it today.
ALTER TABLE works ADD COLUMN announced INTEGER NOT NULL DEFAULT 0 CHECK (announced IN (0, 1));
UPDATE works SET takedown_scope = 'all' WHERE tombstone_at IS NOT NULL;

ALTER TABLE collection_works ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE collection_works ADD COLUMN origin TEXT NOT NULL DEFAULT 'sheet';

ALTER TABLE changes ADD COLUMN word_of TEXT NOT NULL DEFAULT '';

-- The concept as last shipped; a body that differs was changed here.
ALTER TABLE concepts ADD COLUMN shipped TEXT;
UPDATE concepts SET shipped = body;

-- What had to be deleted for good, without saying whose: done again after an old
-- backup has been brought back.
CREATE TABLE erasures (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('work', 'maker')),
    record TEXT NOT NULL,
    uses TEXT NOT NULL,                 -- JSON list
    makers TEXT NOT NULL DEFAULT '[]'   -- JSON list: whose name, where not everybody's
) STRICT
"""


def extend_records(db: Database) -> None:
    """Take the catalogue from the first schema to the second, with all its rows."""
    # Not executescript(): that would commit the migration's transaction.
    # No statement of the schema holds a semicolon inside, so it may be cut there.
    uncommented = "\n".join(line.split("--")[0] for line in _SCHEMA.splitlines())
    for statement in uncommented.split(";"):
        if statement.strip():
            db.execute(statement)
