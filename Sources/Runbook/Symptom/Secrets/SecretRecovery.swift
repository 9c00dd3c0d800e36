/// Seeds: words in a row that stand for a key, and groups of letters.
extension SecretScanner {
  /// `seed phrase: twelve words …` on its line.
  mutating func takeSeedWords(at start: Int, _ name: Range<Int>, _ kind: String) -> Bool {
    guard isSeedName(name) else { return false }
    let end = run(from: start, limit: 512) { $0 &- 0x61 < 26 || $0 == 0x20 || $0 == 0x2C }
    let text = trimmed(start..<end)
    // As many words as BIP 39 and Electrum have.
    let count = bytes[text].split { $0 == 0x20 || $0 == 0x2C }.count
    guard [12, 13, 15, 18, 21, 24, 25].contains(count) else { return false }
    addValue(text, kind)
    return true
  }

  /// `mnemonic:` and its words below, numbered or not.
  mutating func takeSeedLines(from start: Int, _ name: Range<Int>, _ kind: String) -> Bool {
    guard isSeedName(name) else { return false }
    var line = byte(start) == 0x0A ? start + 1 : start
    let count = spans.count
    for _ in 0..<48 where line < bytes.count {
      let end = run(from: line, limit: 512) { $0 != 0x0A && $0 != 0x0D }
      let words = trimmed(itemStart(line)..<max(itemStart(line), end))
      guard !words.isEmpty,
        words.allSatisfy({ bytes[$0] &- 0x61 < 26 || " .0123456789".utf8.contains(bytes[$0]) })
      else { break }
      addValue(words, kind)
      line = nextLine(end)
    }
    return spans.count > count
  }

  private func isSeedName(_ name: Range<Int>) -> Bool {
    let folded = folded(name)
    return SecretVocabulary.seedNames.isEnd(of: folded[...])
  }

  /// Base32 in groups of four: `setup key: abcd efgh …`.
  mutating func takeGroups(at start: Int, _ kind: String) -> Bool {
    var end = run(from: start, limit: 5) { Self.isWord($0) }
    guard end - start == 4, byte(end) == 0x20 else { return false }
    var count = 1
    while count < 20, byte(end) == 0x20 {
      let next = run(from: end + 1, limit: 5) { Self.isWord($0) }
      guard next - end == 5 else { break }
      (end, count) = (next, count + 1)
    }
    guard count >= 4, (start..<end).contains(where: { bytes[$0] &- 0x32 < 6 }) else { return false }
    addValue(start..<end, kind)
    return true
  }
}
