/// An incident with what statistics count of it.
public struct IncidentRecord: Equatable, Sendable {
  /// The incident.
  public var summary: IncidentSummary
  /// The services that were hurt.
  public var services: [String]
  /// Fingerprints of the failure.
  public var fingerprints: [String]
  /// The runbooks that it names, by their present ids.
  public var links: [RunbookLink]
  /// What was promised.
  public var actions: [ActionItem]

  /// Makes a record.
  public init(
    summary: IncidentSummary, services: [String] = [], fingerprints: [String] = [],
    links: [RunbookLink] = [], actions: [ActionItem] = []
  ) {
    self.summary = summary
    self.services = services
    self.fingerprints = fingerprints
    self.links = links
    self.actions = actions
  }

  /// Reads the incidents of an index that a filter lets through.
  ///
  /// - Parameters:
  ///   - base: the knowledge base.
  ///   - filter: which incidents.
  /// - Returns: the records, newest first.
  /// - Throws: `SQLiteError`.
  public static func all(
    in base: KnowledgeBase, _ filter: IncidentFilter
  ) throws(SQLiteError) -> [IncidentRecord] {
    let store = base.incidents
    var names: [String: String] = [:]
    for id in try base.runbooks.allIDs() { names[id] = id }
    var records: [IncidentRecord] = []
    for summary in try store.list(filter) {
      var links = try store.links(of: summary.number)
      for index in links.indices {
        let id = links[index].id
        // An incident may name a runbook as it was called before.
        if names[id] == nil { names[id] = try base.runbooks.id(ofAlias: id) ?? id }
        links[index].id = names[id] ?? id
      }
      records.append(
        IncidentRecord(
          summary: summary, services: try store.labels(.service, of: summary.number),
          fingerprints: try store.labels(.fingerprint, of: summary.number), links: links,
          actions: try store.actionItems(of: summary.number)))
    }
    return records
  }

  /// The link that counts most: the best outcome, the first of equal ones.
  var bestLink: RunbookLink? {
    let order = Outcome.allCases
    return links.min { left, right in
      (order.firstIndex(of: left.outcome) ?? 0) < (order.firstIndex(of: right.outcome) ?? 0)
    }
  }

  /// The runbooks that ended it or helped to, and its fingerprints: what a recurrence shares.
  var causes: Set<String> {
    let runbooks = links.filter { $0.outcome == .fixed || $0.outcome == .helped }.map(\.id)
    return Set(runbooks.map { "runbook \($0)" } + fingerprints.map { "fingerprint \($0)" })
  }
}
