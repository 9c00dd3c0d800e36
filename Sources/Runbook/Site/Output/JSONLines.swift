/// Every document as one line of JSON, which is what a search cluster imports.
struct JSONLines {
  private let base: KnowledgeBase
  private let content: SiteContent

  static let name = "documents.jsonl"

  init(_ base: KnowledgeBase, options: SiteOptions) throws(SQLiteError) {
    self.base = base
    content = try SiteContent(of: base, options: options)
  }

  func write(to writer: ExportWriter) throws {
    var bytes: [UInt8] = []
    for runbook in content.runbooks {
      let summary = runbook.summary
      let text = try body(id: summary.id, revision: summary.revision, path: summary.path)
      append(line(of: runbook, text: text), to: &bytes)
    }
    for incident in content.incidents {
      let summary = incident.summary
      let text = try body(id: summary.id, revision: summary.revision, path: summary.path)
      append(line(of: incident, text: text), to: &bytes)
    }
    try writer.put(JSONLines.name, bytes)
  }

  private func append(_ json: JSON, to bytes: inout [UInt8]) {
    bytes += json.text().utf8
    bytes.append(0x0A)
  }

  /// The Markdown below the front matter.
  private func body(id: String, revision: String, path: String) throws -> String {
    guard let bytes = try base.runbooks.text(id: id, revision: revision) else { return "" }
    return content.hidden.removed(fromMarkdown: WikiPages.body(of: bytes), in: path)
  }

  private func line(of runbook: SiteRunbook, text: String) -> JSON {
    let summary = runbook.summary
    return [
      "schema_version": 1, "kind": "runbook", "id": .string(summary.id),
      "title": .string(summary.title), "version": .int(summary.version),
      "revision": .string(summary.revision), "status": .string(summary.status.rawValue),
      "description": .string(summary.description), "category": .string(summary.category),
      "services": JSON(runbook.services), "tags": JSON(runbook.tags),
      "aliases": JSON(runbook.aliases),
      "exit_codes": .array(runbook.exitCodes.compactMap(Int.init).map(JSON.int)),
      "stop_codes": JSON(runbook.stopCodes), "related": JSON(runbook.related),
      "owner": JSON(summary.owner), "reviewed_at": JSON(summary.reviewedAt),
      "path": .string(summary.path), "fix": JSON(runbook.steps.map(\.sentence)),
      "steps": .array(
        runbook.steps.map { step in
          [
            "number": .int(step.number), "title": .string(step.title),
            "anchor": .string(step.anchor), "text": .string(step.text),
          ]
        }), "history": runbook.history.json,
      "text": .string(text),
    ]
  }

  private func line(of incident: SiteIncident, text: String) -> JSON {
    let summary = incident.summary
    return [
      "schema_version": 1, "kind": "incident", "id": .string(summary.id),
      "title": .string(summary.title), "revision": .string(summary.revision),
      "status": .string(summary.status.rawValue), "severity": JSON(summary.severity?.rawValue),
      "date": .string(summary.date), "environment": JSON(summary.environment),
      "origin": .string(summary.origin.rawValue), "services": JSON(incident.services),
      "tags": JSON(incident.tags), "owner": JSON(summary.owner),
      "started_at": JSON(summary.startedAt?.description),
      "resolved_at": JSON(summary.resolvedAt?.description),
      "minutes": JSON(summary.minutesToResolve), "fingerprints": JSON(incident.fingerprints),
      "runbooks": .array(
        incident.links.map { link in
          [
            "id": .string(link.id), "step": JSON(link.step), "version": JSON(link.version),
            "revision": JSON(link.revision), "outcome": .string(link.outcome.rawValue),
          ]
        }),
      "path": .string(summary.path), "text": .string(text),
    ]
  }
}
