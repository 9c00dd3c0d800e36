import Runbook

/// The parts that an answer to a search and a diagnosis have in common: labelled lines that fit a terminal.
struct Card {
  let console: Console

  init(_ console: Console) { self.console = console }

  /// Where the text begins beside the labels.
  private static let margin = 6

  /// The columns of a whole line; longer ones are hard to read.
  var width: Int { min(console.width, 100) }

  /// The columns beside the labels.
  var textWidth: Int { width - Card.margin }

  /// What stands where no label does.
  static let indent = String(repeating: " ", count: margin)

  /// Lines with a label beside the first.
  func labelled(_ label: String, _ lines: [String]) -> [String] {
    lines.enumerated().map { index, line in
      guard index == 0 else { return Card.indent + line }
      return console.paint(.heading, Layout.padded(label, to: Card.margin)) + line
    }
  }

  /// A title in full with the id on its first line; what has no room beside the id is below.
  ///
  /// - Parameters:
  ///   - title: the title of the document.
  ///   - id: its id, with the version.
  ///   - mark: what to be careful about; may be empty.
  /// - Returns: one line or more.
  func title(_ title: String, id: String, mark: String) -> [String] {
    let tail = mark.isEmpty ? id : "\(id) \(mark)"
    var lines = Layout.wrapped(Console.safe(title), to: max(20, width - Layout.width(tail) - 2))
    let rest = lines.dropFirst().joined(separator: " ")
    lines = lines.prefix(1) + (rest.isEmpty ? [] : Layout.wrapped(rest, to: width))
    lines = lines.map { console.paint(.title, $0) }
    lines[0] += "  " + console.paint(.dim, id)
    if !mark.isEmpty { lines[0] += " " + console.paint(.caution, mark) }
    return lines
  }

  /// Reasons, each from a line of its own: the first in full, others as long as there are rows.
  func reasons(_ reasons: [String], rows: Int) -> [String] {
    var lines: [String] = []
    for (place, reason) in reasons.enumerated() {
      let wrapped = Layout.wrapped(Console.safe(reason), to: textWidth - (place == 0 ? 0 : 2))
      if place > 0, lines.count + wrapped.count > rows { break }
      lines += wrapped.enumerated().map { $0 == 0 || place == 0 ? $1 : "  " + $1 }
    }
    return lines
  }

  /// A text over as many lines as it needs.
  func wrapped(_ text: String) -> [String] { Layout.wrapped(Console.safe(text), to: textWidth) }

  /// Numbered steps, never cut: a step of which the end is missing is no help.
  ///
  /// - Parameters:
  ///   - steps: one sentence each.
  ///   - rows: how many lines they may take; the first step is always there.
  ///   - id: the runbook that has the rest.
  /// - Returns: the lines, and how many steps are left where not all fit.
  func steps(_ steps: [String], rows: Int, of id: String) -> [String] {
    var lines: [String] = []
    for (index, step) in steps.enumerated() {
      let number = "\(index + 1). "
      let wrapped = Layout.wrapped(Console.safe(step), to: textWidth - number.count)
      if index > 0, lines.count + wrapped.count > rows {
        lines.append(console.paint(.dim, "\(steps.count - index) more: runbook show \(id)"))
        break
      }
      let hanging = String(repeating: " ", count: number.count)
      lines += wrapped.enumerated().map { ($0 == 0 ? number : hanging) + $1 }
    }
    return lines
  }

  /// As many commands as there are rows for, at least one, whole so that they can be copied.
  func commands(_ commands: [ShellCommand], rows: Int, of id: String) -> [String] {
    var lines: [String] = []
    var (used, shown) = (1, 0)
    for command in commands {
      let text = CommandLines(command, console: console)
      if shown > 0, used + text.rows(width: console.width) > rows { break }
      lines += shown == 0 ? labelled("Run", [text.label]) : [Card.indent + text.label]
      lines += text.lines
      used += text.rows(width: console.width)
      shown += 1
    }
    let left = commands.count - shown
    if left > 0 {
      lines.append(
        console.paint(.dim, "\(Card.indent)\(left) more: runbook show \(id) --commands"))
    }
    return lines
  }
}
