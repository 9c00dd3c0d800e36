import Runbook

extension Command {
  static let close = Command(
    name: "close",
    abstract: "Mark an incident as resolved and set its times.",
    discussion: [
      "Without an incident, it is the only one that is open. On a terminal it asks for what is "
        + "missing; nothing is required. An incident that is closed already can be completed with "
        + "the same options."
    ],
    arguments: [
      Argument(
        name: "incident", help: "An id, or part of one.", optional: true, completion: .id)
    ],
    flags: [
      Flag(
        name: "resolved", placeholder: "time",
        help: "When it was over, in UTC, such as 10:31, -5m or RFC 3339.", defaultValue: "now"),
      Flag(name: "mitigated", placeholder: "time", help: "When users no longer felt it."),
      Flag(name: "acknowledged", placeholder: "time", help: "When somebody took it."),
      Flag(name: "detected", placeholder: "time", help: "When somebody or something noticed."),
      Flag(name: "started", placeholder: "time", help: "When it began."),
      Flag(
        name: "severity", placeholder: "severity", help: "How bad it was.",
        choices: Incident.Severity.allCases.map(\.rawValue)),
      Flag(
        name: "runbook", placeholder: "id#step=outcome",
        help: "A runbook or step that was used, with fixed, helped, no-help or not-tried.",
        repeats: true, completion: .step),
      Flag(name: "no-input", help: "Ask nothing."),
      Command.jsonFlag,
    ],
    examples: [
      ("runbook close checkout-oom", "It is over now."),
      (
        "runbook close checkout-oom --mitigated 10:50 --resolved 11:20 "
          + "--runbook ecs-oom-killed#raise-the-mem=fixed", "Everything at once."
      ),
    ]
  ) { options, environment in
    let recording = try Recording(options, environment)
    let summary =
      try options.arguments.first.map { try recording.incident($0) } ?? recording.openIncident()
    var closing = try Closing(options, recording)
    if !options.has("no-input"), !options.has("json"), Prompt.isPossible(environment.console) {
      let bytes = try recording.folder.read(summary.path)
      try closing.ask(about: try IncidentDocument(bytes, path: summary.path).incident)
    }
    let changes = closing
    let document = try recording.folder.change(summary.path) { document throws(IncidentError) in
      try changes.apply(to: &document)
    }
    let incident = document.incident
    if options.has("json") {
      environment.console.print(
        ([
          "schema_version": 1, "incident": .string(incident.id),
          "path": .string(incident.source.path), "status": .string(incident.status.rawValue),
          "resolved_at": JSON(incident.resolvedAt?.description),
          "minutes": JSON(incident.minutesToResolve),
          "runbooks": .array(incident.runbooks.map(\.json)),
          "missing": JSON(closing.missing(in: incident)),
        ] as JSON).text())
      return .success
    }
    let minutes = incident.minutesToResolve.map { " after \(Span.text($0))" } ?? ""
    environment.console.print("\(incident.id)  \(incident.status.rawValue)\(minutes)")
    let missing = closing.missing(in: incident)
    if !missing.isEmpty {
      environment.console.note("not known: \(missing.joined(separator: ", "))")
    }
    environment.console.note("next: runbook edit \(incident.id)")
    if recording.isInRepository {
      environment.console.note("next: git add and commit \(summary.path)")
    }
    return .success
  }
}

/// What closing an incident sets.
private struct Closing {
  private let recording: Recording
  private var times: [(key: String, time: Timestamp)] = []
  private var resolved: Timestamp?
  private var severity: String?
  private var links: [RunbookLink] = []

  private static let keys = ["started", "detected", "acknowledged", "mitigated"]

  init(_ options: Options, _ recording: Recording) throws {
    self.recording = recording
    for key in Closing.keys {
      if let time = try options.time(key, now: recording.now) { times.append((key + "_at", time)) }
    }
    resolved = try options.time("resolved", now: recording.now)
    severity = options["severity"]
    for word in options.all("runbook") {
      links.append(try recording.link(word))
    }
  }

  /// Asks for what neither the options nor the file say; an empty answer leaves it open.
  mutating func ask(about incident: Incident) throws {
    let prompt = Prompt(recording.console)
    let known: [(key: String, question: String, time: Timestamp?)] = [
      ("started_at", "When did it begin?", incident.startedAt),
      ("detected_at", "When was it noticed?", incident.detectedAt),
      ("mitigated_at", "When did users no longer feel it?", incident.mitigatedAt),
    ]
    for (key, question, time) in known
    where time == nil && !times.contains(where: { $0.key == key }) {
      guard let time = askTime("\(question) [Enter: not known] ", prompt) else { continue }
      times.append((key, time))
    }
    if resolved == nil, incident.resolvedAt == nil {
      resolved = askTime("When was it over? [Enter: now] ", prompt)
    }
    for link in incident.runbooks where link.outcome == .notTried && !isSaid(link) {
      guard let outcome = Suggestions.askOutcome(of: link, prompt) else { continue }
      links.append(RunbookLink(id: link.id, step: link.step, outcome: outcome))
    }
  }

  /// Whether the options say how much a runbook or a step helped; what they say of a whole page
  /// answers for its steps.
  private func isSaid(_ link: RunbookLink) -> Bool {
    links.contains { $0.id == link.id && ($0.step == nil || $0.step == link.step) }
  }

  private func askTime(_ question: String, _ prompt: Prompt) -> Timestamp? {
    while let answer = prompt.ask(question), !answer.isEmpty {
      if let time = Timestamp(spoken: answer, now: recording.now) { return time }
      recording.console.note(Timestamp.spokenForms)
    }
    return nil
  }

  func apply(to document: inout IncidentDocument) throws(IncidentError) {
    for (key, time) in times { try document.set(key, to: time) }
    if let severity { try document.set("severity", to: severity) }
    for link in links { try document.link(link) }
    try document.close(at: resolved, now: recording.now)
  }

  /// What a closed incident should say and this one does not.
  func missing(in incident: Incident) -> [String] {
    let times: [(String, Timestamp?)] = [
      ("started_at", incident.startedAt), ("detected_at", incident.detectedAt),
      ("mitigated_at", incident.mitigatedAt),
    ]
    var missing = times.filter { $0.1 == nil }.map(\.0)
    if incident.severity == nil { missing.append("severity") }
    if incident.runbooks.allSatisfy({ $0.outcome == .notTried }) {
      missing.append("which runbook helped")
    }
    let helpful = incident.runbooks.filter { $0.outcome == .fixed || $0.outcome == .helped }
    for link in helpful
    where !helpful.contains(where: { $0.id == link.id && $0.step != nil })
      && recording.hasSteps(link.id)
    {
      missing.append("which step of \(link.id)")
    }
    return missing
  }
}
