import Runbook

/// What `runbook log` says when an incident is on the disk.
struct LogReport {
  var incident: Incident
  var path: String
  var evidence: String?
  var redaction: Redaction
  /// Runbooks that fit, where none is named.
  var suggestions: [Suggestions.Item]
  /// What puts it into git; empty where git does not keep the folder.
  var commit: [String]

  func print(to console: Console, json wantsJSON: Bool) {
    guard !wantsJSON else { return console.print(json.text()) }
    redaction.report(to: console)
    for link in incident.runbooks {
      console.note("runbook   \(link.pinned): \(link.outcome.rawValue)")
    }
    if let evidence { console.note("evidence  \(evidence)") }
    console.print(incident.id)
    console.print(path)
    if !suggestions.isEmpty {
      console.note("it names no runbook; these may fit:")
      for item in suggestions {
        console.note("  runbook link \(incident.id) \(item.target) --outcome OUTCOME")
      }
    }
    for line in next { console.note("next: \(line)") }
  }

  private var next: [String] {
    if incident.status == .open {
      return [
        "runbook note -i \(incident.id) TEXT",
        (incident.runbooks.first.map { "runbook follow \($0.target) --incident \(incident.id)" }
          ?? "runbook link \(incident.id) RUNBOOK"),
        "runbook close \(incident.id)",
      ]
    }
    return ["runbook edit \(incident.id)"] + commit
  }

  /// The report as it stands in `--json` answers.
  var json: JSON {
    [
      "schema_version": 1, "incident": .string(incident.id), "path": .string(path),
      "status": .string(incident.status.rawValue),
      "runbooks": .array(incident.runbooks.map(\.json)), "redacted": redaction.json,
      "evidence": JSON(evidence), "fingerprints": JSON(incident.fingerprints),
      "suggested": JSON(suggestions.map(\.id)),
      "suggested_steps": JSON(suggestions.map(\.target)),
    ]
  }
}
