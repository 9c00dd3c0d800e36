import Runbook

/// One run of `runbook diagnose`: an input, and what it says as cards, as JSON, or explained.
enum DiagnoseRun {
  static func run(_ options: Options, _ environment: Environment) throws -> ExitCode {
    let request = try DiagnoseRequest(options)
    let given = try GivenValues(options)
    let definition = try environment.taskDefinition(options)
    var bytes: [UInt8]? = nil
    if case .file(let path) = request { bytes = try environment.diagnoseInput(path) }
    let base = try environment.openKnowledgeBase(options)
    let search = try Search(base)
    for finding in search.findings { environment.console.note(finding.description) }
    let table = search.table
    var live: LiveAnswer?
    if case .live(let target) = request {
      live = try LiveRun(target, options, environment).collect(table)
    }
    var input = (bytes: bytes ?? live?.bytes ?? [], live: live)
    bytes = nil
    let report = DiagnosisReport(input.bytes, taskDefinition: definition, table: table)
    let text = report.isProse ? String(decoding: input.bytes.prefix(1 << 20), as: UTF8.self) : nil
    let kept = options.has("log") ? input.bytes : []
    input.bytes = []
    for note in report.notes { environment.console.note("runbook: note: \(note)") }
    let answer = try DiagnosisAnswer(report, text: text, by: search, given: given.typed) {
      subject in
      input.live?.memorySentence(of: subject)
    }
    // Words that nobody knows may be of something new; an answer of AWS in which nothing failed is not.
    let isHealthy = answer.isNegative && report.input != "text"
    let logged = Result {
      try options.has("log") && !isHealthy
        ? record(kept, of: request.name, taskDefinition: definition, options, environment)
        : nil
    }
    if options.has("log"), isHealthy {
      environment.console.note(
        "runbook: nothing was recorded: nothing here says that anything failed")
    }
    if options.has("json") {
      var further: [(key: String, value: JSON)] = []
      if let live = input.live { further.append((key: "live", value: live.json)) }
      if let report = try? logged.get() { further.append((key: "logged", value: report.json)) }
      answer.writeJSON(walking: options.has("explain") ? table : nil, further: further) {
        environment.console.write($0)
      }
    } else if options.has("explain") {
      let text = DiagnoseExplanation(answer, table, environment.console).text
      environment.console.print(Redactor().redact(text).text)
    } else {
      let card = DiagnoseCard(
        answer, live: input.live, given: given, showsCommands: options.has("verbose"),
        console: environment.console)
      environment.console.page(card.text, variables: environment.variables)
    }
    // Whatever could not be recorded, the diagnosis was shown.
    if let report = try logged.get(), !options.has("json") {
      report.print(to: environment.console, json: false)
    }
    if let problem = report.problem { throw request.describe(problem) }
    return answer.isNegative ? .negative : .success
  }

  /// Records what was diagnosed as `runbook log --open` does.
  private static func record(
    _ bytes: [UInt8], of place: String, taskDefinition definition: [UInt8]?, _ options: Options,
    _ environment: Environment
  ) throws -> LogReport {
    let recording = try Recording(options, environment)
    let request = try LogRequest(
      evidence: String(decoding: bytes, as: UTF8.self), of: place, taskDefinition: definition,
      options, recording)
    guard request.draft.title.isVisible else {
      throw CommandError(.badData, "\(place) is empty: nothing to record")
    }
    return try LogSession(options, recording).record(request)
  }

  /// Draws the decision table.
  static func drawTable(_ options: Options, _ environment: Environment) throws -> ExitCode {
    let base = try environment.openKnowledgeBase(options)
    let drawing = DiagnoseTable(environment.decisionTable(of: base), environment.console)
    if options.has("json") {
      environment.console.print(drawing.json.text())
    } else {
      environment.console.page(drawing.text, variables: environment.variables)
    }
    return .success
  }
}

extension Environment {
  /// The decision table; what is wrong with its file is told.
  fileprivate func decisionTable(of base: KnowledgeBase) -> DecisionTable {
    var findings: [Finding] = []
    let table = DecisionTable.load(from: base, findings: &findings)
    for finding in findings { console.note(finding.description) }
    return table
  }
}
