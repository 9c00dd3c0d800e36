-- Runbooks of which nothing but their words is known, apart from those that say how people meet their
-- trouble, so that no weight of a word depends on how many of them a team brings along.
CREATE TABLE page_text (
  number INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
  title TEXT NOT NULL,
  symptoms TEXT NOT NULL,
  headings TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE VIRTUAL TABLE page_fts USING fts5 (
  title, symptoms, headings, body, content = 'page_text', content_rowid = 'number',
  tokenize = 'unicode61'
);
INSERT INTO page_fts (page_fts, rank) VALUES ('hashsize', 33554432);

-- In how many of them a term stands.
CREATE TABLE page_term (
  term TEXT PRIMARY KEY,
  documents INTEGER NOT NULL
) WITHOUT ROWID;
