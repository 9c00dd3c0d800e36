/// A runbook as the pages of a site show it beside its text.
struct SiteRunbook: Sendable {
  var summary: RunbookSummary
  var services: [String] = []
  var tags: [String] = []
  var aliases: [String] = []
  var related: [String] = []
  var exitCodes: [String] = []
  var stopCodes: [String] = []
  /// The steps of the mitigation, without their commands.
  var steps: [Step] = []
  /// What happened the times before.
  var history = History(incidents: [], openActions: 0)
  /// The texts that the index knows, newest first; one where it never changed.
  var revisions: [RevisionSummary] = []

  var id: String { summary.id }
}

/// An incident as the pages of a site show it beside its text.
struct SiteIncident: Sendable {
  var summary: IncidentSummary
  var services: [String] = []
  var tags: [String] = []
  var fingerprints: [String] = []
  var links: [RunbookLink] = []
  var actions: [ActionItem] = []

  var id: String { summary.id }
}

/// What a site shows of a knowledge base: everything but the documents that are left out.
struct SiteContent: Sendable {
  /// By id.
  var runbooks: [SiteRunbook]
  /// Newest first.
  var incidents: [SiteIncident]
  /// The documents that are left out; nothing of the site may name them.
  let hidden: HiddenNames
  /// The runbook that an id or an alias means.
  let runbookIDs: [String: String]

  /// Looks at a knowledge base.
  init(of base: KnowledgeBase, options: SiteOptions) throws(SQLiteError) {
    var lists = try Lists(base.connection)
    var out = LeftOut(options.exclusions)
    var runbooks: [SiteRunbook] = []
    for summary in try base.runbooks.list() {
      let runbook = lists.runbook(summary)
      if !out.take(runbook) { runbooks.append(runbook) }
    }
    runbooks.sort { $0.id < $1.id }
    var incidents: [SiteIncident] = []
    for summary in try base.incidents.list() {
      let incident = lists.incident(summary)
      if !out.take(incident) { incidents.append(incident) }
    }
    hidden = out.names
    // An older text was never judged by what is left out now.
    if options.exclusions.isEmpty {
      let revisions = try Lists.revisions(base.connection)
      for index in runbooks.indices {
        runbooks[index].revisions = revisions[runbooks[index].id] ?? []
      }
    }
    var ids: [String: String] = [:]
    for runbook in runbooks {
      for alias in runbook.aliases where ids[alias] == nil { ids[alias] = runbook.id }
    }
    for runbook in runbooks { ids[runbook.id] = runbook.id }
    runbookIDs = ids
    self.runbooks = runbooks
    self.incidents = incidents
    hideNames()
    joinHistory()
  }

  /// A document as the site may show it.
  func read(_ bytes: [UInt8], path: String) -> Document? {
    DocumentParser.parse(bytes: bytes, path: path).document.map { hidden.removed(from: $0) }
  }

  /// Takes out of every list what names a document that is left out.
  private mutating func hideNames() {
    guard !hidden.isEmpty else { return }
    for index in runbooks.indices {
      runbooks[index].related.removeAll(where: hidden.names.contains)
      runbooks[index].steps = runbooks[index].steps.map { hidden.removed(from: $0) }
      let summary = runbooks[index].summary
      runbooks[index].summary.title = hidden.removed(from: summary.title)
      runbooks[index].summary.description = hidden.removed(from: summary.description)
    }
    for index in incidents.indices {
      incidents[index].links = hidden.removed(from: incidents[index].links)
      let title = incidents[index].summary.title
      incidents[index].summary.title = hidden.removed(from: title)
      for place in incidents[index].actions.indices {
        let text = incidents[index].actions[place].text
        incidents[index].actions[place].text = hidden.removed(from: text)
      }
    }
  }

  /// Gives each runbook the incidents that name it, or name it as it was called before.
  private mutating func joinHistory() {
    // The outcomes are declared from best to worst.
    func rank(_ outcome: Outcome) -> Int { Outcome.allCases.firstIndex(of: outcome) ?? 0 }
    var occurrences: [String: [History.Occurrence]] = [:]
    var openActions: [String: Int] = [:]
    for incident in incidents {
      var best: [String: RunbookLink] = [:]
      for link in incident.links {
        guard let id = runbookIDs[link.id] else { continue }
        if best[id].map({ rank(link.outcome) < rank($0.outcome) }) ?? true { best[id] = link }
      }
      let open = incident.actions.count { !$0.done }
      for (id, link) in best {
        occurrences[id, default: []].append(History.Occurrence(incident.summary, link))
        if incident.summary.origin == .own { openActions[id, default: 0] += open }
      }
    }
    for index in runbooks.indices {
      let id = runbooks[index].id
      let found = (occurrences[id] ?? []).sorted { ($0.date, $0.id) > ($1.date, $1.id) }
      runbooks[index].history = History(incidents: found, openActions: openActions[id] ?? 0)
    }
  }
}

extension History.Occurrence {
  fileprivate init(_ incident: IncidentSummary, _ link: RunbookLink) {
    id = incident.id
    title = incident.title
    date = incident.date
    status = incident.status
    step = link.step
    outcome = link.outcome
    minutes = incident.minutesToResolve
    origin = incident.origin
  }
}

/// Sorts out the documents that are left out, and keeps what they are called.
private struct LeftOut {
  private let exclusions: [SiteExclusion]
  private var ids: Set<String> = []
  private var aliases: [String] = []
  private var paths: Set<String> = []
  private var titles: [String] = []

