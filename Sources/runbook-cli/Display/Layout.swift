/// Text in columns.
enum Layout {
  /// How many columns a text takes: two for wide East Asian characters, none for combining marks.
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width($1) }
  }

  /// How many columns a character takes.
  static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x0300...0x036F, 0xFE00...0xFE0F, 0x200D: 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      2
    default: 1
    }
  }

  /// The text cut to a width, with an ellipsis where something was lost.
  static func truncated(_ text: String, to limit: Int) -> String {
    guard width(text) > limit else { return text }
    var result = ""
    var used = 0
    for scalar in text.unicodeScalars {
      used += width(scalar)
      if used > limit - 1 { break }
      result.unicodeScalars.append(scalar)
    }
    return result + "…"
  }

  /// The text cut between words to a width, with an ellipsis where something was lost.
  static func clipped(_ text: String, to limit: Int) -> String {
    guard width(text) > limit else { return text }
    let cut = truncated(text, to: limit - 1)
    guard let space = cut.utf8.lastIndex(of: 0x20), width(String(cut[..<space])) * 2 > limit else {
      return truncated(text, to: limit)
    }
    var kept = cut[..<space].utf8
    while let last = kept.last, " ,;:-(".utf8.contains(last) { kept.removeLast() }
    return "\(Substring(kept)) …"
  }

  /// How many rows lines take on a terminal of a width; what only colours is not counted.
  static func rows(_ lines: [String], width columns: Int) -> Int {
    lines.reduce(0) { $0 + max(1, (width(Console.safe($1)) + columns - 1) / max(1, columns)) }
  }

  /// The text padded with spaces on the right.
  static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - width(text)))
  }

  /// The text broken between words into lines of a width; a longer word is broken as well.
  static func wrapped(_ text: String, to columns: Int) -> [String] {
    let lines = StyledText(text).lines(width: columns, console: nil)
    return lines.isEmpty ? [""] : lines
  }

  /// Rows with aligned columns; the last column is cut to the width of the terminal.
  static func table(_ rows: [[String]], width limit: Int, gap: Int = 2) -> [String] {
    guard let count = rows.map(\.count).max(), count > 0 else { return [] }
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? width($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let isLast = column == row.count - 1
        let space = limit - width(line)
        line += isLast ? truncated(cell, to: max(space, 8)) : padded(cell, to: widths[column] + gap)
      }
      return line
    }
  }
}
