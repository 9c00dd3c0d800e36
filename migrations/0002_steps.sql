-- The answer to a symptom is a step: what it is, what leads to it, and the model that finds it.

-- Nobody asked for passages across documents; what leads to a step is in `cause`.
DROP TABLE passage_fts;
ALTER TABLE passage DROP COLUMN identifiers;
ALTER TABLE passage ADD COLUMN step TEXT; -- the anchor of the step that it is part of
ALTER TABLE passage ADD COLUMN changes TEXT; -- what a command changes, as the line below it says
ALTER TABLE passage ADD COLUMN undo TEXT;

-- The steps of a runbook's mitigation, in the order to try them.
DROP TABLE step;
CREATE TABLE step (
  document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
  position INTEGER NOT NULL, -- from 1
  anchor TEXT NOT NULL, -- what stands after the # of a link
  title TEXT NOT NULL,
  text TEXT NOT NULL, -- when it applies and what to do
  line INTEGER NOT NULL,
  words BLOB, -- what leads to it, field by field, as `StepWords` writes it
  PRIMARY KEY (document, position)
) WITHOUT ROWID;

-- What leads to a step: a symptom of its page, or a passage of any page with a link to it.
CREATE TABLE cause (
  number INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
  runbook TEXT NOT NULL, -- the id of the page that has the step, which need not exist
  step TEXT NOT NULL, -- the anchor
  kind TEXT NOT NULL CHECK (kind IN ('sign', 'row')),
  text TEXT NOT NULL
);
CREATE INDEX cause_target ON cause (runbook, step);
CREATE INDEX cause_document ON cause (document);

-- The step that helped in an incident; NULL where it names the runbook alone.
ALTER TABLE link ADD COLUMN step TEXT;

-- The incidents of the team, apart from runbooks and public examples, so that no weight of a word
-- depends on how many there are.
CREATE TABLE incident_text (
  number INTEGER PRIMARY KEY REFERENCES document (number) ON DELETE CASCADE,
  title TEXT NOT NULL,
  symptoms TEXT NOT NULL,
  headings TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE VIRTUAL TABLE incident_fts USING fts5 (
  title, symptoms, headings, body, content = 'incident_text', content_rowid = 'number',
  tokenize = 'unicode61'
);
INSERT INTO incident_fts (incident_fts, rank) VALUES ('hashsize', 33554432);

-- The word classifier: what each feature says for each of its classes, and the classes.
CREATE TABLE feature (
  hash INTEGER PRIMARY KEY, -- of the feature, 32 bits
  word INTEGER NOT NULL, -- the hash of its first word
  weights BLOB NOT NULL -- three bytes each: the number of the class, low byte first, and the weight
);
CREATE TABLE class (
  number INTEGER PRIMARY KEY,
  runbook TEXT -- the id of a page; NULL for what is of another field
);
