/// Values that stand below or inside of what their name opens: blocks, lists, objects.
extension SecretScanner {
  /// The lines of a block of YAML: those further in than the name.
  mutating func takeBlock(from start: Int, _ name: Range<Int>, _ kind: String) {
    var head = start
    // `!vault |`.
    if byte(head) == 0x21 { head = run(from: head, limit: 40) { $0 > 0x20 } + 1 }
    head = run(from: head, limit: 64) { "|>+-0123456789 \r".utf8.contains($0) }
    guard byte(head) == 0x0A else { return }
    let line = lineStart(of: name.lowerBound)
    let indent = run(from: line) { $0 == 0x20 || $0 == 0x2D } - line
    var next = head + 1
    while next < bytes.count {
      let first = run(from: next) { $0 == 0x20 }
      let end = run(from: first) { $0 != 0x0A && $0 != 0x0D }
      guard first - next > indent || first == end else { return }
      addValue(first..<end, kind)
      next = run(from: end, limit: 2) { $0 == 0x0D || $0 == 0x0A }
      if next == end { return }
    }
  }

  /// A value on the lines below its name, as YAML and forms have it: one word, or the items of a
  /// list, or the values of an object.
  mutating func takeBelow(_ place: Int, _ name: Range<Int>, _ kind: String) -> Bool {
    let line = run(from: place + 1, limit: 16) {
      $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x2A
    }
    guard bytes[place] == 0x3A, byte(line) == 0x0A, line + 1 < bytes.count, kind != "signature",
      !opensQuote(at: name.upperBound), byte(name.upperBound) != 0x29, byte(name.upperBound) != 0x5D
    else { return false }
    let head = lineStart(of: name.lowerBound)
    let indent = run(from: head, limit: 128) { $0 == 0x20 || $0 == 0x2D } - head
    let isPlural =
      bytes[name.upperBound - 1] | 0x20 == 0x73 && bytes[name.upperBound - 2] | 0x20 != 0x73
    if takeSeedLines(from: line + 1, name, kind) { return true }
    if isPlural {
      let count = spans.count
      takeCodeLines(from: line + 1, kind)
      if spans.count > count { return true }
    }
    // A value may stand behind an empty line, by itself.
    if byte(line + 1) == 0x0A {
      let first = itemStart(line + 2)
      let word = first..<run(from: first, limit: 256) { $0 > 0x20 }
      if byte(word.upperBound) <= 0x20, byte(word.upperBound) != 0x20, isHard(word) {
        addValue(word, kind)
      }
    }
    var next = line + 1
    for _ in 0..<64 where next < bytes.count {
      let first = run(from: next, limit: 256) { $0 == 0x20 }
      let end = run(from: first, limit: 4096) { $0 != 0x0A && $0 != 0x0D }
      let isItem = byte(first) == 0x2D && byte(first + 1) == 0x20
      let value = trimmed(isItem ? first + 2..<end : first..<end)
      if value.isEmpty { break }
      guard first - next > indent || isItem && first - next >= indent || next == line + 1,
        next == line + 1 || isItem || first - next > indent
      else { break }
      let isIn = first - next > indent || isItem
      let isWord = !value.contains { bytes[$0] <= 0x20 }
      if isWord, !endsPair(value), isTelling(value) || isIn && !isPlural && !isMap(value) {
        addValue(unquoted(value), kind)
      } else if isIn {
        takePairLine(value, kind)
      }
      guard isIn else { break }
      next = run(from: end, limit: 2) { $0 == 0x0D || $0 == 0x0A }
      if next == end { break }
    }
    return true
  }

  /// `key: value` or `key = "x"` below a name that is secret: what tells goes.
  mutating func takePairLine(_ line: Range<Int>, _ kind: String) {
    guard let joint = line.first(where: { bytes[$0] == 0x3A || bytes[$0] == 0x3D }) else { return }
    let key = trimmed(line.lowerBound..<joint)
    let value = unquoted(trimmed(joint + 1..<line.upperBound))
    guard !key.isEmpty, !value.isEmpty, !value.contains(where: { bytes[$0] <= 0x20 }),
      isTelling(value), !isDescribing(key), !isLink(value), byte(value.lowerBound) != 0x5B
    else { return }
    addValue(value, kind)
  }

