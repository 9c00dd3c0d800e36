import Runbook

extension DiagnoseAnswer {
  /// Prints the answer as `runbook diagnose --json` (schema version 1).
  ///
  /// One subject after the other: the whole text of many tasks would be far larger than the input.
  func writeJSON(to console: Console) {
    var bytes = Array("{\"schema_version\":1,\"input\":".utf8)
    bytes += JSON.string(report.input).bytes()
    bytes += ",\"subjects\":[".utf8
    let templates = pages.mapValues(DiagnoseTemplate.init)
    for index in 0..<count {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(self[index], templates, to: &bytes)
      if bytes.count > 1 << 16 {
        console.write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    var rest: [(key: String, value: JSON)] = [
      ("groups", .array(groups.map(json))), ("notes", JSON(report.notes)),
    ]
    if let live { rest.append((key: "live", value: live.json)) }
    if let logged { rest.append((key: "logged", value: logged.json)) }
    bytes += "],".utf8
    DiagnoseAnswer.add(rest, to: &bytes)
    bytes.append(0x0A)
    console.write(bytes)
  }

  private func write(
    _ subject: Subject, _ templates: [String: DiagnoseTemplate], to bytes: inout [UInt8]
  ) {
    let head: JSON = [
      "subject": .string(subject.subject.name), "path": JSON(subject.subject.path),
    ]
    DiagnoseAnswer.addOpen(head, to: &bytes)
    bytes += ",\"diagnoses\":[".utf8
    for (place, diagnosis) in subject.subject.diagnoses.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      DiagnoseAnswer.addOpen(json(of: diagnosis), to: &bytes)
      templates[diagnosis.runbook]?.write(subject.placeholders, to: &bytes)
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
    DiagnoseAnswer.add(tail, to: &bytes)
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

  /// What a conclusion says itself; fix, commands and history follow.
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

extension DiagnoseAnswer.Earlier {
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
