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
    let search = try environment.search(base)
    for finding in search.findings { environment.console.note(finding.description) }
    let table = search.table
    var live: LiveAnswer?
    if case .live(let target) = request {
      live = try LiveRun(target, options, environment).collect(table)
    }
    var input = bytes ?? live?.bytes ?? []
    bytes = nil
    // What is recorded is diagnosed once: as it is written, without its secrets.
    var redaction = Redaction(options)
    var kept: String?
    if options.has("log") {
      let clean = redaction.clean(String(decoding: input, as: UTF8.self), of: request.name)
      kept = clean
      input = Array(clean.utf8)
    }
    let report = DiagnosisReport(input, taskDefinition: definition, table: table)
    let text = report.isProse ? String(decoding: input.prefix(1 << 20), as: UTF8.self) : nil
    input = []
    for note in report.notes { environment.console.note("runbook: note: \(note)") }
    let answer = try DiagnosisAnswer(report, text: text, by: search, given: given.typed) {
      subject in
      live?.memorySentence(of: subject)
    }
    // Words that nobody knows may be of something new; an answer of AWS in which nothing failed is not.
    let isHealthy = answer.isNegative && report.input != "text"
    let logged = Result {
      try kept.flatMap { evidence in
        isHealthy
          ? nil : try record(evidence, of: request.name, answer, redaction, options, environment)
      }
    }
    if options.has("log"), isHealthy {
      environment.console.note(
        "runbook: nothing was recorded: nothing here says that anything failed")
    }
    if options.has("json") {
      var further: [(key: String, value: JSON)] = []
      if let live = live { further.append((key: "live", value: live.json)) }
      if let report = try? logged.get() { further.append((key: "logged", value: report.json)) }
      answer.writeJSON(walking: options.has("explain") ? table : nil, further: further) {
        environment.console.write($0)
      }
    } else if options.has("explain") {
      let text = DiagnoseExplanation(answer, table, environment.console).text
      environment.console.print(Redactor().redact(text).text)
    } else {
      let card = DiagnoseCard(
        answer, live: live, given: given, showsCommands: options.has("verbose"),
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
    _ evidence: String, of place: String, _ answer: DiagnosisAnswer, _ redaction: Redaction,
    _ options: Options, _ environment: Environment
  ) throws -> LogReport {
    let recording = try Recording(options, environment)
    let request = try LogRequest(
      evidence: evidence, diagnosed: answer, redaction: redaction, recording)
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
