extension DiagnosisAnswer {
  /// Writes the answer as `runbook diagnose --json` has it (schema version 1).
  ///
  /// One subject after the other: the whole text of many tasks would be far larger than the input.
  ///
  /// - Parameters:
  ///   - table: the decision table, where the walk through it is wanted.
  ///   - further: members behind those of every answer.
  ///   - write: is given the text in pieces of some 64 KiB, ended by a newline.
  public func writeJSON(
    walking table: DecisionTable? = nil, further: [(key: String, value: JSON)] = [],
    to write: ([UInt8]) -> Void
  ) {
    var bytes = Array("{\"schema_version\":1,\"input\":".utf8)
    bytes += JSON.string(report.input).bytes()
    bytes += ",\"subjects\":[".utf8
    var templates: [String: PageTemplate] = [:]
    for index in 0..<count {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      add(self[index], &templates, walking: table, to: &bytes)
      if bytes.count > 1 << 16 {
        write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    let rest: [(key: String, value: JSON)] = [
      ("groups", .array(groups.map(json))), ("notes", JSON(report.notes)),
    ]
    bytes += "],".utf8
    DiagnosisAnswer.add(rest + further, to: &bytes)
    bytes.append(0x0A)
    write(bytes)
  }

  private func add(
    _ subject: Subject, _ templates: inout [String: PageTemplate], walking table: DecisionTable?,
    to bytes: inout [UInt8]
  ) {
    let head: JSON = [
      "subject": .string(subject.subject.name), "path": JSON(subject.subject.path),
    ]
    DiagnosisAnswer.addOpen(head, to: &bytes)
    bytes += ",\"diagnoses\":[".utf8
    for (place, diagnosis) in subject.subject.diagnoses.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      DiagnosisAnswer.addOpen(json(of: diagnosis), to: &bytes)
      let choice = subject.choices[diagnosis.runbook]
      let key = "\(diagnosis.runbook)#\(choice?.order.first ?? 0) \(choice?.because ?? "")"
      let template =
        templates[key] ?? PageTemplate(page(diagnosis.runbook), choice: choice)
      templates[key] = template
      template.write(subject.placeholders, to: &bytes)
      bytes.append(UInt8(ascii: "}"))
    }
    var tail: [(key: String, value: JSON)] = [
      ("related", JSON(related(to: subject))),
      ("fingerprint", JSON(subject.subject.fingerprint)),
      ("seen_before", .array(subject.earlier.map(\.json))),
      ("facts", subject.subject.facts.json.mapStrings { Redactor().redact($0).text }),
    ]
    if let table {
      tail.append((key: "walk", value: .array(subject.walk(table).map(\.json))))
    }
    bytes += "],".utf8
    DiagnosisAnswer.add(tail, to: &bytes)
  }

  /// Adds an object without its last bracket.
  private static func addOpen(_ object: JSON, to bytes: inout [UInt8]) {
    let text = object.bytes()
    bytes += text[..<(text.count - 1)]
  }

  /// Adds members and the bracket after them.
  private static func add(_ members: [(key: String, value: JSON)], to bytes: inout [UInt8]) {
    let text = JSON.object(members).bytes()
    bytes += text[1...]
  }

  /// What a conclusion says itself; step, fix, commands and history follow.
  private func json(of diagnosis: Diagnosis) -> JSON {
    let summary = page(diagnosis.runbook).summary
    return [
      "runbook": .string(diagnosis.runbook), "title": JSON(summary?.title),
      "version": JSON(summary?.version), "revision": JSON(summary?.revision),
      "path": JSON(summary?.path),
      "confidence": .string(diagnosis.confidence.description), "rule": .string(diagnosis.rule),
      "primary": .bool(diagnosis.isPrimary), "because": JSON(diagnosis.because),
      "question": JSON(diagnosis.question),
    ]
  }

  private func json(_ group: DiagnosisReport.Group) -> JSON {
    [
      "runbook": JSON(group.runbook), "count": .int(group.members.count), "of": .int(count),
      "subjects": .array(group.members.map(JSON.int)),
    ]
  }
}

extension DiagnosisAnswer.Earlier {
  fileprivate var json: JSON {
    [
      "id": .string(incident.id), "title": .string(incident.title), "date": .string(incident.date),
      "status": .string(incident.status.rawValue), "minutes": JSON(incident.minutesToResolve),
      "origin": .string(incident.origin.rawValue),
      "runbooks": .array(links.map(\.outcomeJSON)),
    ]
  }
}

extension WalkStep {
  fileprivate var json: JSON {
    ["rule": .string(rule), "matched": .bool(matched), "detail": .string(detail)]
  }
}
