import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is to be diagnosed.
enum DiagnoseRequest {
  /// A file, or standard input as `-`.
  case file(String)
  /// What AWS says now.
  case live(LiveTarget)

  /// How AWS is asked.
  static let liveFlags = [
    Flag(
      name: "service", placeholder: "name",
      help: "Ask AWS: the service, or a part of its name; its cluster is looked for."),
    Flag(
      name: "cluster", placeholder: "name",
      help: "Ask AWS: the cluster, or its ARN; alone, its only service."),
    Flag(name: "task", placeholder: "id", help: "Ask AWS: one task, by id or ARN."),
    Flag(
      name: "without", placeholder: "calls",
      help: "Leave out calls that only add to the answer.",
      choices: LiveTarget.Group.allCases.map(\.rawValue), repeats: true),
    Flag(
      name: "watch",
      help: "Watch the deployment of the service: each task that stops, and how it ends."),
    Flag(
      name: "interval", placeholder: "seconds",
      help: "How long the watch waits between two looks: 2 to 300.", defaultValue: "10"),
    Flag(
      name: "timeout", placeholder: "time",
      help: "How long it watches at most, such as 90s, 30m or 2h.", defaultValue: "30m"),
    Flag(name: "profile", placeholder: "name", help: "The profile that 'aws' uses."),
    Flag(name: "region", placeholder: "name", help: "The Region that 'aws' asks."),
    Flag(
      name: "save", placeholder: "folder",
      help: "Keep the JSON that AWS gave in this folder, for you alone to read.",
      completion: .folder),
  ]

  init(_ options: Options) throws(CommandError) {
    let usage = Command.diagnose.usageError
    guard let target = try LiveTarget(options, usage: usage) else {
      for flag in ["profile", "region", "save", "without", "watch", "interval", "timeout"]
      where options.has(flag) {
        throw usage("'--\(flag)' needs '--service' or '--cluster'", "it says how AWS is asked")
      }
      for flag in Redaction.flags.map(\.name) where options.has(flag) && !options.has("log") {
        throw usage("'--\(flag)' needs '--log' or '--save'", "nothing is written without them")
      }
      self = .file(options.arguments.first ?? "-")
      return
    }
    if let file = options.arguments.first {
      throw usage("'\(file)' and AWS are two inputs", "give one of them")
    }
    self = .live(target)
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
      return OutsideText.utf8(
        path == "-"
          ? try inputBytes(limit: Environment.diagnoseLimit)
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
          hints: [
            "give a file, or '-' for standard input; for words use 'runbook search'",
            "to ask AWS about a service of that name: runbook diagnose --service "
              + ShellQuoting.word(name),
          ])
      case EISDIR:
        throw CommandError(.noInput, "\(name) is a folder", hints: ["give one file of it"])
      default: throw error
      }
    }
  }
}
