import Runbook

/// The parts that every card has in common: labelled lines that fit a terminal.
struct Card {
  let console: Console

  init(_ console: Console) { self.console = console }

  /// Where the text begins beside the labels.
  private static let margin = 6

  /// The columns of a whole line; longer ones are hard to read.
  var width: Int { min(console.width, 100) }

  /// The rows of a card, below which there is room for a prompt; where there is no terminal, those of
  /// one with 24.
  var rows: Int { max(12, console.height - 1) }

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

  /// A title in full, and the id behind it or, where it has no room there, below it.
  ///
  /// - Parameters:
  ///   - title: the title of the document.
  ///   - id: its id, with the version.
  ///   - mark: what to be careful about; may be empty.
  /// - Returns: one line or more.
  func title(_ title: String, id: String, mark: String) -> [String] {
    var lines = Layout.wrapped(title, to: width)
    let tail = mark.isEmpty ? id : "\(id) \(mark)"
    let hasRoom = Layout.width(lines[lines.count - 1]) + 2 + Layout.width(tail) <= width
    lines = lines.map { console.paint(.title, $0) }
    let painted =
      console.paint(.dim, id) + (mark.isEmpty ? "" : " " + console.paint(.caution, mark))
    if hasRoom { lines[lines.count - 1] += "  " + painted } else { lines.append(painted) }
    return lines
  }

  /// Other pages in a line each: the id, and what it is about.
  func pages(_ others: some Sequence<(id: String, about: String)>, width: Int) -> [String] {
    let others = Array(others)
    let column = (others.map { Layout.width($0.id) }.max() ?? 0) + 2
    return others.map { other in
      let about = Layout.clipped(Console.safe(other.about), to: max(8, width - column))
      return Layout.padded(other.id, to: column) + console.paint(.dim, about)
    }
  }

  /// A text over as many lines as it needs.
  func wrapped(_ text: String) -> [String] { Layout.wrapped(Console.safe(text), to: textWidth) }
}
