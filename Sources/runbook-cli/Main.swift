import CArguments
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
    exit(run(arguments).rawValue)
  }

  /// What stands after the name of the program.
  private static var arguments: [String] {
    let all = UnsafeBufferPointer(start: runbook_arguments(), count: Int(runbook_argument_count()))
    return all.dropFirst().compactMap { $0.map { String(cString: $0) } }
  }

  private static func run(_ words: [String]) -> ExitCode {
    let variables = ProcessEnvironment.variables
    var wantsJSON = words.contains("--json")
    var console = Console(color: "auto", variables: variables)
    do {
      let (common, words) = split(words)
      guard let name = words.first ?? asked(console), name != "--help", name != "-h" else {
        console.print(Help.overview(width: console.width))
        return .success
      }
      if name == "--version" {
        console.print("runbook \(Version.current)")
        return .success
      }
      guard let command = Command.named(name) else { throw unknown(words) }
      let options = try Options(common + words.dropFirst(), for: command)
      wantsJSON = options.has("json")
      console = Console(color: options["color"] ?? "auto", variables: variables)
      if options.has("help") {
        console.print(Help.page(of: command, width: console.width))
        return .success
      }
      let environment = Environment(
        variables: variables, workingFolder: FileSystem.workingFolder,
        now: { Timestamp(seconds: Int64(time(nil))) }, console: console)
      return try run(command, options, environment)
    } catch {
      return report(CommandError(describing: error), json: wantsJSON, console: console)
    }
  }

  /// Runs a command; where it meets a damaged index, the index is built again and the command run once
  /// more, unless a part of its answer was already read.
  static func run(
    _ command: Command, _ options: Options, _ environment: Environment
  ) throws -> ExitCode {
    do {
      return try command.run(options, environment)
    } catch let error as SQLiteError where error.isCorrupt || error.isWrongSchema {
      environment.kept?.forget()
      try environment.repairIndex(options, after: error)
      guard command.isRepeatable, !environment.console.hasPrinted else {
        throw CommandError(
          .inputOutput, "the command met a damaged index, which has been built again",
          hints: ["look at what it has done, and run it again where that is not all"])
      }
      return try command.run(options, environment)
    }
  }

  /// What an empty command line does on a terminal: it asks for a symptom.
  private static func asked(_ console: Console) -> String? {
    console.isTerminal && Prompt.isPossible(console) ? Command.search.name : nil
  }

  /// Takes the options that every command has off the front, where they may stand as well.
  private static func split(_ words: [String]) -> (common: [String], rest: [String]) {
    let names = Command.commonFlags.filter { !$0.isSwitch }.map { "--\($0.name)" }
    var rest = words[...]
    while let word = rest.first, let name = names.first(where: { word.hasPrefix($0) }) {
      if word == name {
        rest = rest.dropFirst(2)
      } else if word.hasPrefix("\(name)=") {
        rest = rest.dropFirst()
      } else {
        break
      }
    }
    return (Array(words[..<rest.startIndex]), Array(rest))
  }

  private static func unknown(_ words: [String]) -> CommandError {
    let name = words[0]
    let isOption = name.hasPrefix("-")
    let isVersion = name == "-v" || name == "-V"
    let guess =
      isVersion
      ? "--version"
      : Spelling.nearest(
        to: name, in: isOption ? ["--version", "--help"] : Command.all.map(\.name) + ["--version"])
    var hints = [guess.map { "did you mean '\($0)'?" }]
    // `runbook exit 137` is a symptom, `runbook serach x` is not.
    if !isOption, guess != Command.search.name {
      let symptom = words.prefix { !$0.hasPrefix("-") }.joined(separator: " ")
      hints.append("to search for it: runbook search \(ShellQuoting.quoted(symptom))")
    }
    return CommandError(
      .usage, "unknown \(isOption ? "option" : "subcommand") '\(name)'",
      hints: (hints + ["see 'runbook help'"]).compactMap { $0 })
  }

  private static func report(_ failure: CommandError, json: Bool, console: Console) -> ExitCode {
    // What was typed is quoted in errors, and a terminal may be recorded.
    let redactor = Redactor()
    var failure = failure
    failure.message = redactor.redact(failure.message).text
    failure.hints = failure.hints.map { redactor.redact($0).text }
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
