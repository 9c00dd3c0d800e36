import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One run of `runbook diagnose --watch`: a deployment, told as it goes.
struct WatchRun {
  private let options: Options
  private let environment: Environment
  private let search: Search
  private let given: GivenValues
  private let isJSON: Bool
  /// The causes of which a whole card was shown, each once.
  private var shown: Set<String> = []
  private var counts: [(cause: String, count: Int)] = []
  private var replaced = 0

  static func run(_ options: Options, _ environment: Environment) throws -> ExitCode {
    let usage = Command.diagnose.usageError
    guard case .live(let target) = try DiagnoseRequest(options), options["task"] == nil else {
      throw usage("'--watch' needs '--service'", "a deployment is that of a service")
    }
    for flag in ["log", "save", "explain"] where options.has(flag) {
      throw usage("'--watch' and '--\(flag)' do not go together", nil)
    }
    let interval = try options.number("interval", in: 2...300) ?? 10
    let timeout = try seconds(options["timeout"] ?? "30m")
    let given = try GivenValues(options)
    let search = try Search(try environment.openKnowledgeBase(options))
    var run = WatchRun(
      options: options, environment: environment, search: search, given: given,
      isJSON: options.has("json"))
    return try run.watch(target, interval: interval, timeout: timeout)
  }

  /// `90s`, `30m`, `2h` in seconds.
  private static func seconds(_ text: String) throws(CommandError) -> Int64 {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
    guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()),
      count > 0, count <= 86400, count * unit <= 86400
    else {
      throw Command.diagnose.usageError(
        "the value '\(text)' is invalid for '--timeout'",
        "give seconds, minutes or hours up to a day, such as 90s, 30m or 2h")
    }
    return count * unit
  }

  private init(
    options: Options, environment: Environment, search: Search, given: GivenValues, isJSON: Bool
  ) {
    self.options = options
    self.environment = environment
    self.search = search
    self.given = given
    self.isJSON = isJSON
  }

  private mutating func watch(
    _ target: LiveTarget, interval: Int, timeout: Int64
  ) throws -> ExitCode {
    let live = LiveRun(target, options, environment)
    let interrupt = HeldInterrupt()
    var watch = LiveWatch(
      target, table: search.table, variables: environment.variables, timeout: timeout,
      now: environment.now
    ) { notice in
      // The call that Ctrl-C ended has not failed.
      if !interrupt.isPending { live.report(notice) }
    }
    var this = self
    defer { self = this }
    let outcome: LiveWatch.Outcome
    do {
      outcome = try watch.run(pause: { interrupt.wait(seconds: interval) }) { look in
        try this.show(look)
      }
    } catch let error as LiveError {
      if interrupt.isPending { return .interrupted }
      throw CommandError(describing: error, target)
    }
    this.conclude(outcome)
    return switch outcome.verdict {
    case .completed: .success
    case .failed, .rolledBack, .timeout, .gone: .negative
    case .interrupted: .interrupted
    }
  }

  // MARK: One look

  private mutating func show(_ look: LiveWatch.Look) throws {
    switch look.change {
    case .rollingBack: say("the deployment failed; the service goes back to the revision before it")
    case .replaced: say("another deployment began; it is the one that is watched now")
    case nil: break
    }
    replaced += look.replaced
    var report = DiagnosisReport(look.bytes, table: search.table)
    let wanted = Set(look.stopped)
    report.subjects = report.subjects.filter { subject in
      if let id = subject.placeholders["task-id"], subject.name.hasPrefix("task ") {
        return wanted.contains(id)
      }
      // What the service itself says counts where a sentence of it decided, and is said once.
      return subject.name.hasPrefix("service ") && subject.symptom != nil
        && !shown.contains(subject.symptom ?? "")
    }
    for subject in report.subjects { try show(subject, of: report) }
  }

  private mutating func show(
    _ subject: DiagnosisReport.Subject, of report: DiagnosisReport
  ) throws {
    let hasStopped = subject.name.hasPrefix("task ")
    if !hasStopped, let symptom = subject.symptom { shown.insert(symptom) }
    var single = report
    single.subjects = [subject]
    let answer = try DiagnosisAnswer(single, text: nil, by: search, given: given.typed)
    let found = answer[0]
    let cause = found.primary?.runbook ?? "no cause to see"
    if hasStopped { count(cause) }
    if isJSON {
      environment.console.print(json(of: found, hasStopped: hasStopped).text())
      return
    }
    let sure = found.primary.map { ", \($0.confidence)" } ?? ""
    let what = hasStopped ? "stopped" : "says"
    let line = "\(environment.now())  \(Console.safe(subject.name)) \(what): \(cause)\(sure)"
    environment.console.print(environment.console.paint(.strong, line))
    let key = "\(cause)#\(found.primary?.step ?? "")"
    guard found.primary != nil, shown.insert(key).inserted else { return }
    let card = DiagnoseCard(
      answer, given: given, showsCommands: options.has("verbose"), console: environment.console)
    environment.console.print(card.text + "\n")
  }

  private mutating func count(_ cause: String) {
    if let place = counts.firstIndex(where: { $0.cause == cause }) {
      counts[place].count += 1
    } else {
      counts.append((cause, 1))
    }
  }

  private func json(of found: DiagnosisAnswer.Subject, hasStopped: Bool) -> JSON {
    [
      "schema_version": 1, "event": .string(hasStopped ? "stopped" : "service"),
      "at": .string(environment.now().description), "subject": .string(found.subject.name),
      "task": JSON(hasStopped ? found.placeholders["task-id"] : nil),
      "runbook": JSON(found.primary?.runbook), "step": JSON(found.primary?.step),
      "confidence": JSON(found.primary?.confidence.description), "rule": JSON(found.primary?.rule),
      "because": JSON((found.primary?.because ?? []).map { Redactor().redact($0).text }),
    ]
  }

  private func say(_ text: String) {
    if isJSON {
      let event: JSON = [
        "schema_version": 1, "event": "change", "at": .string(environment.now().description),
        "text": .string(text),
      ]
      environment.console.print(event.text())
    } else {
      environment.console.print("\(environment.now())  \(text)")
    }
  }

  // MARK: The end

  private func conclude(_ outcome: LiveWatch.Outcome) {
    let state = outcome.state
    if isJSON {
      let event: JSON = [
        "schema_version": 1, "event": "verdict", "at": .string(environment.now().description),
        "verdict": .string(outcome.verdict.rawValue), "deployment": JSON(state.deployment),
        "task_definition": JSON(state.taskDefinition), "running": .int(state.running),
        "desired": .int(state.desired), "failed_tasks": .int(state.failed),
        "reason": JSON(state.reason),
        "causes": .array(
          counts.map { ["runbook": .string($0.cause), "tasks": .int($0.count)] }),
      ]
      return environment.console.print(event.text())
    }
    let name = state.taskDefinition.map { " of \(Console.safe($0))" } ?? ""
    let tasks = "\(state.running) of \(state.desired) tasks run"
    let words =
      switch outcome.verdict {
      case .completed: "The deployment\(name) is completed: \(tasks)."
      case .failed: "The deployment\(name) failed: \(tasks), \(state.failed) failed."
      case .rolledBack: "The deployment\(name) failed and was rolled back."
      case .timeout: "The deployment\(name) has not ended: \(tasks), \(state.failed) failed."
      case .interrupted: "Ended by Ctrl-C. The deployment\(name) goes on: \(tasks)."
      case .gone: "The service is inactive: there is nothing to watch."
      }
    let style: Console.Style = outcome.verdict == .completed ? .good : .caution
    var lines = [environment.console.paint(style, words)]
    if let reason = state.reason { lines.append("  ECS says: \(Console.safe(reason))") }
    for (cause, count) in counts {
      lines.append("  \(count) \(count == 1 ? "task" : "tasks") stopped: \(cause)")
    }
    if replaced > 0 {
      lines.append("  \(replaced) of earlier revisions were stopped, as a deployment does")
    }
    environment.console.print(lines.joined(separator: "\n"))
  }
}

/// Ctrl-C, held back so that a watch can end with what is known.
private final class HeldInterrupt {
  private var before = sigset_t()

  init() {
    var held = sigset_t()
    sigemptyset(&held)
    sigaddset(&held, SIGINT)
    sigaddset(&held, SIGTERM)
    sigprocmask(SIG_BLOCK, &held, &before)
  }

  /// Whether one has come.
  var isPending: Bool {
    var pending = sigset_t()
    sigpending(&pending)
    return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1
  }

  /// Waits; false as soon as one has come.
  func wait(seconds: Int) -> Bool {
    for _ in 0..<(seconds * 10) {
      if isPending { return false }
      usleep(100_000)
    }
    return !isPending
  }
}
