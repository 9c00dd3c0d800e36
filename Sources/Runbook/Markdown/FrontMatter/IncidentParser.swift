/// Front matter and sections to an incident.
enum IncidentParser {
  /// The keys of an incident's front matter, in the order in which pages write them.
  static let keys = [
    "id", "title", "kind", "status", "severity", "services", "tags", "environment", "started_at",
    "detected_at", "acknowledged_at", "mitigated_at", "resolved_at", "detected_by", "owner",
    "authors", "fingerprints", "origin", "runbooks",
  ]

  /// The incident of a draft; what is wrong with a value is noted, and its neutral default taken.
  static func incident(_ draft: inout DocumentDraft) -> Incident {
    let status = draft.fields.choice("status", of: Incident.Status.self)
    let severity = draft.fields.choice("severity", of: Incident.Severity.self)
    let services = draft.fields.list("services")
    let tags = draft.fields.list("tags")
    let environment = draft.fields.text("environment")
    let startedAt = draft.fields.time("started_at")
    let detectedAt = draft.fields.time("detected_at")
    let acknowledgedAt = draft.fields.time("acknowledged_at")
    let mitigatedAt = draft.fields.time("mitigated_at")
    let resolvedAt = draft.fields.time("resolved_at")
    let detectedBy = draft.fields.text("detected_by")
    let owner = draft.fields.text("owner")
    let authors = draft.fields.list("authors")
    let fingerprints = draft.fields.list("fingerprints", splitsCommas: false)
    let origin = draft.fields.choice("origin", of: Incident.Origin.self)
    let runbooks = draft.fields.runbookLinks()
    let (actionItems, findings) = ActionItem.items(in: draft.sections, path: draft.fields.path)
    draft.fields.add(findings)
    return Incident(
      id: draft.id, title: draft.title, status: status ?? .open, severity: severity,
      services: services, tags: tags, environment: environment, startedAt: startedAt,
      detectedAt: detectedAt, acknowledgedAt: acknowledgedAt, mitigatedAt: mitigatedAt,
      resolvedAt: resolvedAt, detectedBy: detectedBy, owner: owner, authors: authors,
      fingerprints: fingerprints, origin: origin ?? .own, runbooks: runbooks,
      actionItems: actionItems, sections: draft.sections, source: draft.source(known: keys))
  }
}

extension FieldReader {
  /// The `runbooks` of an incident: a list of `{id, version, revision, outcome}`.
  ///
  /// An id alone is understood as not tried. A link whose id cannot be read is left out.
  mutating func runbookLinks() -> [RunbookLink] {
    guard let node = node("runbooks") else { return [] }
    guard let items = node.items else {
      note(
        at: node.location, "'runbooks' must be a list",
        fix: "write - {id: ecs-oom-killed, version: 1, outcome: fixed}")
      return []
    }
    var links: [RunbookLink] = []
    for item in items {
      guard let link = runbookLink(item) else { continue }
      if let first = links.first(where: { $0.id == link.id }) {
        note(
          at: link.location, "'\(link.id)' is linked twice, first on line \(first.location.line)",
          fix: "keep the one with the better outcome")
        continue
      }
      links.append(link)
    }
    keep(links.map(\.location), of: "runbooks")
    return links
  }

  private mutating func runbookLink(_ node: YAMLNode) -> RunbookLink? {
    let idNode = node.entries == nil ? node : node["id"]
    guard let idNode, let id = idNode.string else {
      note(
        at: node.location, "a linked runbook has no id",
        fix: "write {id: ecs-oom-killed, version: 1, outcome: fixed}")
      return nil
    }
    guard DocumentID.isValid(id) else {
      note(
        at: idNode.location, "'\(id.prefix(80))' is not an id",
        fix: DocumentID.nearest(to: id).map { "did you mean '\($0)'?" })
      return nil
    }
    var link = RunbookLink(id: id, outcome: .notTried, location: idNode.location)
    if let version = node["version"], !version.isNull {
      link.version = number(version, key: "'version'", in: 1...Int.max)
    }
    if let revision = node["revision"], !revision.isNull {
      link.revision = self.revision(revision)
    }
    if let outcome = node["outcome"], !outcome.isNull {
      link.outcome = choice(outcome, key: "'outcome'", of: Outcome.self) ?? .notTried
    } else {
      note(
        at: node.location, "no outcome for '\(id)', so it counts as not tried",
        fix: "add outcome: fixed, helped, no-help or not-tried")
    }
    let known = ["id", "version", "revision", "outcome"]
    for entry in node.entries ?? [] where !known.contains(entry.key) {
      note(
        at: entry.keyLocation, "unknown key '\(entry.key)' in a linked runbook",
        fix: Self.suggestion(for: entry.key, in: known))
    }
    return link
  }

  /// A git blob id, or the first seven or more digits of one.
  private mutating func revision(_ node: YAMLNode) -> String? {
    // A plain revision of digits only, or with one e, is still the text that was written.
    guard case .scalar(let text, _) = node.content, (7...40).contains(text.utf8.count),
      text.utf8.allSatisfy({ 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 })
    else {
      note(
        at: node.location, "'revision' must be the 40 hex digits of a git blob id",
        fix: "take it from runbook history")
      return nil
    }
    return text
  }
}
