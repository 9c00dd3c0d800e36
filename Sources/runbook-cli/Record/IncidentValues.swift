import Runbook

extension Recording {
  /// What an incident and the evidence beside it say of clusters, services and tasks.
  func values(of incident: Reference) -> Placeholders {
    var findings: [Finding] = []
    let table = DecisionTable.load(from: base, findings: &findings)
    var values = Placeholders()
    let stem = incident.path.hasSuffix(".md") ? incident.path.dropLast(3) : incident.path[...]
    for name in ["\(stem).evidence.json", "\(stem).evidence.txt", incident.path] {
      guard let bytes = try? folder.read(name) else { continue }
      values = values.merging(DiagnosisReport(bytes, table: table).placeholders)
    }
    return values
  }
}
