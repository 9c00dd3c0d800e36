/// Front matter and sections to an incident.
enum IncidentParser {
  /// The keys of an incident's front matter, in the order in which pages write them.
  static let keys = [
    "id", "title", "kind", "status", "severity", "services", "tags", "environment", "started_at",
    "detected_at", "acknowledged_at", "mitigated_at", "resolved_at", "detected_by", "owner",
    "authors", "fingerprints", "origin", "runbooks",
  ]
  /// The keys of a runbook that an incident names, in the same way.
  static let linkKeys = ["id", "step", "version", "revision", "outcome"]

  /// The incident of a draft; what is wrong with a value is noted, and its neutral default taken.
  static func incident(_ draft: inout DocumentDraft) -> Incident {
    let status = draft.fields.choice("status", of: Incident.Status.self)
    let severity = draft.fields.severity()
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
  /// How bad it was; `sev2` and `2` are understood.
  fileprivate mutating func severity() -> Incident.Severity? {
    if let text = root["severity"]?.string, let severity = Incident.Severity(spoken: text),
      let node = node("severity")
    {
      if severity.rawValue != text {
        note(
          .note, at: node.location, "'severity' is read as \(severity.rawValue)",
          fix: "write \(severity.rawValue)")
      }
      return severity
    }
    return choice("severity", of: Incident.Severity.self)
  }

  /// The `runbooks` of an incident: a list of `{id, step, version, revision, outcome}`.
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
      if let first = links.first(where: { $0.target == link.target }) {
        note(
          at: link.location,
          "'\(link.target)' is linked twice, first on line \(first.location.line)",
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
    if node.entries == nil, let text = node.string, let link = spokenLink(text, at: node.location) {
      return link
    }
    guard let idNode, let id = idNode.string else {
      note(
        at: node.location, "a linked runbook has no id",
        fix: "write {id: ecs-oom-killed, version: 1, outcome: fixed}")
      return nil
    }
    guard DocumentID.isValid(id) else {
      let (runbook, step) = StepReference.split(id)
      let fix =
        step.map { "write {id: \(runbook), step: \($0)}" }
        ?? DocumentID.nearest(to: id).map { "did you mean '\($0)'?" }
      note(at: idNode.location, "'\(id.prefix(80))' is not an id", fix: fix)
      return nil
    }
    var link = RunbookLink(id: id, outcome: .notTried, location: idNode.location)
    if let step = node["step"], !step.isNull { link.step = self.step(step) }
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
    for entry in node.entries ?? [] where !IncidentParser.linkKeys.contains(entry.key) {
      note(
        at: entry.keyLocation, "unknown key '\(entry.key)' in a linked runbook",
        fix: Self.suggestion(for: entry.key, in: IncidentParser.linkKeys))
    }
    return link
  }

  /// A link as the command line takes it: `id=fixed`, `id@2#step=fixed`.
  private mutating func spokenLink(_ text: String, at location: SourceLocation) -> RunbookLink? {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let target = parts[0].split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let page = target[0].split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count + target.count + page.count > 3, DocumentID.isValid(String(page[0])) else {
      return nil
    }
    var link = RunbookLink(id: String(page[0]), outcome: .notTried, location: location)
    if target.count == 2, !target[1].isEmpty { link.step = String(target[1]) }
    if page.count == 2 {
      guard let pin = Pin(String(page[1])) else { return nil }
      switch pin {
      case .version(let version): link.version = version
      case .revision(let revision): link.revision = revision
      }
    }
    if parts.count == 2 {
      guard let outcome = Outcome(rawValue: parts[1].lowercased()) else {
        note(
          at: location, "'\(parts[1])' is no outcome",
          fix: "write fixed, helped, no-help or not-tried")
        return link
      }
      link.outcome = outcome
    }
    note(
      .note, at: location, "'\(text.prefix(80))' is read as a runbook with its outcome",
      fix: "write \(Postmortem.yaml(of: link))")
    return link
  }

  /// The anchor of a step, which is one word.
  private mutating func step(_ node: YAMLNode) -> String? {
    guard let text = node.string, !text.isEmpty, text.utf8.count <= 200,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: "#") })
    else {
      note(
        at: node.location, "'step' must be the anchor of a step's heading",
        fix: "take it from runbook show ID, or leave it out")
      return nil
    }
    return text
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