  /// Whether a key of a secret object says something about it, such as its name or its user.
  func isDescribing(_ key: Range<Int>) -> Bool {
    let folded = folded(unquoted(key))
    return SecretVocabulary.describing.isWhole(folded)
      || SecretVocabulary.harmlessEndBytes.contains { folded.suffix($0.count).elementsEqual($0) }
  }

  private func isMap(_ value: Range<Int>) -> Bool {
    value.contains { bytes[$0] == 0x3A && byte($0 + 1) <= 0x20 }
  }

  private func endsPair(_ value: Range<Int>) -> Bool { bytes[value.upperBound - 1] == 0x3A }

  /// The values of an object behind a secret name: `{"password": {"value": "x"}}`,
  /// `variable "db_password" { default = "x" }`.
  ///
  /// - Returns: whether it is an object, which then needs no further look as a value.
  mutating func takeInside(_ open: Int, _ kind: String) -> Bool {
    guard
      byte(open + 1) <= 0x20 || "\"'}".utf8.contains(byte(open + 1)) || byte(open + 1) &- 0x61 < 26
    else { return false }
    let end = run(from: open + 1, limit: 2048) { $0 != 0x7D && $0 != 0x7B }
    guard end > objectsEnd else { return true }
    objectsEnd = end
    guard byte(open + 1) <= 0x20 || "\"'".utf8.contains(byte(open + 1)) else { return false }
    var place = open + 1
    while place < end {
      guard bytes[place] == 0x3A || bytes[place] == 0x3D else {
        place += 1
        continue
      }
      let key = name(before: place)
      let first = run(from: place + 1, limit: 64) { $0 <= 0x20 }
      guard let key, first < end, let inside = quoted(at: first) else {
        place += 1
        continue
      }
      let isValue = SecretVocabulary.valueKeys.isWhole(folded(key))
      if isValue || inside.count >= 8 && isTelling(inside) && !isDescribing(key) && !isLink(inside)
      {
        addValue(inside, kind)
      }
      place = inside.upperBound + 1
    }
    return true
  }

  /// `variable "db_password" {`, `password {`.
  mutating func takeNamedBlock(at open: Int) {
    guard byte(open - 1) == 0x20, byte(open + 1) <= 0x20, let name = name(before: open - 1),
      isSecretName(name), byte(name.upperBound) == 0x22 || byte(name.upperBound) == 0x20
    else { return }
    _ = takeInside(open, kind(of: name))
  }

  private func isLink(_ value: Range<Int>) -> Bool {
    value.contains { bytes[$0] == 0x2F || bytes[$0] == 0x3A }
  }

  /// The items of a list behind a name: `["a", "b"]`, `[a1, b2]`, `[Bearer x]`.
  mutating func takeItems(
    from open: Int, joint: Int, _ name: Range<Int>, _ kind: String
  ) -> Bool {
    var index = run(from: open + 1, limit: 64) { $0 <= 0x20 }
    if quoted(at: index) == nil {
      // Objects are read further inside, and so is a list of references.
      if starts("[redacted:", at: open) || "{[$".utf8.contains(byte(index)) { return false }
      let close = run(from: index, limit: 1024) { $0 != 0x5D && $0 != 0x0A && $0 != 0x5B }
      guard byte(close) == 0x5D, bytes[joint] == 0x3A || byte(close + 1) != 0x0A else {
        return false
      }
      var isAny = false
      while index < close {
        let end = min(close, run(from: index, limit: 1024) { $0 != 0x2C && $0 != 0x5D })
        let item = trimmed(index..<end)
        if !item.isEmpty, isTelling(item) {
          addValue(item, kind)
          isAny = true
        }
        index = end + 1
      }
      return isAny
    }
    if isName(name, "auth") { return true }
    let isPlural = bytes[name.upperBound - 1] | 0x20 == 0x73
    while let inside = quoted(at: index), index < bytes.count {
      // `"secrets": ["prod/db"]` has names.
      if !isPlural || isTelling(inside) || kind == "password" { addValue(inside, kind) }
      index = inside.upperBound + 1
      while " ,\n\r\t".utf8.contains(byte(index)), index < bytes.count { index += 1 }
    }
    return true
  }
}
