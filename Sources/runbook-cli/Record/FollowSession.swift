import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One walk through a runbook, or the rest of one that was left.
struct FollowSession {
  private let recording: Recording
  private let incident: Recording.Reference?
  private let runbook: Runbook
  private let plan: FollowPlan
  private let prompt: Prompt
  private var redaction: Redaction
  private var state: FollowState
  private var values: Placeholders

  private var console: Console { recording.console }

  init(_ options: Options, _ environment: Environment) throws {
    recording = try Recording(options, environment)
    prompt = Prompt(environment.console)
    redaction = Redaction(options)
    incident = try options["incident"].map { [recording] in try recording.incident($0) }
    let link = try recording.link(options.arguments[0], outcome: nil)
    let sections = try FollowSession.sections(options)
    var fresh = FollowState(
      runbook: link.id, version: link.version ?? 1, revision: link.revision ?? "",
      incident: incident?.id)
    if let sections { fresh.sections = sections }
    let isPinned = options.arguments[0].contains("@")
    let kept = options.has("restart") ? nil : FollowSession.kept(fresh, recording)
    if let kept, sections == nil || kept.sections == fresh.sections,
      !isPinned || kept.revision == fresh.revision
    {
      state = kept
    } else {
      state = fresh
    }
    // The text that the walk began with: an edit in between must not move the steps.
    let text = try DocumentText.find("\(state.runbook)@\(state.revision)", in: recording.base)
    guard case .runbook(let runbook) = text.document else {
      throw CommandError(.usage, "'\(state.runbook)' is no runbook")
    }
    self.runbook = runbook
    plan = FollowPlan(runbook, sections: state.sections)
    values = try FollowSession.values(of: incident, recording)
    try set(state.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
    try set(options.verbatim("set"))
  }

  private static func sections(_ options: Options) throws -> [SectionName]? {
    let names = options.all("section")
    guard !names.isEmpty else { return nil }
    return try names.map { word in
      guard let name = SectionName.named(word, in: .runbook) else {
        throw CommandError(
          .usage, "'\(word)' is no section of runbooks",
          hints: ["Diagnosis, Mitigation, Verification and Prevention are"])
      }
      return name
    }
  }

  /// What the incident and the evidence beside it say of clusters, services and tasks.
  private static func values(
    of incident: Recording.Reference?, _ recording: Recording
  ) throws -> Placeholders {
    guard let incident else { return Placeholders() }
    var findings: [Finding] = []
    let table = DecisionTable.load(from: recording.base, findings: &findings)
    var values = Placeholders()
    let stem = incident.path.hasSuffix(".md") ? incident.path.dropLast(3) : incident.path[...]
    for name in ["\(stem).evidence.json", "\(stem).evidence.txt", incident.path] {
      guard let bytes = try? recording.folder.read(name) else { continue }
      let text = String(decoding: bytes, as: UTF8.self)
      for (name, value) in EvidenceSummary(text, table: table).placeholders.values
      where values[name] == nil {
        _ = values.set(name, to: value)
      }
    }
    return values
  }

  // MARK: State

  private static func path(_ state: FollowState, _ recording: Recording) -> String {
    let name = FollowState.fileName(runbook: state.runbook, incident: state.incident)
    return "\(recording.folder.work.followPath)/\(name)"
  }

  private static func kept(_ state: FollowState, _ recording: Recording) -> FollowState? {
    guard let bytes = try? FileSystem.read(path(state, recording), limit: 1 << 20) else {
      return nil
    }
    return FollowState(String(decoding: bytes, as: UTF8.self))
  }

  private func save() throws {
    try recording.folder.work.make(recording.folder.work.followPath)
    try FileSystem.write(
      Array(state.text.utf8), to: FollowSession.path(state, recording), mode: 0o600)
  }

  private mutating func set(_ pairs: [String]) throws {
    for pair in pairs {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw CommandError(.usage, "'\(pair)' is not NAME=VALUE")
      }
      let name = String(parts[0].drop { $0 == "<" }.prefix { $0 != ">" })
      guard values.set(name, to: String(parts[1])) else {
        throw CommandError(
          .usage, "the value of <\(name)> holds characters that a shell would read",
          hints: ["letters, digits and -_./:@+=,#% are allowed"])
      }
      state.values[name] = String(parts[1])
    }
  }

  // MARK: The walk

  mutating func run() throws -> ExitCode {
    guard !plan.steps.isEmpty else {
      console.note("\(runbook.id) has no steps in these sections")
      return .negative
    }
    var place = state.next(of: plan.steps.count)
    let title = "\(runbook.id) v\(runbook.version)  \(Console.safe(runbook.title))"
    console.print(console.paint(.title, title))
    if let incident {
      console.print(console.paint(.dim, "recorded in \(incident.id)"))
    } else {
      let open = try recording.openIncidents().map(\.id)
      let id = open.count == 1 ? open[0] : "ID"
      console.note("nothing is recorded: '--incident \(id)' records in an incident")
    }
    if place > 0, place < plan.steps.count {
      console.note("going on at step \(place + 1); '--restart' begins again")
    }
    while place < plan.steps.count {
      show(place)
      guard let next = try answer(at: place) else {
        try save()
        console.note("left at step \(place + 1); the same command goes on there")
        return .success
      }
      place = next
    }
    return try finish()
  }

