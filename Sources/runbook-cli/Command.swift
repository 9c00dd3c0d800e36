import Runbook

/// One thing the program can do: its flags as data, and a function from options to an exit code.
struct Command: Sendable {
  var name: String
  /// One sentence, with its full stop.
  var abstract: String
  /// Paragraphs below the abstract in `--help` and the man page.
  var discussion: [String] = []
  var arguments: [Argument] = []
  var flags: [Flag] = []
  /// Command lines that work as they stand, each with what it does.
  var examples: [(line: String, meaning: String)] = []
  var run: @Sendable (Options, Environment) throws -> ExitCode

  /// The flags of the command and those that every command has.
  var allFlags: [Flag] { flags + Command.commonFlags }

  static let commonFlags = [
    Flag(
      name: "dir", placeholder: "folder",
      help: "Use the knowledge base in this folder.", completion: .folder),
    Flag(
      name: "color", placeholder: "when", help: "When to use colour.",
      choices: ["auto", "always", "never"], defaultValue: "auto"),
    Flag(name: "help", short: "h", help: "Show help."),
  ]

  static let jsonFlag = Flag(name: "json", help: "Print one JSON object instead of text.")

  /// Every command, in the order of the help page.
  static let all: [Command] = [
    // To the fix.
    .search, .diagnose, .show, .list,
    // To the record.
    .log, .incidents, .note, .link, .close, .reopen, .review, .action, .commit, .follow, .stats,
    // For the keeper.
    .new, .edit, .importing, .history, .diff, .lint, .redact, .index, .initialize,
    // For the team.
    .export, .mcp,
    // About the program.
    .doctor, .completions, .help,
  ]

  static func named(_ name: String) -> Command? { all.first { $0.name == name } }

  /// Whether the command can be run twice as if it had been run once: it writes no file of the content
  /// and asks nothing.
  var isRepeatable: Bool {
    !["log", "note", "link", "close", "follow", "new", "edit", "init", "import", "redact", "mcp"]
      .contains(name)
  }

  func usageError(_ message: String, _ hint: String?) -> CommandError {
    CommandError(
      .usage, message,
      hints: [hint, "see 'runbook \(name) --help'"].compactMap { $0 })
  }

  /// The command line in short, as `runbook search [<options>] <word> ...`.
  var usage: String {
    let words = arguments.map { argument in
      let word = "<\(argument.name)>\(argument.repeats ? " ..." : "")"
      return argument.optional ? "[\(word)]" : word
    }
    return (["runbook \(name)"] + (flags.isEmpty ? [] : ["[<options>]"]) + words)
      .joined(separator: " ")
  }
}
