import Runbook

/// A command with its safety class in front, as it can be copied.
struct CommandLines {
  let command: ShellCommand
  let console: Console
  let indent: Int

  init(_ command: ShellCommand, console: Console, indent: Int) {
    self.command = command
    self.console = console
    self.indent = indent
  }

  var lines: [String] {
    let margin = String(repeating: " ", count: indent)
    let text = Console.safe(command.text).split(separator: "\n", omittingEmptySubsequences: false)
    let label = console.paint(style, "[\(command.safety?.rawValue ?? "unclassified")]")
    return ["\(margin)\(label)"] + text.map { "\(margin)\(console.paint(.code, String($0)))" }
  }

  private var style: Console.Style {
    switch command.safety {
    case .readOnly: .good
    case .sensitiveRead, .interactive, nil: .caution
    case .mutating: .danger
    }
  }
}
