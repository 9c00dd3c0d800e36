import Runbook

/// A table in aligned columns, its cells broken into lines where the terminal is narrower than it.
struct TableLines {
  let header: [StyledText]
  let rows: [[StyledText]]
  let alignments: [Block.Alignment]
  let console: Console

  /// Between two columns.
  private static let gap = 2
  /// Longer words are broken in narrower columns, which read badly: the rows are then shown one below
  /// the other.
  private static let narrowest = 14

  /// The lines, none longer than the columns.
  func lines(width: Int) -> [String] {
    guard let columns = columns(of: width) else { return records(width: width) }
    var lines: [String] = []
    if header.contains(where: { !$0.isEmpty }) {
      lines += self.lines(of: header, columns)
      let rules = columns.map { String(repeating: "─", count: $0) }
      let gap = String(repeating: " ", count: TableLines.gap)
      lines.append(console.paint(.dim, rules.joined(separator: gap)))
    }
    let shown = rows.map { self.lines(of: $0, columns) }
    // Rows of several lines need a gap to be told apart.
    let isTall = shown.contains { $0.count > 1 }
    for (place, row) in shown.enumerated() {
      if isTall, place > 0 { lines.append("") }
      lines += row
    }
    return lines
  }

  /// The columns of each column; nil where there is no room to break cells well.
  private func columns(of width: Int) -> [Int]? {
    let count = header.count
    guard count > 0 else { return nil }
    let room = width - TableLines.gap * (count - 1)
    func most(_ measure: (StyledText) -> Int) -> [Int] {
      (0..<count).map { column in
        ([header] + rows).map { column < $0.count ? measure($0[column]) : 0 }.max() ?? 0
      }
    }
    let natural = most(\.width)
    if natural.reduce(0, +) <= room { return natural }
    guard var widths = least(most(\.longestWord), room: room) else { return nil }
    // What is left goes where the most text is.
    let texts = (0..<count).map { column in
      rows.reduce(1) { $0 + (column < $1.count ? $1[column].width : 0) }
    }
    for _ in 0..<(room - widths.reduce(0, +)) {
      let wanting = widths.indices.filter { widths[$0] < natural[$0] }
      let most = wanting.max { texts[$0] * widths[$1] < texts[$1] * widths[$0] }
      guard let most else { break }
      widths[most] += 1
    }
    return widths
  }

  /// The columns that words need: in full where that leaves room, else the longest are broken.
  private func least(_ longest: [Int], room: Int) -> [Int]? {
    for limit in [30, 22, TableLines.narrowest] {
      let widths = longest.map { min($0, limit) }
      let needed = widths.reduce(0, +)
      if needed <= (limit > TableLines.narrowest ? room * 3 / 4 : room) { return widths }
    }
    return nil
  }

  private func lines(of row: [StyledText], _ columns: [Int]) -> [String] {
    let cells = columns.indices.map { column in
      column < row.count ? row[column].lines(width: columns[column], console: console) : []
    }
    let height = max(1, cells.map(\.count).max() ?? 1)
    return (0..<height).map { line in
      var text = ""
      for column in columns.indices {
        let cell = line < cells[column].count ? cells[column][line] : ""
        let isLast = column == columns.count - 1
        text += padded(cell, to: columns[column], alignment(of: column), isLast: isLast)
        if !isLast { text += String(repeating: " ", count: TableLines.gap) }
      }
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  private func alignment(of column: Int) -> Block.Alignment {
    column < alignments.count ? alignments[column] : .none
  }

  private func padded(
    _ cell: String, to width: Int, _ alignment: Block.Alignment, isLast: Bool
  ) -> String {
    let space = max(0, width - Layout.width(Console.safe(cell)))
    let before =
      switch alignment {
      case .right: space
      case .center: space / 2
      case .none, .left: 0
      }
    return String(repeating: " ", count: before) + cell
      + String(repeating: " ", count: isLast ? 0 : space - before)
  }

  /// The rows one below the other: the first cell, and below it the others with their heads.
  private func records(width: Int) -> [String] {
    var lines: [String] = []
    for row in rows {
      if !lines.isEmpty { lines.append("") }
      lines += row.first?.lines(width: width, console: console) ?? []
      for (column, cell) in row.enumerated().dropFirst() where !cell.isEmpty {
        var text = column < header.count ? header[column] : StyledText()
        if !text.isEmpty { text.append(":", .heading) }
        text.append(" ")
        text.append(cell)
        lines += text.lines(width: max(1, width - 2), console: console).map { "  \($0)" }
      }
    }
    return lines
  }
}
