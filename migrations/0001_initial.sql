-- The index of a knowledge base: everything here is derived from the files and can be deleted.

-- One row for each file of Content/ that was seen, broken ones included.
CREATE TABLE file (
  path TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  modified INTEGER NOT NULL, -- nanoseconds since 1970, as the next one
  changed INTEGER NOT NULL, -- of the file's entry: a content with a time that was set back
  revision TEXT NOT NULL, -- git blob id of the bytes that were read last
  id TEXT, -- the document that the last good version was; NULL for a data file
  broken INTEGER NOT NULL -- whether those bytes are no document
) WITHOUT ROWID;
CREATE INDEX file_id ON file (id) WHERE id IS NOT NULL;

-- Why a file is not in the index as it is now: what every command reports until it is mended.
CREATE TABLE finding (
  path TEXT NOT NULL REFERENCES file (path) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  rule TEXT NOT NULL,
  severity TEXT NOT NULL,
  line INTEGER NOT NULL,
  column_number INTEGER NOT NULL,
  message TEXT NOT NULL,
  fix TEXT,
  PRIMARY KEY (path, position)
) WITHOUT ROWID;

-- The current version of each runbook and incident.
CREATE TABLE document (
  number INTEGER PRIMARY KEY, -- also the rowid in document_fts
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('runbook', 'incident')),
  path TEXT NOT NULL,
  title TEXT NOT NULL,
  status TEXT NOT NULL,
  version INTEGER, -- runbooks
  revision TEXT NOT NULL,
  category TEXT,
  description TEXT,
  owner TEXT,
  reviewed_at TEXT, -- yyyy-mm-dd
  lastmod TEXT, -- yyyy-mm-dd
  severity TEXT, -- incidents, from here on
  environment TEXT,
  origin TEXT CHECK (origin IN ('own', 'public')),
  started_at INTEGER, -- seconds since 1970, as all times below
  detected_at INTEGER,
  acknowledged_at INTEGER,
  mitigated_at INTEGER,
  resolved_at INTEGER,
  date TEXT -- yyyy-mm-dd
);
CREATE INDEX document_path ON document (path);

-- The lists of the front matter, one row for each value.
CREATE TABLE label (
  document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
  -- service, tag, alias, symptom, exit_code, stop_code, related, fingerprint, author, source
  kind TEXT NOT NULL,
  position INTEGER NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (document, kind, position)
) WITHOUT ROWID;
CREATE INDEX label_value ON label (kind, value COLLATE NOCASE);

-- Every text that was ever indexed; an incident pins (id, version, revision).
CREATE TABLE revision (
  id TEXT NOT NULL,
  revision TEXT NOT NULL,
  version INTEGER,
  path TEXT NOT NULL,
  seen_at INTEGER NOT NULL, -- when it was first indexed
  bytes BLOB NOT NULL,
  PRIMARY KEY (id, revision)
) WITHOUT ROWID;

-- What can be found on its own: a paragraph, a list item, a table row, a command, a symptom.
CREATE TABLE passage (
  number INTEGER PRIMARY KEY, -- also the rowid in passage_fts
  document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
  kind TEXT NOT NULL, -- paragraph, item, task, row, command, code, symptom, heading
  section TEXT NOT NULL,
  line INTEGER NOT NULL,
  safety TEXT, -- commands
  text TEXT NOT NULL, -- as a reader sees it
  identifiers TEXT NOT NULL, -- identifiers of the text whole and split, Japanese in pairs
  terms TEXT NOT NULL -- all of it through the tokenising function, words without their endings
);
CREATE INDEX passage_document ON passage (document, kind);

-- For any sqlite3 client: SELECT text FROM passage_fts JOIN passage ON number = passage_fts.rowid
-- WHERE passage_fts MATCH 'pull access denied' ORDER BY bm25(passage_fts);
CREATE VIRTUAL TABLE passage_fts USING fts5 (
  text, identifiers, content = 'passage', content_rowid = 'number', tokenize = 'unicode61'
);
-- Twice as fast for thousands of documents: fewer, larger pieces to merge (the default is 1 MiB).
INSERT INTO passage_fts (passage_fts, rank) VALUES ('hashsize', 33554432);

-- What to do, one sentence for each step of a runbook's mitigation.
CREATE TABLE step (
  document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (document, position)
) WITHOUT ROWID;

-- One row for each document, already through the tokenising function; ranking reads this one.
CREATE TABLE document_text (
  number INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
  title TEXT NOT NULL,
  symptoms TEXT NOT NULL,
  headings TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE VIRTUAL TABLE document_fts USING fts5 (
  title, symptoms, headings, body, content = 'document_text', content_rowid = 'number',
  tokenize = 'unicode61'
);
INSERT INTO document_fts (document_fts, rank) VALUES ('hashsize', 33554432);

-- The symptoms of a document in one row, since ranking reads them all: a line for each, which is its
-- line in the file and then its terms, stop words and repetitions left out. The first is the title.
CREATE TABLE symptom_terms (
  document INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
  phrases TEXT NOT NULL
);

-- In how many documents a term stands; spelling and the frequency limit read it.
CREATE TABLE term (
  term TEXT PRIMARY KEY,
  documents INTEGER NOT NULL
) WITHOUT ROWID;

-- The runbooks that an incident names.
CREATE TABLE link (
  incident INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  runbook TEXT NOT NULL, -- an id, which need not exist
  version INTEGER,
  revision TEXT,
  outcome TEXT NOT NULL,
  PRIMARY KEY (incident, position)
) WITHOUT ROWID;
CREATE INDEX link_runbook ON link (runbook);

CREATE TABLE action_item (
  incident INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  done INTEGER NOT NULL,
  owner TEXT,
  due TEXT,
  link TEXT,
  line INTEGER NOT NULL,
  PRIMARY KEY (incident, position)
) WITHOUT ROWID;

-- The phrases of synonyms.yml and scope.yml by their first term.
CREATE TABLE lexicon (
  first TEXT NOT NULL,
  kind INTEGER NOT NULL,
  terms TEXT NOT NULL,
  family INTEGER NOT NULL, -- which group of synonyms
  PRIMARY KEY (first, kind, terms, family)
) WITHOUT ROWID;
CREATE INDEX lexicon_family ON lexicon (family);

-- Compiled forms of data files, and facts about the index itself.
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;
