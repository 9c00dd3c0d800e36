import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Command {
  static let diagnose = Command(
    name: "diagnose",
    abstract: "Name the cause in AWS JSON, with the commands of the fix filled in.",
    discussion: [
      "Reads, offline, what 'aws ecs describe-tasks', 'describe-services', 'aws elbv2 "
        + "describe-target-health', EventBridge or 'docker inspect' gave, whole or projected, one "
        + "or many in a row; or any text, such as a copied console panel. Of a whole terminal session "
        + "the JSON is read, and the log lines around it as the log of its tasks. Up to 64 MiB.",
      "With --cluster it runs the installed 'aws' program itself, with your own credentials and "
        + "only for calls that read, and shows each call before it runs.",
      "Text that no rule decides is searched for its words, as 'runbook search' does; such a "
        + "conclusion is never more than suspected.",
      "Exits with 1 where nothing was diagnosed, and with 65 where the JSON is broken or of an "
        + "unknown shape; what its text says is shown even then.",
    ],
    arguments: [
      Argument(
        name: "file", help: "The input; '-', or nothing, reads standard input.", optional: true,
        completion: .file)
    ],
    flags: [
      Flag(
        name: "task-definition", placeholder: "file",
        help: "The answer of 'aws ecs describe-task-definition', which says what is essential.",
        completion: .file),
      Command.jsonFlag,
      Flag(name: "explain", help: "Show the facts that were seen and the rules that were tried."),
      Flag(name: "table", help: "Draw the decision table and do nothing else."),
      Flag(name: "cluster", placeholder: "name", help: "Ask AWS: the cluster, or its ARN."),
      Flag(name: "service", placeholder: "name", help: "Ask AWS: the service."),
      Flag(name: "task", placeholder: "id", help: "Ask AWS: one task, by id or ARN."),
      Flag(name: "profile", placeholder: "name", help: "The profile that 'aws' uses."),
      Flag(name: "region", placeholder: "name", help: "The Region that 'aws' asks."),
      Flag(
        name: "save", placeholder: "folder",
        help: "Keep the JSON that AWS gave in this folder, for you alone to read.",
        completion: .folder),
      Flag(
        name: "log", help: "Record it as an open incident, with the redacted input beside it."),
    ] + Redaction.flags,
    examples: [
      (
        "aws ecs describe-tasks --cluster prod --tasks 0123456789abcdef | runbook diagnose -",
        "What stopped a task, before AWS forgets it within about an hour."
      ),
      ("runbook diagnose event.json", "An event that was kept."),
      (
        "runbook diagnose task.json --task-definition definition.json",
        "With what is essential, the limits and the log group."
      ),
      (
        "runbook diagnose --cluster prod --service web-api --save seen",
        "The service, its tasks, targets and metrics as they are now."
      ),
      ("runbook diagnose event.json --log", "What it was, and an incident to go on with."),
    ]
  ) { options, environment in
    if options.has("table") { return try drawTable(options, environment) }
    let request = try DiagnoseRequest(options)
    let definition = try environment.taskDefinition(options)
    var input: (bytes: [UInt8], live: LiveAnswer?)
    switch request {
    case .file(let path): input = (try environment.diagnoseInput(path), nil)
    case .live(let target):
      let live = try LiveCollector(target, environment: environment).collect()
      input = (live.bytes, live)
    }
    let base = try environment.openKnowledgeBase(options)
    let table = environment.decisionTable(of: base)
    let report = DiagnosisReport(input.bytes, taskDefinition: definition, table: table)
    let logged = Result {
      try options.has("log")
        ? record(input.bytes, of: request.name, taskDefinition: definition, options, environment)
        : nil
    }
    let text = report.isProse ? String(decoding: input.bytes.prefix(1 << 20), as: UTF8.self) : nil
    input.bytes = []
    for note in report.notes { environment.console.note("runbook: note: \(note)") }
    var answer = try DiagnoseAnswer(report, text: text, in: base, live: input.live)
    if options.has("explain") { answer.table = table }
    answer.logged = try? logged.get()
    if options.has("json") {
      answer.writeJSON(to: environment.console)
    } else if options.has("explain") {
      let text = DiagnoseExplanation(answer, table, environment.console).text
      environment.console.print(Redactor().redact(text).text)
    } else {
      let card = DiagnoseCard(answer, console: environment.console)
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
    let request = LogRequest(
      evidence: String(decoding: bytes, as: UTF8.self), of: place, taskDefinition: definition,
      options, recording)
    guard request.draft.title.isVisible else {
      throw CommandError(.badData, "\(place) is empty: nothing to record")
    }
    return try LogSession(options, recording).record(request)
  }

  private static func drawTable(_ options: Options, _ environment: Environment) throws -> ExitCode {
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

/// What is to be diagnosed.
enum DiagnoseRequest {
  /// A file, or standard input as `-`.
  case file(String)
  /// What AWS says now.
  case live(LiveTarget)

  init(_ options: Options) throws(CommandError) {
    let usage = Command.diagnose.usageError
    let isLive = options["cluster"] != nil || options["service"] != nil || options["task"] != nil
    guard isLive else {
      for flag in ["profile", "region", "save"] where options.has(flag) {
        throw usage("'--\(flag)' needs '--cluster'", "it says how AWS is asked")
      }
      for flag in Redaction.flags.map(\.name) where options.has(flag) && !options.has("log") {
        throw usage("'--\(flag)' needs '--log' or '--save'", "nothing is written without them")
      }
      self = .file(options.arguments.first ?? "-")
      return
    }
    if let file = options.arguments.first {
      throw usage("'\(file)' and '--cluster' are two inputs", "give one of them")
    }
    self = .live(try LiveTarget(options, usage: usage))
  }

  /// What messages call the input.
  var name: String {
    switch self {
    case .file("-"): "standard input"
    case .file(let path): path
    case .live: "the answer of AWS"
    }
  }

  /// What is wrong with the JSON, as the person reads it.
  func describe(_ problem: JSONProblem) -> CommandError {
    var hints = ["what its text says was shown; the JSON itself was not understood"]
    if problem.found == "the end of the input" {
      hints = ["it was cut off; run the command again, and keep its whole output"]
    }
    return CommandError(.badData, "\(name):\(problem)", hints: hints)
  }
}

extension Environment {
  /// The most that is read of an input.
  private static let diagnoseLimit = 64 << 20

  /// The bytes of a file, or of standard input for `-`.
  func diagnoseInput(_ path: String) throws -> [UInt8] {
    if path == "-", console.inputIsTerminal {
      console.note("runbook: paste the JSON or the text, then press Ctrl-D on a line of its own")
    }
    let name = path == "-" ? "standard input" : path
    let bytes = try readDiagnosed(path, name: name)
    guard bytes.contains(where: { $0 > 0x20 }) else {
      throw CommandError(
        .badData, "\(name) is empty",
        hints: ["if it comes from 'aws', see what that wrote to standard error"])
    }
    return bytes
  }

  /// The bytes of `--task-definition`.
  func taskDefinition(_ options: Options) throws -> [UInt8]? {
    guard let path = options["task-definition"] else { return nil }
    return try readDiagnosed(path, name: path)
  }

  private func readDiagnosed(_ path: String, name: String) throws -> [UInt8] {
    do {
      return DiagnoseEncoding.utf8(
        path == "-"
          ? try FileSystem.read(descriptor: 0, path: name, limit: Environment.diagnoseLimit)
          : try FileSystem.read(path, limit: Environment.diagnoseLimit))
    } catch {
      switch error.code {
      case EFBIG:
        throw CommandError(
          .badData, "\(name) is over \(Environment.diagnoseLimit >> 20) MiB",
          hints: ["describe fewer tasks at a time, or cut a log to the lines around the failure"])
      case ENOENT:
        throw CommandError(
          .noInput, error.description,
          hints: ["give a file, or '-' for standard input; for words use 'runbook search'"])
      case EISDIR:
        throw CommandError(.noInput, "\(name) is a folder", hints: ["give one file of it"])
      default: throw error
      }
    }
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
