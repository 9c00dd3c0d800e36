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
  /// The step from which the present one was gone to.
  private var previous: Int?

  private var console: Console { recording.console }

  init(_ options: Options, _ environment: Environment) throws {
    recording = try Recording(options, environment)
    prompt = Prompt(environment.console)
    redaction = Redaction(options)
    incident = try FollowSession.incident(options, recording)
    let link = try recording.link(options.arguments[0])
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
    if let step = link.step {
      guard let place = plan.place(of: step) else {
        throw CommandError(
          .usage, "the walk has no step '#\(step)'",
          hints: ["'--restart' begins again with the present text and the usual sections"])
      }
      if state.start != place { state.begin(at: place) }
    }
    values = incident.map { [recording] in recording.values(of: $0) } ?? Placeholders()
    let keptValues = state.values
    state.values = [:]
    try set(keptValues.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })
    // An earlier release kept secrets as they were typed.
    if state.values.count < keptValues.count { try save() }
    try set(options.verbatim("set"))
  }

  /// The incident that is named, else the only one that is open; nil where a walk goes into none.
  private static func incident(
    _ options: Options, _ recording: Recording
  ) throws -> Recording.Reference? {
    if let word = options["incident"] { return try recording.incident(word) }
    let open = try recording.openIncidents()
    return open.count == 1 ? open[0] : nil
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
      let (name, value) = try values.set(pair: pair)
      guard redaction.clean("\(name)=\(value)", of: "set") == "\(name)=\(value)" else {
        console.note("the value of <\(name)> looks secret: it is used now, and not kept")
        continue
      }
      state.values[name] = value
    }
  }

  // MARK: The walk

  mutating func run() throws -> ExitCode {
    guard !plan.steps.isEmpty else {
      console.note("\(runbook.id) has no steps in these sections")
      return .negative
    }
    let title = "\(runbook.id) v\(runbook.version)  \(Console.safe(runbook.title))"
    console.print(console.paint(.title, title))
    if let incident {
      console.print(console.paint(.dim, "recorded in \(incident.id)"))
    } else {
      console.note("nothing is recorded: '--incident ID' records in an incident")
    }
    if state.place != state.start, state.place < plan.steps.count {
      console.note("going on at step \(state.place + 1); '--restart' begins again")
    }
    while state.place < plan.steps.count {
      show(state.place)
      guard let next = try answer(at: state.place) else {
        try save()
        console.note("left at step \(state.place + 1); the same command goes on there")
        return .success
      }
      state.place = next
      try save()
    }
    return try finish()
  }

  private func show(_ place: Int) {
    let page = FollowPage(plan: plan, runbook: runbook, values: values, console: console)
    console.print(page.lines(at: place, mark: state.marks[place]).joined(separator: "\n"))
  }

  /// Asks what became of a step.
  ///
  /// - Returns: the step to go on with; nil to leave.
  private mutating func answer(at place: Int) throws -> Int? {
    let isRemedy = plan.steps[place].isRemedy
    let jumps =
      (plan.steps.contains { $0.isRemedy } ? "go, " : "") + (isRemedy ? "verify, " : "")
    while let line = prompt.ask("done, skip, failed, note, \(jumps)back, quit? ") {
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
      case "g", "go":
        if let next = self.place(named: rest) {
          previous = place
          return next
        }
      case "v", "verify":
        if isRemedy { return try leaveRemedies(from: place) }
        console.note("there are no other steps to leave here")
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
          "d done, s skipped, f failed, n TEXT note, set NAME=VALUE, b back, q leave; g STEP goes to "
            + "another step, v past all of them; a text after d, s or f is kept with it")
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
    let name = runbook.number(of: step).map { "#\($0)" } ?? "step \(place + 1)"
    try record(
      "\(runbook.id) v\(runbook.version), \(name) \(mark.rawValue): "
        + Layout.truncated(step.summary, to: 100) + tail)
    state.marks[place] = mark
    try save()
    return mark == .done && step.isRemedy ? try judge(place) : place + 1
  }

  /// Asks whether a remedy helped, and goes on behind the others where it ended the incident.
  private mutating func judge(_ place: Int) throws -> Int {
    let remedy = remedy(finishedBy: place) ?? place
    previous = nil
    if remedy != place {
      state.parts[place] = remedy
      prompt.say("\(runbook.id)#\(plan.steps[remedy].anchor ?? "")")
    }
    let outcome = prompt.outcome("Did it help? fixed, helped, no-help [Enter: not known yet] ")
    if let outcome {
      try link(step: plan.steps[remedy].anchor, outcome)
      state.outcomes[remedy] = outcome
      try save()
    }
    if outcome == .fixed { return try leaveRemedies(from: place) }
    if outcome == nil, remedy == place { sayWhatFollows(plan.steps[place]) }
    return place + 1
  }

  /// The remedy that a step finishes, such as one that changed what this one deploys.
  private func remedy(finishedBy place: Int) -> Int? {
    guard let anchor = plan.steps[place].anchor else { return nil }
    let open = plan.steps.indices.filter { state.marks[$0] == .done && state.outcomes[$0] == nil }
    return (open.reversed() + [previous].compactMap { $0 }).first { other in
      other != place && plan.steps[other].isRemedy && plan.steps[other].leadsTo.contains(anchor)
    }
  }

  private func sayWhatFollows(_ step: FollowPlan.Step) {
    for next in runbook.steps where step.leadsTo.contains(next.anchor) {
      console.note("it leads on to #\(next.number): 'g \(next.number)' goes there")
    }
  }

  /// The place of the step that the word after `go` names; nil where it names none, which is said.
  private func place(named word: String) -> Int? {
    do {
      let step = try runbook.step(named: word.hasPrefix("#") ? String(word.dropFirst()) : word)
      if let place = plan.place(of: step.anchor) { return place }
      console.note("'#\(step.anchor)' is in none of the sections that are walked")
    } catch {
      for line in [error.message] + error.hints { console.note(line) }
    }
    return nil
  }

  /// Leaves out the other ways to mend it.
  private mutating func leaveRemedies(from place: Int) throws -> Int {
    let next = plan.placeAfterRemedies(from: place)
    for other in place..<next where state.marks[other] == nil { state.marks[other] = .skipped }
    try save()
    return next
  }

  /// Names the runbook, or the step, in the incident.
  private func link(step: String?, _ outcome: Outcome) throws {
    guard let incident else { return }
    let link = RunbookLink(
      id: runbook.id, step: step, version: runbook.version, revision: state.revision,
      outcome: outcome)
    try recording.folder.change(incident.path) { document throws(IncidentError) in
      try document.link(link)
    }
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
    let count = plan.steps.count
    let walked = marks.count == count ? "All \(count)" : "\(marks.count) of \(count)"
    console.print("")
    console.print("\(walked) steps: \(counts.joined(separator: ", ")).")
    redaction.report(to: console)
    let taken = plan.steps.indices.filter { place in
      plan.steps[place].isRemedy && state.marks[place] == .done && state.parts[place] == nil
    }
    if let incident {
      try ask(about: taken, in: incident)
      console.note("next: runbook close \(incident.id)")
    } else {
      let best = taken.last { state.outcomes[$0] == .fixed } ?? taken.last
      let step = best.flatMap { plan.steps[$0].anchor }.map { "#\($0)" } ?? ""
      console.note("next: runbook log --runbook \(runbook.id)\(step)=fixed TITLE")
    }
    unlink(FollowSession.path(state, recording))
    return .success
  }

  /// Asks how much the steps that were taken helped, or the page where none is one of several; what was
  /// said already is not asked again.
  private func ask(about taken: [Int], in incident: Recording.Reference) throws {
    let bytes = try recording.folder.read(incident.path)
    let known = try IncidentDocument(bytes, path: incident.path).incident.runbooks
      .filter { $0.id == runbook.id }
    let open = taken.filter { state.outcomes[$0] == nil }.map { plan.steps[$0].anchor }
    for step in taken.isEmpty ? [nil] : open {
      if let step { prompt.say("\(runbook.id)#\(step)") }
      let outcome = prompt.outcome("Did it help? fixed, helped, no-help [Enter: leave open] ")
      let isNamed = known.contains { step == nil || $0.step == step }
      if outcome != nil || !isNamed { try link(step: step, outcome ?? .notTried) }
    }
  }
}
