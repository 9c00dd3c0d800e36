/// Tables: a column or a row is a secret by its header.
extension SecretScanner {
  /// The secret columns of a table whose header stands on this line: CSV, a table of Markdown or of a
  /// database, columns that blanks or tabs part.
  mutating func takeTable(at line: Int) {
    guard line >= tableEnd else { return }
    let end = lineEnd(line)
    guard end - line >= 6, end - line < 2048 else { return }
    for mark in [0x09, 0x7C, 0x2C, 0x3B, 0x20] as [UInt8] {
      let header = cells(line..<end, mark)
      guard header.count > 1, header.allSatisfy(isHeading) else { continue }
      let secret = header.indices.filter { isSecretName(plain(header[$0])) }
      guard !secret.isEmpty else { continue }
      return takeRows(below: end, header, secret, mark)
    }
  }

  private mutating func takeRows(
    below end: Int, _ header: [Range<Int>], _ secret: [Int], _ mark: UInt8
  ) {
    var line = nextLine(end)
    let start = line
    let isRuled = isRule(line)
    // A sentence with commas, and a row of a description, are no headers.
    let isLoud = header.allSatisfy { cell in !cell.contains { bytes[$0] &- 0x61 < 26 } }
    if !isRuled, mark == 0x7C || mark == 0x20 && !isLoud { return }
    if isRuled { line = nextLine(lineEnd(line)) }
    var count = 0
    while line < bytes.count {
      let stop = lineEnd(line)
      if isRule(line) {
        line = nextLine(stop)
        continue
      }
      let row = mark == 0x20 ? aligned(line..<stop, header) : cells(line..<stop, mark)
      guard row.count == header.count, stop > line else { break }
      // The header of the next table.
      if row.allSatisfy(isHeading), row.contains(where: { isSecretName(plain($0)) }) { break }
      for column in secret {
        let value = plain(row[column])
        let isWord = !value.contains { bytes[$0] == 0x20 } || opensQuote(at: value.lowerBound - 1)
        let isStrong =
          kind(of: plain(header[column])) != "token" && !isName(plain(header[column]), "secret")
        if !value.isEmpty, isWord, isStrong || isTelling(value) {
          addValue(value, kind(of: plain(header[column])))
        }
      }
      count += 1
      line = nextLine(stop)
    }
    if count > 0 { tableEnd = max(tableEnd, max(line, start)) }
  }

  func lineEnd(_ line: Int) -> Int {
    run(from: line, limit: 65536) { $0 != 0x0A && $0 != 0x0D }
  }

  func nextLine(_ end: Int) -> Int {
    byte(end) == 0x0D && byte(end + 1) == 0x0A ? end + 2 : end + 1
  }

  /// `|---|---|`, `----+----`, `=== ===`.
  private func isRule(_ line: Int) -> Bool {
    let end = lineEnd(line)
    return end - line > 2 && (line..<end).allSatisfy { "-+|=: \t".utf8.contains(bytes[$0]) }
      && bytes[line..<end].contains { $0 == 0x2D || $0 == 0x3D }
  }

  /// The name of a column: some words.
  private func isHeading(_ cell: Range<Int>) -> Bool {
    let name = plain(cell)
    return !name.isEmpty && name.count <= 40 && name.count { bytes[$0] == 0x20 } < 5
      && Self.isWord(bytes[name.lowerBound]) && !(bytes[name.lowerBound] &- 0x30 < 10)
      && name.allSatisfy { Self.isWord(bytes[$0]) || " -._/()#".utf8.contains(bytes[$0]) }
  }

