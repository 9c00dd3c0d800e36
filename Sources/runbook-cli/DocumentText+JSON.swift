import Runbook

extension DocumentText {
  /// The document for `--json`.
  ///
  /// - Parameters:
  ///   - base: has its history.
  ///   - values: what fills the placeholders of its commands.
  /// - Returns: one object.
  /// - Throws: `SQLiteError`.
  func json(in base: KnowledgeBase, values: Placeholders) throws -> JSON {
    var pairs: [(key: String, value: JSON)] = [("schema_version", 1)]
    switch document {
    case .runbook(let runbook):
      pairs += [
        ("runbook", .string(runbook.id)), ("title", .string(runbook.title)),
        ("version", .int(runbook.version)), ("status", .string(runbook.status.rawValue)),
        ("description", .string(runbook.description)), ("category", .string(runbook.category)),
        ("services", JSON(runbook.services)), ("tags", JSON(runbook.tags)),
        ("aliases", JSON(runbook.aliases)), ("symptoms", JSON(runbook.symptoms.map(\.text))),
        ("exit_codes", .array(runbook.exitCodes.map(JSON.int))),
        ("stop_codes", JSON(runbook.stopCodes)), ("related", JSON(runbook.related)),
        ("owner", JSON(runbook.owner)), ("reviewed_at", JSON(runbook.reviewedAt)),
        ("fix", JSON(runbook.steps.map(\.sentence))),
        ("steps", .array(runbook.steps.map { $0.filled(values).json })),
        ("history", try base.incidents.history(of: runbook.id).json),
      ]
    case .incident(let incident):
      pairs += [
        ("incident", .string(incident.id)), ("title", .string(incident.title)),
        ("status", .string(incident.status.rawValue)),
        ("severity", JSON(incident.severity?.rawValue)), ("services", JSON(incident.services)),
        ("tags", JSON(incident.tags)), ("environment", JSON(incident.environment)),
        ("started_at", JSON(incident.startedAt?.description)),
        ("detected_at", JSON(incident.detectedAt?.description)),
        ("acknowledged_at", JSON(incident.acknowledgedAt?.description)),
        ("mitigated_at", JSON(incident.mitigatedAt?.description)),
        ("resolved_at", JSON(incident.resolvedAt?.description)),
        ("minutes", JSON(incident.minutesToResolve)), ("origin", .string(incident.origin.rawValue)),
        ("fingerprints", JSON(incident.fingerprints)),
        ("runbooks", .array(incident.runbooks.map(\.json))),
      ]
    }
    pairs += [
      ("revision", .string(document.source.revision)), ("path", .string(document.source.path)),
      ("commands", .array(document.commands.map { $0.filled(values).json })),
      ("body", .string(self.body)),
    ]
    return .object(pairs)
  }

  /// A part of the document for `--json`.
  ///
  /// - Parameters:
  ///   - part: the part.
  ///   - base: has its history.
  ///   - values: what fills the placeholders of its commands.
  /// - Returns: one object.
  /// - Throws: `SQLiteError`.
  func json(of part: DocumentPart, in base: KnowledgeBase, values: Placeholders) throws -> JSON {
    var pairs: [(key: String, value: JSON)] = [
      ("schema_version", 1), (document.kind.rawValue, .string(document.id)),
      ("title", .string(document.title)),
    ]
    if case .runbook(let runbook) = document { pairs.append(("version", .int(runbook.version))) }
    pairs += [
      ("revision", .string(document.source.revision)), ("path", .string(document.source.path)),
    ]
    switch part {
    case .passage(let passage):
      pairs.append(
        (
          key: "section",
          value: ["title": .string(passage.title), "text": .string(passage.plainText)]
        ))
    case .step(let step):
      let history = try base.incidents.history(of: document.id)
      let past = try base.incidents.past(in: history, step: step.anchor)
      pairs += [
        ("step", step.filled(values).json), ("body", .string(body(of: step))),
        ("history", history.json), ("past", past.json),
      ]
    }
    return .object(pairs)
  }

  /// What follows the front matter, as written.
  private var body: String {
    let lines = lines
    guard lines.first == "---", let end = lines.dropFirst().firstIndex(of: "---") else {
      return lines.joined(separator: "\n")
    }
    return lines[(end + 1)...].drop(while: \.isEmpty).joined(separator: "\n")
  }

  /// The lines of a step below its heading, or of its item, as written.
  private func body(of step: Step) -> String {
    let lines = lines
    var ends = document.sections.map(\.location.line) + steps.map(\.location.line)
    ends.append(lines.count + 1)
    let end = ends.filter { $0 > step.location.line }.min() ?? lines.count + 1
    let isItem = step.anchor == "step-\(step.number)"
    let first = isItem ? step.location.line - 1 : step.location.line
    guard first < end - 1, end - 1 <= lines.count else { return "" }
    let kept = lines[first..<(end - 1)].drop { $0.isEmpty }.reversed().drop { $0.isEmpty }
    return kept.reversed().joined(separator: "\n")
  }

  private var lines: [Substring] {
    String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
  }
}

extension Step {
  /// The step as an element of `steps`.
  var json: JSON {
    [
      "title": .string(title), "anchor": .string(anchor), "number": .int(number),
      "text": .string(text), "commands": .array(commands.map(\.json)),
    ]
  }
}

extension RunbookLink {
  /// The link as an element of `runbooks`.
  var json: JSON {
    [
      "id": .string(id), "step": JSON(step), "version": JSON(version), "revision": JSON(revision),
      "outcome": .string(outcome.rawValue),
    ]
  }
}
