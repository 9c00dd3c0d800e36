import Runbook

extension Command {
  static let list = Command(
    name: "list",
    abstract: "List runbooks, or incidents, by their labels.",
    flags: [
      Flag(
        name: "kind", placeholder: "kind", help: "What to list.",
        choices: SearchRequest.Kind.allCases.map(\.rawValue), defaultValue: "runbooks"),
      Flag(
        name: "category", placeholder: "name", help: "Only documents of this category.",
        repeats: true, completion: .category),
      Flag(
        name: "tag", placeholder: "name", help: "Only documents with this tag.", repeats: true,
        completion: .tag),
      Flag(
        name: "service", placeholder: "name", help: "Only documents about this service.",
        repeats: true, completion: .service),
      Flag(
        name: "status", placeholder: "status", help: "Only documents with this status.",
        choices: Runbook.Status.allCases.map(\.rawValue)
          + Incident.Status.allCases.map(\.rawValue), repeats: true),
      Flag(name: "ids", help: "Print ids only, one a line."),
      Flag(name: "steps", help: "Print the steps of runbooks, as ID#STEP, one a line."),
      Command.jsonFlag,
    ],
    examples: [
      ("runbook list", "Every runbook by category."),
      ("runbook list --category health --json", "The runbooks of one category for a program."),
    ]
  ) { options, environment in
    let base = try environment.openKnowledgeBase(options)
    let kind = options["kind"].flatMap(SearchRequest.Kind.init) ?? .runbooks
    let filter = LabelFilter(
      categories: options.all("category"), tags: options.all("tag"),
      services: options.all("service"), statuses: options.all("status"))
    var incidentFilter = IncidentFilter()
    incidentFilter.labels = filter
    let runbooks = kind == .incidents ? [] : try base.runbooks.list(filter)
    let incidents = kind == .runbooks ? [] : try base.incidents.list(incidentFilter)
    let console = environment.console
    if options.has("json") {
      let rows = runbooks.map(\.json) + incidents.map(\.json)
      console.print((["schema_version": 1, "documents": .array(rows)] as JSON).text())
    } else if options.has("steps") {
      let steps = try runbooks.flatMap { runbook in
        try base.runbooks.steps(of: runbook.number).map { "\(runbook.id)#\($0.anchor)" }
      }
      if !steps.isEmpty { console.print(steps.joined(separator: "\n")) }
    } else if options.has("ids") {
      let ids = runbooks.map(\.id) + incidents.map(\.id)
      if !ids.isEmpty { console.print(ids.joined(separator: "\n")) }
    } else {
      let table = DocumentTable(runbooks: runbooks, incidents: incidents, console: console)
      if !table.lines.isEmpty {
        console.page(table.lines.joined(separator: "\n"), variables: environment.variables)
      }
    }
    if runbooks.isEmpty, incidents.isEmpty {
      console.note("nothing has these labels")
      return .negative
    }
    return .success
  }
}

/// Runbooks under their categories, then incidents, newest first.
private struct DocumentTable {
  let runbooks: [RunbookSummary]
  let incidents: [IncidentSummary]
  let console: Console

  var lines: [String] {
    var lines: [String] = []
    let width = console.isTerminal ? console.width : 200
    let widest = (incidents.map(\.id.count).max() ?? 0) + 2
    let column = (runbooks.map(\.id.count).max() ?? 0) + 2
    var category: String?
    for runbook in runbooks {
      if runbook.category != category {
        if category != nil { lines.append("") }
        category = runbook.category
        lines.append(console.paint(.heading, Console.safe(runbook.category)))
      }
      let mark = runbook.status == .active ? "" : " [\(runbook.status.rawValue)]"
      let title = Layout.truncated(
        Console.safe(runbook.title) + mark, to: max(20, width - column - 2))
      lines.append("  \(Layout.padded(runbook.id, to: column))\(title)")
    }
    if !incidents.isEmpty {
      if !lines.isEmpty { lines.append("") }
      lines.append(console.paint(.heading, "incidents"))
    }
    for incident in incidents {
      let label = incident.origin == .public ? "public example: " : ""
      let severity = incident.severity?.rawValue ?? "-"
      let status = Layout.padded(incident.status.rawValue, to: 10)
      let head = "  \(Layout.padded(incident.id, to: widest))\(severity)  \(status)"
      let title = label + Console.safe(incident.title)
      lines.append(head + Layout.truncated(title, to: max(20, width - Layout.width(head))))
    }
    return lines
  }
}

extension RunbookSummary {
  var json: JSON {
    [
      "runbook": .string(id), "title": .string(title), "version": .int(version),
      "revision": .string(revision), "status": .string(status.rawValue),
      "category": .string(category), "description": .string(description),
      "owner": JSON(owner), "reviewed_at": JSON(reviewedAt), "path": .string(path),
    ]
  }
}

extension IncidentSummary {
  var json: JSON {
    [
      "incident": .string(id), "title": .string(title), "status": .string(status.rawValue),
      "severity": JSON(severity?.rawValue), "date": .string(date),
      "started_at": JSON(startedAt?.description), "resolved_at": JSON(resolvedAt?.description),
      "minutes": JSON(minutesToResolve), "origin": .string(origin.rawValue), "path": .string(path),
    ]
  }
}
