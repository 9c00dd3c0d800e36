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
    text.map { "  \(console.paint(.code, String($0)))" }
  }

  /// How many rows of a terminal the label and the command take.
  func rows(width: Int) -> Int {
    text.reduce(1) { $0 + max(1, (Layout.width(String($1)) + 2 + width - 1) / width) }
  }

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
