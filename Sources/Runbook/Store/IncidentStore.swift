/// An incident as lists show it.
public struct IncidentSummary: Equatable, Sendable {
  /// The number of the document in the index.
  public var number: Int
  /// The id.
  public var id: String
  /// The title.
  public var title: String
  /// How far it is.
  public var status: Incident.Status
  /// How bad it was.
  public var severity: Incident.Severity?
  /// Where it happened.
  public var environment: String?
  /// Whose history it is.
  public var origin: Incident.Origin
  /// The team that owned it.
  public var owner: String?
  /// The day it belongs to, `yyyy-mm-dd`.
  public var date: String
  /// When it began.
  public var startedAt: Timestamp?
  /// When somebody or something noticed.
  public var detectedAt: Timestamp?
  /// When somebody took it.
  public var acknowledgedAt: Timestamp?
  /// When users no longer felt it.
  public var mitigatedAt: Timestamp?
  /// When it was over.
  public var resolvedAt: Timestamp?
  /// The git blob id of the text that the index holds.
  public var revision: String
  /// The path relative to the root of the knowledge base.
  public var path: String

  /// Whole minutes from its start to its resolution; nil where one is missing or they are reversed.
  public var minutesToResolve: Int? { Incident.minutes(from: startedAt, to: resolvedAt) }
}

/// Which incidents are meant.
public struct IncidentFilter: Equatable, Sendable {
  /// By labels; incidents have no category.
  public var labels = LabelFilter()
  /// Only incidents of one of these severities; all where empty.
  public var severities: [Incident.Severity] = []
  /// Only incidents that name this runbook.
  public var runbook: String?
  /// Only incidents from this day on.
  public var since: CivilDate?
  /// Only one's own, or only public ones; both where nil.
  public var origin: Incident.Origin?

  /// Makes a filter that lets everything through.
  public init() {}

  var condition: (sql: String, values: [(any Bindable)?]) {
    var (sql, values) = labels.condition
    if !severities.isEmpty {
      sql += " AND severity IN (\(severities.map { _ in "?" }.joined(separator: ", ")))"
      values += severities.map(\.rawValue)
    }
    if let runbook {
      sql += " AND number IN (SELECT incident FROM link WHERE runbook = ?)"
      values.append(runbook)
    }
    if let since {
      sql += " AND date >= ?"
      values.append(since.description)
    }
    if let origin {
      sql += " AND origin = ?"
      values.append(origin.rawValue)
    }
    return (sql, values)
  }
}

/// The incidents of the index.
public struct IncidentStore: DocumentStore {
  /// The index.
  public let connection: Connection
  let parse: DocumentReader

  private static let columns = """
    SELECT number, id, title, status, severity, environment, origin, owner, date, started_at,
      detected_at, acknowledged_at, mitigated_at, resolved_at, revision, path
    FROM document WHERE kind = 'incident'
    """
  private static let newestFirst =
    " ORDER BY date DESC, coalesce(started_at, 0) DESC, id DESC"
  // One incident.
  private static let byID = columns + " AND id = ?"
  // The file of the current text.
  private static let current = """
    SELECT bytes, document.path, revision FROM document JOIN revision USING (id, revision)
    WHERE id = ? AND kind = 'incident'
    """
  // The incidents that name a runbook, or name it as it was called before.
  private static let history = """
    SELECT id, title, date, status, outcome, started_at, resolved_at, origin, number, link.step
    FROM link JOIN document ON number = incident
    WHERE runbook = ?1 OR runbook IN (
      SELECT value FROM label JOIN document AS named ON named.number = label.document
      WHERE named.id = ?1 AND label.kind = 'alias')
    """
  // How many action items of some incidents are not done.
  private static let openActions = """
    SELECT count(*) FROM action_item
    WHERE done = 0 AND incident IN (SELECT value FROM json_each(?))
    """
  // The runbooks that an incident names.
  private static let links = """
    SELECT runbook, step, version, revision, outcome FROM link WHERE incident = ? ORDER BY position
    """
  // What was promised.
  private static let actions = """
    SELECT text, done, owner, due, link, line FROM action_item WHERE incident = ? ORDER BY position
    """
  // Incidents that left the same fingerprint.
  private static let byFingerprint = """
    SELECT id FROM label JOIN document ON number = document
    WHERE label.kind = 'fingerprint' AND value = ? ORDER BY date DESC, id DESC
    """

  /// The incidents that a filter lets through, newest first.
  ///
  /// - Throws: `SQLiteError`.
  public func list(
    _ filter: IncidentFilter = IncidentFilter()
  ) throws(SQLiteError) -> [IncidentSummary] {
    let (condition, values) = filter.condition
    return try connection.rows(Self.columns + condition + Self.newestFirst, binding: values) {
      row in IncidentSummary(row)
    }
  }

  /// The ids of all incidents, sorted.
  ///
  /// - Throws: `SQLiteError`.
  public func allIDs() throws(SQLiteError) -> [String] { try ids(ofKind: .incident) }

