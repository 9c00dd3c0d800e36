import Runbook

extension Command {
  static let incidents = Command(
    name: "incidents",
    abstract: "List incidents, newest first.",
    discussion: [
      "Only the team's own ones, unless '--public' or '--all' is given. Exits with 1 where there is "
        + "none."
    ],
    flags: [
      Flag(name: "open", help: "Only incidents that are open."),
      Flag(
        name: "status", placeholder: "status", help: "Only incidents with this status.",
        choices: Incident.Status.allCases.map(\.rawValue), repeats: true),
      Flag(
        name: "severity", short: "s", placeholder: "severity",
        help: "Only incidents of this severity.",
        choices: Incident.Severity.allCases.map(\.rawValue), repeats: true,
        reads: { Incident.Severity(spoken: $0)?.rawValue }),
      Flag(
        name: "service", placeholder: "name", help: "Only incidents of this service.",
        repeats: true, completion: .service),
      Flag(
        name: "tag", placeholder: "name", help: "Only incidents with this tag.", repeats: true,
        completion: .tag),
      Flag(
        name: "runbook", short: "r", placeholder: "id",
        help: "Only incidents that name this runbook.", completion: .runbook),
      Flag(
        name: "since", placeholder: "date",
        help: "Only incidents from this day on, such as 2026-11-03, 2026-11 or 30d."),
      Flag(name: "public", help: "Only the public examples."),
      Flag(name: "all", help: "The team's own and the public examples."),
      Flag(name: "ids", help: "Print ids only, one a line."),
      Command.jsonFlag,
    ],
    examples: [
      ("runbook incidents --open", "What burns now."),
      ("runbook incidents --service checkout --since 2026-01-01", "One service this year."),
    ]
  ) { options, environment in
    let base = try environment.openKnowledgeBase(options)
    var filter = IncidentFilter()
    filter.labels = LabelFilter(
      tags: options.all("tag"), services: options.all("service"),
      statuses: (options.has("open") ? [Incident.Status.open.rawValue] : [])
        + options.all("status"))
    filter.severities = options.all("severity").compactMap(Incident.Severity.init(rawValue:))
    filter.since = try options.day("since", now: environment.now())
    filter.origin = options.has("all") ? nil : options.has("public") ? .public : .own
    if let word = options["runbook"] {
      // A runbook that is gone may still be named.
      filter.runbook =
        try IDLookup(base).runbook(word) ?? word
    }
    let found = try base.incidents.list(filter)
    let console = environment.console
    if options.has("json") {
      let rows = try found.map { try IncidentRow($0, in: base).json }
      console.print((["schema_version": 1, "incidents": .array(rows)] as JSON).text())
    } else if options.has("ids") {
      if !found.isEmpty { console.print(found.map(\.id).joined(separator: "\n")) }
    } else if !found.isEmpty {
      let rows = try found.map { try IncidentRow($0, in: base) }
      let width = console.isTerminal ? console.width : 200
      var lines: [String] = []
      for (row, line) in zip(rows, Layout.table(rows.map { $0.cells(console) }, width: width)) {
        lines.append(line)
        lines += row.outcomes.map { console.paint(.dim, Layout.truncated("    \($0)", to: width)) }
      }
      console.page(lines.joined(separator: "\n"), variables: environment.variables)
    }
    guard found.isEmpty else { return .success }
    filter.origin = .public
    let examples = options.has("all") ? 0 : try base.incidents.list(filter).count
    console.note(
      examples > 0 && !options.has("public")
        ? "no incident fits; '--all' adds \(examples) public example\(examples == 1 ? "" : "s")"
        : "no incident fits")
    return .negative
  }
}

/// An incident as a line of a list.
private struct IncidentRow {
  let summary: IncidentSummary
  let services: [String]
  let links: [RunbookLink]

  init(_ summary: IncidentSummary, in base: KnowledgeBase) throws {
    self.summary = summary
    services = try base.incidents.labels(.service, of: summary.number)
    links = try base.incidents.links(of: summary.number)
  }

  func cells(_ console: Console) -> [String] {
    let example = summary.origin == .public ? " (public example)" : ""
    return [
      summary.date, summary.severity?.rawValue ?? "-", summary.status.rawValue,
      summary.minutesToResolve.map(Span.text) ?? "-", summary.id,
      Console.safe(summary.title) + example,
    ]
  }

  /// What each runbook or step did, one a line.
  var outcomes: [String] {
    links.map { "\($0.target): \($0.outcome.text(in: summary.origin))" }
  }

  var json: JSON {
    guard case .object(var pairs) = summary.json else { return summary.json }
    pairs.append(("services", JSON(services)))
    pairs.append(("environment", JSON(summary.environment)))
    pairs.append(("owner", JSON(summary.owner)))
    pairs.append(("detected_at", JSON(summary.detectedAt?.description)))
    pairs.append(("mitigated_at", JSON(summary.mitigatedAt?.description)))
    pairs.append(("runbooks", .array(links.map(\.json))))
    return .object(pairs)
  }
}
