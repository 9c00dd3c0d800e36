import Runbook

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The only place with the real clock, the real streams and `exit`.
@main
struct Main {
  static func main() {
    // A reader that has gone is told by EPIPE, which ends the program quietly.
    signal(SIGPIPE, SIG_IGN)
    // A limit on the size of files is an error to be told, as a full disk is.
    signal(SIGXFSZ, SIG_IGN)
    exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  private static func run(_ words: [String]) -> ExitCode {
    let variables = ProcessEnvironment.variables
    var wantsJSON = words.contains("--json")
    var console = Console(color: "auto", variables: variables)
    do {
      guard let name = words.first, name != "--help", name != "-h" else {
        console.print(Help.overview(width: console.width))
        return .success
      }
      if name == "--version" {
        console.print("runbook \(Version.current)")
        return .success
      }
      guard let command = Command.named(name) else { throw unknown(name) }
      let options = try Options(Array(words.dropFirst()), for: command)
      wantsJSON = options.has("json")
      console = Console(color: options["color"] ?? "auto", variables: variables)
      if options.has("help") {
        console.print(Help.page(of: command, width: console.width))
        return .success
      }
      let environment = Environment(
        variables: variables, workingFolder: FileSystem.workingFolder,
        now: { Timestamp(seconds: Int64(time(nil))) }, console: console)
      return try command.run(options, environment)
    } catch {
      return report(CommandError(describing: error), json: wantsJSON, console: console)
    }
  }

  private static func unknown(_ name: String) -> CommandError {
    let kind = name.hasPrefix("-") ? "option" : "subcommand"
    let guess = Spelling.nearest(to: name, in: Command.all.map(\.name))
    return CommandError(
      .usage, "unknown \(kind) '\(name)'",
      hints: [guess.map { "did you mean '\($0)'?" }, "see 'runbook help'"].compactMap { $0 })
  }

  private static func report(_ failure: CommandError, json: Bool, console: Console) -> ExitCode {
    if json {
      let error: JSON = [
        "schema_version": 1,
        "error": [
          "code": .int(Int(failure.code.rawValue)), "message": .string(failure.message),
          "hints": JSON(failure.hints),
        ],
      ]
      console.note(error.text())
    } else {
      console.note("runbook: error: \(failure.message)")
      for hint in failure.hints { console.note("  \(hint)") }
    }
    return failure.code
  }
}