  private func show(_ place: Int) {
    let step = plan.steps[place]
    let width = min(console.width, 100)
    let mark = state.marks[place].map { " (\($0.rawValue))" } ?? ""
    let head = "[\(place + 1)/\(plan.steps.count)] \(Console.safe(step.section))\(mark)"
    var lines = ["", console.paint(.heading, head)]
    lines += Layout.wrapped(Console.safe(step.text), to: width)
    for (index, command) in step.commands.enumerated() {
      if index < step.captions.count, !step.captions[index].isEmpty {
        lines.append("  \(Console.safe(step.captions[index]))")
      }
      var filled = command
      filled.text = values.fill(command.text)
      let text = CommandLines(filled, console: console)
      lines += ["  \(text.label)"] + text.lines
      let missing = values.missing(in: command.text)
      if !missing.isEmpty {
        let names = missing.map { "<\($0)>" }.joined(separator: ", ")
        lines.append(
          console.paint(.dim, "  fill in \(names) with 'set \(missing[0])=VALUE'"))
      }
    }
    for note in step.notes {
      for line in Console.safe(note).split(separator: "\n") {
        let isItem = line.hasPrefix("- ")
        for (index, part) in Layout.wrapped(String(line), to: width - 4).enumerated() {
          lines.append(console.paint(.dim, (isItem && index > 0 ? "    " : "  ") + part))
        }
      }
    }
    console.print(lines.joined(separator: "\n"))
  }

  /// Asks what became of a step.
  ///
  /// - Returns: the step to go on with; nil to leave.
  private mutating func answer(at place: Int) throws -> Int? {
    while let line = prompt.ask("done, skip, failed, note, back, quit? ") {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      let word = words.first?.lowercased() ?? ""
      let rest = words.count > 1 ? words[1] : ""
      switch word {
      case _ where line.utf8.count > IncidentDocument.noteBytes / 2:
        console.note("that is too long for a timeline")
      case "d", "done": return try mark(place, .done, rest)
      case "s", "skip", "skipped": return try mark(place, .skipped, rest)
      case "f", "fail", "failed": return try mark(place, .failed, rest)
      case "b", "back": return max(0, place - 1)
      case "q", "quit": return nil
      case "n", "note":
        try record(rest)
        console.note(
          rest.isEmpty
            ? "give the note behind it, as in 'n rolled back to v41'"
            : incident == nil ? "not recorded: there is no incident" : "noted")
      case "set":
        do {
          try set([rest])
          try save()
          return place
        } catch let error as CommandError {
          console.note(error.message)
        }
      default:
        console.note(
          "d done, s skipped, f failed, n TEXT note, set NAME=VALUE, b back, q leave; "
            + "a text after d, s or f is kept with it")
      }
    }
    return nil
  }

  private mutating func mark(
    _ place: Int, _ mark: FollowState.Mark, _ remark: String
  ) throws -> Int {
    let step = plan.steps[place]
    let tail = remark.isEmpty ? "" : " (\(remark))"
    // The incident first: a mark that is not recorded there is asked for again.
    try record(
      "\(runbook.id) v\(runbook.version), step \(place + 1) \(mark.rawValue): "
        + Layout.truncated(step.summary, to: 100) + tail)
    state.marks[place] = mark
    try save()
    return place + 1
  }

  private mutating func record(_ text: String) throws {
    guard let incident, !text.isEmpty else { return }
    let (time, clean) = (recording.now, redaction.clean(text, of: "note"))
    try recording.folder.change(incident.path) { document throws(IncidentError) in
      try document.addTimelineRow(clean, at: time)
    }
  }

  private mutating func finish() throws -> ExitCode {
    let marks = state.marks.values
    let counts = FollowState.Mark.allCases.map { mark in
      "\(marks.count { $0 == mark }) \(mark.rawValue)"
    }
    console.print("")
    console.print("All \(plan.steps.count) steps: \(counts.joined(separator: ", ")).")
    redaction.report(to: console)
    if let incident {
      let words = Outcome.allCases.map(\.rawValue)
      let answer = prompt.choose(
        "Did it help? fixed, helped, no-help [Enter: leave open] ", words, default: nil)
      let outcome = answer.flatMap(Outcome.init(rawValue:))
      let bytes = try recording.folder.read(incident.path)
      let known = try IncidentDocument(bytes, path: incident.path).incident.runbooks
      if outcome != nil || !known.contains(where: { $0.id == runbook.id }) {
        let link = RunbookLink(
          id: runbook.id, version: runbook.version, revision: state.revision,
          outcome: outcome ?? .notTried)
        try recording.folder.change(incident.path) { document throws(IncidentError) in
          try document.link(link)
        }
      }
      console.note("next: runbook close \(incident.id)")
    } else {
      console.note("next: runbook log --runbook \(runbook.id)=fixed TITLE")
    }
    unlink(FollowSession.path(state, recording))
    return .success
  }
}
