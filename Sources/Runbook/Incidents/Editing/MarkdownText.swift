/// Plain text as Markdown that shows exactly that text.
///
/// What a person types is kept as typed wherever that already shows it, so files stay readable;
/// only text that Markdown would take for markup is escaped. Code in backticks and addresses stay.
enum MarkdownText {
  /// The lines of a text without control characters, each as one line of single spaces; empty ones
  /// are left out.
  static func lines(of text: String) -> [String] {
    var lines: [String] = [""]
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: lines.append("")
      case 0..<0x20, 0x7F..<0xA0: lines[lines.count - 1] += " "
      // cmark shows what is no character as U+FFFD.
      case 0xFFFE, 0xFFFF: lines[lines.count - 1] += "\u{FFFD}"
      default: lines[lines.count - 1].unicodeScalars.append(scalar)
      }
    }
    return lines.map(YAMLText.oneLine).filter { !$0.isEmpty }
  }

  /// The text as one line.
  static func line(of text: String) -> String { lines(of: text).joined(separator: " ") }

  /// One line as a paragraph.
  static func paragraph(_ line: String) -> String {
    written(line) { written in
      let blocks = parse(written)
      guard blocks.count == 1, case .paragraph(let inlines) = blocks[0].content else {
        return false
      }
      return shown(inlines) == line
    }
  }

  /// One line behind `# `.
  static func heading(_ line: String) -> String {
    written(line) { written in
      let blocks = parse("# " + written)
      guard blocks.count == 1, case .heading(1, let inlines) = blocks[0].content else {
        return false
      }
      return shown(inlines) == line
    }
  }

  /// One line behind `- `.
  static func item(_ line: String) -> String {
    written(line) { written in
      let blocks = parse("- " + written)
      guard blocks.count == 1, case .list(nil, let items) = blocks[0].content, items.count == 1,
        items[0].checked == nil, items[0].blocks.count == 1,
        case .paragraph(let inlines) = items[0].blocks[0].content
      else { return false }
      return shown(inlines) == line
    }
  }

  /// One line as a cell of a table.
  static func cell(_ line: String) -> String {
    written(line, isCell: true) { written in
      let blocks = parse("| a | b |\n|---|---|\n| \(written) | x |")
      guard blocks.count == 1, case .table(_, _, let rows) = blocks[0].content, rows.count == 1,
        rows[0].cells.count == 2, shown(rows[0].cells[1]) == "x"
      else { return false }
      return shown(rows[0].cells[0]) == line
    }
  }

  /// Text of any kind as a code block that it cannot end.
  static func code(_ text: String, info: String) -> String {
    var longest = 2
    var run = 0
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence)\(info)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(fence)"
  }

  // MARK: Writing

  /// The least disturbed form of a line that shows the line.
  private static func written(
    _ line: String, isCell: Bool = false, shows: (String) -> Bool
  ) -> String {
    let plain = isCell ? escaped(line, marks: "|") : line
    if shows(plain) { return plain }
    let marks = escaped(line, marks: "\\`*_[]<>&~|!#")
    if shows(marks) { return marks }
    let all = escaped(line, marks: "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
    return shows(all) ? all : entities(line)
  }

  private static func escaped(_ line: String, marks: String) -> String {
    var result = ""
    for scalar in line.unicodeScalars {
      if marks.unicodeScalars.contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  /// Nothing of Markdown begins with a character that is written by its number.
  private static func entities(_ line: String) -> String {
    var result = ""
    for scalar in line.unicodeScalars {
      let isWord = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
      if isWord || scalar == " " || !scalar.isASCII {
        result.unicodeScalars.append(scalar)
      } else {
        result += "&#\(scalar.value);"
      }
    }
    return result
  }

  private static func parse(_ text: String) -> [Block] {
    MarkdownParser.parse(Array((text + "\n").utf8), path: "").blocks
  }

  /// What the plain text of a page has of a line that was written as a paragraph.
  static func seen(_ line: String) -> String { line.filter { $0 != "`" } }

  /// What a reader sees, with the backticks of code; nil where something would be lost or where
  /// markup hides in the text.
  static func shown(_ inlines: [Inline]) -> String? {
    var text = ""
    for inline in inlines {
      switch inline {
      case .text(let part): text += part
      case .code(let part): text += "`\(part)`"
      case .link(let target, "", let content):
        // An address by itself; one with other words is markup that was typed.
        guard let label = shown(content),
          target == label || target == "http://\(label)" || target == "mailto:\(label)"
        else { return nil }
        text += label
      default: return nil
      }
    }
    return text
  }
}
