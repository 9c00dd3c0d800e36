/// The documents of each label.
struct LabelIndex {
  /// A label with what has it.
  struct Entry {
    var name: String
    var runbooks: [SiteRunbook] = []
    var incidents: [SiteIncident] = []

    var count: Int { runbooks.count + incidents.count }
  }

  private var entries: [SiteMap.Label: [String: Entry]] = [:]

  init(_ content: SiteContent) {
    for runbook in content.runbooks {
      add(.category, [runbook.summary.category]) { $0.runbooks.append(runbook) }
      add(.service, runbook.services) { $0.runbooks.append(runbook) }
      add(.tag, runbook.tags) { $0.runbooks.append(runbook) }
      add(.code, runbook.exitCodes + runbook.stopCodes) { $0.runbooks.append(runbook) }
    }
    for incident in content.incidents {
      add(.service, incident.services) { $0.incidents.append(incident) }
      add(.tag, incident.tags) { $0.incidents.append(incident) }
    }
  }

  private mutating func add(
    _ label: SiteMap.Label, _ values: [String], change: (inout Entry) -> Void
  ) {
    for value in Set(values) where !value.isEmpty {
      change(&entries[label, default: [:]][value, default: Entry(name: value)])
    }
  }

  /// The labels of a kind: numbers as numbers, then names.
  subscript(_ label: SiteMap.Label) -> [Entry] {
    (entries[label] ?? [:]).values.sorted { left, right in
      switch (Int(left.name), Int(right.name)) {
      case (let a?, let b?): a < b
      case (_?, nil): true
      case (nil, _?): false
      default: left.name < right.name
      }
    }
  }
}