  init(_ exclusions: [SiteExclusion]) {
    self.exclusions = exclusions
  }

  var names: HiddenNames { HiddenNames(ids: ids, aliases: aliases, paths: paths, titles: titles) }

  /// Whether a runbook is left out.
  mutating func take(_ runbook: SiteRunbook) -> Bool {
    let isOut = exclusions.contains {
      $0.leavesOut(
        id: runbook.id, isIncident: false, category: runbook.summary.category, tags: runbook.tags,
        services: runbook.services)
    }
    guard isOut else { return false }
    aliases += runbook.aliases
    note(runbook.id, runbook.summary.path, runbook.summary.title)
    return true
  }

  /// Whether an incident is left out.
  mutating func take(_ incident: SiteIncident) -> Bool {
    let isOut = exclusions.contains {
      $0.leavesOut(
        id: incident.id, isIncident: true, category: "", tags: incident.tags,
        services: incident.services)
    }
    if isOut { note(incident.id, incident.summary.path, incident.summary.title) }
    return isOut
  }

  private mutating func note(_ id: String, _ path: String, _ title: String) {
    ids.insert(id)
    paths.insert(path)
    titles.append(title)
  }
}

/// The lists of all documents, read at once: asking for each of ten thousand would take seconds.
private struct Lists {
  private var labels: [Int: [String: [String]]] = [:]
  private var steps: [Int: [Step]] = [:]
  private var links: [Int: [RunbookLink]] = [:]
  private var actions: [Int: [ActionItem]] = [:]

  // The labels that pages show.
  private static let allLabels = """
    SELECT document, kind, value FROM label
    WHERE kind IN ('service', 'tag', 'alias', 'related', 'exit_code', 'stop_code', 'fingerprint')
    ORDER BY document, kind, position
    """
  // Every step of a mitigation.
  private static let allSteps = """
    SELECT document, position, title, anchor, text, line FROM step ORDER BY document, position
    """
  // The runbooks that incidents name.
  private static let allLinks = """
    SELECT incident, runbook, version, revision, outcome, step FROM link ORDER BY incident, position
    """
  // What was promised.
  private static let allActions = """
    SELECT incident, text, done, owner, due, link, line FROM action_item ORDER BY incident, position
    """
  // The texts of the documents that have more than one, those in use first. Two texts may have been
  // seen in one second, which is what the clock counts.
  private static let allRevisions = """
    SELECT id, revision, version, path, seen_at FROM revision
    WHERE id IN (SELECT id FROM revision GROUP BY id HAVING count(*) > 1)
    ORDER BY id, revision = (SELECT revision FROM document WHERE document.id = revision.id) DESC,
      version DESC, seen_at DESC, revision
    """

  init(_ connection: Connection) throws(SQLiteError) {
    for (number, kind, value) in try connection.rows(
      Self.allLabels, read: { row in (row.int(0), row.text(1), row.text(2)) })
    {
      labels[number, default: [:]][kind, default: []].append(value)
    }
    for (number, step) in try connection.rows(
      Self.allSteps,
      read: { row in
        (
          row.int(0),
          Step(
            number: row.int(1), title: row.text(2), anchor: row.text(3), text: row.text(4),
            location: SourceLocation(line: row.int(5)))
        )
      })
    {
      steps[number, default: []].append(step)
    }
    for (number, link) in try connection.rows(
      Self.allLinks,
      read: { row in
        let outcome = Outcome(rawValue: row.text(4)) ?? .notTried
        return (
          row.int(0),
          RunbookLink(
            id: row.text(1), step: row.optionalText(5), version: row.optionalInt(2),
            revision: row.optionalText(3), outcome: outcome)
        )
      })
    {
      links[number, default: []].append(link)
    }
    for (number, action) in try connection.rows(
      Self.allActions,
      read: { row in
        (
          row.int(0),
          ActionItem(
            text: row.text(1), done: row.bool(2), owner: row.optionalText(3),
            due: row.optionalText(4), link: row.optionalText(5),
            location: SourceLocation(line: row.int(6)))
        )
      })
    {
      actions[number, default: []].append(action)
    }
  }

  func labels(_ kind: LabelKind, of number: Int) -> [String] {
    labels[number]?[kind.rawValue] ?? []
  }

  mutating func runbook(_ summary: RunbookSummary) -> SiteRunbook {
    let number = summary.number
    return SiteRunbook(
      summary: summary, services: labels(.service, of: number), tags: labels(.tag, of: number),
      aliases: labels(.alias, of: number), related: labels(.related, of: number),
      exitCodes: labels(.exitCode, of: number), stopCodes: labels(.stopCode, of: number),
      steps: steps.removeValue(forKey: number) ?? [])
  }

  mutating func incident(_ summary: IncidentSummary) -> SiteIncident {
    let number = summary.number
    return SiteIncident(
      summary: summary, services: labels(.service, of: number), tags: labels(.tag, of: number),
      fingerprints: labels(.fingerprint, of: number),
      links: links.removeValue(forKey: number) ?? [],
      actions: actions.removeValue(forKey: number) ?? [])
  }

  static func revisions(
    _ connection: Connection
  ) throws(SQLiteError) -> [String: [RevisionSummary]] {
    let rows = try connection.rows(allRevisions) { row in RevisionSummary(row) }
    return Dictionary(grouping: rows, by: \.id)
  }
}
