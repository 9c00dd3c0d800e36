import Runbook

extension Command {
  static let close = Command(
    name: "close",
    abstract: "Mark an incident as resolved, with its times and what ended it.",
    discussion: [
      "Without an incident, it is the only one that is open. On a terminal it asks for what is "
        + "missing; nothing is required. An incident that is closed already can be completed with "
        + "the same options."
    ],
    arguments: [
      Argument(
        name: "incident", help: "An id, or part of one.", optional: true, completion: .incident)
    ],
    flags: [.ofIncident] + IncidentFacts.flags
      + [Flag(name: "no-input", help: "Ask nothing.")] + Redaction.flags + [Command.jsonFlag],
    examples: [
      ("runbook close checkout-oom", "It is over now."),
      (
        "runbook close checkout-oom --mitigated 10:50 --resolved 11:20 "
          + "-r ecs-oom-killed#raise-the-mem=fixed --resolution 'raised the memory to 4 GB'",
        "Everything at once."
      ),
    ]
  ) { options, environment in
    let recording = try Recording(options, environment)
    let target = try recording.incident(options, word: options.arguments.first) { id in
      "runbook close \(id)"
    }
    let present = try recording.present(target)
    var redaction = Redaction(options)
    var closing = Closing(
      facts: try IncidentFacts(options, recording, of: present, redaction: &redaction), recording)
    if !options.has("no-input"), !options.has("json"), Prompt.isPossible(environment.console) {
      closing.ask(about: present, redaction: &redaction)
    }
    let facts = closing.facts
    let document = try recording.folder.change(target.path) { document throws(IncidentError) in
      try facts.change(&document, setsEnd: false)
      try document.close(at: facts[.resolved], now: recording.now)
    }
    let incident = document.incident
    let console = environment.console
    if options.has("json") {
      console.print(
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
    redaction.report(to: console)
    let minutes = incident.minutesToResolve.map { " after \(Span.text($0))" } ?? ""
    console.print("\(incident.id)  \(incident.status.rawValue)\(minutes)")
    let missing = closing.missing(in: incident)
    if !missing.isEmpty { console.note("not known: \(missing.joined(separator: ", "))") }
    console.note("next: runbook edit \(incident.id)")
    for line in recording.commitLines(of: incident.id, path: target.path) {
      console.note("next: \(line)")
    }
    return .success
  }
}

/// What closing an incident says.
private struct Closing {
  var facts: IncidentFacts
  private let recording: Recording

  init(facts: IncidentFacts, _ recording: Recording) {
    self.facts = facts
    self.recording = recording
  }

  /// Asks for what neither the options nor the file say; an empty answer leaves it open.
  mutating func ask(about incident: Incident, redaction: inout Redaction) {
    let prompt = Prompt(recording.console)
    var reader = recording.times(of: incident)
    let known: [(key: IncidentFacts.TimeKey, question: String, time: Timestamp?)] = [
      (.started, "When did it begin?", incident.startedAt),
      (.detected, "When was it noticed?", incident.detectedAt),
      (.mitigated, "When did users no longer feel it?", incident.mitigatedAt),
    ]
    for (key, question, time) in known where time == nil && facts[key] == nil {
      facts[key] = askTime("\(question) [Enter: not known] ", prompt, reader)
      if key == .started, let start = facts[.started] { reader.start = start }
    }
    if facts[.resolved] == nil, incident.resolvedAt == nil {
      facts[.resolved] = askTime("When was it over? [Enter: now] ", prompt, reader)
    }
    askSeverity(of: incident, prompt)
    for link in incident.runbooks where link.outcome == .notTried && !isSaid(link) {
      guard let outcome = Suggestions.askOutcome(of: link, prompt) else { continue }
      facts.links.append(RunbookLink(id: link.id, step: link.step, outcome: outcome))
    }
    let resolution = incident.sections.filter { $0.name == .resolution }.map(\.plainText)
    guard !resolution.contains(where: \.isVisible),
      !facts.texts.contains(where: { $0.name == .resolution }),
      let answer = prompt.ask("What ended it? [Enter: to be written] "), answer.isVisible
    else { return }
    facts.take(redaction.clean(answer, of: "what ended it"), for: .resolution)
  }

  private mutating func askSeverity(of incident: Incident, _ prompt: Prompt) {
    guard incident.severity == nil, !facts.knowsSeverity else { return }
    while let answer = prompt.ask("How bad was it? SEV1 to SEV5 [Enter: not known] "),
      !answer.isEmpty
    {
      if let severity = Incident.Severity(spoken: answer) { return facts.take(severity) }
      recording.console.note("SEV1 is worst, SEV5 the least; '2' is SEV2")
    }
  }

  /// Whether the options say how much a runbook or a step helped; what they say of a whole page
  /// answers for its steps.
  private func isSaid(_ link: RunbookLink) -> Bool {
    facts.links.contains { $0.id == link.id && ($0.step == nil || $0.step == link.step) }
  }

  private func askTime(
    _ question: String, _ prompt: Prompt, _ reader: SpokenTimeReader
  ) -> Timestamp? {
    while let answer = prompt.ask(question), !answer.isEmpty {
      if let spoken = reader.read(answer) {
        recording.say(spoken, of: answer, reader)
        return spoken.time
      }
      recording.console.note(SpokenTimeReader.forms)
    }
    return nil
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
