/// Inserts lines into the body of an incident's page; all other bytes stay.
struct PageEditor {
  private let source: SourceText
  private let incident: Incident
  private let lineEnd: String

  init(_ bytes: [UInt8], incident: Incident) {
    source = SourceText(bytes)
    self.incident = incident
    let first = source.lineStarts.count > 1 ? bytes[..<source.lineStarts[1]] : []
    lineEnd = first.dropLast().last == UInt8(ascii: "\r") ? "\r\n" : "\n"
  }

  /// The section with a name.
  func section(_ name: SectionName) -> Section? { incident.sections.first { $0.name == name } }

  /// The character at a place; nil where there is none in ASCII.
  func character(at location: SourceLocation) -> String? {
    let byte = source.line(location.line).dropFirst(location.column - 1).first
    return byte.flatMap { $0 < 0x80 ? String(decoding: [$0], as: UTF8.self) : nil }
  }

  /// The page with lines at the end of a section, after an empty line.
  ///
  /// - Parameters:
  ///   - lines: the lines.
  ///   - name: the section; it is made where there is none.
  ///   - order: the usual order of sections: a new one stands above the first that follows it.
  /// - Returns: the bytes.
  func appending(_ lines: [String], to name: SectionName, order: [SectionName]) -> [UInt8] {
    if let section = section(name) {
      return inserting([""] + lines, below: lastLine(of: section))
    }
    let section = ["## \(name.rawValue)", ""] + lines
    let later = order.drop { $0 != name }.dropFirst()
    if let next = incident.sections.first(where: { $0.name.map(later.contains) ?? false }) {
      return inserting(section + [""], below: next.location.line - 1)
    }
    return inserting([""] + section, below: lastLineWithText(upTo: source.lineStarts.count))
  }

  /// The page with lines in place of the prompt of a section, or at the end of the section where
  /// something stands there already.
  ///
  /// - Parameters:
  ///   - lines: the lines.
  ///   - name: the section; it is made where there is none.
  ///   - prompt: the comment that asks for them.
  ///   - order: as above.
  /// - Returns: the bytes.
  func filling(
    _ lines: [String], in name: SectionName, prompt: String, order: [SectionName]
  ) -> [UInt8] {
    if let section = section(name) {
      for number in section.location.line...lastLine(of: section)
      where text(of: number) == "<!-- \(prompt) -->" {
        return replacing(number, with: lines)
      }
    }
    return appending(lines, to: name, order: order)
  }

  /// The page with lines in place of one.
  func replacing(_ number: Int, with lines: [String]) -> [UInt8] {
    let old = source.line(number)
    let text = lines.joined(separator: lineEnd)
    return source.bytes[..<old.startIndex] + Array(text.utf8) + source.bytes[old.endIndex...]
  }

  /// A line without its end.
  func text(of number: Int) -> String { String(decoding: source.line(number), as: UTF8.self) }

  /// The last line with text of a section.
  func lastLine(of section: Section) -> Int {
    let next = incident.sections.first { $0.location.line > section.location.line }
    return lastLineWithText(upTo: next.map { $0.location.line - 1 } ?? source.lineStarts.count)
  }

  /// The last line with text of a block.
  func lastLine(of block: Block) -> Int {
    let sections = incident.sections
    let starts = sections.map(\.location.line) + sections.flatMap(\.blocks).map(\.location.line)
    let next = starts.filter { $0 > block.location.line }.min()
    return lastLineWithText(upTo: next.map { $0 - 1 } ?? source.lineStarts.count)
  }

  private func lastLineWithText(upTo line: Int) -> Int {
    var line = min(line, source.lineStarts.count)
    while line > 1, source.line(line).allSatisfy({ $0 <= 0x20 }) { line -= 1 }
    return line
  }

  /// The page with its lines from a number on in another order.
  ///
  /// - Parameters:
  ///   - first: the number of the first line.
  ///   - order: for each new line the old one, from 0.
  /// - Returns: the bytes; nil where the last of them has no line end.
  func reordering(from first: Int, _ order: [Int]) -> [UInt8]? {
    guard first + order.count <= source.lineStarts.count else { return nil }
    let ends = (first...(first + order.count)).map { number in
      number <= source.lineStarts.count ? source.lineStarts[number - 1] : source.bytes.count
    }
    let lines = order.flatMap { source.bytes[ends[$0]..<ends[$0 + 1]] }
    return source.bytes[..<ends[0]] + lines + source.bytes[ends[order.count]...]
  }

  /// The page with lines below a line.
  func inserting(_ lines: [String], below line: Int) -> [UInt8] {
    let text = lines.map { $0 + lineEnd }.joined()
    guard line < source.lineStarts.count else {
      let hasEnd = source.bytes.last == UInt8(ascii: "\n")
      return source.bytes + Array(((hasEnd ? "" : lineEnd) + text).utf8)
    }
    let place = source.lineStarts[line]
    return source.bytes[..<place] + Array(text.utf8) + source.bytes[place...]
  }
}
