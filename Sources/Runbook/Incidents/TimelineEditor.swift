/// Adds a row to the timeline of an incident: in its table, else as an item of its list, else in a
/// new table.
struct TimelineEditor {
  private let source: SourceText
  private let incident: Incident
  private let lineEnd: String

  init(_ bytes: [UInt8], incident: Incident) {
    source = SourceText(bytes)
    self.incident = incident
    let first = source.lineStarts.count > 1 ? bytes[..<source.lineStarts[1]] : []
    lineEnd = first.dropLast().last == UInt8(ascii: "\r") ? "\r\n" : "\n"
  }

  /// The section with the timeline.
  var section: Section? { incident.sections.first { $0.name == .timeline } }

  /// What the timeline of an incident says: the text of each row and item.
  static func texts(in incident: Incident) -> [String] {
    let blocks = incident.sections.filter { $0.name == .timeline }.flatMap(\.blocks)
    return blocks.flatMap { block -> [String] in
      switch block.content {
      case .table(_, _, let rows):
        return rows.map { row in
          row.cells.compactMap { MarkdownText.shown($0) ?? $0.plainText }.filter { !$0.isEmpty }
            .joined(separator: " ")
        }
      case .list(_, let items): return items.map(\.ownText)
      default: return []
      }
    }
  }

  /// The file with one more row.
  ///
  /// - Parameters:
  ///   - text: one line.
  ///   - time: its time; the row stands below all that are not later.
  /// - Returns: the bytes, which still have to be read back.
  func adding(_ text: String, at time: Timestamp) -> [UInt8] {
    guard let section else { return addingSection(text, at: time) }
    for block in section.blocks.reversed() {
      switch block.content {
      case .table(_, let header, let rows):
        // The rows are below the head and the line of dashes.
        var line = header.location.line + 1
        if let later = rows.firstIndex(where: { (TimelineEditor.time(of: $0) ?? time) > time }) {
          line = rows[later].location.line - 1
        } else if let last = rows.last {
          line = last.location.line
        }
        let row = TimelineRow.line(time, text, columns: header.cells.count)
        return inserting([row], below: line)
      case .list(nil, let items) where items.allSatisfy({ $0.checked == nil }):
        let indent = String(repeating: " ", count: max(0, block.location.column - 1))
        let mark = source.line(block.location.line).dropFirst(indent.utf8.count).first
        let bullet = mark.map { String(decoding: [$0], as: UTF8.self) } ?? "-"
        let item = "\(indent)\(bullet) \(time): \(MarkdownText.paragraph(text))"
        return inserting([item], below: lastLine(of: block, in: section))
      default: continue
      }
    }
    let end = lastLine(of: section)
    return inserting(["", "| Time (UTC) | What |", "|---|---|", row(text, time)], below: end)
  }

  private func row(_ text: String, _ time: Timestamp) -> String {
    TimelineRow.line(time, text, columns: 2)
  }

  /// The time in the first cell of a row.
  static func time(of row: TableRow) -> Timestamp? {
    row.cells.first.flatMap { Timestamp($0.plainText) }
  }

  /// A new section, above those that usually follow it.
  private func addingSection(_ text: String, at time: Timestamp) -> [UInt8] {
    let names = Postmortem.sections.map(\.name)
    let later = names.drop { $0 != .timeline }.dropFirst()
    let lines = ["## Timeline", "", "| Time (UTC) | What |", "|---|---|", row(text, time)]
    if let next = incident.sections.first(where: { $0.name.map(later.contains) ?? false }) {
      return inserting(lines + [""], below: next.location.line - 1)
    }
    return inserting([""] + lines, below: lastLineWithText(upTo: source.lineStarts.count))
  }

  // MARK: Lines

  /// The last line with text of a section.
  private func lastLine(of section: Section) -> Int {
    let next = incident.sections.first { $0.location.line > section.location.line }
    return lastLineWithText(upTo: next.map { $0.location.line - 1 } ?? source.lineStarts.count)
  }

  /// The last line with text of a block.
  private func lastLine(of block: Block, in section: Section) -> Int {
    let next = section.blocks.first { $0.location.line > block.location.line }
    return next.map { lastLineWithText(upTo: $0.location.line - 1) } ?? lastLine(of: section)
  }

  private func lastLineWithText(upTo line: Int) -> Int {
    var line = min(line, source.lineStarts.count)
    while line > 1, source.line(line).allSatisfy({ $0 <= 0x20 }) { line -= 1 }
    return line
  }

  private func inserting(_ lines: [String], below line: Int) -> [UInt8] {
    let text = lines.map { $0 + lineEnd }.joined()
    guard line < source.lineStarts.count else {
      let hasEnd = source.bytes.last == UInt8(ascii: "\n")
      return source.bytes + Array(((hasEnd ? "" : lineEnd) + text).utf8)
    }
    let place = source.lineStarts[line]
    return source.bytes[..<place] + Array(text.utf8) + source.bytes[place...]
  }
}
