/// Secrets that only the words around them give away: options, sentences, settings and tables.
extension SecretScanner {
  /// `mysql -pSECRET`, `sshpass -p SECRET`, `redis-cli -a SECRET`.
  mutating func takeShortOption(at start: Int) {
    let option = byte(start + 1)
    for (letter, isJoined, commands) in SecretVocabulary.shortOptions where letter == option {
      let value = start + (isJoined ? 2 : 3)
      guard (byte(start + 2) == 0x20) != isJoined, byte(value) > 0x20, byte(value) != 0x2D,
        commands.contains(where: { lineContains($0, around: start, before: true) })
      else { continue }
      return takeWord(at: value, "password")
    }
  }

  /// `password 'x'` and `password is x` of a sentence, `PASSWORD 'x'` and `IDENTIFIED BY 'x'` of
  /// SQL, `requirepass x` of Redis.
  mutating func takeSaid(at place: Int) {
    if stands("requirepass", before: place) || stands("masterauth", before: place) {
      return takeWord(at: place + 1, "password")
    }
    let quote = byte(place + 1)
    let isQuoted = quote == 0x22 || quote == 0x27
    if stands("by", before: place) {
      guard quote == 0x27, lineContains("IDENTIFIED", around: place, before: true) else { return }
      return takeWord(at: place + 1, "password")
    }
    guard stands("password", before: place) || stands("passwd", before: place) else { return }
    if quote == 0x27, byte(place - 1) == UInt8(ascii: "D") {
      return takeWord(at: place + 1, "password")
    }
    let isCalled = starts("is ", at: place + 1)
    guard isQuoted || isCalled else { return }
    let first = place + (isCalled ? 4 : 2)
    let end = run(from: first, limit: 128) {
      isQuoted ? $0 != quote && $0 != 0x0A : $0 > 0x20 && !",;)\"'".utf8.contains($0)
    }
    guard !isQuoted || byte(end) == quote, isTelling(first..<end) else { return }
    addValue(first..<end, "password")
  }

  /// Whether a word, whatever its case, ends at a place.
  private func stands(_ word: StaticString, before place: Int) -> Bool {
    let start = place - word.utf8CodeUnitCount
    return start >= 0 && !Self.isWord(byte(start - 1)) && isName(start..<place, word)
  }

  /// `login NAME password SECRET`, as `.netrc` has it.
  mutating func takeLogin(at start: Int) {
    guard starts("login ", at: start) else { return }
    if lineContains("vault", around: start, before: true) {
      let word = start + 6..<run(from: start + 6) { $0 > 0x20 }
      if isTelling(word) { addValue(word, "vault-token") }
    }
    let name = run(from: start + 6, limit: 128) { $0 > 0x20 }
    var place = name
    while place < bytes.count, bytes[place] <= 0x20, place - name < 32 { place += 1 }
    guard place > name, starts("password ", at: place) else { return }
    takeWord(at: place + 9, "password")
  }

  /// `ENV NAME value` of a Dockerfile, `setx NAME value`, `aws configure set NAME value`,
  /// and a header as nginx sets it.
  mutating func takeSetting(at start: Int) {
    let words: [StaticString] = ["ENV ", "setx ", "setenv ", "set ", "proxy_set_header "]
    guard let word = words.first(where: { starts($0, at: start) }), byte(start - 1) <= 0x20 else {
      return
    }
    let first = start + word.utf8CodeUnitCount
    let end = run(from: first, limit: 128) { $0 > 0x20 }
    // `npm config set //registry.example.com/:_authToken x`.
    var name = end
    while name > first, Self.isWord(bytes[name - 1]) || bytes[name - 1] == 0x2D { name -= 1 }
    let isPath = name > first && bytes[name - 1] == 0x3A && isSecretName(name..<end)
    guard byte(end) == 0x20, isPath || name == first && isSetting(name..<end) else { return }
    takeWord(at: end + 1, "secret")
  }

  /// `DB_PASSWORD`, a tab and its value, as a table that was copied has it.
  mutating func takeColumn(at place: Int) {
    var start = place
    while start > 0, place - start < 64, Self.isWord(bytes[start - 1]) { start -= 1 }
    guard start < place, isSetting(start..<place) else { return }
    let value = run(from: place) { $0 == 0x09 || $0 == 0x20 }
    addValue(value..<run(from: value) { $0 > 0x20 }, "secret")
  }

  /// A value in the body of a form that was escaped: `password%3Dx%26`.
  mutating func takeEscaped(at place: Int) {
    guard byte(place + 1) == 0x33, byte(place + 2) | 0x20 == 0x64 else { return }
    var start = place
    while start > 0, place - start < 64, Self.isWord(bytes[start - 1]) { start -= 1 }
    // `%26password`: the digits are of the escape.
    if byte(start - 1) == 0x25, place - start > 2 { start += 2 }
    guard start < place, !isCovered(place), isSecretName(start..<place) else { return }
    let value = place + 3
    let end = run(from: value) { $0 > 0x20 && !"&\"'".utf8.contains($0) }
    let next = (value..<end).first { starts("%26", at: $0) } ?? end
    addValue(value..<next, "secret")
  }

