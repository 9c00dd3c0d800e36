/// Writes documents into the index and takes them out; the caller holds the transaction.
///
/// The full-text rows are written here, not by triggers: those do not run with an untrusted schema,
/// and are twice as slow.
struct DocumentWriter {
  let connection: Connection
  private(set) var terms = TermTally()

  // The row of an id, kept so that its number stays.
  private static let numberOfID = "SELECT number FROM document WHERE id = ?"
  private static let insertDocument = """
    INSERT INTO document (number, id, kind, path, title, status, version, revision, category,
      description, owner, reviewed_at, lastmod, severity, environment, origin, started_at,
      detected_at, acknowledged_at, mitigated_at, resolved_at, date)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
  private static let insertLabel =
    "INSERT INTO label (document, kind, position, value) VALUES (?, ?, ?, ?)"
  private static let insertPassage = """
    INSERT INTO passage (document, kind, section, line, safety, text, identifiers, terms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """
  private static let insertStep = "INSERT INTO step (document, position, text) VALUES (?, ?, ?)"
  private static let indexPassage =
    "INSERT INTO passage_fts (rowid, text, identifiers) VALUES (?, ?, ?)"
  private static let insertText = """
    INSERT INTO document_text (number, title, symptoms, headings, body) VALUES (?, ?, ?, ?, ?)
    """
  private static let indexText = """
    INSERT INTO document_fts (rowid, title, symptoms, headings, body) VALUES (?, ?, ?, ?, ?)
    """
  private static let insertSymptoms =
    "INSERT INTO symptom_terms (document, phrases) VALUES (?, ?)"
  private static let insertLink = """
    INSERT INTO link (incident, position, runbook, version, revision, outcome)
    VALUES (?, ?, ?, ?, ?, ?)
    """
  private static let insertAction = """
    INSERT INTO action_item (incident, position, text, done, owner, due, link, line)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """
  private static let insertRevision = """
    INSERT OR IGNORE INTO revision (id, revision, version, path, seen_at, bytes)
    VALUES (?, ?, ?, ?, ?, ?)
    """
  // FTS5 takes a row out of an external content table by the values it was put in with.
  private static let unindexPassages = """
    INSERT INTO passage_fts (passage_fts, rowid, text, identifiers)
    SELECT 'delete', number, text, identifiers FROM passage WHERE document = ?
    """
  private static let unindexText = """
    INSERT INTO document_fts (document_fts, rowid, title, symptoms, headings, body)
    SELECT 'delete', number, title, symptoms, headings, body FROM document_text WHERE number = ?
    """
  private static let textOfNumber =
    "SELECT title, symptoms, headings, body FROM document_text WHERE number = ?"
  private static let deleteDocument = "DELETE FROM document WHERE number = ?"

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Puts a document in, in the place of the one with its id.
  ///
  /// - Parameters:
  ///   - rows: the document.
  ///   - bytes: the file, kept as a revision.
  ///   - time: now, in seconds since 1970.
  /// - Throws: `SQLiteError`.
  mutating func write(_ rows: DocumentRows, bytes: [UInt8], time: Int64) throws(SQLiteError) {
    let document = rows.document
    let known = try number(of: document.id)
    if let known { try remove(known) }
    try insert(document, number: known)
    let number = known ?? connection.lastInsertRowID
    for (kind, values) in rows.labels {
      for (position, value) in values.enumerated() {
        try connection.run(Self.insertLabel, number, kind.rawValue, position, value)
      }
    }
    let insertPassage = try connection.statement(Self.insertPassage)
    let indexPassage = try connection.statement(Self.indexPassage)
    for (index, passage) in rows.passages.enumerated() {
      let identifiers = rows.passageIdentifiers[index]
      try insertPassage.bind(
        number, passage.kind.rawValue, passage.section, passage.line, passage.safety?.rawValue,
        passage.text, identifiers, rows.passageTerms[index])
      try insertPassage.run()
      try indexPassage.bind(connection.lastInsertRowID, passage.text, identifiers)
      try indexPassage.run()
    }
    for (position, step) in rows.steps.enumerated() {
      try connection.run(Self.insertStep, number, position, step)
    }
    try connection.run(Self.insertSymptoms, number, rows.symptomPhrases)
    let fields: [(any Bindable)?] = [number] + rows.fields
    try connection.run(Self.insertText, binding: fields)
    try connection.run(Self.indexText, binding: fields)
    terms.count(rows.terms, 1)
    if case .incident(let incident) = document { try insertLists(of: incident, number: number) }
    var version: Int?
    if case .runbook(let runbook) = document { version = runbook.version }
    let source = document.source
    try connection.run(
      Self.insertRevision, document.id, source.revision, version, source.path, time, bytes)
  }

  /// Takes a document out; its revisions stay.
  mutating func remove(_ number: Int) throws(SQLiteError) {
    let fields = try connection.first(Self.textOfNumber, number) { row in
      (0..<4).map { row.text($0) }
    }
    if let fields { terms.count(TermTally.distinctTerms(in: fields), -1) }
    try connection.run(Self.unindexPassages, number)
    try connection.run(Self.unindexText, number)
    try connection.run(Self.deleteDocument, number)
  }

  /// The number of the document with an id.
  func number(of id: String) throws(SQLiteError) -> Int? {
    try connection.first(Self.numberOfID, id) { row in row.int(0) }
  }

  private func insert(_ document: Document, number: Int?) throws(SQLiteError) {
    let source = document.source
    switch document {
    case .runbook(let runbook):
      try connection.run(
        Self.insertDocument, number, runbook.id, "runbook", source.path, runbook.title,
        runbook.status.rawValue, runbook.version, source.revision, runbook.category,
        runbook.description, runbook.owner, runbook.reviewedAt, runbook.lastmod)
    case .incident(let incident):
      try connection.run(
        Self.insertDocument, number, incident.id, "incident", source.path, incident.title,
        incident.status.rawValue, nil, source.revision, nil, nil, incident.owner, nil, nil,
        incident.severity?.rawValue, incident.environment, incident.origin.rawValue,
        incident.startedAt?.seconds, incident.detectedAt?.seconds,
        incident.acknowledgedAt?.seconds, incident.mitigatedAt?.seconds,
        incident.resolvedAt?.seconds, incident.date)
    }
  }

  private func insertLists(of incident: Incident, number: Int) throws(SQLiteError) {
    for (position, link) in incident.runbooks.enumerated() {
      try connection.run(
        Self.insertLink, number, position, link.id, link.version, link.revision,
        link.outcome.rawValue)
    }
    for (position, item) in incident.actionItems.enumerated() {
      try connection.run(
        Self.insertAction, number, position, item.text, item.done, item.owner, item.due,
        item.link, item.location.line)
    }
  }
}
