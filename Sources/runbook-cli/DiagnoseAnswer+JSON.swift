import Runbook

extension DiagnoseAnswer {
  /// Prints the answer as `runbook diagnose --json` (schema version 1).
  ///
  /// One subject after the other: the whole text of many tasks would be far larger than the input.
  func writeJSON(to console: Console) throws {
    var bytes = Array("{\"schema_version\":1,\"input\":".utf8)
    bytes += JSON.string(report.input).bytes()
    bytes += ",\"subjects\":[".utf8
    for index in 0..<count {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += json(of: self[index]).bytes()
      if bytes.count > 1 << 16 {
        console.write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    var rest: [(key: String, value: JSON)] = [
      ("groups", .array(groups)), ("notes", JSON(report.notes)),
    ]
    if let live { rest.append((key: "live", value: live.json)) }
    bytes += "],".utf8
    bytes += JSON.object(rest).bytes().dropFirst()
    bytes.append(0x0A)
    console.write(bytes)
  }

  private func json(of subject: Subject) -> JSON {
    var pairs: [(key: String, value: JSON)] = [
      ("subject", .string(subject.subject.name)), ("path", JSON(subject.subject.path)),
      ("diagnoses", .array(subject.subject.diagnoses.map { json(of: $0, in: subject) })),
      ("fingerprint", JSON(subject.subject.fingerprint)),
      ("seen_before", .array(subject.earlier.map(\.json))),
      ("facts", subject.subject.facts.json),
    ]
    if let table {
      let steps = subject.subject.explain(table).map { step -> JSON in
        [
          "rule": .string(step.rule), "matched": .bool(step.matched),
          "detail": .string(step.detail),
        ]
      }
      pairs.append((key: "walk", value: .array(steps)))
    }
    return .object(pairs)
  }

  private func json(of diagnosis: Diagnosis, in subject: Subject) -> JSON {
    let page = page(diagnosis.runbook)
    let commands = commands(of: diagnosis.runbook, for: subject)
    return [
      "runbook": .string(diagnosis.runbook), "title": JSON(page.summary?.title),
      "version": JSON(page.summary?.version), "revision": JSON(page.summary?.revision),
      "path": JSON(page.summary?.path),
      "confidence": .string(diagnosis.confidence.description), "rule": .string(diagnosis.rule),
      "primary": .bool(diagnosis.isPrimary), "because": JSON(diagnosis.because),
      "question": JSON(diagnosis.question), "fix": JSON(page.fix),
      "commands": .array(commands.map(\.json)), "history": page.history?.json ?? .null,
    ]
  }

  private var groups: [JSON] {
    report.groups.map { group in
      [
        "runbook": JSON(group.runbook), "count": .int(group.members.count), "of": .int(count),
        "subjects": .array(group.members.map(JSON.int)),
      ]
    }
  }
}

extension DiagnoseAnswer.Earlier {
  fileprivate var json: JSON {
    [
      "id": .string(incident.id), "title": .string(incident.title), "date": .string(incident.date),
      "status": .string(incident.status.rawValue), "minutes": JSON(incident.minutesToResolve),
      "origin": .string(incident.origin.rawValue),
      "runbooks": .array(
        links.map { ["id": .string($0.id), "outcome": .string($0.outcome.rawValue)] }),
    ]
  }
}
