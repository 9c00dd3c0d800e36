import Runbook

/// A command as it can be copied, and the safety class that stands above it.
struct CommandLines {
  private let command: ShellCommand
  private let console: Console

  init(_ command: ShellCommand, console: Console) {
    self.command = command
    self.console = console
  }

  /// What running it can do, such as `[read-only]`.
  var label: String {
    console.paint(style, "[\(command.safety?.rawValue ?? "unclassified")]")
  }

  /// The command, every line from the left edge but for a small margin.
  var lines: [String] {
    let missing = Placeholders().missing(in: command.text).map { "<\($0)>" }
    return text.map { "  \(painted($0, missing))" }
  }

  /// A line with what is still to be filled in standing out.
  private func painted(_ line: Substring, _ missing: [String]) -> String {
    guard console.usesColor else { return String(line) }
    var painted = ""
    var rest = line
    while let open = rest.firstIndex(of: "<") {
      let name = missing.first { rest[open...].hasPrefix($0) }
      let end = name.map { rest.index(open, offsetBy: $0.count) } ?? rest.index(after: open)
      painted += console.paint(.code, String(rest[..<open]))
      painted += console.paint(name == nil ? .code : .caution, String(rest[open..<end]))
      rest = rest[end...]
    }
    return painted + console.paint(.code, String(rest))
  }

  /// Label, command, and what it changes.
  func whole(width: Int) -> [String] {
    [label] + lines
      + (command.effect.map { EffectLines($0, console: console, width: width).lines } ?? [])
  }

  /// How many rows of a terminal the label and the command take.
  func rows(width: Int) -> Int { Layout.rows([label] + lines, width: width) }

  private var text: [Substring] {
    Console.safe(command.text).split(separator: "\n", omittingEmptySubsequences: false)
  }

  private var style: Console.Style {
    switch command.safety {
    case .readOnly: .good
    case .sensitiveRead, .interactive, nil: .caution
    case .mutating: .danger
    }
  }
}