  // MARK: Tables

  /// `| DB_PASSWORD | x |`, and the rows `name` and `value` below each other of `--output table`.
  mutating func takeCell(at place: Int) {
    guard let name = cell(after: place), byte(name.end) == 0x7C else { return }
    let row = name.text
    if row.count == 4, isName(row, "name") {
      guard let given = cell(after: name.end), isSetting(given.text) else { return }
      let next = run(from: given.end) { $0 != 0x0A } + 1
      let bar = run(from: next, limit: 16) { " |".utf8.contains($0) } - 1
      guard let label = cell(after: max(bar, next)), isName(label.text, "value"),
        let value = cell(after: label.end)
      else { return }
      return addValue(value.text, "secret")
    }
    guard var value = cell(after: name.end)?.text, value.allSatisfy({ bytes[$0] != 0x20 }) else {
      return takeColumns(of: row, from: name.end)
    }
    while value.count > 1, bytes[value.lowerBound] == 0x60 { value = value.dropFirst() }
    while value.count > 1, bytes[value.upperBound - 1] == 0x60 { value = value.dropLast() }
    guard isSetting(row) || isPlainName(row) && isTelling(value) else {
      return takeColumns(of: row, from: name.end)
    }
    addValue(value, "secret")
  }

  /// A secret name of one word.
  private func isPlainName(_ name: Range<Int>) -> Bool {
    name.allSatisfy { Self.isWord(bytes[$0]) || bytes[$0] == 0x2D } && isSecretName(name)
  }

  /// The cells below a header such as `password`, where a line of dashes follows it.
  private mutating func takeColumns(of row: Range<Int>, from bar: Int) {
    guard isPlainName(row) else { return }
    var line = row.lowerBound
    while line > 0, row.lowerBound - line < 512, bytes[line - 1] != 0x0A { line -= 1 }
    let column = (line..<row.lowerBound).count { bytes[$0] == 0x7C }
    var next = run(from: bar, limit: 1024) { $0 != 0x0A } + 1
    let rule = run(from: next, limit: 1024) { "|-:+= ".utf8.contains($0) }
    guard rule > next + 2, byte(rule) == 0x0A else { return }
    next = rule + 1
    for _ in 0..<100 {
      let end = run(from: next, limit: 2048) { $0 != 0x0A }
      var place = next
      for _ in 0..<column {
        place = run(from: place, limit: 2048) { $0 != 0x7C && $0 != 0x0A }
        guard byte(place) == 0x7C else { return }
        place += 1
      }
      guard let value = cell(after: place - 1), end > next else { return }
      if value.text.contains(where: { !"-+= ".utf8.contains(bytes[$0]) }) {
        addValue(value.text, "secret")
      }
      next = end + 1
    }
  }

  /// A secret name as settings have it: in capitals, or with a joint.
  private func isSetting(_ name: Range<Int>) -> Bool {
    guard name.allSatisfy({ Self.isWord(bytes[$0]) || bytes[$0] == 0x2D }) else { return false }
    return name.contains { bytes[$0] == 0x5F || bytes[$0] == 0x2D }
      ? isSecretName(name)
      : name.allSatisfy { bytes[$0] &- 0x41 < 26 } && isSecretName(name)
  }

  /// The text of the cell behind a bar, and the bar that ends it.
  private func cell(after bar: Int) -> (text: Range<Int>, end: Int)? {
    let end = run(from: bar + 1, limit: 512) { $0 != 0x7C && $0 != 0x0A }
    var first = bar + 1
    var last = end
    while first < last, bytes[first] == 0x20 { first += 1 }
    while last > first, bytes[last - 1] == 0x20 { last -= 1 }
    guard first < last else { return nil }
    return (first..<last, end)
  }

  // MARK: Lines

  /// Whether a text stands as a word on the line of a place.
  ///
  /// - Parameters:
  ///   - text: the word.
  ///   - place: a place of the line.
  ///   - before: whether it has to stand before the place.
  /// - Returns: whether it does, within 256 bytes.
  func lineContains(_ text: StaticString, around place: Int, before: Bool = false) -> Bool {
    var start = place
    while start > 0, place - start < 256, bytes[start - 1] != 0x0A { start -= 1 }
    let length = text.utf8CodeUnitCount
    let end = (before ? place : run(from: place, limit: 256) { $0 != 0x0A }) - length
    let first = text.withUTF8Buffer { $0[0] }
    var index = start
    while index <= end {
      if bytes[index] == first, starts(text, at: index), !Self.isWord(byte(index - 1)),
        !Self.isWord(byte(index + length))
      {
        return true
      }
      index += 1
    }
    return false
  }
}
