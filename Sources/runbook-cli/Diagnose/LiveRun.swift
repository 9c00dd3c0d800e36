import Runbook

extension LiveTarget {
  /// What the options ask about; nil where they ask nothing of AWS.
  init?(_ options: Options, usage: (String, String?) -> CommandError) throws(CommandError) {
    guard options["cluster"] != nil || options["service"] != nil || options["task"] != nil else {
      return nil
    }
    for flag in ["cluster", "service", "task", "profile", "region"] {
      guard let value = options[flag], !LiveTarget.isName(value) else { continue }
      throw usage("the value '\(value)' is invalid for '--\(flag)'", "give a name, an id or an ARN")
    }
    let subject: Subject =
      switch (options["service"], options["task"]) {
      case (let service?, nil): .service(service)
      case (nil, let task?): .task(task)
      case (nil, nil): .anyService
      default: throw usage("'--service' and '--task' are two questions", "give one of them")
      }
    self.init(
      cluster: options["cluster"], subject: subject, profile: options["profile"],
      region: options["region"],
      without: Set(options.all("without").compactMap(Group.init)))
  }
}

/// How AWS is asked from the command line: each call is shown, and what it gave can be kept.
struct LiveRun {
  let target: LiveTarget
  let environment: Environment
  /// The folder for what AWS gave.
  let folder: String?
  /// Whether secrets are taken out of it.
  let redacts: Bool

  init(_ target: LiveTarget, _ options: Options, _ environment: Environment) {
    self.target = target
    self.environment = environment
    folder = options["save"]
    redacts = !options.has("no-redact")
  }

  /// Tells what happens on standard error.
  func report(_ notice: LiveNotice) {
    switch notice {
    case .call(let command): environment.console.note("+ \(command)")
    case .failure(let message): environment.console.note("runbook: \(message)")
    case .hint(let hint): environment.console.note("  \(hint)")
    case .note(let text): environment.console.note("runbook: note: \(text)")
    }
  }

  /// Asks, and keeps the answers where that is wanted.
  func collect(_ table: DecisionTable) throws -> LiveAnswer {
    if let folder { try FileSystem.makeDirectory(folder, mode: 0o700) }
    let collector = LiveCollector(
      target, table: table, variables: environment.variables, now: environment.now(),
      report: report)
    let answer: LiveAnswer
    do {
      answer = try collector.collect()
    } catch {
      throw CommandError(describing: error, target)
    }
    try save(answer)
    return answer
  }

  /// Writes each answer to a file of its own; an earlier one may be the only copy that is left.
  private func save(_ answer: LiveAnswer) throws {
    guard let folder, !answer.documents.isEmpty else { return }
    let stamp = environment.now().description.filter { $0 != "-" && $0 != ":" }
    for (index, document) in answer.documents.enumerated() {
      let number = index < 9 ? "0\(index + 1)" : "\(index + 1)"
      let name = "\(stamp)-\(number)-\(document.operation).json"
      var text = document.bytes
      if redacts {
        let result = Redactor().redact(String(decoding: text, as: UTF8.self))
        text = Array(result.text.utf8)
        if !result.removed.isEmpty {
          environment.console.note(
            "runbook: note: \(name): took out \(result.removed.count) values that look secret; "
              + "--no-redact keeps them")
        }
      }
      try FileSystem.write(text, to: "\(folder)/\(name)", mode: 0o600)
    }
    environment.console.note("runbook: saved \(answer.documents.count) answers in \(folder)")
  }
}

extension LiveAnswer {
  /// How much memory was used, where 137 leaves open whether it ran out; nil elsewhere.
  func memorySentence(of subject: DiagnosisReport.Subject) -> String? {
    memory(of: subject).map { memory in
      "MemoryUtilization of the service was at most \(Decimal.text(memory.most, 1)) % from "
        + "\(memory.from) to \(memory.to)."
    }
  }

  /// The last hour in one line for each metric.
  func metricLines(_ console: Console) -> [String] {
    metrics.compactMap { metric in
      guard let last = metric.points.last,
        let most = metric.points.max(by: { $0.maximum < $1.maximum })
      else { return nil }
      let now = Decimal.text(last.average, 1)
      let peak = Decimal.text(most.maximum, 1)
      return "\(console.paint(.heading, metric.name))  \(now) % on average at \(last.time), "
        + "at most \(peak) % at \(most.time)"
    }
  }
}

extension CommandError {
  /// What a person reads who asked AWS in vain.
  init(describing error: LiveError, _ target: LiveTarget) {
    switch error {
    case .notInstalled:
      self.init(
        .noInput, "the program 'aws' is not installed, or not in PATH",
        hints: [
          "install it: https://docs.aws.amazon.com/cli/latest/userguide/install-cliv2.html",
          "or give the JSON that somebody else fetched: runbook diagnose FILE",
        ])
    case .notRun(let error): self.init(.inputOutput, error.description)
    case .noAnswer:
      self.init(
        .noInput, "AWS answered nothing that can be diagnosed", hints: ["the reasons stand above"])
    case .notFound(let name):
      self.init(
        .noInput, "no service, cluster or task is called '\(name)' here",
        hints: ["is it another account or Region? give --profile or --region"])
    case .notWatchable(let service):
      self.init(
        .noInput, "'\(service)' has no deployments of ECS to watch",
        hints: ["CodeDeploy or another controller deploys it; see the deployment there"])
    case .ambiguous(let name, let services):
      let lines = services.prefix(20).map { service in
        "runbook diagnose --cluster \(ShellQuoting.word(service.cluster)) "
          + "--service \(ShellQuoting.word(service.service))"
      }
      let more = services.count > 20 ? ["and \(services.count - 20) more"] : []
      self.init(
        .usage, "\(services.count) services fit '\(name)'; choose one", hints: lines + more)
    }
  }
}
