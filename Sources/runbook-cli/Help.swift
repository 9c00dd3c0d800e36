import Runbook

/// Help pages in the layout that Swift users know from swift-argument-parser.
enum Help {
  private static let column = 26

  /// The page of `runbook help`.
  static func overview(width: Int) -> String {
    var lines = [
      "OVERVIEW: Paste the symptom, get the fix and what happened last time.", "",
      "USAGE: runbook <subcommand>", "", "OPTIONS:",
    ]
    lines += rows([("--version", "Show the version."), ("-h, --help", "Show help.")], width)
    lines += ["", "SUBCOMMANDS:"]
    lines += rows(Command.all.map { ($0.name, $0.abstract) }, width)
    lines += [
      "", "  See 'runbook help <subcommand>' for detailed help.",
      "  Alone on a terminal, 'runbook' asks for a symptom.",
    ]
    return lines.joined(separator: "\n")
  }

  /// The page of one command.
  static func page(of command: Command, width: Int) -> String {
    var lines = Layout.wrapped("OVERVIEW: \(command.abstract)", to: width)
    for paragraph in command.discussion {
      lines += [""] + Layout.wrapped(paragraph, to: width)
    }
    lines += ["", "USAGE: \(command.usage)"]
    if !command.arguments.isEmpty {
      lines += ["", "ARGUMENTS:"]
      lines += rows(command.arguments.map { ("<\($0.name)>", explained($0)) }, width)
    }
    lines += ["", "OPTIONS:"]
    lines += rows(command.allFlags.map { (label($0), explained($0)) }, width)
    if !command.examples.isEmpty {
      lines += ["", "EXAMPLES:"]
      for example in command.examples {
        lines += ["  \(example.line)"]
        lines += Layout.wrapped(example.meaning, to: width - 6).map { "      \($0)" }
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The names of a flag, as `-n, --name <value>`.
  static func label(_ flag: Flag) -> String {
    let short = flag.short.map { "-\($0), " } ?? ""
    let value = flag.placeholder.map { " <\($0)>" } ?? ""
    return "\(short)--\(flag.name)\(value)"
  }

  /// The sentence of a flag with its values and default.
  static func explained(_ flag: Flag) -> String {
    var notes: [String] = []
    if !flag.choices.isEmpty { notes.append("values: \(flag.choices.joined(separator: ", "))") }
    if let value = flag.defaultValue { notes.append("default: \(value)") }
    if flag.repeats { notes.append("may be repeated") }
    return notes.isEmpty ? flag.help : "\(flag.help) (\(notes.joined(separator: "; ")))"
  }

  private static func explained(_ argument: Argument) -> String {
    argument.choices.isEmpty
      ? argument.help : "\(argument.help) (values: \(argument.choices.joined(separator: ", ")))"
  }

  private static func rows(_ rows: [(label: String, text: String)], _ width: Int) -> [String] {
    rows.flatMap { row -> [String] in
      let text = Layout.wrapped(row.text, to: max(width - column, 24))
      let indent = String(repeating: " ", count: column)
      guard row.label.count + 4 <= column else {
        return ["  \(row.label)"] + text.map { indent + $0 }
      }
      let first = Layout.padded("  \(row.label)", to: column) + (text.first ?? "")
      return [first] + text.dropFirst().map { indent + $0 }
    }
  }
}