  /// The cells of a line, with their quotes.
  private func cells(_ line: Range<Int>, _ mark: UInt8) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    var start = line.lowerBound
    var place = start
    while place <= line.upperBound {
      let isEnd = place == line.upperBound
      if !isEnd, bytes[place] == 0x22, place == start, mark != 0x7C, mark != 0x20,
        let text = quoted(at: place), text.upperBound < line.upperBound
      {
        place = text.upperBound + 1
        continue
      }
      let isMark = isEnd || bytes[place] == mark && (mark != 0x20 || byte(place + 1) == 0x20)
      if isMark {
        // A comma before a blank belongs to a sentence.
        if !isEnd, mark == 0x2C || mark == 0x3B, byte(place + 1) == 0x20 { return [] }
        cells.append(trimmed(start..<place))
        if mark == 0x20 { place = max(place, run(from: place, limit: 256) { $0 == 0x20 } - 1) }
        start = place + 1
      }
      place += 1
    }
    // Bars may stand outside, too; blanks before the first column are a margin.
    if mark == 0x7C || mark == 0x20 {
      if let first = cells.first, first.isEmpty { cells.removeFirst() }
      if let last = cells.last, last.isEmpty { cells.removeLast() }
    }
    return cells
  }

  /// The words of a row that begin below the names of a header.
  private func aligned(_ line: Range<Int>, _ header: [Range<Int>]) -> [Range<Int>] {
    guard let first = header.first else { return [] }
    let head = lineStart(of: first.lowerBound)
    return header.compactMap { cell in
      let place = line.lowerBound + cell.lowerBound - head
      guard place < line.upperBound, bytes[place] > 0x20, byte(place - 1) <= 0x20 else {
        return nil
      }
      return place..<run(from: place, limit: 512) { $0 > 0x20 }
    }
  }

  /// A cell without its quotes and the marks of Markdown.
  func plain(_ cell: Range<Int>) -> Range<Int> {
    var cell = trimmed(cell)
    while cell.count > 1, "*`\"'".utf8.contains(bytes[cell.lowerBound]),
      bytes[cell.upperBound - 1] == bytes[cell.lowerBound]
    {
      cell = cell.lowerBound + 1..<cell.upperBound - 1
    }
    return cell
  }

  /// The values below secret columns of SQL: `INSERT INTO t (name, password) VALUES ('a', 'x')`.
  mutating func takeRecords(at open: Int) {
    let gap = runBack(from: open, limit: 16) { $0 <= 0x20 }
    guard open >= tableEnd, gap >= 6, isName(gap - 6..<gap, "values") else { return }
    let close = runBack(from: gap - 6, limit: 16) { $0 <= 0x20 }
    guard byte(close - 1) == 0x29 else { return }
    let first = runBack(from: close - 1, limit: 2048) { $0 != 0x28 }
    let commas = (first..<close - 1).filter { bytes[$0] == 0x2C }
    let columns = zip([first - 1] + commas, commas + [close - 1]).map { plain($0.0 + 1..<$0.1) }
    let secret = columns.indices.filter { isSecretName(columns[$0]) || isHashName(columns[$0]) }
    guard !secret.isEmpty else { return }
    var place = open
    while byte(place) == 0x28 {
      var column = 0
      place += 1
      while place < bytes.count, bytes[place] != 0x29, bytes[place] != 0x0A || column > 0 {
        if bytes[place] == 0x27, let text = quoted(at: place) {
          if secret.contains(column) { addValue(text, "secret") }
          place = text.upperBound
        } else if bytes[place] == 0x2C {
          column += 1
        }
        place += 1
      }
      place = run(from: place + 1, limit: 16) { $0 <= 0x20 || $0 == 0x2C }
    }
    tableEnd = max(tableEnd, place)
  }

  private func isHashName(_ name: Range<Int>) -> Bool {
    String(decoding: folded(name), as: UTF8.self).contains("passwordhash")
  }

  // MARK: Rows of a name and a value

  /// `| DB_PASSWORD | x |`, and the rows `name` and `value` below each other of `--output table`.
  mutating func takeCell(at place: Int) {
    guard place >= tableEnd, let name = cell(after: place), byte(name.end) == 0x7C else {
      return takeRecordField(at: place)
    }
    let row = plain(name.text)
    if row.count == 4, isName(row, "name") {
      guard let given = cell(after: name.end), isSetting(given.text) else { return }
      let next = run(from: given.end) { $0 != 0x0A } + 1
      let bar = run(from: next, limit: 16) { " |".utf8.contains($0) } - 1
      guard let label = cell(after: max(bar, next)), isName(label.text, "value"),
        let value = cell(after: label.end)
      else { return }
      return addValue(value.text, "secret")
    }
    if isName(row, "authorization") || isName(row, "cookie"), let value = cell(after: name.end) {
      return addValue(value.text, "authorization")
    }
    guard let second = cell(after: name.end) else { return }
    let value = plain(second.text)
    // `prod/db` is the name of one.
    guard value.allSatisfy({ bytes[$0] != 0x20 }), byte(second.end) == 0x7C,
      isTelling(value) || !value.contains(where: { bytes[$0] == 0x2F })
    else { return }
    let isPassword = isPlainName(row) && kind(of: row) == "password"
    let isLast = byte(run(from: second.end + 1, limit: 64) { $0 == 0x20 || $0 == 0x7C }) == 0x0A
    if isSetting(row) || isPlainName(row) && isTelling(value) || isPassword && isLast,
      !isHeader(place)
    {
      addValue(value, kind(of: row))
    }
  }

  /// Whether the line of a place is followed by a rule; known for a line once it was asked.
  private mutating func isHeader(_ place: Int) -> Bool {
    if !header.line.contains(place) {
      let end = lineEnd(place)
      header = (place..<end + 1, isRule(nextLine(end)))
    }
    return header.isRuled
  }

  /// `password | x` of a record that a database shows line by line.
  private mutating func takeRecordField(at bar: Int) {
    let end = runBack(from: bar, limit: 64) { $0 == 0x20 }
    let start = runBack(from: end, limit: 64) { Self.isWord($0) }
    guard start < end, end < bar, byte(start - 1) == 0x0A, byte(bar + 1) == 0x20,
      isPlainName(start..<end)
    else { return }
    let value = trimmed(bar + 1..<lineEnd(bar))
    if !value.contains(where: { bytes[$0] == 0x20 || bytes[$0] == 0x7C }), !value.isEmpty,
      !isRule(nextLine(lineEnd(bar)))
    {
      addValue(value, kind(of: start..<end))
    }
  }

  /// A secret name of one word.
  private func isPlainName(_ name: Range<Int>) -> Bool {
    name.allSatisfy { Self.isWord(bytes[$0]) || bytes[$0] == 0x2D } && isSecretName(name)
  }

  /// A secret name as settings have it: in capitals, or with a joint.
  func isSetting(_ name: Range<Int>) -> Bool {
    guard name.allSatisfy({ Self.isWord(bytes[$0]) || bytes[$0] == 0x2D }) else { return false }
    return name.contains { bytes[$0] == 0x5F || bytes[$0] == 0x2D }
      ? isSecretName(name)
      : name.allSatisfy { bytes[$0] &- 0x41 < 26 } && isSecretName(name)
  }

  /// The text of the cell behind a bar, and the bar that ends it.
  private func cell(after bar: Int) -> (text: Range<Int>, end: Int)? {
    let end = run(from: bar + 1, limit: 512) { $0 != 0x7C && $0 != 0x0A }
    let text = trimmed(bar + 1..<end)
    return text.isEmpty ? nil : (text, end)
  }

  /// `DB_PASSWORD`, blanks or a tab or an arrow, and its value, as a listing has it.
  mutating func takeColumn(at place: Int) {
    let gap = run(from: place, limit: 128) { $0 == 0x20 || $0 == 0x09 }
    var value = gap
    if starts("-> ", at: gap) { value = gap + 3 }
    if starts("\u{2192} ", at: gap) { value = gap + 4 }
    if starts("...", at: gap) { value = run(from: gap, limit: 128) { $0 == 0x2E || $0 == 0x20 } }
    guard gap > place + 1 || value > gap || bytes[place] == 0x09 else { return }
    let name = runBack(from: place, limit: 64) { Self.isWord($0) }..<place
    // The name is all of its cell, not the last word of a sentence.
    let head = name.lowerBound - 1
    guard !name.isEmpty, byte(head) < 0x20 || byte(head) == 0x20 && byte(head - 1) <= 0x20 else {
      return
    }
    let end = run(from: value) { $0 > 0x20 }
    let isEnd = byte(run(from: end, limit: 64) { $0 == 0x20 || $0 == 0x0D }) == 0x0A
    let isSure =
      bytes[place] == 0x09
      ? isSetting(name) : isEnd && name.contains { bytes[$0] == 0x5F } && isSetting(name)
    if isSure || isEnd && isPlainName(name) && isTelling(value..<end) {
      addValue(value..<end, kind(of: name))
    }
  }
}