  /// An incident as lists show it.
  ///
  /// - Returns: nil where there is no incident with this id.
  /// - Throws: `SQLiteError`.
  public func summary(of id: String) throws(SQLiteError) -> IncidentSummary? {
    try connection.first(Self.byID, id) { row in IncidentSummary(row) }
  }

  /// A whole incident, parsed from the text that the index holds: the last good one where the file is
  /// broken now.
  ///
  /// - Returns: nil where there is no incident with this id.
  /// - Throws: `SQLiteError`.
  public func incident(id: String) throws(SQLiteError) -> Incident? {
    let text = try connection.first(Self.current, id) { row in
      (row.bytes(0), row.text(1), row.text(2))
    }
    if let text { _ = try proved(text.0, id, text.2) }
    guard let text, case .incident(let incident)? = parse(text.0, text.1).document else {
      return nil
    }
    return incident
  }

  /// What happened the times before with a runbook; an incident that names one of its aliases counts.
  ///
  /// - Parameters:
  ///   - runbook: the id.
  ///   - since: leaves out incidents before this day.
  /// - Returns: the history; an empty one where no incident names the runbook.
  /// - Throws: `SQLiteError`.
  public func history(
    of runbook: String, since: CivilDate? = nil
  ) throws(SQLiteError) -> History {
    var found: [Int: History.Occurrence] = [:]
    var uses: [History.Occurrence] = []
    for (number, occurrence) in try connection.rows(
      Self.history, runbook, read: { row in (row.int(8), History.Occurrence(row)) })
    {
      if let since, occurrence.date < since.description { continue }
      uses.append(occurrence)
      // The outcomes are declared from best to worst.
      let order = Outcome.allCases
      if let other = found[number], let left = order.firstIndex(of: other.outcome),
        let right = order.firstIndex(of: occurrence.outcome), left <= right
      {
        continue
      }
      found[number] = occurrence
    }
    let own = JSON.array(found.filter { $0.value.origin == .own }.map { .int($0.key) })
    let openActions = try connection.first(Self.openActions, own.text()) { row in row.int(0) }
    let incidents = found.values.sorted { ($0.date, $0.id) > ($1.date, $1.id) }
    uses.sort { ($0.date, $0.id, $1.step ?? "") > ($1.date, $1.id, $0.step ?? "") }
    return History(incidents: incidents, uses: uses, openActions: openActions ?? 0)
  }

  /// The runbooks that an incident names, in its order; they carry no place in the file.
  ///
  /// - Throws: `SQLiteError`.
  public func links(of number: Int) throws(SQLiteError) -> [RunbookLink] {
    try connection.rows(Self.links, number) { row in
      RunbookLink(
        id: row.text(0), step: row.optionalText(1), version: row.optionalInt(2),
        revision: row.optionalText(3), outcome: Outcome(rawValue: row.text(4)) ?? .notTried)
    }
  }

  /// What was promised after an incident, in its order.
  ///
  /// - Throws: `SQLiteError`.
  public func actionItems(of number: Int) throws(SQLiteError) -> [ActionItem] {
    try connection.rows(Self.actions, number) { row in
      ActionItem(
        text: row.text(0), done: row.bool(1), owner: row.optionalText(2), due: row.optionalText(3),
        link: row.optionalText(4), location: SourceLocation(line: row.int(5)))
    }
  }

  /// The ids of the incidents that left a fingerprint, newest first.
  ///
  /// - Throws: `SQLiteError`.
  public func ids(withFingerprint fingerprint: String) throws(SQLiteError) -> [String] {
    try connection.rows(Self.byFingerprint, fingerprint) { row in row.text(0) }
  }
}

extension Row {
  /// A column of seconds since 1970, or nil for NULL.
  borrowing func timestamp(_ column: Int) -> Timestamp? {
    optionalInt(column).map { Timestamp(seconds: Int64($0)) }
  }
}

extension IncidentSummary {
  init(_ row: borrowing Row) {
    number = row.int(0)
    id = row.text(1)
    title = row.text(2)
    status = Incident.Status(rawValue: row.text(3)) ?? .open
    severity = Incident.Severity(rawValue: row.text(4))
    environment = row.optionalText(5)
    origin = Incident.Origin(rawValue: row.text(6)) ?? .own
    owner = row.optionalText(7)
    date = row.text(8)
    startedAt = row.timestamp(9)
    detectedAt = row.timestamp(10)
    acknowledgedAt = row.timestamp(11)
    mitigatedAt = row.timestamp(12)
    resolvedAt = row.timestamp(13)
    revision = row.text(14)
    path = row.text(15)
  }
}

extension History.Occurrence {
  init(_ row: borrowing Row) {
    id = row.text(0)
    title = row.text(1)
    date = row.text(2)
    status = Incident.Status(rawValue: row.text(3)) ?? .open
    outcome = Outcome(rawValue: row.text(4)) ?? .notTried
    minutes = Incident.minutes(from: row.timestamp(5), to: row.timestamp(6))
    origin = Incident.Origin(rawValue: row.text(7)) ?? .own
    step = row.optionalText(9)
  }
}
