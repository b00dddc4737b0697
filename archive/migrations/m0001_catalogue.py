"""The first schema: works, people, concepts, statements, consent, history."""

from sqlite_utils import Database

__all__ = ["create_catalogue"]

_SCHEMA = """
CREATE TABLE counters (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE concepts (
    id TEXT PRIMARY KEY,            -- scheme/slug
    scheme TEXT NOT NULL,
    body TEXT NOT NULL,             -- the concept as Turtle read it, JSON
    position INTEGER NOT NULL,
    replaced_by TEXT REFERENCES concepts(id)
) STRICT;
CREATE INDEX concepts_scheme ON concepts (scheme, position);

CREATE TABLE concept_labels (
    concept_id TEXT NOT NULL REFERENCES concepts(id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('preferred', 'alternative', 'hidden')),
    text TEXT NOT NULL
) STRICT;
CREATE INDEX concept_labels_concept ON concept_labels (concept_id);

CREATE TABLE concept_broader (
    concept_id TEXT NOT NULL REFERENCES concepts(id) ON DELETE CASCADE,
    ancestor_id TEXT NOT NULL,      -- the concept itself and everything broader
    PRIMARY KEY (concept_id, ancestor_id)
) STRICT;
CREATE INDEX concept_broader_ancestor ON concept_broader (ancestor_id);

CREATE TABLE makers (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'workshop')),
    name_zh TEXT NOT NULL DEFAULT '',
    name_en TEXT NOT NULL DEFAULT '',
    place_id TEXT REFERENCES concepts(id),
    about_zh TEXT NOT NULL DEFAULT '',
    about_en TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    import_id INTEGER,
    CHECK (name_zh <> '' OR name_en <> '')
) STRICT;

CREATE TABLE works (
    id TEXT PRIMARY KEY,
    identifier TEXT UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'withdrawn')),
    listed INTEGER NOT NULL DEFAULT 0 CHECK (listed IN (0, 1)),
    availability TEXT NOT NULL DEFAULT 'not for sale'
        CHECK (availability IN ('for sale', 'made to order', 'sold', 'not for sale')),
    licence TEXT NOT NULL DEFAULT '',
    credit_line TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    published_at TEXT,
    tombstone_reason TEXT,
    tombstone_at TEXT,
    origin_digest TEXT,             -- of the draft last taken in, for re-import
    form_key TEXT UNIQUE,           -- of the form it came by, so that two sends are one work
    import_id INTEGER
) STRICT;
CREATE INDEX works_listed ON works (listed, published_at, id);
CREATE INDEX works_state ON works (state, created_at);

CREATE TABLE photographs (
    id TEXT PRIMARY KEY,
    work_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('whole', 'detail', 'reverse', 'worn', 'process')),
    sha256 TEXT NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    width_px INTEGER NOT NULL CHECK (width_px > 0),
    height_px INTEGER NOT NULL CHECK (height_px > 0),
    bytes INTEGER NOT NULL,
    alt_zh TEXT NOT NULL DEFAULT '',
    alt_en TEXT NOT NULL DEFAULT '',
    added_at TEXT NOT NULL
) STRICT;
CREATE INDEX photographs_work ON photographs (work_id, position);
CREATE INDEX photographs_sha256 ON photographs (sha256);

-- Where it was taken and with which very camera: kept, never shown, never exported.
CREATE TABLE photograph_private (
    photograph_id TEXT PRIMARY KEY REFERENCES photographs(id) ON DELETE CASCADE,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE credits (
    work_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    maker_id TEXT REFERENCES makers(id),
    standing TEXT NOT NULL CHECK (standing IN ('named', 'unknown', 'not shown')),
    role TEXT NOT NULL CHECK (role IN
        ('stitched', 'drew the pattern', 'dyed', 'wove', 'taught', 'workshop')),
    origin TEXT NOT NULL,           -- sheet, studio, desk
    PRIMARY KEY (work_id, position),
    CHECK ((standing = 'named') = (maker_id IS NOT NULL) OR standing = 'not shown')
) STRICT;
CREATE INDEX credits_maker ON credits (maker_id);

CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    work_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    photograph_id TEXT REFERENCES photographs(id) ON DELETE CASCADE,
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
    origin TEXT NOT NULL,           -- sheet, studio, desk, camera
    import_id INTEGER
) STRICT;
CREATE INDEX statements_work ON statements (work_id, field, position);
CREATE INDEX statements_concept ON statements (concept_id, field, work_id);

-- What a program believes; never mixed with what a person said.
CREATE TABLE suggestions (
    id INTEGER PRIMARY KEY,
    work_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    photograph_id TEXT NOT NULL REFERENCES photographs(id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    concept_id TEXT NOT NULL REFERENCES concepts(id),
    score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
    model TEXT NOT NULL,
    model_version TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
CREATE INDEX suggestions_work ON suggestions (work_id);
CREATE INDEX suggestions_photograph ON suggestions (photograph_id);

CREATE TABLE consents (
    id INTEGER PRIMARY KEY,
    work_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    given_by TEXT NOT NULL,
    how TEXT NOT NULL CHECK (how IN ('tap', 'voice', 'paper', 'sheet')),
    given_on TEXT NOT NULL,
    until TEXT,
    text_version TEXT NOT NULL,
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    withdrawn_on TEXT,
    import_id INTEGER
) STRICT;
CREATE INDEX consents_work ON consents (work_id);

CREATE TABLE consent_uses (
    consent_id INTEGER NOT NULL REFERENCES consents(id) ON DELETE CASCADE,
    use TEXT NOT NULL CHECK (use IN ('pictures', 'name', 'village', 'face', 'voice',
        'sale', 'english', 'research', 'export')),
    PRIMARY KEY (consent_id, use)
) STRICT;

CREATE TABLE sale_links (
    id INTEGER PRIMARY KEY,
    work_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    shop TEXT NOT NULL,
    raw_text TEXT NOT NULL,
    checked_on TEXT
) STRICT;
CREATE INDEX sale_links_work ON sale_links (work_id);

CREATE TABLE collections (
    slug TEXT PRIMARY KEY,
    title_zh TEXT NOT NULL DEFAULT '',
    title_en TEXT NOT NULL DEFAULT '',
    text_zh TEXT NOT NULL DEFAULT '',
    text_en TEXT NOT NULL DEFAULT '',
    curator TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    import_id INTEGER
) STRICT;

CREATE TABLE collection_works (
    slug TEXT NOT NULL REFERENCES collections(slug) ON DELETE CASCADE,
    work_id TEXT NOT NULL REFERENCES works(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    PRIMARY KEY (slug, work_id)
) STRICT;
CREATE INDEX collection_works_work ON collection_works (work_id);

CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    undone_at TEXT,
    who TEXT NOT NULL,
    source TEXT NOT NULL,
    added INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    before TEXT,                    -- the record's rows, JSON; NULL: there was none
    after TEXT,                     -- likewise; NULL: there is none any more
    reason TEXT NOT NULL DEFAULT '',
    import_id INTEGER
) STRICT;
CREATE INDEX changes_record ON changes (kind, record, id);
CREATE INDEX changes_import ON changes (import_id, id);

CREATE TABLE outbox (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    UNIQUE (kind, record)
) STRICT;

CREATE TABLE invitations (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('maker', 'curator', 'admin')),
    maker_id TEXT REFERENCES makers(id),
    digest TEXT NOT NULL,           -- SHA-256 of the secret part; the secret is not kept
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT,
    revoked_at TEXT
) STRICT;
"""


def create_catalogue(db: Database) -> None:
    """Create every table of the first version."""
    # Not executescript(): that would commit the migration's transaction.
    # No statement of the schema holds a semicolon inside, so it may be cut there.
    uncommented = "\n".join(line.split("--")[0] for line in _SCHEMA.splitlines())
    for statement in uncommented.split(";"):
        if statement.strip():
            db.execute(statement)
