/// Adds a row to the timeline of an incident: in its table, else as an item of its list, else in a
/// new table.
struct TimelineEditor {
  private let page: PageEditor

  init(_ bytes: [UInt8], incident: Incident) {
    page = PageEditor(bytes, incident: incident)
  }

  /// The section with the timeline.
  var section: Section? { page.section(.timeline) }

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

  /// The rows of a timeline that have a time.
  static func entries(in incident: Incident) -> [TimelineEntry] {
    let blocks = incident.sections.filter { $0.name == .timeline }.flatMap(\.blocks)
    return blocks.flatMap { block -> [TimelineEntry] in
      guard case .table(_, _, let rows) = block.content else { return [] }
      return rows.compactMap { row in
        guard let time = time(of: row), row.cells.count > 1 else { return nil }
        let text = MarkdownText.shown(row.cells[1]) ?? row.cells[1].plainText
        return TimelineEntry(time: time, text: text)
      }
    }
  }

  /// The rows whose first cell may be a time as people type it: the line, the cell, and whether the head
  /// of the table says UTC.
  static func spokenTimes(in incident: Incident) -> [(line: Int, cell: String, isUTC: Bool)] {
    let blocks = incident.sections.filter { $0.name == .timeline }.flatMap(\.blocks)
    return blocks.flatMap { block -> [(line: Int, cell: String, isUTC: Bool)] in
      guard case .table(_, let header, let rows) = block.content else { return [] }
      let isUTC = header.cells.first?.plainText.lowercased().contains("utc") ?? false
      return rows.compactMap { row in
        guard time(of: row) == nil, let cell = row.cells.first?.plainText, !cell.isEmpty else {
          return nil
        }
        return (row.location.line, cell, isUTC)
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
    let table = ["| Time (UTC) | What |", "|---|---|", TimelineRow.line(time, text, columns: 2)]
    for block in (section?.blocks ?? []).reversed() {
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
        return page.inserting([row], below: line)
      case .list(nil, let items) where items.allSatisfy({ $0.checked == nil }):
        let indent = String(repeating: " ", count: max(0, block.location.column - 1))
        let bullet = page.character(at: block.location) ?? "-"
        let item = "\(indent)\(bullet) \(time): \(MarkdownText.paragraph(text))"
        return page.inserting([item], below: page.lastLine(of: block))
      default: continue
      }
    }
    return page.appending(table, to: .timeline, order: Postmortem.sections.map(\.name))
  }

  /// The file with the rows of its table in the order of time, as two clones leave them when git
  /// merges what both noted.
  ///
  /// - Returns: the bytes, which still have to be read back; nil where the rows are in order, or one
  ///   of them has no time.
  func sorted() -> [UInt8]? {
    for block in (section?.blocks ?? []).reversed() {
      guard case .table(_, _, let rows) = block.content else { continue }
      let times = rows.compactMap(TimelineEditor.time)
      let lines = rows.map(\.location.line)
      guard times.count == rows.count, let first = lines.first,
        lines == Array(first..<(first + rows.count)),
        zip(times, times.dropFirst()).contains(where: >)
      else { return nil }
      let order = rows.indices.sorted { (times[$0], $0) < (times[$1], $1) }
      return page.reordering(from: first, order)
    }
    return nil
  }

  /// The time in the first cell of a row.
  static func time(of row: TableRow) -> Timestamp? {
    row.cells.first.flatMap { Timestamp($0.plainText) }
  }
}
