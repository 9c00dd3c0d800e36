/// Writes documents into the index and takes them out; the caller holds the transaction.
///
/// The full-text rows are written here, not by triggers: those do not run with an untrusted schema,
/// and are twice as slow.
struct DocumentWriter {
  let connection: Connection
  private var terms: [WordCollection: TermTally] = [:]

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
    INSERT INTO passage (document, kind, section, line, safety, text, terms, step, changes, undo)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
  private static let insertStep = """
    INSERT INTO step (document, position, anchor, title, text, line) VALUES (?, ?, ?, ?, ?, ?)
    """
  private static let insertCause = """
    INSERT INTO cause (document, runbook, step, kind, text) VALUES (?, ?, ?, ?, ?)
    """
  private static let insertSymptoms =
    "INSERT INTO symptom_terms (document, phrases) VALUES (?, ?)"
  private static let insertLink = """
    INSERT INTO link (incident, position, runbook, version, revision, outcome, step)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    """
  private static let insertAction = """
    INSERT INTO action_item (incident, position, text, done, owner, due, link, line)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """
  private static let insertRevision = """
    INSERT OR IGNORE INTO revision (id, revision, version, path, seen_at, bytes)
    VALUES (?, ?, ?, ?, ?, ?)
    """
  private static let tables = Dictionary(
    uniqueKeysWithValues: WordCollection.allCases.map { ($0, FullText($0)) })
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
    for (index, passage) in rows.passages.enumerated() {
      try insertPassage.bind(
        number, passage.kind.rawValue, passage.section, passage.line, passage.safety?.rawValue,
        passage.text, rows.passageTerms[index], passage.step, passage.effect?.changes,
        passage.effect?.undo)
      try insertPassage.run()
    }
    for step in rows.steps {
      try connection.run(
        Self.insertStep, number, step.number, step.anchor, step.title, step.text,
        step.location.line)
    }
    for cause in rows.causes {
      try connection.run(
        Self.insertCause, number, cause.target.runbook, cause.target.step, cause.kind.rawValue,
        cause.text)
    }
    try connection.run(Self.insertSymptoms, number, rows.symptomPhrases)
    let fields: [(any Bindable)?] = [number] + rows.fields
    if let table = Self.tables[rows.collection] {
      try connection.run(table.insert, binding: fields)
      try connection.run(table.index, binding: fields)
    }
    count(rows.terms, 1, in: rows.collection)
    if case .incident(let incident) = document { try insertLists(of: incident, number: number) }
    var version: Int?
    if case .runbook(let runbook) = document { version = runbook.version }
    let source = document.source
    try connection.run(
      Self.insertRevision, document.id, source.revision, version, source.path, time, bytes)
  }

  /// Takes a document out; its revisions stay.
  mutating func remove(_ number: Int) throws(SQLiteError) {
    for (collection, table) in Self.tables {
      guard
        let fields = try connection.first(
          table.find, number, read: { row in (0..<4).map { row.text($0) } })
      else { continue }
      count(TermTally.distinctTerms(in: fields), -1, in: collection)
      try connection.run(table.unindex, number)
    }
    try connection.run(Self.deleteDocument, number)
  }

  private mutating func count(_ distinct: [String], _ change: Int, in collection: WordCollection) {
    guard collection.termTable != nil else { return }
    terms[collection, default: TermTally()].count(distinct + [TermTally.everyDocument], change)
  }

  /// Writes how many documents hold each term.
  func saveTerms() throws(SQLiteError) {
    for (collection, tally) in terms {
      if let table = collection.termTable { try tally.save(in: connection, table: table) }
    }
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
        link.outcome.rawValue, link.step)
    }
    for (position, item) in incident.actionItems.enumerated() {
      try connection.run(
        Self.insertAction, number, position, item.text, item.done, item.owner, item.due,
        item.link, item.location.line)
    }
  }
}

/// The statements of a full-text table and of the table that holds its text.
private struct FullText {
  let insert: String
  let index: String
  let find: String
  /// FTS5 takes a row out of an external content table by the values it was put in with.
  let unindex: String

  init(_ collection: WordCollection) {
    let (content, table) = (collection.textTable, collection.fullTextTable)
    let columns = "title, symptoms, headings, body"
    insert = "INSERT INTO \(content) (number, \(columns)) VALUES (?, ?, ?, ?, ?)"
    index = "INSERT INTO \(table) (rowid, \(columns)) VALUES (?, ?, ?, ?, ?)"
    find = "SELECT \(columns) FROM \(content) WHERE number = ?"
    unindex = """
      INSERT INTO \(table) (\(table), rowid, \(columns))
      SELECT 'delete', number, \(columns) FROM \(content) WHERE number = ?
      """
  }
}
